"""GraphQL over HTTP: the document is prepared, run in its own threads, and told in time."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from graphql import OperationType
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from api import replies
from api.compiled.answering import answered
from api.context import PATIENCE
from api.errors import masked
from api.execution import Asked, Failure, Outcome, Prepared, Unfit, prepared, refusal, run
from api.kept import KeptAnswers
from api.negotiation import EVENTS, GRAPHQL_JSON, JSON, chosen_media_type, takes_events
from api.requests import ALLOWED, Unreadable, asked_by
from core.desk.visit import Visit
from core.errors import BulletinFault, Code, Refused, Unavailable

#: Documents that run at once in this process; pages have threads of their own.
THREADS = 16

#: An answer that stays open, or is at least spelled as one.
Streaming = Callable[[Request, Prepared | Outcome, Visit], ASGIApp]
Answer = TypeVar("Answer")


def graphql_route(
    visit_of: Callable[[Request], Visit], streaming: Streaming, origins: Sequence[str] = ()
) -> Route:
    """``/graphql``. A Route of its own: a mount would answer POST with a redirect.

    ``origins``: pages of other sites that may ask, by token alone: no cookie is taken from there.
    """
    threads = ThreadPoolExecutor(THREADS, "graphql")
    kept = KeptAnswers()

    def entered(request: Request, asked: Asked) -> tuple[Visit, Prepared | Outcome]:
        visit = visit_of(request)
        return visit, _ready(asked, visit)

    async def endpoint(request: Request) -> ASGIApp:
        accept = request.headers.get("accept")
        media = chosen_media_type(accept)
        visit = None
        try:
            if media is None and not takes_events(accept) and request.method in ALLOWED:
                raise Unreadable(406, f"Accept {GRAPHQL_JSON}, {JSON} or {EVENTS}.")
            asked = await asked_by(request)
            visit, ready = await _in_time(threads, entered, request, asked)
            if takes_events(accept) and _streams(ready, only=media is None):
                return streaming(request, ready, visit)
            known = kept.given(ready, visit)
            if known is None:
                outcome = await _in_time(threads, _outcome, ready, visit)
                known = kept.keep(ready, visit, outcome)
            if known is not None:
                return replies.kept(known, request, media or JSON, visit)
        except Unreadable as wrong:
            return replies.unreadable(wrong, media or JSON)
        except ClientDisconnect:
            return Response(status_code=400)
        except (Refused, Unavailable, BulletinFault) as refused:
            outcome = refusal(refused)
        except Exception as cause:
            outcome = _masked(cause)
        return replies.new(outcome, media or JSON, visit)

    answering: ASGIApp = _Endpoint(endpoint)
    return Route("/graphql", _for_others(answering, origins) if origins else answering)


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


def _ready(asked: Asked, visit: Visit) -> Prepared | Outcome:
    """What may be run, or the answer to what may not."""
    try:
        return prepared(asked, visit)
    except Unfit as unfit:
        return unfit.outcome


def _outcome(ready: Prepared | Outcome, visit: Visit) -> Outcome:
    if isinstance(ready, Outcome):
        return ready
    if _listens(ready):
        raise Unreadable(400, f"Open subscriptions over WebSocket, or accept {EVENTS}.")
    with visit.allowance.turn():
        return answered(ready, visit) or run(ready, visit)


def _streams(ready: Prepared | Outcome, *, only: bool) -> bool:
    """True for what is told as events: subscriptions, and all but refusals where the asker takes
    nothing else."""
    refused = isinstance(ready, Outcome) and ready.refused is not None
    return _listens(ready) or (only and not refused)


def _listens(ready: Prepared | Outcome) -> bool:
    return isinstance(ready, Prepared) and ready.kind is OperationType.SUBSCRIPTION


def _masked(cause: Exception) -> Outcome:
    message, extensions = masked(cause, "a request failed")
    told = {"errors": [{"message": message, "extensions": extensions}]}
    return Outcome(told, Failure.REFUSED, Code.INTERNAL)
