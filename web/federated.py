"""Signing in from outside: the browser leaves for the provider of identities and comes back."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.errors import ProviderFault, Refused
from web.cookies import DEPARTURE, cookie_name, give, take_back
from web.screen import Screen
from web.sign_in import Doorman, Federation, address_of, entered, form, origin_of

AWAY = "/entrar/federado"
BACK = "/entrar/federado/vuelta"

_SECONDS = 600  # as long as the register remembers the departure


def depart(screen: Screen, doorman: Doorman, federation: Federation) -> Response:
    """To the provider, with a secret that only this browser brings back."""
    request = screen.request
    try:
        destination, kept = federation.depart(_back(request), address_of(request))
    except (Refused, ProviderFault) as failed:
        return form(screen, doorman, failed)
    response = RedirectResponse(destination, 303)
    give(response, request, DEPARTURE, kept, _SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def arrive(screen: Screen, doorman: Doorman, federation: Federation) -> Response:
    """The session, as after a right password; the form for anything else."""
    request = screen.request
    kept = request.cookies.get(cookie_name(request, DEPARTURE), "")
    try:
        session = federation.arrive(
            dict(request.query_params), kept, _back(request), address_of(request)
        )
    except (Refused, ProviderFault) as failed:
        response = form(screen, doorman, failed)
    else:
        response = entered(screen, doorman, session)
    take_back(response, request, DEPARTURE)
    return response


def _back(request: Request) -> str:
    return f"{origin_of(request)}{BACK}"
