"""Counts by any dimensions the rule allows: the question as arguments, the answer as cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import strawberry

from api.policy import told
from api.types.figures import Count, Rate, ReleaseInfo
from api.types.languages import Language, Spoken
from core.bulletin.answers import Answer
from core.bulletin.bulletin import Bulletin
from core.bulletin.rates import rates
from core.filters import DOMAINS, Dimension, Question, question
from core.periods import Grain, between
from core.vocabulary import Provenance, Unit

_Codes = list[str] | None


def _codes(what: str) -> _Codes:
    described: _Codes = told(
        default=None, description=f"Codes of {what}; several are added up. See codeLists."
    )
    return described


@strawberry.input(description="Which records a count keeps. Everything left out is not filtered.")
class CountWhere:
    department: _Codes = _codes("departments (INEI UBIGEO, two digits), 'abroad' or 'unknown'")
    natural_region: _Codes = _codes("natural regions")
    industry: _Codes = _codes("industries")
    form: _Codes = _codes("forms of exploitation")
    sex: _Codes = _codes("sexes (victims)")
    age: _Codes = _codes("age bands (victims)")
    status: _Codes = _codes("case statuses (cases)")
    register: _Codes = _codes("registers (cases)")
    destination: _Codes = _codes("route scopes (cases and victims)")
    call_type: _Codes = _codes("call types (calls)")
    effective: _Codes = _codes("effective, not effective or abandoned (calls)")
    how_heard: _Codes = _codes("how callers heard of the hotline (calls)")
    hour: _Codes = _codes("hours in Lima, 00 to 23 (calls; beside weekday alone)")
    weekday: _Codes = _codes("weekdays, 1 (Monday) to 7 (calls; beside hour alone)")
    province: _Codes = _codes("provinces, UBIGEO of four digits (cases; beside time alone)")
    origin: _Codes = _codes("where routes begin: UBIGEO or ISO 3166-1 (cases and victims)")
    transit: _Codes = _codes("where routes pass between their ends, likewise (cases)")
    arrival: _Codes = _codes("where routes end: UBIGEO or ISO 3166-1 (cases and victims)")

    def chosen(self) -> dict[Dimension, list[str]]:
        """The filters given. An empty list keeps nothing out, as if it were absent."""
        return {d: codes for d in Dimension if (codes := getattr(self, d.value))}


@strawberry.type(description="One coordinate of a cell.")
class CellKey:
    dimension: Dimension = told("The dimension.")
    code: str = told("The code in its list.")

    @told("The code in words.")
    def label(self, language: Spoken = Language.ES) -> str:
        """The label of the code."""
        return DOMAINS[self.dimension][self.code].label(language.value)


@strawberry.type(description="One cell of a count.")
class CountCell:
    period: str | None = told("The time band, where a grain was asked for.")
    keys: list[CellKey] = told("Coordinates, in the order of groupBy.")
    count: Count = told("How many, in the unit counted.")
    rate: Rate = told(
        "Per 100,000 inhabitants of where the cell lies: its department or natural region, else "
        "the places kept by where, else the country. NOT_APPLICABLE abroad, where unknown, "
        "by province and by the ends of routes."
    )


@strawberry.type(description="A coarser question that shows more of what is withheld here.")
class NearestView:
    group_by: list[Dimension] = told("What to group by instead.")
    grain: Grain | None = told("The grain to ask for instead.")
    period: str = told("First and last month, ISO 8601 interval.")
    keeps: list[Dimension] = told("Filters that may stay.")


@strawberry.type(description="All cells of a question over its whole domain.")
class CountAnswer:
    unit: Unit = told("What was counted.")
    period: str = told("First and last month, ISO 8601 interval.")
    query_id: str = told("Release, rule and question: cite figures by it.")
    release: ReleaseInfo = told("The release behind the figures.")
    provenance: Provenance = told("SYNTHETIC while generated records are counted, then RECORDED.")
    cells: list[CountCell] = told("Every cell, withheld ones included.")
    withheld: int = told("Number of cells that are withheld.")
    nearest: list[NearestView] = told(
        "Views that can be shown where this one withholds; empty otherwise."
    )


def checked(
    unit: Unit,
    where: CountWhere | None,
    group_by: list[Dimension] | None,
    grain: Grain | None,
    period: tuple[str | None, str | None],
) -> Question:
    """The core question of the arguments.

    :raises BadQuestion: for what cannot be understood; nothing is dropped.
    """
    return question(
        unit,
        by=group_by or (),
        where=(where or CountWhere()).chosen(),
        span=between(*period),
        grain=grain,
    )


def counted(bulletin: Bulletin, answer: Answer) -> CountAnswer:
    """The answer of a bulletin, spelled."""
    asked = answer.question
    return CountAnswer(
        unit=asked.unit,
        period=asked.span.code,
        query_id=answer.query_id,
        release=ReleaseInfo.of(bulletin.release),
        provenance=bulletin.release.provenance,
        cells=list(_cells(answer)),
        withheld=answer.withheld,
        nearest=nearest_views(bulletin, answer),
    )


def _cells(answer: Answer) -> Iterator[CountCell]:
    asked = answer.question
    for cell, rate in zip(answer, rates(answer), strict=True):
        codes = cell.key if asked.grain is None else cell.key[1:]
        yield CountCell(
            period=None if asked.grain is None else cell.key[0],
            keys=cell_keys(asked, codes),
            count=Count.of(cell.figure),
            rate=Rate.of(rate),
        )


def cell_keys(asked: Question, codes: Sequence[str]) -> list[CellKey]:
    """The coordinates of a cell besides its period, spelled."""
    return [CellKey(dimension=d, code=c) for d, c in zip(asked.by, codes, strict=True)]


def nearest_views(bulletin: Bulletin, answer: Answer) -> list[NearestView]:
    """Coarser questions that show more than the answer does, spelled."""
    return [
        NearestView(
            group_by=list(view.by),
            grain=view.grain,
            period=view.span.code,
            keeps=[dimension for dimension, _ in view.where],
        )
        for view in bulletin.nearest(answer)
    ]
