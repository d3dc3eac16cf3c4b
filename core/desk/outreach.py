"""Recording what was taught and campaigned."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from core.access.roles import Action
from core.bulletin.figures import Bound
from core.desk import checks
from core.desk.recorder import Asked, Done, Recorder
from core.errors import BadQuestion, Code
from core.register import entries
from core.register.institutions import institution_named


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingHeld:
    """A training. ``participants``: people, ``None`` where nobody counted; hours in all.

    ``source``: what vouches for it, such as a list of attendance.
    """

    held_on: dt.date
    topic: str
    audience: str = ""
    place: str = ""
    participants: int | None = None
    participants_bound: Bound = Bound.EXACT
    hours: float | None = None
    module_version: str | None = None
    institution: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRun:
    """A campaign. ``reach``: people, ``None`` where nobody counted; cost in soles."""

    name: str
    starts_on: dt.date
    ends_on: dt.date | None = None
    channels: str = ""
    places: str = ""
    reach: int | None = None
    reach_bound: Bound = Bound.EXACT
    cost_pen: float | None = None
    source: str = ""


def record_training(recorder: Recorder, *, key: str, training: TrainingHeld) -> Done:
    """Keep a training that was held.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: see :mod:`core.desk.checks` and :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder.desk.require(Action.RECORD_TRAINING)
    record = recorder.new_id()
    checks.day("heldOn", training.held_on, recorder.present())
    checks.between(0, checks.MOST_PARTICIPANTS, participants=training.participants)
    checks.between(0, checks.MOST_HOURS, hours=training.hours)
    checks.line("topic", training.topic, 200, least=1)
    checks.line("audience", training.audience, 80)
    checks.line("place", training.place, 120)
    checks.line("moduleVersion", training.module_version or "", 24)
    checks.line("source", training.source, 300)

    def enter(connection: Connection) -> None:
        whose = training.institution
        if whose is not None and not institution_named(connection, whose):
            raise BadQuestion(Code.NOT_FOUND, field="institution")
        told = {**asdict(training), "participants_bound": training.participants_bound.value}
        entries.add_training(connection, record, dated=training.held_on.isoformat(), **told)

    return recorder.once(Asked(Action.RECORD_TRAINING, key, training, record), enter)


def record_campaign(recorder: Recorder, *, key: str, campaign: CampaignRun) -> Done:
    """Keep a campaign that has begun; it may end later.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: see :mod:`core.desk.checks` and :meth:`core.desk.recorder.Recorder.once`.
    """
    recorder.desk.require(Action.RECORD_CAMPAIGN)
    record = recorder.new_id()
    checks.day("startsOn", campaign.starts_on, recorder.present())
    if campaign.ends_on is not None and campaign.ends_on < campaign.starts_on:
        first, last = campaign.starts_on.isoformat(), campaign.ends_on.isoformat()
        raise BadQuestion(Code.REVERSED_RANGE, field="endsOn", first=first, last=last)
    checks.between(0, checks.MOST_REACHED, reach=campaign.reach)
    checks.between(0, checks.MOST_SOLES, costPen=campaign.cost_pen)
    checks.line("name", campaign.name, 160, least=1)
    checks.line("channels", campaign.channels, 160)
    checks.line("places", campaign.places, 200)
    checks.line("source", campaign.source, 300)

    def enter(connection: Connection) -> None:
        told = {**asdict(campaign), "reach_bound": campaign.reach_bound.value}
        entries.add_campaign(connection, record, dated=campaign.starts_on.isoformat(), **told)

    return recorder.once(Asked(Action.RECORD_CAMPAIGN, key, campaign, record), enter)
