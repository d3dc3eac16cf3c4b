"""The stops of a route: which lists of them make a route, and what follows from them.

A refusal names the stop, counted from 1, and the reason. A place that is known by its country alone
is a place; how exactly each is known is kept with it (PRECISIONS).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.errors import BadQuestion, Code
from core.places import Department, countries, departments, provinces
from core.vocabulary import MODES, STOP_ROLES, UNKNOWN, CodeList, Term

FEWEST, MOST = 2, 30

PERU = "PE"

PRECISIONS = CodeList(
    "precision",
    (
        Term("country", "País", "Country", "Pays"),
        Term("department", "Departamento", "Department", "Département"),
        Term("province", "Provincia", "Province", "Province"),
        Term("town", "Localidad", "Town", "Localité"),
        MODES[UNKNOWN],
    ),
    "Our own list: how exactly the place of a stop is known",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One stop. ``department`` and ``province``: INEI UBIGEO, in Peru alone; ``town``: its name.

    ``exploited_here``: exploitation on the way, ``None`` where nobody knows; ``mode``: how people
    reach it; the days are the first and the last it was seen on.
    """

    role: str
    country: str = PERU
    department: str | None = None
    province: str | None = None
    town: str | None = None
    mode: str = UNKNOWN
    exploited_here: bool | None = None
    first_seen: dt.date | None = None
    last_seen: dt.date | None = None

    @property
    def precision(self) -> str:
        """How exactly the place is known: a code of PRECISIONS."""
        known = (("town", self.town), ("province", self.province), ("department", self.department))
        return next((level for level, value in known if value), "country")

    @property
    def name(self) -> str:
        """The place by the finest name it is known by, in Spanish."""
        if self.town:
            return self.town
        if self.province:
            return provinces()[self.province].name
        if self.department:
            return departments()[self.department].name
        return countries()[self.country].es

    @property
    def place(self) -> tuple[str, str | None, str | None, str]:
        """What makes two stops the same place."""
        return self.country, self.department, self.province, (self.town or "").strip().casefold()


def scope(first: str, last: str) -> str:
    """internal, outbound or inbound, from the countries where a route begins and ends.

    A route through Peru, from one country to another, is outbound: it leaves.
    """
    if last != PERU:
        return "outbound"
    return "internal" if first == PERU else "inbound"


def check_stops(stops: Sequence[Stop]) -> None:
    """Nothing for the stops of a route.

    :raises BadQuestion: ``TOO_FEW_STOPS``, ``STOP_OUT_OF_ROLE``, ``STOP_UNKNOWN``,
        ``STOP_IN_RENIEC_CODES``, ``STOP_DATES_REVERSED``, ``STOP_REPEATED``; all but the first say
        which stop.
    """
    if not FEWEST <= len(stops) <= MOST:
        limits = {"least": str(FEWEST), "most": str(MOST), "count": str(len(stops))}
        raise BadQuestion(Code.TOO_FEW_STOPS, field="stops", **limits)
    for number, stop in enumerate(stops, start=1):
        _check_role(stop.role, number, len(stops))
        if stop.mode not in MODES:
            raise _unknown(number, "mode", stop.mode)
        _check_place(stop, number)
        _check_days(stop.first_seen, stop.last_seen, number)
    for number, (before, stop) in enumerate(pairwise(stops), start=2):
        if stop.place == before.place:
            raise BadQuestion(Code.STOP_REPEATED, field="stops", stop=str(number), value=stop.name)
        _check_days(before.first_seen, stop.last_seen, number)


def _check_role(role: str, number: int, count: int) -> None:
    allowed = {1: ("origin",), count: ("destination",)}.get(number, STOP_ROLES.codes[1:])
    if role not in allowed:
        raise BadQuestion(Code.STOP_OUT_OF_ROLE, field="role", stop=str(number), value=role)


def _check_place(stop: Stop, number: int) -> None:
    if stop.country not in countries():
        raise _unknown(number, "country", stop.country)
    if stop.country != PERU and (stop.department or stop.province):
        raise _unknown(number, "department", stop.department or stop.province or "")
    _refuse_reniec(stop, number)
    if stop.department is not None and stop.department not in departments():
        raise _unknown(number, "department", stop.department)
    province = stop.province
    if province is not None and (
        province not in provinces() or provinces()[province].department != stop.department
    ):
        raise _unknown(number, "province", province)


def _refuse_reniec(stop: Stop, number: int) -> None:
    """A code that fits what else is said of the stop in RENIEC's numbering, and not in INEI's."""
    if stop.department is None:
        return
    meant = next((d for d in departments().values() if d.reniec == stop.department), None)
    if meant is not None and meant.ubigeo != stop.department and _is_in(stop, meant):
        raise _in_reniec(number, stop.department, meant)
    own = departments().get(stop.department)
    if own is not None and own.reniec != own.ubigeo and (stop.province or "")[:2] == own.reniec:
        raise _in_reniec(number, stop.province or "", own)


def _is_in(stop: Stop, meant: Department) -> bool:
    """True where the province or the town of a stop lies in that department and not in its own."""
    within = provinces().get(stop.province or "")
    if within is not None:
        return within.department == meant.ubigeo
    named = (stop.town or "").strip().casefold()
    return named in _names_in(meant.ubigeo) - _names_in(stop.department or "")


def _names_in(ubigeo: str) -> set[str]:
    """The names of a department, its capital, its provinces and theirs."""
    inside = [p for p in provinces().values() if p.department == ubigeo]
    whole = departments().get(ubigeo)
    names = [name for p in inside for name in (p.name, p.capital)]
    return {name.casefold() for name in (*names, *((whole.name, whole.capital) if whole else ()))}


def _check_days(first: dt.date | None, last: dt.date | None, number: int) -> None:
    """Nobody is last seen at a stop before being first seen at it, or at the one before."""
    if first is not None and last is not None and last < first:
        told = {"first": first.isoformat(), "last": last.isoformat()}
        raise BadQuestion(Code.STOP_DATES_REVERSED, field="stops", stop=str(number), **told)


def _unknown(number: int, field: str, value: str) -> BadQuestion:
    return BadQuestion(Code.STOP_UNKNOWN, field=field, stop=str(number), value=value)


def _in_reniec(number: int, given: str, meant: Department) -> BadQuestion:
    facts = {"value": given, "name": meant.name, "right": meant.ubigeo}
    return BadQuestion(Code.STOP_IN_RENIEC_CODES, field="department", stop=str(number), **facts)
