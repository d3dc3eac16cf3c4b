"""The ribbon: from origins over the places cases pass to destinations, as released, in two halves.

Each half is a table of its own: cases by origin and place passed, and by place passed and arrival.
The halves do not add up to each other: a case that passes two places is in both, and cells are
perturbed one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.bulletin.answers import Answer
from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Shown
from core.filters import Dimension, question
from core.places import ROUTE_ENDS
from core.vocabulary import UNKNOWN, Unit
from web import measures
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue
from web.parts.route_words import counted_words
from web.parts.sheet import Line, Sheet
from web.route_questions import RouteQuestion

WIDTH, HEIGHT = 680, 540
_GAP, _NODE, _SIDE = 20, 9, 148

#: The middle blocks are as wide as the names in them: no name lies over a band.
_MIDDLE = 156

#: A few bands do not fill the height: the largest block of a column with one is so high.
_TALLEST = 90
_MOST = 11
_HALVES = (
    ("in", (Dimension.ORIGIN, Dimension.TRANSIT)),
    ("out", (Dimension.TRANSIT, Dimension.ARRIVAL)),
)


@dataclass(frozen=True, slots=True)
class Band:
    """A band between two blocks; its width is its cases."""

    path: str
    width: float
    title: str


@dataclass(frozen=True, slots=True)
class Block:
    """A place in one of the three columns (0, 1, 2)."""

    column: int
    x: float
    y: float
    width: int
    height: float
    name: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """All that a template needs."""

    height: int
    blocks: tuple[Block, ...]
    bands: tuple[Band, ...]


def ribbon_sheet(bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue) -> Sheet:
    """The shown cells of both halves, the largest first, between different places."""
    answers = {
        half: bulletin.figures(question(Unit.CASES, by=by, span=asked.span)) for half, by in _HALVES
    }
    lines = []
    for half, kept in _halves(answers, asked).items():
        for (first, last), figure in kept[:_MOST]:
            labels = tuple(ROUTE_ENDS[code].label(tongue.code) for code in (first, last))
            lines.append(Line((half, first, last), (_said(half, tongue), *labels), (figure,)))
    ids = [answer.query_id for answer in answers.values()]
    asks = [Counted(answer.question) for answer in answers.values()]
    return Sheet(
        "cinta",
        tongue.say("De dónde vienen, por dónde pasan y adónde llegan los casos"),
        ("stretch", "from", "to"),
        (Unit.CASES.value,),
        tuple(lines),
        " · ".join(ids),
        measures.register(Measure.CASES, bulletin.release, tongue),
        counted_words(asked, tongue),
        provenance=bulletin.release.provenance,
        asks=tuple(asks),
    )


_Cells = list[tuple[tuple[str, ...], Shown]]


def _halves(answers: Mapping[str, Answer], asked: RouteQuestion) -> dict[str, _Cells]:
    """The cells of each half that the filters keep, the largest first. Where one end is chosen, the
    other half has the places that the first one leads to, or comes from."""
    found: dict[str, _Cells] = {}
    for half, answer in answers.items():
        shown = [(cell.key, cell.figure) for cell in answer if isinstance(cell.figure, Shown)]
        kept = [(key, figure) for key, figure in shown if _kept(half, key, asked)]
        found[half] = sorted(kept, key=lambda each: -each[1].value)
    into, out = found["in"], found["out"]
    if "origen" in asked.chosen:
        found["out"] = [each for each in out if each[0][0] in {key[1] for key, _ in into}]
    if "destino" in asked.chosen:
        found["in"] = [each for each in into if each[0][1] in {key[0] for key, _ in out}]
    return found


def _kept(half: str, key: tuple[str, ...], asked: RouteQuestion) -> bool:
    first, last = key
    if UNKNOWN in key or first == last:
        return False
    return asked.keeps_ends(first, None) if half == "in" else asked.keeps_ends(None, last)


def _said(half: str, tongue: Tongue) -> str:
    return tongue.say("del origen al paso") if half == "in" else tongue.say("del paso al destino")


def how_read(tongue: Tongue) -> str:
    """What its columns and widths are."""
    return tongue.say(
        "Izquierda: origen; centro: departamentos de paso; derecha: destino. Ancho: casos. "
        "Cada mitad es un cuadro aparte: un origen elegido solo filtra la izquierda, y un destino, "
        "la derecha."
    )


def ribbon(lines: Sequence[Line], tongue: Tongue) -> Ribbon:
    """The drawing of a sheet's lines."""
    flows = [
        (0 if line.codes[0] == "in" else 1, line.codes[1], line.codes[2], _value(line))
        for line in lines
    ]
    columns = [
        _heights((f[1], f[3]) for f in flows if f[0] == 0),
        _middle(flows),
        _heights((f[2], f[3]) for f in flows if f[0] == 1),
    ]
    tallest = max((sum(c.values()) for c in columns), default=0) or 1
    most = max((len(c) for c in columns), default=1)
    largest = max((max(c.values()) for c in columns if c), default=1)
    scale = min((HEIGHT - _GAP * most) / tallest, _TALLEST / largest)
    blocks = {
        (column, code): _block(column, code, top, size * scale, tongue)
        for column, sizes in enumerate(columns)
        for code, top, size in _stacked(sizes, scale)
    }
    height = max((block.y + block.height for block in blocks.values()), default=0)
    return Ribbon(
        round(height) + _GAP // 2,
        tuple(blocks.values()),
        tuple(_bands(flows, blocks, scale, tongue)),
    )


