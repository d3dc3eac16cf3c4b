"""GraphQL over HTTP: the document is prepared, run in its own threads, and told in time."""

from __future__ import annotations

import asyncio
import contextvars
import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from api.context import PATIENCE
from api.errors import STATUS, masked
from api.execution import Asked, Failure, Outcome, Unfit, prepared, run, unfit
from api.negotiation import GRAPHQL_JSON, JSON, chosen_media_type
from api.requests import ALLOWED, Unreadable, asked_by
from core.desk.visit import Visit
from core.errors import BulletinFault, Code, Refused, Unavailable

#: Documents that run at once in this process; pages have threads of their own.
THREADS = 16


def graphql_route(visit_of: Callable[[Request], Visit]) -> Route:
    """``/graphql``. A Route of its own: a mount would answer POST with a redirect."""
    threads = ThreadPoolExecutor(THREADS, "graphql")

    async def endpoint(request: Request) -> Response:
        media = chosen_media_type(request.headers.get("accept"))
        visit = None
        try:
            if media is None and request.method in ALLOWED:
                raise Unreadable(406, f"Accept {GRAPHQL_JSON} or {JSON}.")
            asked = await asked_by(request)
            visit = await run_in_threadpool(visit_of, request)
            outcome = await _in_time(threads, asked, visit)
        except Unreadable as wrong:
            return _unreadable(wrong, media or JSON)
        except ClientDisconnect:
            return Response(status_code=400)
        except (Refused, Unavailable, BulletinFault) as refused:
            outcome = unfit(refused).outcome
        except Exception as cause:
            told, extensions = masked(cause, "a request failed")
            outcome = _masked(told, extensions)
        return _answer(outcome, media or JSON, visit)

    return Route("/graphql", _Endpoint(endpoint))


class _Endpoint:
    """An ASGI endpoint, so that every method reaches us and can be answered with Allow."""

    def __init__(self, answer: Callable[[Request], Any]) -> None:
        self._answer = answer

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)


async def _in_time(threads: ThreadPoolExecutor, asked: Asked, visit: Visit) -> Outcome:
    """The outcome, or ``TIMED_OUT``. What was begun then ends by itself: no statement and no field
    outlives its own limit by much."""
    context = contextvars.copy_context()
    working = asyncio.get_running_loop().run_in_executor(
        threads, context.run, _outcome, asked, visit
    )
    try:
        return await asyncio.wait_for(working, PATIENCE)
    except TimeoutError:
        return unfit(Unavailable(Code.TIMED_OUT)).outcome


def _outcome(asked: Asked, visit: Visit) -> Outcome:
    try:
        ready = prepared(asked, visit)
        with visit.allowance.turn():
            return run(ready, visit)
    except Unfit as wrong:
        return wrong.outcome


def _masked(message: str, extensions: Mapping[str, Any]) -> Outcome:
    told = {"errors": [{"message": message, "extensions": extensions}]}
    return Outcome(told, Failure.REFUSED, Code.INTERNAL)


def _answer(outcome: Outcome, media: str, visit: Visit | None) -> Response:
    """The response; what it cost its asker stands in its headers."""
    response = _sent(outcome.told, _status(outcome, media), media)
    if outcome.refused is not None or visit is None or visit.asker.signed_in:
        response.headers["Cache-Control"] = "no-store"
    if visit is not None:
        quota = visit.allowance.quota()
        response.headers["RateLimit-Policy"] = f'"points";q={quota.limit};w=60;qu="points"'
        response.headers["RateLimit"] = f'"points";r={quota.remaining};t={quota.resets_in}'
    _say_when(response, outcome)
    return response


def _say_when(response: Response, outcome: Outcome) -> None:
    """When to ask again, and how, where that would help."""
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    elif response.status_code == 405:
        response.headers["Allow"] = "POST"
    elif response.status_code in (429, 503):
        extensions = outcome.told["errors"][0]["extensions"]
        response.headers["Retry-After"] = extensions.get("seconds", "2")


def _status(outcome: Outcome, media: str) -> int:
    """A bad question is a 400 for everybody; a document that cannot run is one only under the
    newer media type, whose clients can tell our answer from a proxy's."""
    if outcome.refused is not None:
        return STATUS.get(outcome.refused, 400)
    failed = outcome.failure is Failure.QUESTION or (
        outcome.failure is Failure.DOCUMENT and media == GRAPHQL_JSON
    )
    return 400 if failed else 200


def _unreadable(wrong: Unreadable, media: str) -> Response:
    error = {"message": str(wrong), "extensions": {"code": wrong.code.value}}
    response = _sent({"errors": [error]}, wrong.status, media)
    if wrong.status == 405:
        response.headers["Allow"] = ", ".join(ALLOWED)
    return response


def _sent(told: Mapping[str, Any], status: int, media: str) -> Response:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    response = Response(body, status, media_type=f"{media}; charset=utf-8")
    response.headers["Vary"] = "Accept, Authorization, Cookie"
    return response
