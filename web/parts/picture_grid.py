"""A table as marks: bars behind one column of numbers, shades behind many."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.bulletin.figures import Figure, Status, number
from geo.classes import class_of, doubling_limits
from web.dictionary import words_of
from web.i18n import Tongue
from web.parts.sheet import Line, Sheet
from web.spelling import spell

#: Room for the names of lines: at least, and at most where they are long and the columns few.
_LABELS, _MOST_LABELS = 220, 420
#: With less room than this a column has shades, and no bars.
_BARS = 200
_ROW, _HEAD = 24, 36

_SEPARATOR = " · "
#: No part of the name of a line is cut shorter than this.
_SHORTEST = 8

#: About how wide a letter of a table is.
_LETTER = 6.4
_SHADES = (0, 0, 1, 1, 2, 2)


def height_of(grid: Mapping[str, Any]) -> int:
    """Pixels."""
    return _HEAD + _ROW * len(grid["rows"])


def grid(sheet: Sheet, width: float, tongue: Tongue) -> dict[str, Any]:
    """Rows of labels and values: bars behind one column of numbers, shades behind many."""
    labels = _room(sheet, width)
    step = (width - labels) / max(len(sheet.columns), 1)  # filters may leave no column
    heads = [
        {
            "x": round(labels + step * (at + 1) - 6, 1),
            "lines": textwrap.wrap(words_of(name, tongue), int(step / _LETTER))[:2],
        }
        for at, name in enumerate(sheet.columns)
    ]
    numbers = [n for line in sheet.lines for f in line.figures if (n := number(f)) is not None]
    scale = _Scale(labels, step, max(numbers, default=0), doubling_limits(numbers))
    rows = [_row(at, line, scale, tongue) for at, line in enumerate(sheet.every_line)]
    return {"heads": heads, "rows": rows}


@dataclass(frozen=True, slots=True)
class _Scale:
    """Room for names, width of a column, the largest number, and the limits of the classes."""

    labels: float
    step: float
    largest: float
    limits: tuple[float, ...]


def _row(at: int, line: Line, scale: _Scale, tongue: Tongue) -> dict[str, Any]:
    cells = [_cell(place, figure, scale, tongue) for place, figure in enumerate(line.figures)]
    return {"y": _HEAD + _ROW * at, "label": _fitted(_parts(line), scale.labels), "cells": cells}


def _label(line: Line) -> str:
    return _SEPARATOR.join(_parts(line))


def _parts(line: Line) -> list[str]:
    """What names a line, without addresses and sentences: those are in its table."""
    named = (t for t in line.labels if t and "://" not in t and not t.endswith("."))
    return list(dict.fromkeys(named))


def _fitted(parts: Sequence[str], room: float) -> str:
    """The name of a line; where it is too long its longest parts are cut, not its end."""
    letters = int(room / _LETTER) - len(_SEPARATOR) * (len(parts) - 1)
    most = max((len(part) for part in parts), default=0)
    while most > _SHORTEST and sum(min(len(part), most) for part in parts) > letters:
        most -= 1
    kept = [part if len(part) <= most else f"{part[: most - 1].rstrip()}…" for part in parts]
    return _cut(_SEPARATOR.join(kept), room)


def _room(sheet: Sheet, width: float) -> float:
    """Room for the longest name, as far as it leaves the columns room for bars."""
    longest = max((len(_label(line)) for line in sheet.every_line), default=0)
    most = min(_MOST_LABELS, width - (_BARS + 1) * len(sheet.columns))
    return max(_LABELS, min((longest + 1) * _LETTER, most))


def _cell(place: int, figure: Figure, scale: _Scale, tongue: Tongue) -> dict[str, Any]:
    x, value = scale.labels + scale.step * place, number(figure)
    width, style = scale.step - 2, ""
    if figure.status is Status.WITHHELD:
        style = "class-withheld"
        width = min(width, 60.0) if scale.step > _BARS else width
    elif value is not None and scale.step > _BARS:
        style = "class-1"
        width = width * min(value / scale.largest, 1) if scale.largest else 0.0
    elif value is not None:
        style = f"class-{_SHADES[class_of(value, scale.limits)]}"
    text = spell(figure, tongue).text
    text_x = x + scale.step - 6
    return {
        "x": round(x, 1),
        "width": round(width, 1),
        "style": style,
        "text": text,
        "text_x": round(text_x, 1),
    }


def _cut(text: str, width: float) -> str:
    """What of a text has room."""
    most = int(width / _LETTER)
    return text if len(text) <= most else text[: most - 1] + "…"
