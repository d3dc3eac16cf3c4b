"""From every withheld cell to the page that says why, and what can be seen instead."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from core.bulletin.figures import Figure, Status
from core.filters import DIMENSIONS_OF, DOMAINS, Dimension, Question
from core.periods import month_code
from core.vocabulary import Unit
from web.i18n import Tongue
from web.parts.sheet import Line
from web.spelling import Spelled, spell

PATH = "/reservado"


def told(line: Line, at: int, column: str, tongue: Tongue) -> Spelled:
    """A figure of a line as it is written; a withheld one leads to why.

    ``column``: its name in files, where it may be a unit, or a code (a form, a weekday).
    """
    figure, asked = line.figures[at], line.question
    if asked is None or column.startswith("country_"):
        return spell(figure, tongue)
    return explained(figure, _narrowed(asked, column), tongue)


def explained(figure: Figure, asked: Question, tongue: Tongue) -> Spelled:
    """The one figure of a question as it is written; a withheld one leads to why."""
    spelled = spell(figure, tongue)
    withheld = figure.status is Status.WITHHELD
    return replace(spelled, why=address(asked)) if withheld else spelled


def address(asked: Question) -> str:
    """The page about the one cell of a question."""
    named = {"de": asked.unit.value} | {d.value: ",".join(codes) for d, codes in asked.where}
    if not asked.span.whole:
        named["desde"] = month_code(asked.span.first)
        named["hasta"] = month_code(asked.span.last)
    return f"{PATH}?{urlencode(named, safe=',')}"


def _narrowed(asked: Question, column: str) -> Question:
    if column in DIMENSIONS_OF:
        return replace(asked, unit=Unit(column))
    code = column.removeprefix("weekday_")
    dimension = Dimension.WEEKDAY if code != column else Dimension.FORM
    if code not in DOMAINS[dimension]:
        return asked
    chosen = dict(asked.where) | {dimension: (code,)}
    where = tuple((d, chosen[d]) for d in DIMENSIONS_OF[asked.unit] if d in chosen)
    return replace(asked, where=where)
