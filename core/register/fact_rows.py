"""Published figures, documented routes and campaigns, as rows a release carries over unchanged."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, select

from core.register.columns import columns_of
from core.register.institutions import Campaign
from core.register.published import PublishedFigure
from core.register.routes import Evidence, Leg, Place, Route

PUBLISHED = columns_of(PublishedFigure)
LEG = columns_of(Leg)
PLACE = columns_of(Place)
ROUTE = columns_of(Route)
EVIDENCE = columns_of(Evidence)
CAMPAIGN = columns_of(Campaign)


def published_rows(connection: Connection) -> list[RowMapping]:
    """Every published figure, in the order it was recorded."""
    columns = [column for column in PUBLISHED if column.name != "id"]
    question = select(*columns).order_by(PUBLISHED.series, PUBLISHED.id)
    return list(connection.execute(question).mappings())


def documented_routes(connection: Connection) -> list[RowMapping]:
    """Routes described by others; synthetic case routes are not among them."""
    question = (
        select(
            *(ROUTE.id, ROUTE.code, ROUTE.name, ROUTE.form, ROUTE.scope, ROUTE.note),
            *(ROUTE.grade, ROUTE.corroboration),
        )
        .where(ROUTE.provenance == "published")
        .order_by(ROUTE.code)
    )
    return list(connection.execute(question).mappings())


def stops(connection: Connection, route_id: Any) -> list[RowMapping]:
    """The stops of one route, from origin to destination."""
    question = (
        select(
            LEG.position,
            LEG.role,
            PLACE.name.label("place"),
            PLACE.country,
            PLACE.department,
            LEG.mode,
            PLACE.precision,
            PLACE.border_point,
        )
        .join(Place, PLACE.id == LEG.place_id)
        .where(LEG.route_id == route_id)
        .order_by(LEG.position)
    )
    return list(connection.execute(question).mappings())


def border_points(connection: Connection) -> list[RowMapping]:
    """Places at the border that sources name, whether a described route stops there or not."""
    question = (
        select(PLACE.name.label("place"), PLACE.department)
        .where(PLACE.border_point.is_(True))
        .order_by(PLACE.department, PLACE.name)
    )
    return list(connection.execute(question).mappings())


def evidence(connection: Connection, route_id: Any) -> list[RowMapping]:
    """The evidence behind one route, best grade first."""
    question = (
        select(
            *(EVIDENCE.source_type, EVIDENCE.grade, EVIDENCE.publisher),
            *(EVIDENCE.source, EVIDENCE.dated),
        )
        .where(EVIDENCE.route_id == route_id)
        .order_by(EVIDENCE.grade, EVIDENCE.source)
    )
    return list(connection.execute(question).mappings())


def campaigns(connection: Connection) -> list[dict[str, Any]]:
    """Campaigns others published, by their day; those without a day last."""
    names = ("name", "dated", "starts_on", "reach", "reach_bound", "source")
    question = (
        select(*(CAMPAIGN[name] for name in names))
        .where(CAMPAIGN.provenance == "published")
        .order_by(CAMPAIGN.starts_on.is_(None), CAMPAIGN.starts_on, CAMPAIGN.id)
    )
    return [
        {**row, "starts_on": row["starts_on"].isoformat() if row["starts_on"] else None}
        for row in connection.execute(question).mappings()
    ]
