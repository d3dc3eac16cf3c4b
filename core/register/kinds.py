"""The kinds of records that can be listed: what is shown of each, sorted by, and filtered by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import SQLModel

from core.filters import DOMAINS, Dimension
from core.register.calls import Call
from core.register.cases import Case, CaseForm, Referral, Victim
from core.register.columns import columns_of
from core.register.institutions import Campaign, Institution, Training
from core.register.routes import Place, Route
from core.vocabulary import (
    CASE_STATUSES,
    REFERRAL_OUTCOMES,
    REGISTERS,
    TRAFFICKING_STATUSES,
    CodeList,
)


class Test(StrEnum):
    """How a filter compares."""

    CODE = "code"  # one of several codes of a closed list
    DAY = "day"  # a first and a last day, both included
    DAY_OF_MOMENT = "day of a moment"  # likewise, of a moment: the day in Lima
    PLACE = "place"  # within a department or a province, by its UBIGEO of 2 or 4 digits
    KEY = "key"  # one of several keys of other records


@dataclass(frozen=True, slots=True)
class Filter:
    """A column records may be filtered by. ``codes``: the closed list its values come from.

    ``table``: whose column it is, the record's own if nothing is said. ``tells_of``: another kind
    of record that is known better by what this finds; it needs the right to read that, too.
    """

    test: Test
    column: str
    codes: CodeList | None = None
    table: type[SQLModel] | None = None
    tells_of: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. ``key``: its primary key. ``orders``: indexed columns, never empty ones.

    ``shown``: the columns that may leave, under the names answers have for them.
    """

    name: str
    table: type[SQLModel]
    hidden: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    key: str = "id"
    orders: frozenset[str] = frozenset()
    filters: Mapping[str, Filter] = field(default_factory=dict)

    def column(self, name: str) -> ColumnElement[Any]:
        """The column behind a name."""
        return columns_of(self.table)[self.renamed.get(name, name)]

    @property
    def shown(self) -> list[ColumnElement[Any]]:
        """Every column that may leave, labelled."""
        names = {column: name for name, column in self.renamed.items()}
        return [
            column.label(names.get(column.name, column.name))
            for column in columns_of(self.table)
            if column.name not in self.hidden
        ]


def _code(name: str, codes: CodeList) -> Filter:
    return Filter(Test.CODE, name, codes)


def _by(dimension: Dimension) -> Filter:
    return Filter(Test.CODE, dimension.value, DOMAINS[dimension])


def _day(name: str) -> Filter:
    return Filter(Test.DAY, name)


def _of(kind: str, column: str) -> Filter:
    return Filter(Test.KEY, column, tells_of=kind)


def _of_its_case(asked: Filter) -> Filter:
    return replace(asked, table=Case, tells_of="case")


_PLACED = {
    "department": _by(Dimension.DEPARTMENT),
    "ubigeo": Filter(Test.PLACE, "department"),
    "industry": _by(Dimension.INDUSTRY),
}

CALLS = Kind(
    "call",
    Call,
    hidden=frozenset({"rkey", "operator"}),
    orders=frozenset({"received_on"}),
    filters={
        **_PLACED,
        "received_on": _day("received_on"),
        "form": _by(Dimension.FORM),
        "call_type": _by(Dimension.CALL_TYPE),
        "effective": _by(Dimension.EFFECTIVE),
        "how_heard": _by(Dimension.HOW_HEARD),
        "case": _of("case", "case_id"),
    },
)
CASES = Kind(
    "case",
    Case,
    hidden=frozenset({"rkey", "route_from", "route_to"}),
    renamed={"register": "register_code"},
    orders=frozenset({"opened_on"}),
    filters={
        **_PLACED,
        "code": Filter(Test.CODE, "code"),
        "opened_on": _day("opened_on"),
        "submitted_to_police_on": _day("submitted_to_police_on"),
        "status": _code("status", CASE_STATUSES),
        "register": _code("register", REGISTERS),
        "destination": _by(Dimension.DESTINATION),
        "form": replace(_by(Dimension.FORM), table=CaseForm),
        "route": _of("route", "route_id"),
    },
)
VICTIMS = Kind(
    "victim",
    Victim,
    hidden=frozenset({"rkey"}),
    filters={
        "sex": _by(Dimension.SEX),
        "trafficking_status": _code("trafficking_status", TRAFFICKING_STATUSES),
        "case": _of("case", "case_id"),
        "opened_on": _of_its_case(_day("opened_on")),
        "department": _of_its_case(_PLACED["department"]),
        "ubigeo": _of_its_case(_PLACED["ubigeo"]),
        "industry": _of_its_case(_PLACED["industry"]),
    },
)
ROUTES = Kind(
    "route",
    Route,
    orders=frozenset({"code"}),
    filters={
        "form": _by(Dimension.FORM),
        "scope": _code("scope", DOMAINS[Dimension.DESTINATION]),
        "ubigeo": replace(_PLACED["ubigeo"], table=Place),
    },
)
REFERRALS = Kind(
    "referral",
    Referral,
    orders=frozenset({"sent_at"}),
    filters={
        "institution": _of("institution", "institution"),
        "outcome": _code("outcome", REFERRAL_OUTCOMES),
        "sent_on": Filter(Test.DAY_OF_MOMENT, "sent_at"),
        "call": _of("call", "call_id"),
        "case": _of("case", "case_id"),
    },
)
INSTITUTIONS = Kind("institution", Institution, key="acronym")
TRAININGS = Kind(
    "training",
    Training,
    filters={
        "held_on": _day("held_on"),
        "institution": _of("institution", "institution"),
    },
)
CAMPAIGNS = Kind("campaign", Campaign, filters={"starts_on": _day("starts_on")})

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            CALLS,
            CASES,
            VICTIMS,
            ROUTES,
            REFERRALS,
            INSTITUTIONS,
            TRAININGS,
            CAMPAIGNS,
        )
    }
)
