"""``/clave``: changing one's own password."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from core.access.throttling import Throttle
from core.desk.own_password import PasswordChange, change_own_password
from core.errors import BadQuestion, Code, Refused, YanapayError
from core.sentences import sentence
from web.cookies import session_of
from web.screen import Screen
from web.sign_in import address_of, check_form

PATH = "/clave"


def password_page(screen: Screen) -> Response:
    """The form."""
    return _form(screen)


def change_password(screen: Screen, form: Mapping[str, str]) -> Response:
    """The form again, with what went wrong or that the new password holds.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    """
    assert screen.visit is not None
    request = screen.request
    check_form(request, form)
    present, new, again = (form.get(name, "") for name in ("clave", "nueva", "otra_vez"))
    session, address = session_of(request) or "", address_of(request)
    change = PasswordChange(present, new, again, session, address)
    throttle: Throttle = request.app.state.throttle
    try:
        change_own_password(screen.visit.at_desk(), change, throttle)
    except (BadQuestion, Refused) as refused:
        return _form(screen, refused)
    return _form(screen, changed=True)


def _form(screen: Screen, failed: YanapayError | None = None, *, changed: bool = False) -> Response:
    problem = sentence(failed, screen.tongue.code) if failed else ""
    status = 200 if failed is None else 429 if failed.code is Code.TOO_MANY_ATTEMPTS else 400
    return screen.page("own_password", {"problem": problem, "changed": changed}, status)
