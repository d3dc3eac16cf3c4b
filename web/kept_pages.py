"""Pages that the public was shown lately, given again while the same bulletin is in service.

A page is a function of its address, the language, the block asked for, the bulletin and the day
(reports for the plan are late by it); only the nonce is new each time. What somebody who has
signed in sees is neither kept nor given.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from web.cookies import session_of
from web.screen import Screen

#: Pages kept at most, and the longest query string of one that is.
MOST = 256
_LONGEST = 500

_Key = tuple[str, bytes, str, str | None]


@dataclass(frozen=True, slots=True)
class _Page:
    """A body cut at its nonces, and its headers."""

    pieces: tuple[bytes, ...]
    headers: Headers


@dataclass(slots=True)
class KeptPages:
    """The pages of one bulletin on one day; another empties it."""

    _of: Bulletin | None = None
    _on: dt.date | None = None
    _pages: OrderedDict[_Key, _Page] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def given(self, screen: Screen) -> Response | None:
        """The page, if it is kept, under the nonce of this answer."""
        key = _key(screen)
        if key is None or screen.visit is None:
            return None
        today = screen.visit.plan().today
        with self._lock:
            if self._of is not screen.visit.bulletin or self._on != today:
                self._of, self._on = screen.visit.bulletin, today
                self._pages.clear()
            found = self._pages.get(key)
            if found is None:
                return None
            self._pages.move_to_end(key)
        body = screen.request.state.nonce.encode().join(found.pieces)
        response = Response(body)
        response.raw_headers += [
            (name, value) for name, value in found.headers.raw if name != b"content-length"
        ]
        return response

    def keep(self, screen: Screen, response: Response) -> None:
        """Keep a page that everybody without a session would be given."""
        key = _key(screen)
        page = response.headers.get("content-type", "").startswith("text/html")
        if key is None or screen.visit is None or not page or response.status_code != 200:
            return
        if "set-cookie" in response.headers or "content-disposition" in response.headers:
            return
        pieces = bytes(response.body).split(screen.request.state.nonce.encode())
        with self._lock:
            if self._of is screen.visit.bulletin:
                self._pages[key] = _Page(tuple(pieces), Headers(raw=list(response.raw_headers)))
                if len(self._pages) > MOST:
                    self._pages.popitem(last=False)


def _key(screen: Screen) -> _Key | None:
    request = screen.request
    query: bytes = request.scope["query_string"]
    if screen.asker is not None or session_of(request) is not None or len(query) > _LONGEST:
        return None
    return request.url.path, query, screen.tongue.code, screen.wanted_block
