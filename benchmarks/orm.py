"""The same question as most would build it: Strawberry over an ORM, with DataLoaders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import strawberry
from sqlmodel import Session, col, select
from strawberry.dataloader import DataLoader

from core.places import departments
from core.register import cases, routes
from core.vocabulary import INDUSTRIES


@strawberry.type
class Department:
    """A department, by its code."""

    ubigeo: str
    name: str


@strawberry.type
class Term:
    """A code and its label."""

    code: str
    es: str


@strawberry.type
class Role:
    """What a stop is to a route."""

    code: str


@strawberry.type
class Leg:
    """A stop of a route."""

    position: int
    role: Role
    place: str
    country: str


@strawberry.type
class Route:
    """A route and its legs."""

    code: str
    row: strawberry.Private[routes.Route]

    @strawberry.field
    async def legs(self, info: strawberry.Info) -> list[Leg]:
        """Its legs, in order."""
        return await info.context["legs"].load(self.row.id)  # type: ignore[no-any-return]


@strawberry.type
class Case:
    """A case, with what belongs to it."""

    code: str
    opened_on: dt.date
    row: strawberry.Private[cases.Case]

    @strawberry.field
    def department(self) -> Department | None:
        """The department of its code."""
        place = departments().get(self.row.department)
        return Department(ubigeo=place.ubigeo, name=place.name) if place else None

    @strawberry.field
    def industry(self) -> Term:
        """The term of its code."""
        term = INDUSTRIES[self.row.industry]
        return Term(code=term.code, es=term.es)

    @strawberry.field
    async def route(self, info: strawberry.Info) -> Route | None:
        """Its route."""
        if self.row.route_id is None:
            return None
        return await info.context["routes"].load(self.row.route_id)  # type: ignore[no-any-return]


@strawberry.type
class Page:
    """Cases in the order of entry."""

    nodes: list[Case]


@strawberry.type
class Query:
    """The root."""

    @strawberry.field
    def cases(self, info: strawberry.Info, first: int) -> Page:
        """A page of cases."""
        session: Session = info.context["session"]
        found = session.exec(select(cases.Case).order_by(col(cases.Case.id)).limit(first))
        return Page(nodes=[Case(code=row.code, opened_on=row.opened_on, row=row) for row in found])


SCHEMA = strawberry.Schema(Query)


def context_of(session: Session) -> dict[str, Any]:
    """A session and the loaders of one request."""

    async def load_routes(keys: Sequence[Any]) -> list[Route | None]:
        rows = session.exec(select(routes.Route).where(col(routes.Route.id).in_(keys)))
        found = {row.id: Route(code=row.code, row=row) for row in rows}
        return [found.get(key) for key in keys]

    async def load_legs(keys: Sequence[Any]) -> list[list[Leg]]:
        leg = routes.Leg
        question = select(leg, routes.Place).join(
            routes.Place, col(routes.Place.id) == col(leg.place_id)
        )
        question = question.where(col(leg.route_id).in_(keys)).order_by(col(leg.position))
        found: dict[Any, list[Leg]] = {key: [] for key in keys}
        for row, place in session.exec(question):
            told = Leg(
                position=row.position,
                role=Role(code=row.role),
                place=place.name,
                country=place.country,
            )
            found[row.route_id].append(told)
        return [found[key] for key in keys]

    return {
        "session": session,
        "routes": DataLoader(load_fn=load_routes),
        "legs": DataLoader(load_fn=load_legs),
    }
