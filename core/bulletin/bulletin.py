"""The bulletin: one release, and the only methods by which any exit reads a figure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import Lock

from core.bulletin.answers import Answer, Source, answer, coarser
from core.bulletin.comparisons import Before, Comparison, compared, earlier_question, normal_form
from core.bulletin.corridors import (
    Corridors,
    CorridorTables,
    corridor_question,
    corridor_tables,
    corridors,
)
from core.bulletin.cube import Cube
from core.bulletin.facts import Facts, complaints_by_department
from core.bulletin.figures import Figure, Shown, rate_per_100_000
from core.bulletin.network import Networks
from core.bulletin.rates import rates
from core.bulletin.revisions import Revision
from core.disclosure import FINEST_GRAIN, FINEST_GRAIN_AGREED, RULE, Grains
from core.filters import Dimension, Question, question
from core.periods import Grain, Span, bands
from core.places import departments, national_population
from core.vocabulary import Provenance, Unit

_REMEMBERED = 512
_REMEMBERED_CORRIDORS = 64
_MOST_CELLS = 200_000  # some 40 MB; fine questions have tens of thousands


class Edition(StrEnum):
    """Which edition of the figures: protected, protected at a partner's threshold, or exact."""

    PUBLIC = "public"
    PARTNER = "partner"
    INTERNAL = "internal"

    @property
    def finest(self) -> Grains:
        """The finest time band with 0, 1 and 2 other dimensions."""
        return FINEST_GRAIN if self is Edition.PUBLIC else FINEST_GRAIN_AGREED


@dataclass(frozen=True, slots=True)
class Release:
    """What a release is: stands on every exit beside its figures."""

    id: str
    cut: dt.date
    released_at: dt.datetime
    rule_version: str
    provenance: Provenance
    edition: Edition = Edition.PUBLIC
    threshold: int = RULE.k

    @property
    def synthetic(self) -> bool:
        """True while a generated record is counted in it; every exit says so then."""
        return self.provenance is Provenance.SYNTHETIC


@dataclass(slots=True)
class Bulletin:
    """The figures of one release in one edition, and what each release changed, newest first."""

    release: Release
    cube: Cube
    facts: Facts
    revisions: tuple[Revision, ...] = ()
    networks: Networks = field(default_factory=Networks)
    # What is remembered belongs to this one: ``dataclasses.replace`` begins anew with it.
    _known: OrderedDict[Question, Answer] = field(
        default_factory=OrderedDict, init=False, repr=False
    )
    _corridors: dict[tuple[Unit, Span], Corridors] = field(
        default_factory=dict, init=False, repr=False
    )
    _tables: Mapping[Unit, CorridorTables] = field(init=False, repr=False, compare=False)
    _cells: int = field(default=0, init=False, repr=False)
    _turn: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._tables = corridor_tables(self.cube)

    def figures(self, asked: Question) -> Answer:
        """Every cell of the question. The same question always gets the same answer."""
        known = self._known.get(asked)
        if known is None:
            known = answer(self._source, asked, self.query_id(asked.normal_form))
            self._remember(asked, known)
        return known

    def _remember(self, asked: Question, known: Answer) -> None:
        """Keep an answer; the oldest go where they get too many, or hold too many cells."""
        with self._turn:
            if self._known.setdefault(asked, known) is known:
                self._cells += len(known.cells)
            while self._known and (len(self._known) > _REMEMBERED or self._cells > _MOST_CELLS):
                _, oldest = self._known.popitem(last=False)
                self._cells -= len(oldest.cells)

    @property
    def _source(self) -> Source:
        edition = self.release.edition
        return Source(self.cube, edition.finest, provisional=edition is Edition.INTERNAL)

    def nearest(self, answer: Answer) -> tuple[Question, ...]:
        """Why not all of this can be seen, turned round: coarser questions that do show more.

        The nearest first, all the same number of steps away; empty where nothing is withheld, and
        where even the coarsest question shows nothing.
        """
        wave = [answer.question] if answer.withheld else []
        while wave:
            wave = list(dict.fromkeys(wider for asked in wave for wider in coarser(asked)))
            more = [q for q in wave if self.figures(q).withheld_share < answer.withheld_share]
            if more:
                return tuple(more)
        return ()

    def total(self, unit: Unit) -> Figure:
        """The count of a unit over the whole series."""
        return self.figure(question(unit))

    def figure(self, asked: Question) -> Figure:
        """The one cell of a question that splits nothing."""
        (cell,) = self.figures(asked).cells
        return cell.figure

    def rates(self, asked: Question) -> dict[str, Figure]:
        """Rates per 100,000 inhabitants (census 2007) of a question by department alone."""
        assert asked.by == (Dimension.DEPARTMENT,)
        known = self.figures(asked)
        return {cell.key[0]: rate.figure for cell, rate in zip(known, rates(known), strict=True)}

    def rates_by_year(self, asked: Question) -> dict[str, Figure]:
        """The rates of a question by department alone, in each year, keyed ``2008/05``."""
        found: dict[str, Figure] = {}
        for band in bands(Grain.YEAR):
            yearly = self.rates(replace(asked, span=band.span))
            found |= {f"{band.code}/{code}": figure for code, figure in yearly.items()}
        return found

    def compared(self, asked: Question, before: Before) -> Comparison:
        """Every cell of the question beside the same cell a year, or a span, before."""
        earlier = earlier_question(asked, before)
        return compared(
            before,
            self.figures(asked),
            self.figures(earlier) if earlier else None,
            self.query_id(normal_form(asked, before)),
        )

    def corridors(self, unit: Unit, span: Span) -> Corridors:
        """The corridors of a span that are shown, the largest first. Cases and victims have some.

        :raises BadQuestion: ``NOT_IN_THIS_MEASURE`` for a unit without routes.
        """
        known = self._corridors.get((unit, span))
        if known is None:
            asked = corridor_question(unit, span)
            newly = frozenset(self.networks.newly_shown)
            query_id = self.query_id(asked.normal_form)
            known = corridors(self._tables[unit], self._source, asked, query_id, newly)
            if len(self._corridors) >= _REMEMBERED_CORRIDORS:
                self._corridors.clear()
            self._corridors[unit, span] = known
        return known

    def complaints(self) -> dict[str, Figure]:
        """Prosecutors' complaints by department, as published (a fact, not one of our cells)."""
        return complaints_by_department(self.facts, tuple(departments()))

    @property
    def complaints_query(self) -> str:
        """The id of the question behind the complaints."""
        return self.query_id("complaints|department|-")

    def complaint_rates(self) -> dict[str, Figure]:
        """Complaints per 100,000 inhabitants over the whole published period."""
        known = departments()
        return {
            code: rate_per_100_000(figure, known[code].population_2007)
            for code, figure in self.complaints().items()
        }

    def complaints_total(self) -> tuple[Figure, Figure]:
        """(complaints, rate per 100,000) for the country, as published."""
        shown = [f.value for f in self.complaints().values() if isinstance(f, Shown)]
        total = Shown(int(sum(shown)))
        return total, rate_per_100_000(total, national_population())

    def query_id(self, normal_form: str) -> str:
        """Release, rule version and question in one short text; cite a figure by it."""
        digest = hashlib.sha256(normal_form.encode()).hexdigest()[:10]
        return f"{self.release.id}.{self.release.rule_version}.{digest}"
