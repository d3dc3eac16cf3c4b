"""The smallest good input of every act of the GraphQL API, about records made for it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app import clock
from app.house import House
from core.access.roles import Action, Asker, Role
from core.desk.calls import CallTaken, record_call
from core.desk.cases import NewCase, open_case
from core.desk.plan_evidence import File, add_evidence
from core.desk.plan_periods import Moved, close_period, reopen_period
from core.desk.plan_readings import Reported, record_reading
from core.desk.referrals import NewReferral, submit_referral
from core.plan.definition import Measure
from core.plan.ledger import State
from core.register.columns import uuid7
from core.register.schema import METADATA

#: Whom recipients of the tests work for.
OURS = "MP"

DOCUMENT = "{ release { id } }"
DOCUMENT_ID = f"sha256:{hashlib.sha256(DOCUMENT.encode()).hexdigest()}"

#: Without trusted_document: what one act adds there another takes away.
_WRITTEN = (
    *("call", "case", "case_form", "case_status_change", "victim", "victim_citizenship"),
    *("referral", "training", "campaign", "done_act", "news"),
    *("plan_reading", "plan_review", "plan_comment", "plan_cut", "plan_step"),
    *("route", "leg", "place", "evidence"),
)


@dataclass(frozen=True)
class Mutation:
    """One act: its name, the action it needs, and its input without a key."""

    name: str
    action: Action
    given: dict[str, Any]

    @property
    def document(self) -> str:
        kind = self.name[0].upper() + self.name[1:]
        return f"mutation ($input: {kind}Input!) {{ {self.name}(input: $input) {{ repeated }} }}"

    def body(self, key: str | None = None, document: str = "") -> dict[str, Any]:
        """What to post; under a key of its own, if none is given."""
        given = {**self.given, "idempotencyKey": key or uuid7().hex}
        return {"query": document or self.document, "variables": {"input": given}}


def id_of(kind: str, key: uuid.UUID | str) -> str:
    return base64.urlsafe_b64encode(f"{kind}:{key}".encode()).decode().rstrip("=")


def call_taken() -> dict[str, Any]:
    return {
        "receivedAt": "2013-11-14T23:59:00-05:00",
        "effective": "effective",
        "callType": "report",
        "durationSeconds": 240,
        "answeredAfterSeconds": 7,
    }


def new_call(house: House, department: str = "unknown", at: dt.datetime | None = None):
    """A call of now, or of another moment, is recorded; its id in the register."""
    call = CallTaken(
        received_at=at or clock.now(),
        effective="effective",
        call_type="report",
        duration_seconds=1,
        answered_after_seconds=1,
        department=department,
    )
    recorder = house.recorder_of(house.desk_of(Asker(Role.OPERATOR, "pruebas")))
    return record_call(recorder, key=uuid7().hex, call=call).record


def there(house: House) -> dict[str, str]:
    """The ids of a call, a case, and a referral of that case to our institution."""

    def by(role: Role):
        return house.recorder_of(house.desk_of(Asker(role, "pruebas")))

    new = NewCase(register="hotline", reporting_institution=OURS)
    call_id = new_call(house)
    case_id = open_case(by(Role.CASE_WORKER), key=uuid7().hex, case=new).record
    handed = NewReferral(institution=OURS, case=case_id)
    sent = submit_referral(by(Role.CASE_WORKER), key=uuid7().hex, referral=handed).record
    reporter = house.recorder_of(house.desk_of(Asker(Role.RECIPIENT, "pruebas", institution=OURS)))
    file = File(name="acta.pdf", content=b"%PDF-1.7")
    evidence = add_evidence(house.planning_of(reporter), key=uuid7().hex, file=file).record
    told = {**_reading(str(evidence)), "unit": Measure.NUMBER, "evidence": evidence}
    reported = Reported(**{**told, "period": "2013-S2"})
    waiting = record_reading(house.planning_of(reporter), key=uuid7().hex, reported=reported)
    _move_periods(house)
    return {
        "evidence": str(evidence),
        "reading": str(waiting.record),
        "call": id_of("call", call_id),
        "case": id_of("case", case_id),
        "referral": id_of("referral", sent),
    }


def _reading(evidence: str) -> dict[str, Any]:
    """A value that our institution may report, as often as one likes."""
    told = {"indicator": "B-03", "period": "2013-S1", "unit": "NUMBER", "value": 180}
    return {**told, "source": "Lista", "reason": "Doble registro", "evidence": evidence}


#: The periods that acts close, publish and open again, and where they are before.
TO_CLOSE, TO_PUBLISH, TO_REOPEN = "2008-S1", "2008-S2", "2009-S1"


def _move_periods(house: House) -> None:
    monitor = house.recorder_of(house.desk_of(Asker(Role.MONITOR, "pruebas")))
    planning = house.planning_of(monitor)
    state = {at.code: closing.state for at, closing in planning.closings().items()}

    def move(act: Any, at: str) -> None:
        act(planning, key=uuid7().hex, moved=Moved(period=at, reason="Prueba"))

    if state.get(TO_CLOSE, State.OPEN) is not State.OPEN:
        move(reopen_period, TO_CLOSE)
    if state.get(TO_PUBLISH) is State.PUBLISHED:
        move(reopen_period, TO_PUBLISH)
    if state.get(TO_PUBLISH) is not State.CLOSED:
        move(close_period, TO_PUBLISH)
    if state.get(TO_REOPEN, State.OPEN) is State.OPEN:
        move(close_period, TO_REOPEN)


def mutations(house: House | None) -> list[Mutation]:
    """Every act with a good input; without a house, about records that are nowhere."""
    nowhere = {kind: id_of(kind, uuid7()) for kind in ("call", "case", "referral")}
    nowhere |= {"evidence": str(uuid7()), "reading": str(uuid7())}
    known = there(house) if house else nowhere
    ours = id_of("institution", OURS)
    day = "2013-11-14"
    return [
        Mutation("recordCall", Action.RECORD_CALL, call_taken()),
        Mutation("openCase", Action.OPEN_CASE, {"register": "reta", "reportingInstitution": ours}),
        Mutation(
            "updateCaseStatus",
            Action.UPDATE_CASE,
            {"case": known["case"], "from": "reported", "to": "submitted"},
        ),
        Mutation(
            "submitReferral", Action.SUBMIT_REFERRAL, {"institution": ours, "call": known["call"]}
        ),
        Mutation(
            "answerReferral",
            Action.ANSWER_REFERRAL,
            {"referral": known["referral"], "answer": "ACCEPT"},
        ),
        Mutation(
            "recordRoute",
            Action.RECORD_ROUTE,
            {"stops": [{"role": "origin", "department": "16"}, {"role": "destination"}]},
        ),
        Mutation("recordTraining", Action.RECORD_TRAINING, {"heldOn": day, "topic": "Rutas"}),
        Mutation("recordCampaign", Action.RECORD_CAMPAIGN, {"startsOn": day, "name": "Alerta"}),
        Mutation("recordReading", Action.RECORD_READING, _reading(known["evidence"])),
        Mutation(
            "reviewReading",
            Action.REVIEW_READING,
            {"reading": known["reading"], "verdict": "RETURN", "note": "Falta el acta"},
        ),
        Mutation(
            "commentIndicator", Action.COMMENT_INDICATOR, {"indicator": "B-03", "text": "Conforme"}
        ),
        Mutation("closePeriod", Action.CLOSE_PERIOD, {"period": TO_CLOSE, "reason": "Nueva lista"}),
        Mutation("publishPeriod", Action.PUBLISH_PERIOD, {"period": TO_PUBLISH}),
        Mutation(
            "reopenPeriod", Action.REOPEN_PERIOD, {"period": TO_REOPEN, "reason": "Doble registro"}
        ),
        # The second forgets what the first registered, for the same holder.
        Mutation("registerDocument", Action.REGISTER_DOCUMENT, {"text": DOCUMENT}),
        Mutation("removeDocument", Action.REMOVE_DOCUMENT, {"documentId": DOCUMENT_ID}),
    ]


def held(house: House) -> int:
    """How many rows all tables together hold that acts write."""
    with house.the_register().reading() as connection:
        return sum(
            connection.execute(
                sa.select(sa.func.count()).select_from(METADATA.tables[name])
            ).scalar_one()
            for name in _WRITTEN
        )
