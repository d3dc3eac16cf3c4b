"""How a page looks, small and grey, and where it looks otherwise than the picture that was kept.

One point of a picture stands for 8 by 8 of the page, so letters are grey bands: what another build
of Chromium draws otherwise is lost, a block that has moved, been cut off or gone is not.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route

from web.screen import STATIC

#: Points of the page to a point of the browser's picture, and of the kept one.
DRAWN, KEPT = 4, 8

#: A tile of 20 x 12 points of a kept picture (160 x 96 of the page) is compared at a time.
_WIDE, _HIGH = 20, 12
#: How far, in points, a row of tiles is looked for above and below where the last one was found:
#: one line of text that breaks otherwise moves all that follows by 3.
_AROUND = 4
#: Of 255. Other hinting or smoothing, or one more digit in a figure, stay under 4; a bar,
#: a box or a line of text that is missing from a tile gives 12 and more.
TOLERANCE = 9.0

_FONTS = Path("web/writers/fonts")


def _face(family: str, weight: str, name: str) -> str:
    """A font inside the style sheet: it needs no request of its own."""
    held = base64.b64encode((_FONTS / f"{name}.ttf").read_bytes()).decode()
    source = f"url(data:font/ttf;base64,{held})"
    return f'@font-face{{font-family:"{family}";font-weight:{weight};src:{source}}}'


def pin_fonts(context: BrowserContext) -> None:
    """Let pages of a context be set in the fonts that lie in the tree, whatever the machine has."""
    faces = "".join(
        _face(family, weight, name)
        for family in ("Segoe UI", "ui-monospace")
        for weight, name in (("400", "Roboto-Regular"), ("600 700", "Roboto-Bold"))
    )
    css = faces + (STATIC / "yanapay.css").read_text("utf-8")

    def styles(route: Route) -> None:
        route.fulfill(body=css, content_type="text/css")

    context.route("**/static/yanapay.css*", styles)


def look(page: Page) -> Image.Image:
    """The whole page as it is kept: grey, an eighth as wide and high.

    Taken beyond the window, which is not made as high as the page for it: twice as fast.
    """
    page.evaluate("document.fonts.ready.then(() => true)")
    size = page.evaluate("[innerWidth, document.documentElement.scrollHeight]")
    area = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 / DRAWN}
    session = page.context.new_cdp_session(page)
    asked = {"captureBeyondViewport": True, "optimizeForSpeed": True, "clip": area}
    taken = base64.b64decode(session.send("Page.captureScreenshot", asked)["data"])
    session.detach()
    return Image.open(io.BytesIO(taken)).convert("L").reduce(KEPT // DRAWN)


def differences(kept: Image.Image, seen: Image.Image) -> list[str]:
    """Where the page looks otherwise, in points of the page; nothing where it looks the same."""
    one, two = (np.asarray(picture, dtype=np.int16) for picture in (kept, seen))
    if one.shape[1] != two.shape[1]:
        return [f"{two.shape[1] * KEPT} wide, was {one.shape[1] * KEPT}"]
    found, at = [], 0
    for top in range(0, one.shape[0], _HIGH):
        band = one[top : top + _HIGH]
        far, left = _worst(band, _band(two, top + at, len(band)))
        if far > TOLERANCE:
            shifts = range(at - _AROUND, at + _AROUND + 1)
            moved = {shift: _worst(band, _band(two, top + shift, len(band))) for shift in shifts}
            at = min(moved, key=lambda shift: moved[shift][0])
            far, left = moved[at]
        if far > TOLERANCE:
            found.append(f"{far:.0f} at {left * KEPT},{top * KEPT}")
    over = two.shape[0] - one.shape[0] - at
    return found if abs(over) <= _AROUND else [*found, f"{over * KEPT} longer"]


def _band(picture: np.ndarray, top: int, high: int) -> np.ndarray:
    """Some rows of a picture; white where there are none."""
    band = np.full((high, picture.shape[1]), 255, dtype=np.int16)
    first, last = max(top, 0), min(top + high, picture.shape[0])
    if first < last:
        band[first - top : last - top] = picture[first:last]
    return band


def _worst(one: np.ndarray, two: np.ndarray) -> tuple[float, int]:
    """(mean difference, left edge) of the tile that differs most."""
    apart = np.abs(one - two)
    tiles = range(0, apart.shape[1], _WIDE)
    return max((float(apart[:, left : left + _WIDE].mean()), left) for left in tiles)
