"""The application: both doors over one house."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.routing import BaseRoute

from api.bearer import token_in
from api.streams.bell import ringing_of
from api.streams.callers import Credentials
from api.streams.event_stream import streaming_of
from api.streams.hall import Hall
from api.streams.limits import Limits
from api.streams.websocket import socket_route
from api.view import graphql_route
from api.working import Strangers
from app.explorer import asking
from app.house import House
from app.reference import reference
from core.access.accounts import Attempt
from core.access.roles import PUBLIC
from core.desk.broadcast import Broadcast
from core.desk.visit import Visit
from web.api_side import ApiSide
from web.cookies import session_of
from web.door import page_routes
from web.headers import SecurityHeaders
from web.live import by_itself
from web.problems import error_handlers as page_errors
from web.sign_in import Doorman, Federation, address_of
from web.turnstile import Turnstile
from web.writers.press import Press


def make_app(house: House, limits: Limits | None = None) -> Starlette:
    """The two doors. People sign in where there is a register; links open in development alone.

    ``limits``: of what stays open; ``app.state.hall`` ends it before the server waits for it.
    """

    def visit_of(request: Request) -> Visit:
        shown = _shown_by(request)
        used = not by_itself(request)
        return house.visit(shown.session, shown.token, shown.address, used=used)

    news = Broadcast(house.register, house.shelf)
    hall = Hall(house, news, house.meter.tallies, limits)
    press = Press(house.settings.reports)
    streaming = streaming_of(hall, _shown_by)
    graphql = graphql_route(visit_of, strangers_of(house), streaming, house.settings.origins)
    routes: list[BaseRoute] = [
        graphql,
        socket_route(hall, _shown_by, house.settings.origins),
        *page_routes(visit_of, _doorman(house)),
    ]

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        press.resume()
        yield
        await hall.close()

    app = Starlette(routes=routes, exception_handlers=page_errors(), lifespan=lifespan)
    app.state.hall = hall
    app.state.throttle = house.throttle
    app.state.press = press
    app.state.provinces = house.settings.provinces
    app.state.ringing = ringing_of(hall, _shown_by)
    app.state.api_side = ApiSide(asking(graphql.app), reference)
    app.add_middleware(SecurityHeaders, loopback=house.settings.answers_own_names_alone)
    return app


def strangers_of(house: House) -> Strangers:
    """What is known of whoever shows nothing."""
    return Strangers(
        house.shelf.serves, lambda request: house.meter.allowance(PUBLIC, address_of(request))
    )


def _shown_by(connection: HTTPConnection) -> Credentials:
    token = token_in(connection.headers.get("authorization"))
    return Credentials(session_of(connection), token, address_of(connection))


def _doorman(house: House) -> Doorman | None:
    if house.register is None:
        return None

    def by_password(name: str, password: str, code: str, address: str) -> str:
        return house.sign_in(Attempt(name, password, code, address))

    turnstile = Turnstile(house.throttle.floods)
    federation = _federation(house)
    return Doorman(house.sign_in_by_link, by_password, house.sign_out, turnstile, federation)


def _federation(house: House) -> Federation | None:
    """How people come in from outside; without a provider nothing of it is even loaded."""
    registration = house.settings.provider
    if registration is None:
        return None
    from app.reception import reception_of  # noqa: PLC0415

    reception = reception_of(house, registration)
    return Federation(reception.depart, reception.arrive)
