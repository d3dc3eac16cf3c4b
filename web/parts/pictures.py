"""A sheet as a drawing that stands alone: with its title, filters, limits and how to cite it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.bulletin.bulletin import Bulletin
from geo.boundaries import load_departments
from web import marks
from web.i18n import Tongue
from web.parts.choropleth import Drawing, count_map
from web.parts.hotline import hotline_charts
from web.parts.months import campaign_months, month_chart
from web.parts.multiples import drawn_years
from web.parts.picture_grid import grid, height_of
from web.parts.ribbon import WIDTH as RIBBON_WIDTH
from web.parts.ribbon import how_read, ribbon
from web.parts.series import chart
from web.parts.sheet import Sheet
from web.screen import templates

WIDTH = 760
_INNER = WIDTH - 40

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
    drawn = grid(sheet, _INNER, tongue)
    return Body("grid", height_of(drawn), {"grid": drawn}, sheet.title)


def _ribbon(sheet: Sheet, tongue: Tongue) -> Body:
    drawn = ribbon(sheet.lines, tongue)
    words = textwrap.wrap(how_read(tongue), 105)
    top, height = 17 * len(words) + 8, round(_INNER * drawn.height / RIBBON_WIDTH)
    facts = {"ribbon": drawn, "words": words, "top": top, "drawn_height": height}
    said = "; ".join(band.title for band in drawn.bands)
    return Body("ribbon", top + height, facts, said, numbered=False)


def _numbered(sheet: Sheet, body: Body, tongue: Tongue) -> Body:
    drawn = grid(sheet, _INNER, tongue)
    height = body.height + 16 + height_of(drawn)
    return replace(body, height=height, facts={**body.facts, "grid": drawn})
