"""Records as SQLite tells them soonest: in columns, the cases once for all that needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sqlalchemy import Connection

from core.filters import DOMAINS, SEVERAL_VALUED, Dimension
from core.periods import MONTHS
from core.register import gathered
from core.register.plan_records import COLUMNS
from core.release.told_columns import Column, keys, months, read, whose
from core.vocabulary import UNKNOWN, Unit


@dataclass(frozen=True, slots=True)
class Records:
    """Records within the series, or groups of ``n`` that are alike: their month, and the places of
    their codes. ``several``: where one may have more than one code of a dimension, which record
    has which."""

    month: Column
    places: dict[Dimension, Column]
    several: dict[Dimension, tuple[Column, Column]]
    n: Column | None = None


@dataclass(frozen=True, slots=True)
class _Cases:
    """Cases in the order of their keys."""

    key: Column
    month: Column
    places: dict[Dimension, Column]


@dataclass(frozen=True)
class Gathering:
    """The records of units, with their codes of the dimensions that are needed of each."""

    connection: Connection
    needed: Mapping[Unit, Sequence[Dimension]]

    def records(self, unit: Unit) -> Records:
        """The records of a unit."""
        tell = {Unit.CALLS: self._calls, Unit.CASES: self._of_cases, Unit.VICTIMS: self._victims}
        return tell[unit]()

    def _calls(self) -> Records:
        by = self.needed[Unit.CALLS]
        texts = gathered.calls(self.connection, [COLUMNS[Unit.CALLS][d] for d in by])
        month, *codes = read(texts, [months], by)
        inside = _inside(month)
        return Records(month[inside], _named(by, codes, inside), {})

    def _of_cases(self) -> Records:
        by, cases = self.needed[Unit.CASES], self._cases
        several = {d: self._forms for d in by if (Unit.CASES, d) in SEVERAL_VALUED}
        return Records(cases.month, cases.places, several)

    def _victims(self) -> Records:
        needed, cases = self.needed[Unit.VICTIMS], self._cases
        own = [d for d in needed if d not in COLUMNS[Unit.CASES]]
        texts = gathered.victims(self.connection, [COLUMNS[Unit.VICTIMS][d] for d in own])
        of, *codes = read(texts, [keys], own)
        case, there = whose(cases.key, of)
        inherited = {d: cases.places[d][case] for d in needed if d in cases.places}
        several = {d: self._form_of(case) for d in needed if (Unit.VICTIMS, d) in SEVERAL_VALUED}
        return Records(cases.month[case], inherited | _named(own, codes, there), several)

    @cached_property
    def _cases(self) -> _Cases:
        """The cases of the series, with every code of theirs that they or victims need."""
        several = {dimension for _, dimension in SEVERAL_VALUED}
        asked = {d for unit, by in self.needed.items() if unit is not Unit.CALLS for d in by}
        by = [d for d in COLUMNS[Unit.CASES] if d in asked - several]
        texts = gathered.cases(self.connection, [COLUMNS[Unit.CASES][d] for d in by])
        key, month, *codes = read(texts, [keys, months], by)
        inside = np.flatnonzero(_inside(month))
        order = inside[np.argsort(key[inside])]
        return _Cases(key[order], month[order], _named(by, codes, order))

    @cached_property
    def _forms(self) -> tuple[Column, Column]:
        """Which case has which form, by case; one that has none has an unknown one."""
        told = gathered.forms(self.connection)
        of, form = read(told, [keys], [Dimension.FORM])
        case, there = whose(self._cases.key, of)
        none = np.flatnonzero(np.bincount(case, minlength=len(self._cases.key)) == 0)
        unknown = np.full(len(none), DOMAINS[Dimension.FORM].codes.index(UNKNOWN), np.uint8)
        every, codes = np.concatenate([case, none]), np.concatenate([form[there], unknown])
        order = np.argsort(every, kind="stable")
        return every[order], codes[order]

    def _form_of(self, case: Column) -> tuple[Column, Column]:
        """Which of the victims of these cases has which form: every one of the case."""
        of, form = self._forms
        several = np.bincount(of, minlength=len(self._cases.key))
        each, first = several[case], (several.cumsum() - several)[case]
        rows = np.repeat(np.arange(len(case)), each)
        within = np.arange(len(rows)) - np.repeat(each.cumsum() - each, each)
        return rows, form[first[rows] + within]


def _inside(month: Column) -> Column:
    inside: Column = (month >= 0) & (month < MONTHS)
    return inside


def _named(
    dimensions: Sequence[Dimension], codes: Sequence[Column], kept: Column
) -> dict[Dimension, Column]:
    return {d: column[kept] for d, column in zip(dimensions, codes, strict=True)}
