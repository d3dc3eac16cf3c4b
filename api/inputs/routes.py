"""The input of the act that records a route."""

from __future__ import annotations

import datetime as dt

import strawberry

from api.inputs.given import given, idempotency_key, needed, plain, several
from core.desk.routes import NewRoute, Source
from core.stops import PERU, Stop
from core.vocabulary import UNKNOWN


@strawberry.input(description="A stop of a route. A place known by its country alone is a place.")
class StopInput:
    role: str = needed("Code of `stop_role`; the first is origin, the last destination.")
    country: str = given("ISO 3166-1 alpha-2.", PERU)
    department: str | None = given("UBIGEO of a department (INEI, not RENIEC), in Peru alone.")
    province: str | None = given("UBIGEO of a province of that department, four digits.")
    town: str | None = given("Name of the town, 50 characters at most; no address.")
    mode: str = given("Code of `mode`: how people reach it.", UNKNOWN)
    exploited_here: bool | None = given("Exploitation on the way; null where nobody knows.")
    first_seen: dt.date | None = given("First day it was seen, in Lima.")
    last_seen: dt.date | None = given("Last day it was seen, in Lima.")

    def stop(self) -> Stop:
        """The stop as the desk knows it."""
        return Stop(**plain(self))


@strawberry.input(description="A source behind a route.")
class EvidenceInput:
    source_type: str = needed("Code of `source_type`.")
    publisher: str = needed("Who stands behind it, 1 to 120 characters.")
    source: str = needed("Its address or reference, 1 to 300 characters.")
    dated: str = given("Its date as it says so, 24 characters at most.", "")

    def evidence(self) -> Source:
        """The source as the desk knows it."""
        return Source(**plain(self))


@strawberry.input(description="A route: at least two stops, in order. Scope and grade follow.")
class RecordRouteInput:
    idempotency_key: str = idempotency_key()
    stops: list[StopInput] = needed("2 to 30 stops, from origin to destination.")
    form: str = given("Code of `form`.", UNKNOWN)
    evidence: list[EvidenceInput] = several("Its sources, at most 50.")
    note: str = given("300 characters at most; it may name nobody.", "")

    def route(self) -> NewRoute:
        """The route as the desk knows it."""
        return NewRoute(
            stops=tuple(each.stop() for each in self.stops),
            evidence=tuple(each.evidence() for each in self.evidence),
            **plain(self, "stops", "evidence"),
        )
