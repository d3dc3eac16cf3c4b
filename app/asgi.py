"""The application: both doors over one house."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute

from api.view import graphql_route
from app.explorer import asking
from app.house import House
from app.reference import reference
from core.access.accounts import Attempt
from core.desk.visit import Visit
from web.api_side import ApiSide
from web.cookies import session_of
from web.door import error_handlers as page_errors
from web.door import page_routes
from web.headers import SecurityHeaders
from web.sign_in import Doorman, Federation


def make_app(house: House) -> Starlette:
    """The two doors. People sign in where there is a register; links open in development alone."""

    def visit_of(request: Request) -> Visit:
        address = request.client.host if request.client else ""
        return house.visit(session_of(request), _token(request), address)

    graphql = graphql_route(visit_of)
    routes: list[BaseRoute] = [
        graphql,
        *page_routes(visit_of, _doorman(house)),
    ]
    app = Starlette(routes=routes, exception_handlers=page_errors())
    app.state.api_side = ApiSide(asking(graphql.app), reference)
    app.add_middleware(SecurityHeaders, loopback=house.settings.answers_own_names_alone)
    return app


def _token(request: Request) -> str | None:
    """The token of the Authorization header; whatever stands there must be one of ours."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    kind, _, token = header.partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _doorman(house: House) -> Doorman | None:
    if house.register is None:
        return None

    def by_password(name: str, password: str, code: str, address: str) -> str:
        return house.sign_in(Attempt(name, password, code, address))

    return Doorman(house.sign_in_by_link, by_password, house.sign_out, _federation(house))


def _federation(house: House) -> Federation | None:
    """How people come in from outside; without a provider nothing of it is even loaded."""
    registration = house.settings.provider
    if registration is None:
        return None
    from app.reception import reception_of  # noqa: PLC0415

    reception = reception_of(house, registration)
    return Federation(reception.depart, reception.arrive)
