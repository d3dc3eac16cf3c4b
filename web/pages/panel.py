"""``/panel``: the map by department, its table, the series and the matrix, for one question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Status
from core.filters import Dimension
from core.sentences import sentence
from geo.boundaries import load_departments
from web.choices import Drawn, Measure, Part, Shape
from web.files import File, as_file
from web.formats import Format
from web.i18n import Tongue
from web.live import edition_facts
from web.parts.by_department import COUNT, RATE, department_sheet, region_sheet
from web.parts.choropleth import Drawing, count_map, limits_for, rate_map, styles_of, summary
from web.parts.corridors import corridors, most_described
from web.parts.filter_words import filters_in_force
from web.parts.findings import finding
from web.parts.hotline import hotline_charts, hotline_sheet, last_readings
from web.parts.key_figures import key_figures
from web.parts.matrix import forms, matrix_sheet, withheld_of
from web.parts.matrix import rows as matrix_rows
from web.parts.months import campaign_months, month_chart, month_sheet
from web.parts.multiples import year_maps, years_said, years_sheet
from web.parts.panel_choices import choices, heads
from web.parts.series import chart, series_sheet, side_by_side
from web.parts.sheet import Sheet
from web.questions import PanelQuestion, narrowed, panel_question
from web.screen import Screen
from web.snapshot import snapshot

PATH = "/panel"

#: What one change of the question changes: the figure, then what stands around it.
SWAPPED = ("vista", "hallazgo", "filtros", "series", "evolucion", "estado")

_BAD = 400


def panel(screen: Screen) -> Response:
    """The page, one block of it, or a file; 400 with a sentence for what was not understood."""
    assert screen.visit is not None
    asked = panel_question(screen.request.query_params.multi_items())
    bulletin = screen.visit.edition(asked.held_by.edition)
    if asked.format is not Format.PAGE and not asked.problems:
        return _download(bulletin, asked, screen.tongue)
    facts = _facts(bulletin, asked, screen.tongue)
    status = _BAD if asked.problems else 200
    if screen.wanted_block != "vista":
        return screen.page("panel", facts, status)
    response = screen.blocks("panel", SWAPPED, facts, status)
    response.headers["HX-Push-Url"] = asked.address(PATH)
    return response


def _download(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> Response:
    if asked.format is not Format.SNAPSHOT:
        return as_file(_file(bulletin, asked, tongue), asked.format, tongue)
    files = [_file(bulletin, replace(asked, part=part), tongue) for part in _taken_along(asked)]
    return snapshot(files, files[0].sheet.title, "panel", tongue)


def _taken_along(asked: PanelQuestion) -> tuple[Part, ...]:
    """The figures of a snapshot: those of the page; months only where no filter makes them fine."""
    if asked.measure is Measure.COMPLAINTS:
        return (Part.MAP, Part.HOTLINE, Part.MATRIX)
    months = () if asked.chosen else (Part.MONTHS,)
    return (Part.MAP, Part.SERIES, Part.MATRIX, Part.YEARS, *months)


def _file(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> File:
    """A sheet of the panel, the map drawn as the page draws it."""
    sheet = panel_sheet(bulletin, asked, tongue)
    drawing = None
    if sheet.total is not None:
        shown = replace(asked, drawn=Drawn.YES)
        drawing = _map(sheet, shown, _limits(bulletin, asked), tongue)
    return File(sheet, bulletin, drawing)


#: Sheets of what the register counts; what others published has none of them.
_COUNTED: Mapping[Part, Callable[[Bulletin, PanelQuestion, Tongue], Sheet]] = {
    Part.YEARS: years_sheet,
    Part.SERIES: series_sheet,
    Part.REGIONS: region_sheet,
    Part.MONTHS: lambda bulletin, asked, tongue: month_sheet(bulletin, asked.measure, tongue),
}


def panel_sheet(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> Sheet:
    """The sheet a part of the panel shows."""
    if asked.part is Part.HOTLINE:
        return hotline_sheet(bulletin, tongue)
    if asked.part is Part.MATRIX:
        return matrix_sheet(bulletin, asked, tongue)
    if asked.part in _COUNTED and asked.measure is not Measure.COMPLAINTS:
        return _COUNTED[asked.part](bulletin, asked, tongue)
    return department_sheet(bulletin, asked, tongue)


def _facts(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> dict[str, Any]:
    sheet = department_sheet(bulletin, asked, tongue)
    rates = {line.codes[0]: line.figures[RATE] for line in sheet.lines}
    limits = _limits(bulletin, asked)
    matrix = matrix_sheet(bulletin, asked, tongue)
    described = corridors(bulletin.facts, tongue)
    return {
        **edition_facts(bulletin, asked.held_by),
        "asked": asked,
        "path_of": asked.address,
        "problems": [sentence(problem, tongue.code) for problem in asked.problems],
        "finding": finding(sheet, asked, tongue),
        "key_figures": key_figures(bulletin, tongue),
        "choices": choices(asked, tongue),
        "in_force": filters_in_force(asked, tongue),
        "sheet": sheet,
        "heads": heads(asked, tongue),
        "styles": styles_of(rates, limits),
        "outlines": load_departments(),
        "map": _map(sheet, asked, limits, tongue),
        "summary": _summary(sheet, asked, tongue),
        "regions": _regions(bulletin, asked, sheet, tongue),
        "wider": _wider(asked, sheet, tongue),
        "matrix": matrix,
        "matrix_rows": matrix_rows(matrix, tongue),
        "matrix_said": withheld_of(matrix, tongue),
        "forms": forms(tongue),
        "corridors": described,
        "corridor_said": most_described(described, tongue),
        **_series(bulletin, asked, tongue),
    }


def _limits(bulletin: Bulletin, asked: PanelQuestion) -> tuple[float, ...]:
    """Class limits come from the whole series with the same filters, so that periods compare."""
    if asked.measure is Measure.COMPLAINTS:
        return limits_for(bulletin.complaint_rates())
    return limits_for(bulletin.rates(asked.whole.ask(Dimension.DEPARTMENT)))


def _summary(sheet: Sheet, asked: PanelQuestion, tongue: Tongue) -> str:
    """The sentence of the map, in the text mode too."""
    column = RATE if asked.shape is Shape.RATE else COUNT
    return summary({line.codes[0]: line.figures[column] for line in sheet.lines}, tongue)


def _map(
    sheet: Sheet, asked: PanelQuestion, limits: tuple[float, ...], tongue: Tongue
) -> Drawing | None:
    if asked.drawn is Drawn.NO:
        return None
    column = RATE if asked.shape is Shape.RATE else COUNT
    figures = {line.codes[0]: line.figures[column] for line in sheet.lines}
    if asked.shape is Shape.RATE:
        return rate_map(figures, limits, tongue)
    return count_map(figures, tongue)


def _regions(
    bulletin: Bulletin, asked: PanelQuestion, sheet: Sheet, tongue: Tongue
) -> Sheet | None:
    """Natural regions beside a table of which some departments are withheld."""
    hidden = any(line.figures[COUNT].status is Status.WITHHELD for line in sheet.lines)
    if asked.measure is Measure.COMPLAINTS or asked.by_route or not hidden:
        return None
    return region_sheet(bulletin, asked, tongue)


def _wider(asked: PanelQuestion, sheet: Sheet, tongue: Tongue) -> list[tuple[str, str]]:
    """(address, words) of nearest views by department that show more."""
    found: dict[str, str] = {}
    for coarser in sheet.nearest:
        if coarser.by == (asked.role.dimension,):
            wider = narrowed(asked, coarser)
            found.setdefault(wider.address(PATH), filters_in_force(wider, tongue))
    found.pop(asked.address(PATH), None)
    return list(found.items())


def _series(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> dict[str, Any]:
    if asked.measure is Measure.COMPLAINTS:
        charts = hotline_charts(bulletin, tongue)
        return {
            "series": hotline_sheet(bulletin, tongue),
            "charts": charts,
            "said": last_readings(charts, tongue),
        }
    sheet = series_sheet(bulletin, asked, tongue)
    limits = limits_for(bulletin.rates_by_year(asked.whole.ask(Dimension.DEPARTMENT)))
    maps = year_maps(bulletin, asked, limits, tongue) if _draws_years(asked) else ()
    return {
        "series": sheet,
        "chart": chart(sheet, tongue),
        "compared": side_by_side(sheet, tongue),
        "months": _months(bulletin, asked, tongue),
        "year_limits": limits,
        "year_maps": maps,
        "years_said": years_said(maps, tongue) if maps else "",
        "years": years_sheet(bulletin, asked, tongue) if maps else None,
    }


def _draws_years(asked: PanelQuestion) -> bool:
    return asked.drawn is Drawn.YES and asked.shape is Shape.RATE


def _months(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> dict[str, Any] | None:
    """The monthly trend with its campaigns; filters would make months too fine to be shown."""
    if asked.chosen:
        return None
    sheet = month_sheet(bulletin, asked.measure, tongue)
    campaigns = campaign_months(bulletin.facts, tongue)
    return {"sheet": sheet, "chart": month_chart(sheet, campaigns, tongue)}
