"""GraphQL over HTTP: the document is prepared, run in its own threads, and told in time."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from api import replies
from api.context import PATIENCE
from api.execution import Outcome, Prepared
from api.negotiation import EVENTS, GRAPHQL_JSON, JSON, chosen_media_type, takes_events
from api.requests import ALLOWED, Unreadable, letters_of
from api.working import Strangers, VisitOf, Worked, Working, refused
from core.desk.visit import Visit
from core.errors import Code, Unavailable

#: Documents that run at once in this process; pages have threads of their own.
THREADS = 16

#: An answer that stays open, or is at least spelled as one.
Streaming = Callable[[Request, Prepared | Outcome, Visit], ASGIApp]
Answer = TypeVar("Answer")


def graphql_route(
    visit_of: VisitOf, strangers: Strangers, streaming: Streaming, origins: Sequence[str] = ()
) -> Route:
    """``/graphql``. A Route of its own: a mount would answer POST with a redirect.

    ``origins``: pages of other sites that may ask, by token alone: no cookie is taken from there.
    """
    threads = ThreadPoolExecutor(THREADS, "graphql")
    working = Working(visit_of, strangers)

    async def endpoint(request: Request) -> ASGIApp:
        accept = request.headers.get("accept")
        media = chosen_media_type(accept)
        try:
            if media is None and not takes_events(accept) and request.method in ALLOWED:
                raise Unreadable(406, f"Accept {GRAPHQL_JSON}, {JSON} or {EVENTS}.")
            letters = await letters_of(request)
            again = working.again(request, letters, media) if media else None
            if again is not None:
                return again
            worked = await _in_time(threads, working.worked, request, letters)
            return _told(worked, request, media or JSON, streaming)
        except Unreadable as wrong:
            return replies.unreadable(wrong, media or JSON)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as cause:
            return replies.new(refused(cause), media or JSON, None)

    answering: ASGIApp = _Endpoint(endpoint)
    return Route("/graphql", _for_others(answering, origins) if origins else answering)


def _told(worked: Worked, request: Request, media: str, streaming: Streaming) -> ASGIApp:
    visit = worked.visit
    if worked.known is not None:
        quota, signed_in = visit.allowance.quota(), visit.asker.signed_in
        return replies.kept(worked.known, request, media, quota, signed_in=signed_in)
    if worked.outcome is None:
        return streaming(request, worked.ready, visit)
    return replies.new(worked.outcome, media, visit)


def _for_others(answering: ASGIApp, origins: Sequence[str]) -> ASGIApp:
    told = ("RateLimit", "RateLimit-Policy", "Retry-After")
    return CORSMiddleware(
        answering,
        allow_origins=origins,
        allow_methods=ALLOWED,
        allow_headers=("Authorization", "Content-Type"),
        expose_headers=told,
    )


class _Endpoint:
    """An ASGI endpoint, so that every method reaches us and can be answered with Allow."""

    def __init__(self, answer: Callable[[Request], Any]) -> None:
        self._answer = answer

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)


async def _in_time(
    threads: ThreadPoolExecutor, work: Callable[..., Answer], *given: object
) -> Answer:
    """What comes of it in time. What was begun ends by itself: no statement and no field outlives
    its own limit by much.

    :raises Unavailable: ``TIMED_OUT``.
    """
    context = contextvars.copy_context()
    loop = asyncio.get_running_loop()
    working = loop.run_in_executor(threads, context.run, work, *given)
    try:
        return await asyncio.wait_for(working, PATIENCE)
    except TimeoutError:
        raise Unavailable(Code.TIMED_OUT) from None