def _value(line: Line) -> int:
    (figure,) = line.figures
    return int(figure.value) if isinstance(figure, Shown) else 0


def _heights(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code, value in parts:
        found[code] = found.get(code, 0) + value
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def _middle(flows: Sequence[tuple[int, str, str, int]]) -> dict[str, int]:
    """A place passed is as tall as the larger of what comes in and what goes out."""
    into = _heights((f[2], f[3]) for f in flows if f[0] == 0)
    out = _heights((f[1], f[3]) for f in flows if f[0] == 1)
    both = {code: max(into.get(code, 0), out.get(code, 0)) for code in (*into, *out)}
    return dict(sorted(both.items(), key=lambda each: -each[1]))


def _stacked(sizes: Mapping[str, int], scale: float) -> Iterable[tuple[str, float, int]]:
    top = 0.0
    for code, size in sizes.items():
        yield code, top, size
        top += size * scale + _GAP


def _block(column: int, code: str, top: float, height: float, tongue: Tongue) -> Block:
    width = _MIDDLE if column == 1 else _NODE
    x = (_SIDE, (WIDTH - _MIDDLE) // 2, WIDTH - _SIDE - _NODE)[column]
    name = ROUTE_ENDS[code].label(tongue.code)
    return Block(column, x, round(top, 1), width, round(max(height, 1), 1), name)


def _bands(
    flows: Sequence[tuple[int, str, str, int]],
    blocks: Mapping[tuple[int, str], Block],
    scale: float,
    tongue: Tongue,
) -> Iterable[Band]:
    leaving: dict[tuple[int, str], float] = {}
    arriving: dict[tuple[int, str], float] = {}
    for half, first, last, value in flows:
        width = value * scale
        start, end = blocks[half, first], blocks[half + 1, last]
        y0 = start.y + leaving.get((half, first), 0.0) + width / 2
        y1 = end.y + arriving.get((half + 1, last), 0.0) + width / 2
        leaving[half, first] = leaving.get((half, first), 0.0) + width
        arriving[half + 1, last] = arriving.get((half + 1, last), 0.0) + width
        across, down = end.x - start.x - start.width, f"{y1 - y0:.1f}"
        bend = f"c{across / 2:.0f} 0 {across / 2:.0f} {down} {across:.0f} {down}"
        path = f"M{start.x + start.width:.0f} {y0:.1f}{bend}"
        yield Band(path, round(width, 1), f"{start.name} → {end.name}: {tongue.number(value)}")
