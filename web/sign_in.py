"""Signing in and out: a form that works without JavaScript, and one-time development links."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.errors import BadQuestion, Code, Refused
from core.sentences import sentence
from web.cookies import cookie_name, form_token, session_of
from web.screen import Screen

_AFTERWARDS = "/panel"
_SAME_SITE = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Doorman:
    """``by_link`` and ``by_password`` give the secret of a fresh session; ``leave`` ends one.

    ``by_password`` raises :class:`core.errors.Refused` for whatever was wrong.
    """

    by_link: Callable[[str], str | None]
    by_password: Callable[[str, str, str, str], str]
    leave: Callable[[str], None]


def check_origin(request: Request) -> None:
    """Nothing where a form comes from a page of ours.

    :raises Refused: ``FOREIGN_REQUEST`` where browser headers say that it comes from elsewhere.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    here = f"{request.url.scheme}://{request.headers.get('host', '')}"
    if (site is not None and site not in _SAME_SITE) or (origin is not None and origin != here):
        raise Refused(Code.FOREIGN_REQUEST)


def check_form(request: Request, form: Mapping[str, str]) -> None:
    """Nothing where a form comes from a page of ours that was made for this session.

    :raises Refused: ``FOREIGN_REQUEST`` for any other.
    """
    check_origin(request)
    right = form_token(session_of(request) or "").encode()
    if not hmac.compare_digest(form.get("prueba", "").encode(), right):
        raise Refused(Code.FOREIGN_REQUEST)


def entrance(screen: Screen, doorman: Doorman) -> Response:
    """The form; or, with ``?enlace=``, the trade of a one-time link for a session."""
    link = screen.request.query_params.get("enlace")
    if link is None:
        return screen.page("sign_in", {"problem": "", "name": ""})
    session = doorman.by_link(link)
    if session is None:
        raise BadQuestion(Code.LINK_SPENT)
    return _entered(screen, doorman, session)


def enter(screen: Screen, doorman: Doorman, form: Mapping[str, str]) -> Response:
    """The session for a right name, password and code; the form again for anything else."""
    check_origin(screen.request)
    name = form.get("nombre", "")
    address = screen.request.client.host if screen.request.client else ""
    try:
        session = doorman.by_password(
            name, form.get("clave", ""), form.get("codigo", "").replace(" ", ""), address
        )
    except Refused as refused:
        status = 429 if refused.code is Code.TOO_MANY_ATTEMPTS else 401
        said = sentence(refused, screen.tongue.code)
        response: Response = screen.page("sign_in", {"problem": said, "name": name[:48]}, status)
        response.headers["Cache-Control"] = "no-store"
        return response
    return _entered(screen, doorman, session)


def _entered(screen: Screen, doorman: Doorman, session: str) -> Response:
    """A fresh session in place of the one before, which ends here."""
    before = session_of(screen.request)
    if before:
        doorman.leave(before)
    response = RedirectResponse(_AFTERWARDS, 303)
    response.set_cookie(
        cookie_name(screen.request),
        session,
        httponly=True,
        samesite="lax",
        secure=screen.request.url.scheme == "https",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def leave(screen: Screen, doorman: Doorman, form: Mapping[str, str]) -> Response:
    """The session ends, where the form is one of ours."""
    check_form(screen.request, form)
    doorman.leave(session_of(screen.request) or "")
    response = RedirectResponse("/", 303)
    response.delete_cookie(cookie_name(screen.request), secure=screen.request.url.scheme == "https")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form.

    :raises BadQuestion: ``MALFORMED_TEXT`` for bytes that are not UTF-8, or null;
        ``GIVEN_TWICE`` for a field that comes twice.
    """
    try:
        given = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict")
    except ValueError:
        raise BadQuestion(Code.MALFORMED_TEXT) from None
    fields: dict[str, str] = {}
    for name, value in given:
        if "\0" in value:
            raise BadQuestion(Code.MALFORMED_TEXT)
        if name in fields:
            raise BadQuestion(Code.GIVEN_TWICE, field=name)
        fields[name] = value
    return fields
