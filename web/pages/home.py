"""``/``: what this is, four headline figures, the hotline, the latest release, how to read."""

from __future__ import annotations

from starlette.responses import Response

from web.parts.key_figures import key_figures
from web.screen import Screen


def home(screen: Screen) -> Response:
    """The front page."""
    assert screen.visit is not None
    return screen.page("home", {"key_figures": key_figures(screen.visit.bulletin, screen.tongue)})
