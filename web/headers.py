"""Headers on every answer: what a browser may load, keep, and tell others."""

from __future__ import annotations

import secrets

from starlette.datastructures import Headers, MutableHeaders
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

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def complete(headers: MutableHeaders, scope: Scope) -> None:
    """Add what is not there yet. The answer to a failure is made outside and asks for itself."""
    headers.setdefault("Content-Security-Policy", policy(scope["state"]["nonce"]))
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-cache")
    if scope["scheme"] in ("https", "wss"):
        headers.setdefault("Strict-Transport-Security", f"max-age={_TWO_YEARS}; includeSubDomains")


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
                complete(MutableHeaders(scope=message), scope)
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
