"""The application: both doors over one house."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import BaseRoute

from api.view import graphql_route
from app import clock
from app.house import House
from core.access import sign_in
from core.desk.visit import Visit
from web.door import Doorman, page_routes
from web.door import error_handlers as page_errors
from web.headers import SecurityHeaders

SESSION_COOKIE = "yanapay_session"


def make_app(house: House) -> Starlette:
    """The two doors. Sign-in exists only where there is a register and only this machine asks."""

    def visit_of(request: Request) -> Visit:
        return house.visit(request.cookies.get(SESSION_COOKIE))

    doorman = _doorman(house)
    routes: list[BaseRoute] = [graphql_route(visit_of), *page_routes(visit_of, doorman)]
    app = Starlette(routes=routes, exception_handlers=page_errors())
    app.add_middleware(SecurityHeaders)
    return app


def _doorman(house: House) -> Doorman | None:
    register = house.register
    if register is None or not house.settings.loopback:
        return None
    return Doorman(
        SESSION_COOKIE,
        enter=lambda link: sign_in.use_link(register, link, clock.now),
        leave=lambda session: sign_in.sign_out(register, session, clock.now),
    )
