"""The query string of a page, as a question. The address is the whole state of a page.

An unknown value is never dropped in silence: it becomes a problem the page says (status 400), and
the rest of the question still works.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urlencode

from core.errors import BadQuestion, Code, YanapayError
from core.filters import DIMENSIONS_OF, DOMAINS, Dimension, Question, question
from core.periods import Grain, Span, between
from web.choices import (
    FILTERS,
    Drawn,
    Measure,
    Order,
    Part,
    PublicOrExact,
    Role,
    Shape,
    choice,
    single,
)
from web.formats import Format

_OWN = frozenset(
    {
        *("medida", "como", "orden", "desde", "hasta", "mapa", "papel"),
        *("formato", "cuadro", "edicion", "lang"),
    }
)


@dataclass(frozen=True, slots=True)
class PanelQuestion:
    """What the panel is asked. Defaults are left out of addresses."""

    measure: Measure = Measure.COMPLAINTS
    shape: Shape = Shape.RATE
    order: Order = Order.RATE
    start: str = ""
    end: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    drawn: Drawn = Drawn.YES
    format: Format = Format.PAGE
    part: Part = Part.MAP
    held_by: PublicOrExact = PublicOrExact.PUBLIC
    role: Role = Role.PLACE
    problems: tuple[YanapayError, ...] = ()

    @property
    def by_route(self) -> bool:
        """True where departments are stops of routes: nobody lives at a stop, so without rates."""
        return self.role is not Role.PLACE

    @property
    def span(self) -> Span:
        """The months asked for."""
        return between(self.start or None, self.end or None)

    @property
    def whole(self) -> PanelQuestion:
        """The same filters over the whole series: what class limits are fixed with."""
        return PanelQuestion(self.measure, chosen=self.chosen)

    def ask(self, *by: Dimension, grain: Grain | None = None) -> Question:
        """The core question of a register measure, split by ``by``."""
        where = {FILTERS[name]: (code,) for name, code in self.chosen.items()}
        return question(self.measure.unit, by=by, where=where, span=self.span, grain=grain)

    def address(self, path: str, **changes: str) -> str:
        """``path`` with this question in its query string, ``changes`` made, defaults left out."""
        asked = {
            "medida": _unless(self.measure, Measure.COMPLAINTS),
            "papel": _unless(self.role, Role.PLACE),
            "como": _unless(self.shape, Shape.COUNT if self.by_route else Shape.RATE),
            "orden": _unless(self.order, Order.COUNT if self.by_route else Order.RATE),
            "desde": self.start,
            "hasta": self.end,
            **self.chosen,
            "mapa": _unless(self.drawn, Drawn.YES),
            "edicion": _unless(self.held_by, PublicOrExact.PUBLIC),
        }
        asked.update(changes)
        kept = {name: value for name, value in asked.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path


def _unless(value: StrEnum, default: StrEnum) -> str:
    return "" if value is default else value.value


def panel_question(given: Iterable[tuple[str, str]]) -> PanelQuestion:
    """The panel's question in a query string, with a problem for everything not understood."""
    problems: list[YanapayError] = []
    values = single(given, _OWN | FILTERS.keys(), problems)
    measure = choice(Measure, "medida", values, problems)
    asked = PanelQuestion(
        measure,
        choice(Shape, "como", values, problems),
        choice(Order, "orden", values, problems, default=Order.RATE),
        values.get("desde", ""),
        values.get("hasta", ""),
        _filters(measure, values, problems),
        choice(Drawn, "mapa", values, problems),
        choice(Format, "formato", values, problems),
        choice(Part, "cuadro", values, problems),
        choice(PublicOrExact, "edicion", values, problems),
        choice(Role, "papel", values, problems),
    )
    return _with_period(_with_role(asked, problems), problems)


def _filters(
    measure: Measure, values: Mapping[str, str], problems: list[YanapayError]
) -> dict[str, str]:
    chosen: dict[str, str] = {}
    counted_by = DIMENSIONS_OF.get(measure.unit, ())
    for name, dimension in FILTERS.items():
        code = values.get(name)
        if code is None:
            continue
        if code not in DOMAINS[dimension]:
            problems.append(BadQuestion(Code.UNKNOWN_VALUE, field=name, value=code))
        elif dimension not in counted_by:
            problems.append(BadQuestion(Code.NOT_IN_THIS_MEASURE, field=name))
        else:
            chosen[name] = code
    return chosen


def _with_role(asked: PanelQuestion, problems: list[YanapayError]) -> PanelQuestion:
    """Stops of routes have counts, and no rates to be drawn or sorted by."""
    if not asked.by_route:
        return asked
    if asked.role.dimension not in DIMENSIONS_OF.get(asked.measure.unit, ()):
        problems.append(BadQuestion(Code.NOT_IN_THIS_MEASURE, field="papel"))
        return replace(asked, role=Role.PLACE)
    order = Order.COUNT if asked.order is Order.RATE else asked.order
    return replace(asked, shape=Shape.COUNT, order=order)


def _with_period(asked: PanelQuestion, problems: list[YanapayError]) -> PanelQuestion:
    if asked.start or asked.end:
        try:
            between(asked.start or None, asked.end or None)
            if asked.measure is Measure.COMPLAINTS:
                raise BadQuestion(Code.NOT_IN_THIS_MEASURE, field="desde")
        except BadQuestion as problem:
            problems.append(problem)
            asked = replace(asked, start="", end="")
    return replace(asked, problems=tuple(problems))


def narrowed(asked: PanelQuestion, coarser: Question) -> PanelQuestion:
    """The panel's question after the filters that ``coarser`` keeps, period included."""
    kept = {dimension for dimension, _ in coarser.where}
    chosen = {name: code for name, code in asked.chosen.items() if FILTERS[name] in kept}
    if coarser.span.whole:
        return replace(asked, chosen=chosen, start="", end="")
    return replace(asked, chosen=chosen)
