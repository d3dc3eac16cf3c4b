"""What others published, gathered from the register for the bulletin. Nothing here is counted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from core.bulletin.facts import (
    BorderPoint,
    CampaignFact,
    DocumentedRoute,
    Facts,
    PlanCut,
    PublishedFact,
    Source,
    Stop,
)
from core.register import fact_rows, plan_rows


def facts_of(connection: Connection) -> Facts:
    """Every fact of the register."""
    published = tuple(PublishedFact(**row) for row in _renamed(connection))
    campaigns = tuple(CampaignFact(**row) for row in fact_rows.campaigns(connection))
    cuts = tuple(PlanCut(**row) for row in plan_rows.published_cuts(connection))
    border = tuple(BorderPoint(**row) for row in fact_rows.border_points(connection))
    return Facts(published, tuple(_routes(connection)), campaigns, cuts, border)


def _renamed(connection: Connection) -> list[dict[str, Any]]:
    return [
        {("register" if name == "register_name" else name): value for name, value in row.items()}
        for row in fact_rows.published_rows(connection)
    ]


def _routes(connection: Connection) -> list[DocumentedRoute]:
    return [
        DocumentedRoute(
            row["code"],
            row["name"],
            row["form"],
            row["scope"],
            row["note"],
            row["grade"],
            row["corroboration"],
            tuple(Stop(**stop) for stop in fact_rows.stops(connection, row["id"])),
            tuple(Source(**source) for source in fact_rows.evidence(connection, row["id"])),
        )
        for row in fact_rows.documented_routes(connection)
    ]
