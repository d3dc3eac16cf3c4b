"""Cases and victims of a corridor's ends: by year, form, industry, sex and age.

A corridor crosses two places already; its form or age would be a third thing beside the period, and
the rule allows three in all (core.disclosure). So each end is split by itself, and the corridor by
year alone: where both ends are chosen, the crossed cells stand in the table and say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.bulletin.answers import bands_within, cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.documented import place_name
from core.bulletin.figures import Figure
from core.bulletin.ranking import ranked
from core.disclosure import RULE
from core.filters import DOMAINS, Dimension, Question, question
from core.periods import Grain, Span
from core.places import departments
from core.stops import PERU
from core.vocabulary import Unit
from web import measures
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue, marked
from web.parts.route_words import ENDS, counted_words
from web.parts.sheet import Line, Sheet
from web.parts.why import explained
from web.periods import year_words
from web.route_questions import RouteQuestion
from web.spelling import Spelled

#: What each end is split by: the name of the split in files, its words, what is counted, and by
#: what; without a dimension by year.
SPLITS: Sequence[tuple[str, str, Unit, Dimension | None]] = (
    ("cases_by_year", marked("Casos por año"), Unit.CASES, None),
    ("cases_by_form", marked("Casos por forma de explotación"), Unit.CASES, Dimension.FORM),
    ("cases_by_industry", marked("Casos por industria"), Unit.CASES, Dimension.INDUSTRY),
    ("victims_by_sex", marked("Víctimas según sexo"), Unit.VICTIMS, Dimension.SEX),
    ("victims_by_age", marked("Víctimas según edad"), Unit.VICTIMS, Dimension.AGE),
)

_DIMENSIONS = {"origen": Dimension.ORIGIN, "destino": Dimension.ARRIVAL}
_COLUMNS = {"origen": "from_origin", "destino": "to_arrival"}

Where = Mapping[Dimension, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Column:
    """An end, or both: its name in files, its head on a page, and what it keeps."""

    name: str
    head: str
    where: Where


def split_columns(bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue) -> list[_Column]:
    """The chosen ends, and both together; where none is chosen, the origin most cases share."""
    chosen = {name: asked.chosen[name] for name in ENDS if name in asked.chosen}
    if not chosen:
        largest = next(iter(bulletin.corridors(Unit.CASES, asked.span)), None)
        chosen = {"origen": largest.first} if largest else {}
    columns = [
        _Column(_COLUMNS[name], _head(name, code, tongue), {_DIMENSIONS[name]: _codes(code)})
        for name, code in chosen.items()
    ]
    if len(columns) == len(ENDS):
        both = {end: codes for column in columns for end, codes in column.where.items()}
        columns.append(_Column("between_ends", tongue.say("Entre los dos"), both))
    return columns


def _codes(code: str) -> tuple[str, ...]:
    """Sources name Peru where the register knows the department."""
    return tuple(departments()) if code == PERU else (code,)


def _head(name: str, code: str, tongue: Tongue) -> str:
    place = place_name(code, tongue.code)
    if name == "origen":
        return tongue.say("Desde %(place)s", place=place)
    return tongue.say("Hasta %(place)s", place=place)


def split_sheet(bulletin: Bulletin, asked: RouteQuestion, tongue: Tongue) -> Sheet:
    """Every split of the chosen ends; the whole domain stands in it."""
    columns = split_columns(bulletin, asked, tongue)
    asks = [each for c in columns for each in _questions(c, asked.span)]
    heads = () if any(name in asked.chosen for name in ENDS) else (c.head for c in columns)
    return Sheet(
        "extremos",
        tongue.say("En qué, quiénes y cuándo"),
        ("split", "part"),
        tuple(column.name for column in columns),
        tuple(_lines(bulletin, columns, asked.span, tongue)) if columns else (),
        bulletin.query_id("|".join(each.normal_form for each in asks) or "route-ends|-"),
        measures.register(Measure.CASES, bulletin.release, tongue),
        " · ".join((counted_words(asked, tongue), *heads)),
        provenance=bulletin.release.provenance,
        asks=tuple(Counted(each) for each in asks),
    )


def _questions(column: _Column, span: Span) -> Iterator[Question]:
    for _, _, unit, by in SPLITS:
        yield _question(column.where, unit, by, span)


def _question(where: Where, unit: Unit, by: Dimension | None, span: Span) -> Question:
    if by is None:
        return question(unit, where=where, span=span, grain=Grain.YEAR)
    return question(unit, by=(by,), where=where, span=span)


def _lines(
    bulletin: Bulletin, columns: Sequence[_Column], span: Span, tongue: Tongue
) -> Iterator[Line]:
    for name, words, unit, by in SPLITS:
        asks = [_question(column.where, unit, by, span) for column in columns]
        answers = [bulletin.figures(each) for each in asks]
        for code in _order(by, {cell.key[0]: cell.figure for cell in answers[0]}, asks[0]):
            yield Line(
                (name, code),
                (tongue.say(words), _part(by, code, tongue)),
                tuple(answer[(code,)] for answer in answers),
                cell_question(asks[0], (code,)),
            )


def _order(by: Dimension | None, found: Mapping[str, Figure], asked: Question) -> Sequence[str]:
    """Years and ages as they follow each other, the rest by the first column's largest."""
    if by is None:
        return [band.code for band in bands_within(asked)]
    return list(found) if by is Dimension.AGE else ranked(found)


def _part(by: Dimension | None, code: str, tongue: Tongue) -> str:
    return year_words(code, tongue) if by is None else DOMAINS[by][code].label(tongue.code)


@dataclass(frozen=True, slots=True)
class Group:
    """One split on a page: its words and its rows, each a label and a cell for each column."""

    words: str
    rows: tuple[tuple[str, tuple[Spelled, ...]], ...]


def groups(
    sheet: Sheet, columns: Sequence[_Column], span: Span, tongue: Tongue
) -> tuple[Group, ...]:
    """The lines of the sheet by split; every withheld cell leads to why it is."""
    found = []
    for name, words, unit, by in SPLITS:
        asks = [_question(column.where, unit, by, span) for column in columns]
        rows = tuple(
            (
                line.labels[1],
                tuple(
                    explained(figure, cell_question(each, line.codes[1:]), tongue)
                    for figure, each in zip(line.figures, asks, strict=True)
                ),
            )
            for line in sheet.lines
            if line.codes[0] == name
        )
        if rows:
            found.append(Group(tongue.say(words), rows))
    return tuple(found)


def why_ends(tongue: Tongue) -> str:
    """Why a corridor is told by period alone."""
    return tongue.say(
        "Un corredor ya cruza dos lugares. Con la forma, la industria, el sexo o la edad serían "
        "cuatro dimensiones con el período, y la regla permite %(most)s: casi toda celda señalaría "
        "a alguien. Por eso se cuenta cada extremo por separado; el corredor, por año.",
        most=RULE.most_dimensions,
    )
