"""Headers on every answer: what a browser may load, keep, and tell others."""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FIXED = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types htmx",
)


def policy(nonce: str) -> str:
    """Nothing inline, nothing evaluated, nothing from another host; scripts by this nonce alone."""
    return "; ".join((f"script-src 'nonce-{nonce}'", *_FIXED))


_OWN_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})

#: The heads of answers; the second is of a WebSocket that is not opened.
_HEADS = ("http.response.start", "websocket.http.response.start")

_TWO_YEARS = 63_072_000

#: As ASGI has headers: names in lower case.
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-cache"),
)
_ALWAYS_TLS = (
    b"strict-transport-security",
    f"max-age={_TWO_YEARS}; includeSubDomains".encode(),
)


def complete(headers: list[tuple[bytes, bytes]], scope: Scope) -> None:
    """Add what is not there yet. The answer to a failure is made outside and asks for itself."""
    there = {name for name, _ in headers}
    wanted = [(b"content-security-policy", policy(scope["state"]["nonce"]).encode()), *_ALWAYS]
    if scope["scheme"] in ("https", "wss"):
        wanted.append(_ALWAYS_TLS)
    headers.extend(each for each in wanted if each[0] not in there)


class SecurityHeaders:
    """Adds them to every response; pages are checked again each time, static files are kept.

    ``loopback``: a server that only this machine can reach answers to its own names alone, so that
    a foreign name that is made to point here (DNS rebinding) reads nothing.
    """

    def __init__(self, app: ASGIApp, *, loopback: bool = False) -> None:
        self.app = app
        self.loopback = loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its answer."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(18)

        async def completed(message: Message) -> None:
            if message["type"] in _HEADS:
                message["headers"] = list(message.get("headers", ()))
                complete(message["headers"], scope)
            await send(message)

        if self.loopback and _host(scope) not in _OWN_NAMES:
            refusal = PlainTextResponse("This name is not one of this server's.", 421)
            await refusal(scope, receive, completed)
            return
        await self.app(scope, receive, completed)


def _host(scope: Scope) -> str:
    """The name the client asked for, without its port."""
    name = Headers(scope=scope).get("host", "")
    return name if name.endswith("]") else name.rpartition(":")[0] or name
