"""Institutions, trainings and campaigns."""

from __future__ import annotations

import datetime as dt

import strawberry

from api.types.fields import Fields
from api.types.paging import Node
from core.access.roles import Action
from core.bulletin.figures import Bound
from core.vocabulary import Provenance

institution = Fields(Action.READ_INSTITUTIONS)
training = Fields(Action.READ_TRAININGS)
campaign = Fields(Action.READ_CAMPAIGNS)


@strawberry.type(description="A ministry, police unit, prosecutor, NGO or international body.")
class Institution(Node):
    acronym: str = institution.column("What it is known by.")
    name: str = institution.column("Full name, in Spanish.")
    kind: str = institution.column("ministry, police, ngo ...")
    role: str = institution.column("What it does against trafficking, as sourced.")
    source: str = institution.column("Address of the source.")
    certainty: str = institution.column("sourced, or inferred by us.")


@strawberry.type(description="A training: how many people of which audience, and where.")
class Training(Node):
    provenance: Provenance = training.provenance()
    dated: str = training.column("The date as its source gives it.")
    held_on: dt.date | None = training.column("The day, where it is known.")
    topic: str = training.column("What was taught.")
    audience: str = training.column("Who was taught.")
    place: str = training.column("Town or province.")
    participants: int | None = training.column("People taught.")
    participants_bound: Bound = training.bound("participants_bound")
    hours: float | None = training.column("Hours in all.")
    module_version: str | None = training.column("Version of the module taught.")
    institution: Institution | None = training.one(
        "institution", Action.READ_INSTITUTIONS, "Who held it."
    )
    source: str = training.column("Address of the source.")


@strawberry.type(description="An awareness campaign; call series carry it as a mark.")
class Campaign(Node):
    provenance: Provenance = campaign.provenance()
    name: str = campaign.column("Its name.")
    dated: str = campaign.column("The date as its source gives it.")
    starts_on: dt.date | None = campaign.column("First day, where known.")
    ends_on: dt.date | None = campaign.column("Last day, where known.")
    channels: str = campaign.column("Through what.")
    places: str = campaign.column("Towns or provinces.")
    reach: int | None = campaign.column("People reached.")
    reach_bound: Bound = campaign.bound("reach_bound")
    cost_pen: float | None = campaign.column("Cost in soles (PEN).")
    source: str = campaign.column("Address of the source.")
