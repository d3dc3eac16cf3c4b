"""The HTML door: from a request for an address to the page it gives."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from core.access.roles import Action
from core.desk.visit import Visit
from core.errors import Code, Refused
from web.addresses import Address, Post, Stream, Upload
from web.as_graphql import EXPLORER
from web.directory import PAGES, POSTS, STREAMS, UPLOADS
from web.federated import AWAY, BACK, arrive, depart
from web.kept_files import KeptFiles
from web.kept_pages import KeptPages
from web.pages.explorer import MOST_BYTES as EXPLORER_BYTES
from web.pages.explorer import explore
from web.plan_paths import paths_of
from web.screen import STATIC, Screen
from web.sign_in import Doorman, Federation, address_of, enter, entrance, form_of, leave
from web.turnstile import turned_away
from web.uploads import MOST_UPLOAD_BYTES, read_upload

Visits = Callable[[Request], Visit]

_MOST_FORM_BYTES = 10_000


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
