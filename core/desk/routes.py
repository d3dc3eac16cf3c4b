"""Recording a route with its stops in order and the evidence behind it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from core import vocabulary as words
from core.access.roles import Action
from core.desk import checks
from core.desk.recorder import Asked, Done, Recorder
from core.errors import BadQuestion
from core.evidence import SOURCE_TYPES, Cited, corroboration, grade, grade_alone
from core.identifying import Kind
from core.register.case_codes import BITS, case_code
from core.register.route_entries import add_route, code_is_free
from core.stops import Stop, check_stops, scope
from core.vocabulary import UNKNOWN

MOST_SOURCES = 50
_TOWN, _PUBLISHER, _SOURCE, _DATED, _NOTE = 50, 120, 300, 24, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source behind a route. ``source``: its address or reference; ``dated``: as it says so."""

    source_type: str
    publisher: str
    source: str
    dated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoute:
    """A route as it is recorded; what it is worth and its scope follow from it."""

    stops: tuple[Stop, ...]
    form: str = UNKNOWN
    evidence: tuple[Source, ...] = ()
    note: str = ""


def record_route(recorder: Recorder, *, key: str, route: NewRoute) -> Done:
    """Keep a route. It stands apart from those that others published, and counts in no figure.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: see :func:`core.stops.check_stops`, :mod:`core.desk.checks` and
        :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder.desk.require(Action.RECORD_ROUTE)
    record = recorder.new_id()
    _check(route, recorder)
    cited = [Cited(each.source_type, each.publisher) for each in route.evidence]
    first, last = route.stops[0], route.stops[-1]

    def enter(connection: Connection) -> None:
        add_route(
            connection,
            record,
            route.stops,
            [{**asdict(e), "grade": grade_alone(e.source_type)} for e in route.evidence],
            code=_free_code(connection),
            name=f"{first.name} – {last.name}",
            form=route.form,
            scope=scope(first.country, last.country),
            note=route.note,
            grade=grade(cited),
            corroboration=corroboration(cited),
        )

    return recorder.once(Asked(Action.RECORD_ROUTE, key, route, record), enter)


def _check(route: NewRoute, recorder: Recorder) -> None:
    check_stops(route.stops)
    for number, stop in enumerate(route.stops, start=1):
        try:
            _check_stop(stop, recorder)
        except BadQuestion as wrong:
            raise BadQuestion(wrong.code, **wrong.facts, stop=str(number)) from None
    checks.code(words.FORMS, form=route.form)
    checks.between(0, MOST_SOURCES, evidence=len(route.evidence))
    for each in route.evidence:
        checks.code(SOURCE_TYPES, sourceType=each.source_type)
        checks.line("publisher", each.publisher, _PUBLISHER, least=1)
        checks.line("source", each.source, _SOURCE, Kind.LINK, least=1)
        checks.line("dated", each.dated, _DATED)
    checks.line("note", route.note, _NOTE)


def _check_stop(stop: Stop, recorder: Recorder) -> None:
    checks.line("town", stop.town or "", _TOWN)
    for field, day in (("firstSeen", stop.first_seen), ("lastSeen", stop.last_seen)):
        if day is not None:
            checks.day(field, day, recorder.present())


def _free_code(connection: Connection) -> str:
    while not code_is_free(connection, code := case_code(secrets.randbits(BITS), "RUT")):
        pass
    return code
