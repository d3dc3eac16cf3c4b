"""Where the name of each department stands: inside it, or at sea with a leader to it.

Placed by hand for the outlines of geo/data/departments.json, and held apart by a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A label of one line (two for ``roomy`` departments), in units of the drawing.

    ``anchor``: 'middle' or 'end'; ``leader``: from the text to the department; ``minor`` labels
    are left out on a phone.
    """

    x: float
    y: float
    anchor: str = "middle"
    leader: tuple[Point, Point] | None = None
    minor: bool = True
    roomy: bool = False


def _at_sea(x: float, y: float, to: Point, *, minor: bool = True) -> Label:
    return Label(x, y, "end", ((x + 4, y - 4), to), minor)


LABELS: Mapping[str, Label] = MappingProxyType(
    {
        "01": _at_sea(176, 112, (222, 170)),
        "02": Label(239, 412),
        "03": Label(437, 604),
        "04": Label(455, 680, minor=False),
        "05": Label(384, 632),
        "06": Label(200, 304),
        "07": _at_sea(222, 516, (261, 526)),
        "08": Label(448, 542, roomy=True),
        "09": _at_sea(300, 606, (348, 556)),
        "10": Label(297, 420),
        "11": _at_sea(296, 652, (322, 622)),
        "12": Label(333, 494),
        "13": _at_sea(138, 372, (190, 352)),
        "14": _at_sea(88, 296, (136, 280)),
        "15": _at_sea(240, 546, (296, 534), minor=False),
        "16": Label(372, 178, minor=False, roomy=True),
        "17": Label(535, 508, minor=False, roomy=True),
        "18": _at_sea(446, 752, (508, 728)),
        "19": Label(352, 440),
        "20": Label(127, 228, minor=False),
        "21": Label(560, 600, minor=False, roomy=True),
        "22": Label(277, 312),
        "23": _at_sea(478, 782, (530, 762)),
        "24": _at_sea(76, 156, (112, 172)),
        "25": Label(430, 436, minor=False, roomy=True),
    }
)
