"""GraphQL over HTTP: bodies read with a limit, media types negotiated, every mistake a 4xx."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLError, OperationType
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from api.context import Context
from api.execution import Asked, Failure, Outcome, Prepared, Unfit, prepared, run
from api.negotiation import EVENTS, GRAPHQL_JSON, JSON, chosen_media_type, takes_events
from core.desk.visit import Visit
from core.errors import BulletinFault, Refused
from core.sentences import sentence

MOST_BYTES = 100_000
ALLOWED = ("GET", "POST")


class Unreadable(Exception):
    """A request that is not a GraphQL request; ``status`` says in which way."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


#: An answer that stays open, or is at least spelled as one.
Streaming = Callable[[Request, Prepared | Outcome, Visit], ASGIApp]


def graphql_route(visit_of: Callable[[Request], Visit], streaming: Streaming) -> Route:
    """``/graphql``. A Route of its own: a mount would answer POST with a redirect."""

    async def endpoint(request: Request) -> ASGIApp:
        accept = request.headers.get("accept")
        media = chosen_media_type(accept)
        try:
            _check_method(request)
            if media is None and not takes_events(accept):
                raise Unreadable(406, f"Accept {GRAPHQL_JSON}, {JSON} or {EVENTS}.")
            asked = await _asked(request)
            visit = await run_in_threadpool(visit_of, request)
            if takes_events(accept):
                ready = await run_in_threadpool(_ready, asked, request.method)
                if media is None or _listens(ready):
                    return streaming(request, ready, visit)
            outcome = await run_in_threadpool(_outcome, asked, visit, request.method)
        except Unreadable as wrong:
            return _refusal(wrong, media or JSON)
        except Refused as refused:
            return _unwelcome(refused, media or JSON)
        except BulletinFault:
            return _refusal(Unreadable(503, "No bulletin has been published yet."), media or JSON)
        except ClientDisconnect:
            return Response(status_code=400)
        return _answer(outcome, media, visit)

    return Route("/graphql", _Endpoint(endpoint))


class _Endpoint:
    """An ASGI endpoint, so that every method reaches us and can be answered with Allow."""

    def __init__(self, answer: Callable[[Request], Any]) -> None:
        self._answer = answer

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        response = await self._answer(Request(scope, receive))
        await response(scope, receive, send)


def _outcome(asked: Asked, visit: Visit, method: str) -> Outcome:
    ready = _ready(asked, method)
    if isinstance(ready, Outcome):
        return ready
    if _listens(ready):
        raise Unreadable(400, f"Open subscriptions over WebSocket, or accept {EVENTS}.")
    return run(ready, Context(visit))


def _ready(asked: Asked, method: str) -> Prepared | Outcome:
    """What may be run, or the answer to what may not."""
    try:
        ready = prepared(asked)
    except Unfit as unfit:
        return unfit.outcome
    if method == "GET" and ready.kind is OperationType.MUTATION:
        raise Unreadable(405, "Send mutations by POST.")
    return ready


def _listens(ready: Prepared | Outcome) -> bool:
    return isinstance(ready, Prepared) and ready.kind is OperationType.SUBSCRIPTION


def _check_method(request: Request) -> None:
    if request.method not in ALLOWED:
        raise Unreadable(405, "Use GET or POST.")


async def _asked(request: Request) -> Asked:
    if request.method == "GET":
        return _from_parameters(request.query_params)
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() not in (JSON, GRAPHQL_JSON):
        raise Unreadable(415, f"Send the request as {JSON}.")
    charset = rest.strip().lower()
    if charset and charset.replace(" ", "") not in ("charset=utf-8", 'charset="utf-8"'):
        raise Unreadable(415, "Send the request in UTF-8.")
    return _from_body(await _body(request))


async def _body(request: Request) -> bytes:
    """The body, read no further than the limit."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length[:12]) > MOST_BYTES:
        raise Unreadable(413, f"A request may have at most {MOST_BYTES} bytes.")
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > MOST_BYTES:
            raise Unreadable(413, f"A request may have at most {MOST_BYTES} bytes.")
    return bytes(held)


def _from_body(body: bytes) -> Asked:
    try:
        given = json.loads(body.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unreadable(400, "The request is not valid UTF-8.") from None
    except (ValueError, RecursionError):
        raise Unreadable(400, "The request is not valid JSON.") from None
    if not isinstance(given, dict):
        raise Unreadable(400, "The request must be one JSON object.")
    return checked(given)


def _from_parameters(given: QueryParams) -> Asked:
    values: dict[str, Any] = dict(given)
    if len(values) != len(given.multi_items()):
        raise Unreadable(400, "A parameter is given twice.")
    for name in ("variables", "extensions"):
        if values.get(name):
            try:
                values[name] = json.loads(values[name])
            except (ValueError, RecursionError):
                raise Unreadable(400, f"{name} is not valid JSON.") from None
        else:
            values.pop(name, None)
    return checked(values)


def checked(given: Mapping[str, Any]) -> Asked:
    """The request in a JSON object. :raises Unreadable: where it is none."""
    query, operation = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise Unreadable(400, "query must be a text.")
    if operation is not None and not isinstance(operation, str):
        raise Unreadable(400, "operationName must be a text.")
    if variables is not None and not isinstance(variables, dict):
        raise Unreadable(400, "variables must be an object.")
    if extensions is not None and not isinstance(extensions, dict):
        raise Unreadable(400, "extensions must be an object.")
    return Asked(query, operation or None, variables)


def _answer(outcome: Outcome, media: str | None, visit: Visit) -> Response:
    """A bad question is a 400 for everybody; a document that cannot run is one only under the
    newer media type, whose clients can tell our answer from a proxy's."""
    failed = outcome.failure is Failure.QUESTION or (
        outcome.failure is Failure.DOCUMENT and media == GRAPHQL_JSON
    )
    response = _sent(outcome.told, 400 if failed else 200, media or JSON)
    if visit.asker.signed_in:
        response.headers["Cache-Control"] = "no-store"
    return response


def _unwelcome(refused: Refused, media: str) -> Response:
    """A token that is not good: one sentence, no reason, nothing run."""
    extensions = {"code": refused.code.value}
    error = GraphQLError(sentence(refused, "en"), extensions=extensions)
    response = _sent({"errors": [error.formatted]}, 401, media)
    response.headers["WWW-Authenticate"] = "Bearer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _refusal(wrong: Unreadable, media: str) -> Response:
    error = GraphQLError(wrong.sentence, extensions={"code": "BAD_REQUEST"})
    response = _sent({"errors": [error.formatted]}, wrong.status, media)
    if wrong.status == 405:
        response.headers["Allow"] = ", ".join(ALLOWED)
    return response


def _sent(told: Mapping[str, Any], status: int, media: str) -> Response:
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    response = Response(body, status, media_type=f"{media}; charset=utf-8")
    response.headers["Vary"] = "Accept, Authorization, Cookie"
    return response
