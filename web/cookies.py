"""Cookies of signing in, and what proves that a form was made for its session."""

from __future__ import annotations

import hashlib

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

SESSION = "yanapay_session"
DEPARTURE = "yanapay_federado"  # of a browser that is at the provider of identities now


def cookie_name(request: HTTPConnection, cookie: str = SESSION) -> str:
    """With TLS the name itself tells browsers to keep the cookie to this host and to TLS."""
    return f"__Host-{cookie}" if request.url.scheme in ("https", "wss") else cookie


def session_of(request: HTTPConnection) -> str | None:
    """The session secret in the cookie."""
    return request.cookies.get(cookie_name(request))


def give(
    response: Response, request: Request, cookie: str, value: str, seconds: int | None = None
) -> None:
    """Let the browser keep a secret, for so long or until it closes; no script can read it."""
    response.set_cookie(
        cookie_name(request, cookie),
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )


def take_back(response: Response, request: Request, cookie: str = SESSION) -> None:
    """Let the browser forget it; with TLS it listens to nothing less than a secure cookie."""
    name = cookie_name(request, cookie)
    secure = request.url.scheme == "https"
    response.delete_cookie(name, httponly=True, samesite="lax", secure=secure)


def form_token(session: str) -> str:
    """What a form of this session must send back; another site cannot know it."""
    return hashlib.sha256(b"form:" + session.encode()).hexdigest()
