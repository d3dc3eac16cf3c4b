"""Acts on referrals."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.inputs.acts import AnswerReferralInput, SubmitReferralInput
from api.mutations.acting import INPUT, Info, acting
from api.types.payloads import AnswerReferralPayload, SubmitReferralPayload
from core.access.roles import Action
from core.desk.referrals import answer_referral, submit_referral


@strawberry.type
class ReferralMutations:
    """What is handed to institutions, and what they answer."""

    @acting(
        Action.SUBMIT_REFERRAL,
        "Hand a call or case to an institution; for operators and case workers.",
    )
    def submit_referral(
        self, info: Info, input: Annotated[SubmitReferralInput, INPUT]
    ) -> SubmitReferralPayload | None:
        """A referral is sent."""
        recorder = info.context.visit.recording()
        done = submit_referral(recorder, key=input.idempotency_key, referral=input.referral())
        return SubmitReferralPayload(done=done)

    @acting(
        Action.ANSWER_REFERRAL,
        "Accept or decline a referral; for recipients, and for their own institution alone.",
    )
    def answer_referral(
        self, info: Info, input: Annotated[AnswerReferralInput, INPUT]
    ) -> AnswerReferralPayload | None:
        """A referral is answered."""
        recorder = info.context.visit.recording()
        done = answer_referral(recorder, key=input.idempotency_key, answered=input.answered())
        return AnswerReferralPayload(done=done)
