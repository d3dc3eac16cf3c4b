"""The map of the 25 departments: areas shaded by rate, or circles sized by count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.bulletin.figures import Figure, Shown, Status, number
from core.places import departments
from geo.boundaries import Outline, load_departments
from geo.classes import circle_radius, class_of, doubling_limits
from geo.labels import LABELS, Label
from web.i18n import Tongue
from web.spelling import spell

LARGEST_RADIUS = 36.0
ADDRESS = "/departamentos/{}"
_DARK = 4


@dataclass(frozen=True, slots=True)
class Region:
    """One department on the map."""

    ubigeo: str
    style: str
    title: str
    href: str
    radius: float
    point: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedLabel:
    """A label with its place; ``second`` is the value on a line of its own."""

    at: Label
    text: str
    second: str
    styles: str


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One class or state: its style, its words, and whether this view has it."""

    style: str
    text: str
    present: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template needs to draw."""

    view_box: str
    regions: tuple[Region, ...]
    inset: tuple[tuple[str, str], ...]
    inset_size: tuple[int, int]
    labels: tuple[PlacedLabel, ...]
    legend: tuple[LegendItem, ...]
    circles: tuple[tuple[float, str], ...]
    description: str


def styles_of(figures: Mapping[str, Figure], limits: Sequence[float]) -> dict[str, str]:
    """The style of each department: its class, or its state where it has no number."""
    return {code: _style(figure, limits) for code, figure in figures.items()}


def _style(figure: Figure, limits: Sequence[float]) -> str:
    value = number(figure)
    if value is not None:
        return f"class-{class_of(value, limits)}"
    return "class-withheld" if figure.status is Status.WITHHELD else "class-missing"


def limits_for(figures: Mapping[str, Figure]) -> tuple[float, ...]:
    """Class limits of a measure; from the whole series, so that periods compare."""
    return doubling_limits([n for f in figures.values() if (n := number(f)) is not None])


def rate_map(rates: Mapping[str, Figure], limits: Sequence[float], tongue: Tongue) -> Drawing:
    """Areas by rate."""
    inside = {code: rates[code] for code in departments()}
    view = _View(inside, styles_of(inside, limits), {})
    return _drawing(view, tuple(_rate_legend(view.styles, limits, tongue)), (), tongue)


def count_map(counts: Mapping[str, Figure], tongue: Tongue) -> Drawing:
    """Circles by count over plain land; withheld and missing departments keep their hatch."""
    inside = {code: counts[code] for code in departments()}
    largest = max((float(f.value) for f in inside.values() if isinstance(f, Shown)), default=0.0)
    styles = {
        code: "class-land" if number(figure) is not None else _style(figure, ())
        for code, figure in inside.items()
    }
    radii = {
        code: round(circle_radius(number(figure) or 0, largest, LARGEST_RADIUS), 1)
        for code, figure in inside.items()
    }
    legend = tuple(_states(styles, tongue, with_zero=False))
    return _drawing(_View(inside, styles, radii), legend, tuple(_sizes(largest, tongue)), tongue)


@dataclass(frozen=True, slots=True)
class _View:
    """What is drawn for each department: its figure, its style, and its circle if there are any."""

    figures: Mapping[str, Figure]
    styles: Mapping[str, str]
    radii: Mapping[str, float]


def _drawing(
    view: _View,
    legend: tuple[LegendItem, ...],
    circles: tuple[tuple[float, str], ...],
    tongue: Tongue,
) -> Drawing:
    drawn = load_departments()
    return Drawing(
        drawn.view_box,
        tuple(_region(outline, view, tongue) for outline in drawn.outlines.values()),
        tuple((path, view.styles[code]) for code, path in drawn.inset.paths.items()),
        (drawn.inset.width, drawn.inset.height),
        tuple(_label(code, view.figures[code], view.styles[code], tongue) for code in LABELS),
        legend,
        circles,
        summary(view.figures, tongue),
    )


def _region(outline: Outline, view: _View, tongue: Tongue) -> Region:
    code = outline.ubigeo
    return Region(
        code,
        view.styles[code],
        f"{departments()[code].name}: {spell(view.figures[code], tongue).text}",
        ADDRESS.format(code),
        view.radii.get(code, 0.0),
        outline.point,
    )


def _label(code: str, figure: Figure, style: str, tongue: Tongue) -> PlacedLabel:
    """Values stand only on the two highest classes; the table has them all."""
    place, name = LABELS[code], departments()[code].name
    high = style.startswith("class-") and style[6:].isdigit() and int(style[6:]) >= _DARK
    inside = place.anchor == "middle"
    value = spell(figure, tongue).text if high else ""
    styles = [f"anchor-{place.anchor}"]
    styles += ["minor"] if place.minor and not high else []
    styles += ["strong"] if high else []
    styles += ["on-dark"] if high and inside else []
    if value and not place.roomy and not inside:
        return PlacedLabel(place, f"{name} {value}", "", " ".join(styles))
    return PlacedLabel(place, name, value if place.roomy else "", " ".join(styles))


def _rate_legend(
    styles: Mapping[str, str], limits: Sequence[float], tongue: Tongue
) -> Iterator[LegendItem]:
    used = set(styles.values())
    spoken = [tongue.number(limit) for limit in limits]
    texts = [tongue.say("menos de %(limit)s", limit=spoken[0])]
    texts += [
        tongue.say("%(low)s a < %(high)s", low=low, high=high) for low, high in pairwise(spoken)
    ]
    texts.append(tongue.say("%(limit)s o más", limit=spoken[-1]))
    for position, text in enumerate(texts, start=1):
        yield LegendItem(f"class-{position}", text, f"class-{position}" in used)
    yield from _states(styles, tongue, with_zero=True)


def _states(styles: Mapping[str, str], tongue: Tongue, *, with_zero: bool) -> Iterator[LegendItem]:
    used = set(styles.values())
    if with_zero:
        yield LegendItem("class-0", tongue.say("cero"), "class-0" in used)
    yield LegendItem("class-withheld", tongue.say("[c] reservado"), "class-withheld" in used)
    yield LegendItem("class-missing", tongue.say("[x] sin dato"), "class-missing" in used)


def _sizes(largest: float, tongue: Tongue) -> Iterator[tuple[float, str]]:
    """Three circles to read the others by."""
    if largest <= 0:
        return
    for share in (1.0, 0.25, 0.0625):
        value = max(1, round(largest * share))
        yield round(circle_radius(value, largest, LARGEST_RADIUS), 1), tongue.number(value)


def summary(figures: Mapping[str, Figure], tongue: Tongue) -> str:
    """A sentence for a map: the highest value, and how many departments are withheld."""
    shown = [c for c in departments() if isinstance(figures[c], Shown)]
    hidden = sum(figures[c].status is Status.WITHHELD for c in departments())
    if not shown:
        return tongue.say("Ningún departamento se muestra; %(hidden)s reservados.", hidden=hidden)
    top = max(shown, key=lambda code: number(figures[code]) or 0)
    return tongue.say(
        "El valor más alto es %(place)s: %(value)s. Reservados: %(hidden)s.",
        place=departments()[top].name,
        value=spell(figures[top], tongue).text,
        hidden=hidden,
    )
