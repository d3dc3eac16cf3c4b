"""What an act answers: the record that came of it, read with the rights of its list."""

from __future__ import annotations

from typing import Any

import strawberry

from api.policy import Declared, Stands, guarded, plain
from api.types.institutions import Campaign, Training
from api.types.records import Call, Case, Referral
from api.types.routes import Route
from core.access.roles import Action
from core.desk.recorder import Done
from core.desk.records import KINDS, READ

Info = strawberry.Info


def _record(kind: str, description: str) -> Any:
    def record(root: Any, info: Info) -> Any:
        key = root.done.record
        return info.context.visit.records().some(KINDS[kind], [key]).get(key)

    return guarded(Declared(Stands.LIST, kind, READ[kind]), description)(record)


@strawberry.interface(description="What every act answers.")
class Payload:
    done: strawberry.Private[Done]

    @plain(
        Declared(Stands.ACT, "repeated", Action.READ_BULLETIN),
        "True where the same had been done under this key before; nothing was done anew.",
    )
    def repeated(self) -> bool:
        """Whether it had been done before."""
        return self.done.repeated


@strawberry.type(description="A call that was recorded.")
class RecordCallPayload(Payload):
    call: Call | None = _record("call", "The call; null for a token that may not read it.")


@strawberry.type(description="A case that was opened.")
class OpenCasePayload(Payload):
    case: Case | None = _record("case", "The case; null for a token that may not read it.")


@strawberry.type(description="A case that took a step.")
class UpdateCaseStatusPayload(Payload):
    case: Case | None = _record("case", "The case as it is now.")


@strawberry.type(description="A referral that was sent.")
class SubmitReferralPayload(Payload):
    referral: Referral | None = _record("referral", "The referral as it is now.")


@strawberry.type(description="A referral that was answered.")
class AnswerReferralPayload(Payload):
    referral: Referral | None = _record("referral", "The referral as it is now.")


@strawberry.type(description="A route that was recorded.")
class RecordRoutePayload(Payload):
    route: Route | None = _record("route", "The route; null for a token that may not read it.")


@strawberry.type(description="A value that was reported for the plan.")
class RecordReadingPayload(Payload):
    @plain(
        Declared(Stands.ACT, "reading", Action.READ_BULLETIN),
        "Id of the reading; it waits for its review.",
    )
    def reading(self) -> strawberry.ID:
        """The id."""
        return strawberry.ID(str(self.done.record))


@strawberry.type(description="A training that was recorded.")
class RecordTrainingPayload(Payload):
    training: Training | None = _record("training", "The training.")


@strawberry.type(description="A campaign that was recorded.")
class RecordCampaignPayload(Payload):
    campaign: Campaign | None = _record("campaign", "The campaign.")
