"""One measure split once: rows of a table with a bar each, the same numbers drawn and written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Figure, Shown, number
from core.bulletin.ranking import ranked
from core.filters import DOMAINS, Dimension, Question
from web import measures
from web.i18n import Tongue
from web.parts.sheet import Line, Sheet
from web.periods import span_words
from web.questions import Measure
from web.spelling import Spelled, spell

#: Dimensions whose codes follow each other: ages, and the steps of procedure.
_ORDERED = frozenset({Dimension.AGE, Dimension.STATUS})


@dataclass(frozen=True, slots=True)
class Row:
    """``width``: of the bar, 0 to 100; no bar where there is no number."""

    label: str
    spelled: Spelled
    width: float
    address: str = ""


def split_sheet(
    bulletin: Bulletin, asked: Question, name: str, words: tuple[Measure, str], tongue: Tongue
) -> Sheet:
    """A question by one dimension, the largest first unless its codes have an order of their own.

    ``words``: the measure and the title.
    """
    (by,) = asked.by
    answer = bulletin.figures(asked)
    found: dict[str, Figure] = {cell.key[0]: cell.figure for cell in answer}
    measure, title = words
    return Sheet(
        name,
        title,
        (by.value,),
        (asked.unit.value,),
        tuple(
            Line((code,), (DOMAINS[by][code].label(tongue.code),), (found[code],))
            for code in (found if by in _ORDERED else ranked(found))
        ),
        answer.query_id,
        measures.register(measure, bulletin.release, tongue),
        span_words(asked.span, tongue),
        provenance=bulletin.release.provenance,
        nearest=bulletin.nearest(answer),
    )


def rows(lines: Sequence[Line], tongue: Tongue) -> tuple[Row, ...]:
    """The rows of lines of one figure each, bars to the scale of the largest."""
    largest = max((number(line.figures[0]) or 0 for line in lines), default=0)
    return tuple(
        Row(
            line.labels[0],
            spell(line.figures[0], tongue),
            round(100 * (number(line.figures[0]) or 0) / largest, 1) if largest else 0.0,
        )
        for line in lines
    )


def leading(sheet: Sheet, tongue: Tongue) -> str:
    """A sentence for the figure: what is most frequent, or that nothing can be shown."""
    at = ranked({line.codes[0]: line.figures[0] for line in sheet.lines})[0]
    first = next(line for line in sheet.lines if line.codes[0] == at)
    if not isinstance(first.figures[0], Shown):
        return tongue.say("Ninguna celda puede mostrarse sin señalar a alguien.")
    return tongue.say(
        "Lo más frecuente: %(label)s, %(value)s.",
        label=first.labels[0],
        value=spell(first.figures[0], tongue).text,
    )
