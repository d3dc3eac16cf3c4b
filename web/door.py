"""The HTML door: its addresses, and what it says when something cannot be answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from core.access.roles import Action
from core.desk.visit import Visit
from core.errors import BadQuestion, BulletinFault, Code, Refused, YanapayError
from core.sentences import sentence
from web.pages.department import department_page
from web.pages.home import home
from web.pages.method import method
from web.pages.panel import panel
from web.screen import STATIC, Screen

Visits = Callable[[Request], Visit]

_STATUS: Mapping[Code, int] = {
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.NOT_FOUND: 404,
    Code.UNKNOWN_UBIGEO: 404,
    Code.METHOD_NOT_ALLOWED: 405,
    Code.LINK_SPENT: 410,
    Code.NO_BULLETIN: 503,
}


@dataclass(frozen=True, slots=True)
class Doorman:
    """Development sign-in: ``enter`` trades a link for a session, ``leave`` ends one."""

    cookie: str
    enter: Callable[[str], str | None]
    leave: Callable[[str], None]


class KeptFiles(StaticFiles):
    """Static files: their addresses carry a digest, so a browser may keep them for good."""

    def file_response(self, *given: Any, **more: Any) -> Response:
        """The file, to be kept."""
        response = super().file_response(*given, **more)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; a path with a null byte or the like is simply not there."""
        try:
            return await super().get_response(path, scope)
        except ValueError:
            raise HTTPException(404) from None


@dataclass(frozen=True, slots=True)
class Address:
    """A path, the action it needs, and the page behind it. There is no other way to add one."""

    path: str
    action: Action
    page: Callable[[Screen], Response]
    methods: tuple[str, ...] = ("GET",)


def _department(screen: Screen) -> Response:
    return department_page(screen, screen.request.path_params["ubigeo"])


PAGES = (
    Address("/", Action.READ_BULLETIN, home),
    Address("/panel", Action.READ_BULLETIN, panel),
    Address("/departamentos/{ubigeo}", Action.READ_BULLETIN, _department),
    Address("/metodo", Action.READ_BULLETIN, method),
)


def page_routes(visit_of: Visits, doorman: Doorman | None) -> list[BaseRoute]:
    """Every address of the door; nobody reaches a page before its action was asked for."""

    def opened(address: Address) -> Route:
        def shown(request: Request) -> Response:
            visit = visit_of(request)
            visit.require(address.action)
            return address.page(Screen(request, visit))

        return Route(address.path, shown, methods=list(address.methods))

    pages = (*PAGES, *(_sign_in_pages(doorman) if doorman else ()))
    static = Mount("/static", KeptFiles(directory=STATIC))
    return [static, *(opened(address) for address in pages)]


def _sign_in_pages(doorman: Doorman) -> tuple[Address, ...]:
    def enter(screen: Screen) -> Response:
        session = doorman.enter(screen.request.query_params.get("enlace", ""))
        if session is None:
            raise BadQuestion(Code.LINK_SPENT)
        response = RedirectResponse("/panel", 303)
        secure = screen.request.url.scheme == "https"
        response.set_cookie(doorman.cookie, session, httponly=True, samesite="lax", secure=secure)
        return response

    def leave(screen: Screen) -> Response:
        doorman.leave(screen.request.cookies.get(doorman.cookie, ""))
        response = RedirectResponse("/", 303)
        response.delete_cookie(doorman.cookie)
        return response

    return (
        Address("/entrar", Action.SIGN_IN, enter),
        Address("/salir", Action.SIGN_OUT, leave, ("POST",)),
    )


def error_handlers() -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """A clear sentence in the asked language for everything that cannot be answered."""
    return {YanapayError: _said, HTTPException: _http}


def _said(request: Request, error: Exception) -> Response:
    assert isinstance(error, YanapayError)
    status = _STATUS.get(error.code, 400)
    screen = Screen(request, None)
    facts = {"sentence": sentence(error, screen.tongue.code), "status": status}
    response = screen.page("problem", facts, status)
    if isinstance(error, BulletinFault):
        response.headers["Retry-After"] = "30"
    if isinstance(error, Refused):
        response.headers["Cache-Control"] = "no-store"
    return response


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = Code.METHOD_NOT_ALLOWED if error.status_code == 405 else Code.NOT_FOUND
    response = _said(request, BadQuestion(code))
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response
