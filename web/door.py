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


def page_routes(visit_of: Visits, doorman: Doorman | None) -> list[BaseRoute]:
    """Every address of the door."""

    def shown(page: Callable[[Screen], Response]) -> Callable[[Request], Response]:
        return lambda request: page(Screen(request, visit_of(request)))

    def department(request: Request) -> Response:
        return department_page(Screen(request, visit_of(request)), request.path_params["ubigeo"])

    routes: list[BaseRoute] = [
        Route("/", shown(home)),
        Route("/panel", shown(panel)),
        Route("/departamentos/{ubigeo}", department),
        Route("/metodo", shown(method)),
        Mount("/static", KeptFiles(directory=STATIC)),
    ]
    return [*routes, *_sign_in_routes(doorman)] if doorman else routes


def _sign_in_routes(doorman: Doorman) -> list[BaseRoute]:
    def enter(request: Request) -> Response:
        session = doorman.enter(request.query_params.get("enlace", ""))
        if session is None:
            raise BadQuestion(Code.LINK_SPENT)
        response = RedirectResponse("/panel", 303)
        secure = request.url.scheme == "https"
        response.set_cookie(doorman.cookie, session, httponly=True, samesite="lax", secure=secure)
        return response

    def leave(request: Request) -> Response:
        doorman.leave(request.cookies.get(doorman.cookie, ""))
        response = RedirectResponse("/", 303)
        response.delete_cookie(doorman.cookie)
        return response

    return [Route("/entrar", enter), Route("/salir", leave, methods=["POST"])]


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
