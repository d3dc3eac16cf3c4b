"""``/sesiones``: where one is signed in, and ending what was forgotten open."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from core.desk.own_sessions import end_session, own_sessions
from web.cookies import session_of
from web.screen import Screen
from web.sign_in import check_form

PATH = "/sesiones"


def sessions_page(screen: Screen) -> Response:
    """Every open session of whoever asks."""
    assert screen.visit is not None
    found = own_sessions(screen.visit.at_desk(), session_of(screen.request) or "")
    return screen.page("sessions", {"sessions": found})


def end_one(screen: Screen, form: Mapping[str, str]) -> Response:
    """The list again, without the session that was chosen.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    :raises BadQuestion: ``NOT_FOUND`` for a session that is not one's own.
    """
    assert screen.visit is not None
    check_form(screen.request, form)
    end_session(screen.visit.at_desk(), session_of(screen.request) or "", form.get("sesion", ""))
    return RedirectResponse(PATH, 303)
