"""What the HTML door says when something cannot be answered: a sentence in the asked language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from core.errors import BadQuestion, BulletinFault, Code, Refused, YanapayError
from core.sentences import sentence
from web.headers import complete
from web.screen import Screen

STATUS: Mapping[Code, int] = {
    Code.UNAUTHENTICATED: 401,
    Code.FORBIDDEN: 403,
    Code.DOCUMENTS_ONLY: 403,
    Code.NOT_FOUND: 404,
    Code.UNKNOWN_UBIGEO: 404,
    Code.METHOD_NOT_ALLOWED: 405,
    Code.TOO_LARGE: 413,
    Code.TOO_MANY_ATTEMPTS: 429,
    Code.TOKEN_INVALID: 401,
    Code.FOREIGN_REQUEST: 403,
    Code.LINK_SPENT: 410,
    Code.INTERNAL: 500,
    Code.NO_BULLETIN: 503,
    Code.BUSY: 503,
    Code.TIMED_OUT: 503,
}


def error_handlers() -> Mapping[Any, Callable[[Request, Exception], Response]]:
    """A clear sentence in the asked language for everything that cannot be answered."""
    return {YanapayError: _said, HTTPException: _http, Exception: _fallen}


def _said(request: Request, error: Exception) -> Response:
    assert isinstance(error, YanapayError)
    status = STATUS.get(error.code, 400)
    screen = Screen(request, None)
    facts = {"sentence": sentence(error, screen.tongue.code), "status": status}
    response = screen.page("problem", facts, status)
    if status == 503:
        response.headers["Retry-After"] = "30" if isinstance(error, BulletinFault) else "2"
    if isinstance(error, Refused):
        response.headers["Cache-Control"] = "no-store"
    return response


def _fallen(request: Request, _error: Exception) -> Response:
    """Nothing of the inside; the server writes the failure into its log."""
    response = _said(request, YanapayError(Code.INTERNAL))
    response.headers["Cache-Control"] = "no-store"
    complete(response.raw_headers, request.scope)
    return response


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    codes = {405: Code.METHOD_NOT_ALLOWED, 413: Code.TOO_LARGE}
    code = codes.get(error.status_code, Code.NOT_FOUND)
    response = _said(request, BadQuestion(code))
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response
