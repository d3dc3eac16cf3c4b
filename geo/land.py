"""The land under drawings of routes as two small images, so that pages do not carry it each time.

    python -m geo.land web/static

writes ``land-peru.svg`` and ``land-world.svg`` from geo/data; a test holds them to it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from geo.boundaries import load_departments
from geo.world import load_world

_LAND, _NAMED, _HOME, _LINE = "#d9d9d0", "#c3c3b6", "#85b8de", "#fff"


def land() -> Mapping[str, str]:
    """The images by their file names."""
    world, drawn = load_world(), load_departments()
    countries = [(_HOME if code == "PE" else _NAMED, c.path) for code, c in world.countries.items()]
    departments = [(_LAND, outline.path) for outline in drawn.outlines.values()]
    return {
        "land-peru.svg": _image(drawn.view_box, departments),
        "land-world.svg": _image(world.view_box, [(_LAND, world.land), *countries]),
    }


def _image(view_box: str, shapes: Iterable[tuple[str, str]]) -> str:
    paths = "".join(f'<path fill="{fill}" d="{path}"/>' for fill, path in shapes)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}"'
    return f'{head} stroke="{_LINE}" stroke-width=".8">{paths}</svg>\n'


if __name__ == "__main__":
    for name, image in land().items():
        Path(sys.argv[1], name).write_text(image, "utf-8")
