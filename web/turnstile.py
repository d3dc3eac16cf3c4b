"""Who may come up to the sign-in form: a flood is turned away before anything is done for it.

Looking at a password takes long on purpose. However many want it at once, they share a few threads
of their own, so that readers always find one; and more than a few dozen do not even wait.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.errors import Code, Refused
from core.sentences import sentence
from web.i18n import Tongue, language_of
from web.screen import static_url, templates

AT_ONCE = 4
WAITING = 40  # at some ten passwords a second these wait four seconds

_AWAIT = "60"  # seconds; core.access.throttling counts attempts by the minute


class Turnstile:
    """``floods(address)``: whether that address has tried too often, and was told so."""

    def __init__(self, floods: Callable[[str], bool]) -> None:
        self._floods = floods
        self._threads = CapacityLimiter(AT_ONCE)

    def closed_to(self, address: str) -> bool:
        """True where nothing shall be done for this attempt."""
        return self._floods(address) or self._threads.statistics().tasks_waiting >= WAITING

    async def through(self, act: Callable[..., Response], *given: object) -> Response:
        """``act`` in one of the threads of this turnstile."""
        return await to_thread.run_sync(act, *given, limiter=self._threads)


def turned_away(request: Request) -> Response:
    """One sentence in the asked language, made once."""
    response = HTMLResponse(_page(language_of(request)), 429)
    response.headers["Retry-After"] = _AWAIT
    response.headers["Cache-Control"] = "no-store"
    return response


@cache
def _page(language: str) -> str:
    tongue = Tongue(language)
    told = sentence(Refused(Code.TOO_MANY_ATTEMPTS), language)
    template = templates().get_template("pages/turned_away.html")
    return template.render(tongue=tongue, sentence=told, static_url=static_url)
