"""The HTML door: its addresses, and what it says when something cannot be answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from core.access.roles import Action
from core.desk.visit import Visit
from core.errors import BadQuestion, BulletinFault, Code, Refused, YanapayError
from core.sentences import sentence
from web.addresses import Address, Post, Stream, Upload
from web.as_graphql import EXPLORER
from web.federated import AWAY, BACK, arrive, depart
from web.headers import complete
from web.kept_pages import KeptPages
from web.live import PATH as BELL
from web.live import bell, no_bell
from web.pages.audit import audit_page
from web.pages.calls import calls_page
from web.pages.cases import cases_page
from web.pages.catalogue import catalogue
from web.pages.department import department_page
from web.pages.explorer import MOST_BYTES as EXPLORER_BYTES
from web.pages.explorer import explore, explorer_page
from web.pages.home import home
from web.pages.industry import industry_page
from web.pages.method import method
from web.pages.own_password import PATH as PASSWORD
from web.pages.own_password import change_password, password_page
from web.pages.own_tokens import PATH as TOKENS
from web.pages.own_tokens import REVOKE, create_one, revoke_one, tokens_page
from web.pages.panel import panel
from web.pages.plan_addresses import PLAN_PAGES, PLAN_POSTS, PLAN_UPLOADS
from web.pages.revisions import FEED, feed, revisions_page
from web.pages.route import route_page
from web.pages.route_entry import PATH as ROUTE_ENTRY
from web.pages.route_entry import enter_routes
from web.pages.route_entry import entry_page as route_entry_page
from web.pages.routes import routes_page
from web.pages.schema_page import FILE as SCHEMA_FILE
from web.pages.schema_page import PATH as SCHEMA
from web.pages.schema_page import schema_file, schema_page, type_page
from web.pages.sessions import end_one, sessions_page
from web.pages.withheld import withheld_page
from web.parts.why import PATH as WITHHELD
from web.plan_paths import paths_of
from web.screen import STATIC, Screen
from web.sign_in import Doorman, Federation, address_of, enter, entrance, form_of, leave
from web.turnstile import turned_away
from web.uploads import MOST_UPLOAD_BYTES, read_upload

Visits = Callable[[Request], Visit]

_MOST_FORM_BYTES = 10_000

_STATUS: Mapping[Code, int] = {
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.DOCUMENTS_ONLY: 403,
    Code.NOT_FOUND: 404,
    Code.UNKNOWN_UBIGEO: 404,
    Code.METHOD_NOT_ALLOWED: 405,
    Code.TOO_LARGE: 413,
    Code.TOO_MANY_ATTEMPTS: 429,
    Code.TOKEN_INVALID: 401,
    Code.FOREIGN_REQUEST: 403,
    Code.LINK_SPENT: 410,
    Code.INTERNAL: 500,
    Code.NO_BULLETIN: 503,
    Code.BUSY: 503,
    Code.TIMED_OUT: 503,
}


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


def _department(screen: Screen) -> Response:
    return department_page(screen, screen.request.path_params["ubigeo"])


def _industry(screen: Screen) -> Response:
    return industry_page(screen, screen.request.path_params["codigo"])


PAGES = (
    Address("/", Action.READ_BULLETIN, home, kept=True),
    Address("/panel", Action.READ_BULLETIN, panel, kept=True),
    Address("/llamadas", Action.READ_BULLETIN, calls_page, kept=True),
    Address("/casos", Action.READ_BULLETIN, cases_page, kept=True),
    Address("/industrias/{codigo}", Action.READ_BULLETIN, _industry, kept=True),
    Address("/departamentos/{ubigeo}", Action.READ_BULLETIN, _department, kept=True),
    Address("/rutas", Action.READ_BULLETIN, routes_page, kept=True),
    Address(ROUTE_ENTRY, Action.RECORD_ROUTE, route_entry_page),
    Address("/rutas/{codigo}", Action.READ_BULLETIN, route_page, kept=True),
    *PLAN_PAGES,
    Address(WITHHELD, Action.READ_BULLETIN, withheld_page, kept=True),
    Address("/datos", Action.READ_BULLETIN, catalogue, kept=True),
    Address("/revisiones", Action.READ_BULLETIN, revisions_page, kept=True),
    Address(FEED, Action.READ_BULLETIN, feed),
    Address("/metodo", Action.READ_BULLETIN, method, kept=True),
    Address("/sesiones", Action.READ_OWN_SESSIONS, sessions_page),
    Address(PASSWORD, Action.CHANGE_OWN_PASSWORD, password_page),
    Address(EXPLORER, Action.READ_BULLETIN, explorer_page),
    Address(SCHEMA, Action.READ_BULLETIN, schema_page),
    Address(SCHEMA_FILE, Action.READ_BULLETIN, schema_file),
    Address(f"{SCHEMA}/{{tipo}}", Action.READ_BULLETIN, type_page),
    Address(TOKENS, Action.READ_OWN_TOKENS, tokens_page),
    Address("/auditoria", Action.READ_AUDIT, audit_page),
)


POSTS = (
    Post("/sesiones", Action.END_OWN_SESSION, end_one),
    Post(PASSWORD, Action.CHANGE_OWN_PASSWORD, change_password),
    Post(TOKENS, Action.CREATE_OWN_TOKEN, create_one),
    *PLAN_POSTS,
    Post(REVOKE, Action.REVOKE_OWN_TOKEN, revoke_one),
)

UPLOADS = (*PLAN_UPLOADS, Upload(ROUTE_ENTRY, Action.RECORD_ROUTE, enter_routes))

STREAMS = (Stream(BELL, Action.READ_INTERNAL_FIGURES, bell, no_bell),)


def page_routes(visit_of: Visits, doorman: Doorman | None) -> list[BaseRoute]:
    """Every address of the door; nobody reaches a page before its action was asked for."""

    kept_pages = KeptPages()

    def opened(address: Address) -> list[Route]:
        def shown(request: Request) -> Response:
            screen = _screen(request, visit_of, address.action)
            known = kept_pages.given(screen) if address.kept else None
            if known is not None:
                return known
            response = _kept_by_nobody(address.page(screen), screen)
            if address.kept:
                kept_pages.keep(screen, response)
            return response

        return [Route(path, shown) for path in paths_of(address.path)]

    static = Mount("/static", KeptFiles(directory=STATIC))
    forms = [form for post in POSTS for form in _posted(visit_of, post)]
    forms += [_held_open(visit_of, stream) for stream in STREAMS]
    forms += [form for upload in UPLOADS for form in _uploaded(visit_of, upload)]
    sign_in = _sign_in_routes(visit_of, doorman) if doorman else []
    pages = (route for address in PAGES for route in opened(address))
    return [static, *pages, *forms, _explored(visit_of), *sign_in]


def _explored(visit_of: Visits) -> Route:
    """The form of the explorer; what it asks is for the endpoint to allow."""

    async def explored(request: Request) -> Response:
        form = form_of(await _small_body(request, EXPLORER_BYTES))
        screen = await run_in_threadpool(_screen, request, visit_of, Action.READ_BULLETIN)
        return _kept_by_nobody(await explore(screen, form), screen)

    return Route(EXPLORER, explored, methods=["POST"])


def _posted(visit_of: Visits, post: Post) -> list[Route]:
    async def acted(request: Request) -> Response:
        form = form_of(await _small_body(request))
        screen = await run_in_threadpool(_screen, request, visit_of, post.action)
        return _kept_by_nobody(await run_in_threadpool(post.act, screen, form), screen)

    return [Route(path, acted, methods=["POST"]) for path in paths_of(post.path)]


def _held_open(visit_of: Visits, stream: Stream) -> Route:
    async def opened(request: Request) -> ASGIApp:
        try:
            screen = await run_in_threadpool(_screen, request, visit_of, stream.action)
        except Refused:
            return stream.refused()
        return stream.opened(screen)

    return Route(stream.path, opened)


def _uploaded(visit_of: Visits, upload: Upload) -> list[Route]:
    """Who may not is refused before the files are read."""

    async def acted(request: Request) -> Response:
        screen = await run_in_threadpool(_screen, request, visit_of, upload.action)
        sent = await read_upload(request, await _small_body(request, MOST_UPLOAD_BYTES))
        return _kept_by_nobody(await run_in_threadpool(upload.act, screen, sent), screen)

    return [Route(path, acted, methods=["POST"]) for path in paths_of(upload.path)]


def _sign_in_routes(visit_of: Visits, doorman: Doorman) -> list[BaseRoute]:
    """Forms are read here, in small bites; whoever holds a bad session may still sign in."""

    async def entering(request: Request) -> Response:
        if request.method != "POST":
            screen = await run_in_threadpool(_screen, request, visit_of, Action.SIGN_IN)
            return await run_in_threadpool(entrance, screen, doorman)
        if doorman.turnstile.closed_to(address_of(request)):
            return turned_away(request)
        form = form_of(await _small_body(request))
        screen = await run_in_threadpool(_screen, request, visit_of, Action.SIGN_IN)
        return await doorman.turnstile.through(enter, screen, doorman, form)

    async def leaving(request: Request) -> Response:
        form = form_of(await _small_body(request))
        screen = await run_in_threadpool(_screen, request, visit_of, Action.SIGN_OUT)
        return await run_in_threadpool(leave, screen, doorman, form)

    return [
        Route("/entrar", entering, methods=["GET", "POST"]),
        Route("/salir", leaving, methods=["POST"]),
        *(_federated_routes(visit_of, doorman, doorman.federation) if doorman.federation else ()),
    ]


def _kept_by_nobody(response: Response, screen: Screen) -> Response:
    """Pages and files alike: what a signed-in person was shown, no browser or proxy stores."""
    if screen.asker is not None:
        response.headers["Cache-Control"] = "no-store"
    return response


def _federated_routes(
    visit_of: Visits, doorman: Doorman, federation: Federation
) -> tuple[Route, Route]:
    """Only where there is a provider of identities."""

    def departing(request: Request) -> Response:
        return depart(_screen(request, visit_of, Action.SIGN_IN), doorman, federation)

    def arriving(request: Request) -> Response:
        return arrive(_screen(request, visit_of, Action.SIGN_IN), doorman, federation)

    return Route(AWAY, departing), Route(BACK, arriving)


def _screen(request: Request, visit_of: Visits, action: Action) -> Screen:
    """The screen of a request, once its asker may do ``action``.

    :raises Refused: as :meth:`core.desk.visit.Visit.require`; ``DOCUMENTS_ONLY`` for a token good
        for registered documents alone: no page is one.
    """
    visit = visit_of(request)
    visit.require(action)
    if visit.desk is not None and visit.asker.documents_only:
        visit.desk.refused(action)
        raise Refused(Code.DOCUMENTS_ONLY)
    return Screen(request, visit)


async def _small_body(request: Request, most: int = _MOST_FORM_BYTES) -> bytes:
    held = bytearray()
    async for piece in request.stream():
        held += piece
        if len(held) > most:
            raise HTTPException(413)
    return bytes(held)


def error_handlers() -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """A clear sentence in the asked language for everything that cannot be answered."""
    return {YanapayError: _said, HTTPException: _http, Exception: _fallen}


def _said(request: Request, error: Exception) -> Response:
    assert isinstance(error, YanapayError)
    status = _STATUS.get(error.code, 400)
    screen = Screen(request, None)
    facts = {"sentence": sentence(error, screen.tongue.code), "status": status}
    response = screen.page("problem", facts, status)
    if status == 503:
        response.headers["Retry-After"] = "30" if isinstance(error, BulletinFault) else "2"
    if isinstance(error, Refused):
        response.headers["Cache-Control"] = "no-store"
    return response


def _fallen(request: Request, _error: Exception) -> Response:
    """Nothing of the inside; the server writes the failure into its log."""
    response = _said(request, YanapayError(Code.INTERNAL))
    response.headers["Cache-Control"] = "no-store"
    complete(response.raw_headers, request.scope)
    return response


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    codes = {405: Code.METHOD_NOT_ALLOWED, 413: Code.TOO_LARGE}
    code = codes.get(error.status_code, Code.NOT_FOUND)
    response = _said(request, BadQuestion(code))
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response
