"""The session cookie, and what proves that a form was made for its session."""

from __future__ import annotations

import hashlib

from starlette.requests import Request

_COOKIE = "yanapay_session"


def cookie_name(request: Request, name: str = _COOKIE) -> str:
    """With TLS the name itself tells browsers to keep the cookie to this host and to TLS."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def session_of(request: Request) -> str | None:
    """The session secret in the cookie."""
    return request.cookies.get(cookie_name(request))


def form_token(session: str) -> str:
    """What a form of this session must send back; another site cannot know it."""
    return hashlib.sha256(b"form:" + session.encode()).hexdigest()
