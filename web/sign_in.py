"""Signing in and out: a form that works without JavaScript, and one-time development links.

How people come in from outside: web.federated.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from core.errors import BadQuestion, Code, ProviderFault, Refused, YanapayError
from core.sentences import sentence
from web.cookies import SESSION, form_token, give, session_of, take_back
from web.screen import Screen
from web.turnstile import Turnstile

_AFTERWARDS = "/panel"
_SAME_SITE = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Federation:
    """The way through a provider of identities.

    ``depart(back, address)`` gives where the browser goes and what it keeps meanwhile;
    ``arrive(answer, kept, back, address)`` the secret of a fresh session.
    """

    depart: Callable[[str, str], tuple[str, str]]
    arrive: Callable[[Mapping[str, str], str, str, str], str]


@dataclass(frozen=True, slots=True)
class Doorman:
    """``by_link`` and ``by_password`` give the secret of a fresh session; ``leave`` ends one.

    ``by_password`` raises :class:`core.errors.Refused` for whatever was wrong. ``turnstile`` says
    whose attempts are not even looked at.
    """

    by_link: Callable[[str], str | None]
    by_password: Callable[[str, str, str, str], str]
    leave: Callable[[str], None]
    turnstile: Turnstile
    federation: Federation | None = None


def check_origin(request: Request) -> None:
    """Nothing where a form comes from a page of ours.

    :raises Refused: ``FOREIGN_REQUEST`` where browser headers say that it comes from elsewhere.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    # Under our Referrer-Policy browsers send the forms of our own pages with an origin of "null".
    hidden = origin == "null" and site == "same-origin"
    foreign = origin is not None and origin != origin_of(request) and not hidden
    if (site is not None and site not in _SAME_SITE) or foreign:
        raise Refused(Code.FOREIGN_REQUEST)


def check_form(request: Request, form: Mapping[str, str]) -> None:
    """Nothing where a form comes from a page of ours that was made for this session.

    :raises Refused: ``FOREIGN_REQUEST`` for any other.
    """
    check_origin(request)
    right = form_token(session_of(request) or "").encode()
    if not hmac.compare_digest(form.get("prueba", "").encode(), right):
        raise Refused(Code.FOREIGN_REQUEST)


def origin_of(request: Request) -> str:
    """The house as this browser calls it."""
    return f"{request.url.scheme}://{request.headers.get('host', '')}"


def address_of(request: HTTPConnection) -> str:
    """The network address of whoever asks."""
    return request.client.host if request.client else ""


def entrance(screen: Screen, doorman: Doorman) -> Response:
    """The form; or, with ``?enlace=``, the trade of a one-time link for a session."""
    link = screen.request.query_params.get("enlace")
    if link is None:
        return form(screen, doorman)
    session = doorman.by_link(link)
    if session is None:
        raise BadQuestion(Code.LINK_SPENT)
    return entered(screen, doorman, session)


def form(
    screen: Screen, doorman: Doorman, failed: YanapayError | None = None, name: str = ""
) -> Response:
    """The form, with what went wrong, if anything did."""
    facts = {"problem": "", "name": name[:48], "federated": doorman.federation is not None}
    if failed is None:
        return screen.page("sign_in", facts)
    status = 429 if failed.code is Code.TOO_MANY_ATTEMPTS else 401
    if isinstance(failed, ProviderFault):
        status = 502
    facts["problem"] = sentence(failed, screen.tongue.code)
    response = screen.page("sign_in", facts, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def enter(screen: Screen, doorman: Doorman, typed: Mapping[str, str]) -> Response:
    """The session for a right name, password and code; the form again for anything else."""
    check_origin(screen.request)
    name, code = typed.get("nombre", ""), typed.get("codigo", "").replace(" ", "")
    try:
        session = doorman.by_password(
            name, typed.get("clave", ""), code, address_of(screen.request)
        )
    except Refused as refused:
        return form(screen, doorman, refused, name)
    return entered(screen, doorman, session)


def entered(screen: Screen, doorman: Doorman, session: str) -> Response:
    """A fresh session in place of the one before, which ends here."""
    before = session_of(screen.request)
    if before:
        doorman.leave(before)
    response = RedirectResponse(_AFTERWARDS, 303)
    give(response, screen.request, SESSION, session)
    response.headers["Cache-Control"] = "no-store"
    return response


def leave(screen: Screen, doorman: Doorman, typed: Mapping[str, str]) -> Response:
    """The session ends, where the form is one of ours."""
    check_form(screen.request, typed)
    doorman.leave(session_of(screen.request) or "")
    response = RedirectResponse("/", 303)
    take_back(response, screen.request)
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
