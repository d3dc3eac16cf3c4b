"""One measure split once: rows of a table with a bar each, the same numbers drawn and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Figure, Shown, number
from core.bulletin.ranking import ranked
from core.filters import DOMAINS, Dimension, Question, question
from web import measures
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue
from web.parts.sheet import Line, Sheet
from web.parts.why import told
from web.period_questions import PeriodQuestion
from web.periods import span_words
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
            Line(
                (code,),
                (DOMAINS[by][code].label(tongue.code),),
                (found[code],),
                cell_question(asked, (code,)),
            )
            for code in (found if by in _ORDERED else ranked(found))
        ),
        answer.query_id,
        measures.register(measure, bulletin.release, tongue),
        span_words(asked.span, tongue),
        provenance=bulletin.release.provenance,
        asks=(Counted(asked),),
    )


@dataclass(frozen=True, slots=True)
class Split:
    """A measure by one dimension, with the filters a page keeps, as the page names it."""

    measure: Measure
    by: Dimension
    title: str
    kept: Mapping[Dimension, Iterable[str]] = field(default_factory=dict)

    def maker(self, name: str, tongue: Tongue) -> Callable[[Bulletin, PeriodQuestion], Sheet]:
        """How its sheet is made for the period asked for."""

        def made(bulletin: Bulletin, asked: PeriodQuestion) -> Sheet:
            by_one = question(self.measure.unit, by=(self.by,), where=self.kept, span=asked.span)
            return split_sheet(bulletin, by_one, name, (self.measure, self.title), tongue)

        return made


def steps_sheet(
    bulletin: Bulletin,
    words: tuple[Measure, str],
    names: tuple[str, str],
    steps: Sequence[tuple[str, str, Question]],
    tongue: Tongue,
) -> Sheet:
    """A funnel: (code, label, question) of each step. ``names``: of the codes and the figures."""
    (measure, title), (stub, column) = words, names
    return Sheet(
        "embudo",
        title,
        (stub,),
        (column,),
        tuple(
            Line((code,), (label,), (bulletin.figure(asks),), asks) for code, label, asks in steps
        ),
        bulletin.query_id("|".join(asks.normal_form for _, _, asks in steps)),
        measures.register(measure, bulletin.release, tongue),
        span_words(steps[0][2].span, tongue),
        provenance=bulletin.release.provenance,
        asks=tuple(Counted(asks) for _, _, asks in steps),
    )


def drawn(
    made: Mapping[str, Sheet], names: Iterable[str], tongue: Tongue
) -> dict[str, dict[str, Any]]:
    """What templates say of some split sheets: their rows, and the sentence of each."""
    return {
        "splits": {name: rows(made[name].lines, tongue) for name in names},
        "leading": {name: leading(made[name], tongue) for name in names},
    }


def rows(lines: Sequence[Line], tongue: Tongue) -> tuple[Row, ...]:
    """The rows of lines of one figure each, bars to the scale of the largest."""
    largest = max((number(line.figures[0]) or 0 for line in lines), default=0)
    return tuple(
        Row(
            line.labels[0],
            told(line, 0, "", tongue),
            round(100 * (number(line.figures[0]) or 0) / largest, 1) if largest else 0.0,
        )
        for line in lines
    )


def first_and_last(sheet: Sheet, tongue: Tongue) -> str:
    """A sentence for a funnel: where it begins and where it ends."""
    first, last = sheet.lines[0], sheet.lines[-1]
    return tongue.say(
        "Primer paso: %(first)s; último: %(last)s.",
        first=spell(first.figures[0], tongue).text,
        last=spell(last.figures[0], tongue).text,
    )


def highest_year(sheet: Sheet, tongue: Tongue) -> str:
    """A sentence for years: the one with most of the first column."""
    shown = [line for line in sheet.lines if number(line.figures[0]) is not None]
    if not shown:
        return tongue.say("Ninguna celda puede mostrarse sin señalar a alguien.")
    highest = max(shown, key=lambda line: number(line.figures[0]) or 0)
    return tongue.say(
        "El año con más: %(year)s, %(value)s. De %(cells)s años, reservados: %(hidden)s.",
        year=highest.codes[0],
        value=spell(highest.figures[0], tongue).text,
        cells=len(sheet.lines),
        hidden=len(sheet.lines) - len(shown),
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
