"""The explorer's way into GraphQL: the form of a page, asked as any program asks, in this process.

It is one more client of the same endpoint: whatever limits, checks or prices requests there does so
to the explorer, and nothing has to be repeated here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Scope

from web.api_side import Answered, Ask

#: Headers of the form's own request that say nothing of the one made from it.
_OF_THE_FORM = frozenset({b"accept", b"content-length", b"content-type", b"transfer-encoding"})


def asking(graphql: ASGIApp) -> Ask:
    """How a page asks the endpoint on behalf of whoever asks the page."""

    async def ask(request: Request, asked: Mapping[str, Any]) -> Answered:
        body = json.dumps(asked).encode()
        parts = [body]
        start: dict[str, Any] = {}
        told = bytearray()

        async def receive() -> Message:
            if parts:
                return {"type": "http.request", "body": parts.pop(), "more_body": False}
            return await request.receive()

        async def send(message: Message) -> None:
            start.update(message)
            told.extend(message.get("body", b""))

        await graphql(_scope(request, len(body)), receive, send)
        return Answered(start["status"], Headers(raw=start["headers"]), bytes(told))

    return ask


def _scope(request: Request, length: int) -> Scope:
    kept = [(name, value) for name, value in request.headers.raw if name not in _OF_THE_FORM]
    ours = [
        (b"accept", b"application/graphql-response+json"),
        (b"content-type", b"application/json"),
        (b"content-length", str(length).encode()),
    ]
    place = {"path": "/graphql", "raw_path": b"/graphql", "query_string": b""}
    return {**request.scope, **place, "headers": [*kept, *ours]}
