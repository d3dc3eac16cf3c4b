"""A sheet as a drawing that stands alone: with its title, filters, limits and how to cite it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Figure, Status, number
from geo.boundaries import load_departments
from geo.classes import class_of, doubling_limits
from web import marks
from web.dictionary import words_of
from web.i18n import Tongue
from web.parts.choropleth import Drawing, count_map
from web.parts.hotline import hotline_charts
from web.parts.months import campaign_months, month_chart
from web.parts.multiples import drawn_years
from web.parts.ribbon import WIDTH as RIBBON_WIDTH
from web.parts.ribbon import how_read, ribbon
from web.parts.series import chart
from web.parts.sheet import Line, Sheet
from web.screen import templates
from web.spelling import spell

WIDTH = 760
_INNER = WIDTH - 40

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

Notes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Body:
    """What is drawn: a template of marks, its facts, and how high it is."""

    template: str
    height: float
    facts: Mapping[str, Any]
    said: str
    #: False where no number is read in it: a file of it alone then has its table below.
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text around the drawing."""

    y: float
    size: int
    text: str
    bold: bool = False


def picture(sheet: Sheet, body: Body, notes: Notes, tongue: Tongue) -> str:
    """The drawing as one SVG file that asks for nothing else.

    ``notes``: what the file says of itself; those a reader needs stand below the drawing too.
    """
    body = body if body.numbered else _numbered(sheet, body, tongue)
    head = [*_lines(sheet.title, 20, 62, bold=True), *_lines(sheet.filters, 14, 100)]
    if "warning" in notes:
        head += _lines(notes["warning"], 14, 100, bold=True)
    if not sheet.every_line:
        head += _lines(tongue.say("Con estos filtros no hay filas que mostrar."), 14, 100)
    above = _placed(head, 16)
    top = (above[-1].y if above else 0) + 24
    foot = _lines(_cited(notes, tongue), 11, 125)
    below = _placed(foot, top + body.height + 8)
    frame = _Frame(top, below[-1].y + 16, (*above, *below))
    return _drawn(sheet, body, frame, notes, tongue)


def _cited(notes: Notes, tongue: Tongue) -> str:
    """Whose figures, of when, by which rule, and how to cite them, as one paragraph."""
    told = tongue.say(
        "Fuente: %(source)s. Corte: %(cut)s. Regla %(rule)s. Licencia: %(licence)s.",
        source=notes["source"],
        cut=notes["cut"],
        rule=notes["rule_version"],
        licence=notes["licence"],
    )
    return f"{told} {notes['citation']}."


def alone(sheet: Sheet, body: Body, tongue: Tongue) -> str:
    """The drawing without words around it, for documents that say them."""
    return _drawn(sheet, body, _Frame(0, body.height, ()), {}, tongue)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the drawing begins, how high the whole is, and the words around it."""

    top: float
    height: float
    words: Sequence[Words]


def _drawn(sheet: Sheet, body: Body, frame: _Frame, notes: Notes, tongue: Tongue) -> str:
    return (
        templates()
        .get_template("files/picture.svg")
        .render(
            width=WIDTH,
            height=round(frame.height),
            language=tongue.code,
            title=sheet.title,
            said=body.said,
            notes=list(notes.items()),
            stylesheet=marks.stylesheet(),
            lines=frame.words,
            body={"template": f"files/{body.template}.svg", "y": frame.top, "height": body.height},
            say=tongue.say,
            **body.facts,
        )
    )


def _lines(text: str, size: int, width: int, *, bold: bool = False) -> list[Words]:
    return [Words(0, size, line, bold) for line in textwrap.wrap(text, width)]


def _placed(lines: Iterable[Words], y: float) -> list[Words]:
    """Each line below the one before."""
    placed = []
    for line in lines:
        y += line.size * 1.4
        placed.append(replace(line, y=round(y, 1)))
    return placed


def body_of(sheet: Sheet, bulletin: Bulletin, drawing: Drawing | None, tongue: Tongue) -> Body:
    """How a sheet is drawn. ``drawing``: the map of a page that draws it in a way of its own."""
    if drawing is not None or sheet.stub == ("department",):
        counts = {line.codes[0]: line.figures[0] for line in sheet.lines}
        return _map(drawing or count_map(counts, tongue))
    if sheet.stub == ("department", "year"):
        return _years(sheet, tongue)
    if sheet.stub == ("semester",):
        drawn = chart(sheet, tongue)
        return Body("series", 320, {"chart": drawn}, drawn.description)
    if sheet.stub == ("month",):
        months = month_chart(sheet, campaign_months(bulletin.facts, tongue), tongue)
        return Body("months", 180, {"chart": months}, months.description)
    if sheet.name == "linea-0800":
        readings = hotline_charts(bulletin, tongue)
        return Body("readings", 560, {"charts": readings}, sheet.title)
    as_ribbon = sheet.name == "cinta" and sheet.lines
    return _ribbon(sheet, tongue) if as_ribbon else _table(sheet, tongue)


def _map(drawing: Drawing) -> Body:
    regions = tuple(replace(region, href="") for region in drawing.regions)
    facts = {"map": replace(drawing, regions=regions), "outlines": load_departments()}
    return Body("map", 720, facts, drawing.description)


def _years(sheet: Sheet, tongue: Tongue) -> Body:
    maps, limits = drawn_years(sheet, tongue)
    facts = {
        "multiples": maps,
        "limits": [tongue.number(low) for low in limits],
        "outlines": load_departments(),
    }
    return Body("multiples", 510, facts, sheet.title)


def _table(sheet: Sheet, tongue: Tongue) -> Body:
    grid = _grid(sheet, tongue)
    return Body("grid", _height_of(grid), {"grid": grid}, sheet.title)


def _height_of(grid: Mapping[str, Any]) -> int:
    return _HEAD + _ROW * len(grid["rows"])


def _ribbon(sheet: Sheet, tongue: Tongue) -> Body:
    drawn = ribbon(sheet.lines, tongue)
    words = textwrap.wrap(how_read(tongue), 105)
    top, height = 17 * len(words) + 8, round(_INNER * drawn.height / RIBBON_WIDTH)
    facts = {"ribbon": drawn, "words": words, "top": top, "drawn_height": height}
    said = "; ".join(band.title for band in drawn.bands)
    return Body("ribbon", top + height, facts, said, numbered=False)


def _numbered(sheet: Sheet, body: Body, tongue: Tongue) -> Body:
    grid = _grid(sheet, tongue)
    height = body.height + 16 + _height_of(grid)
    return replace(body, height=height, facts={**body.facts, "grid": grid})


def _grid(sheet: Sheet, tongue: Tongue) -> dict[str, Any]:
    """Rows of labels and values: bars behind one column of numbers, shades behind many."""
    labels = _room(sheet)
    step = (_INNER - labels) / max(len(sheet.columns), 1)  # filters may leave no column
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


def _room(sheet: Sheet) -> float:
    """Room for the longest name, as far as it leaves the columns room for bars."""
    longest = max((len(_label(line)) for line in sheet.every_line), default=0)
    most = min(_MOST_LABELS, _INNER - (_BARS + 1) * len(sheet.columns))
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
