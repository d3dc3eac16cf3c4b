"""The internal edition on a page: its switch, its mark, and how the page comes again by itself.

A bell (api.streams.bell, which app hands over) tells the page that there are other figures; htmx
then asks for the page and morphs it, so that focus, scroll and open details stay. Whoever may not
see them any more is told the end instead, and the page asks once more, to be refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp

from core.bulletin.bulletin import Bulletin, Edition
from core.moments import LIMA
from web.choices import PublicOrExact
from web.screen import Screen

PATH = "/vivo"

#: The element that asks for the page again (parts/edition.html), as htmx names it.
_ASKS = "div#refresco"


def by_itself(request: Request) -> bool:
    """True where the page asks and nobody has touched anything: no session is kept alive by it.

    A browser that says so falsely only loses time of its own session.
    """
    return request.url.path == PATH or request.headers.get("hx-source") == _ASKS


def edition_facts(bulletin: Bulletin, held_by: PublicOrExact) -> Mapping[str, Any]:
    """What a page of figures says of its edition."""
    internal = held_by.edition is Edition.INTERNAL
    counted = bulletin.release.released_at.astimezone(LIMA)
    return {
        "edition": held_by.edition,
        "switched": True,
        "seen": bulletin.release.id if internal else "",
        "counted_at": f"{counted:%H:%M:%S}" if internal else "",
    }


def bell(screen: Screen) -> ASGIApp:
    """What tells a page that there is another edition than the one it shows (``visto``)."""
    assert screen.visit is not None
    seen = screen.request.query_params.get("visto", "")
    ringing: ASGIApp = screen.request.app.state.ringing(screen.request, screen.visit, seen)
    return ringing


def no_bell() -> ASGIApp:
    """For whoever may not: the end, in the words of the bell, so that no browser tries again."""
    return PlainTextResponse("event: fin\ndata: \n\n", media_type="text/event-stream")
