"""Acts on trainings and campaigns."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.inputs.acts import RecordCampaignInput, RecordTrainingInput
from api.mutations.acting import INPUT, Info, acting
from api.types.payloads import RecordCampaignPayload, RecordTrainingPayload
from core.access.roles import Action
from core.desk.outreach import record_campaign, record_training


@strawberry.type
class OutreachMutations:
    """What monitors record."""

    @acting(Action.RECORD_TRAINING, "Record a training that was held; for monitors.")
    def record_training(
        self, info: Info, input: Annotated[RecordTrainingInput, INPUT]
    ) -> RecordTrainingPayload | None:
        """A training is recorded."""
        recorder = info.context.visit.recording()
        done = record_training(recorder, key=input.idempotency_key, training=input.training())
        return RecordTrainingPayload(done=done)

    @acting(Action.RECORD_CAMPAIGN, "Record a campaign; for monitors.")
    def record_campaign(
        self, info: Info, input: Annotated[RecordCampaignInput, INPUT]
    ) -> RecordCampaignPayload | None:
        """A campaign is recorded."""
        recorder = info.context.visit.recording()
        done = record_campaign(recorder, key=input.idempotency_key, campaign=input.campaign())
        return RecordCampaignPayload(done=done)
