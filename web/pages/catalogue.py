"""``/datos``: every figure that can be had as a file, its columns, and how to cite it.

The same list for programs is a DCAT 3 catalogue (JSON-LD).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin, Release
from core.errors import YanapayError
from core.places import departments
from core.sentences import sentence
from core.vocabulary import INDUSTRIES
from web import dictionary
from web.choices import Measure, Part, choice, single
from web.files import LICENCE, attached, notes_of
from web.formats import Format, formats_of
from web.i18n import Tongue
from web.pages.calls import call_sheets
from web.pages.cases import case_sheets
from web.pages.department import department_sheets
from web.pages.figures_page import Sheets
from web.pages.industry import industry_sheets
from web.pages.panel import PATH as PANEL
from web.pages.panel import panel_sheet
from web.pages.routes import route_sheets
from web.parts.sheet import Sheet
from web.period_questions import PeriodQuestion
from web.questions import PanelQuestion
from web.screen import Screen

_LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


class _Told(StrEnum):
    """How the list is told."""

    PAGE = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure: where its page is, and its sheet."""

    page: str
    question: PanelQuestion | PeriodQuestion
    part: str
    sheet: Sheet

    def address(self, kind: str) -> str:
        """The address of its file in a format (``web.formats.Format``)."""
        return self.question.address(self.page, cuadro=self.part, formato=str(kind))


def catalogue(screen: Screen) -> Response:
    """The page; with ``formato=json`` the list for programs."""
    assert screen.visit is not None
    problems: list[YanapayError] = []
    given = screen.request.query_params.multi_items()
    values = single(given, frozenset({"formato", "lang"}), problems)
    kind = choice(_Told, "formato", values, problems)
    bulletin, tongue = screen.visit.bulletin, screen.tongue
    groups = _groups(bulletin, tongue)
    if kind is _Told.JSON and not problems:
        told = _dcat(_every(groups), bulletin.release, str(screen.request.base_url), tongue)
        return attached(told, "application/ld+json", f"yanapay-catalogo-{bulletin.release.id}.json")
    facts = {
        "groups": groups,
        "problems": [sentence(problem, tongue.code) for problem in problems],
        "columns": [*dictionary.STUBS.values(), *dictionary.VALUES.values()],
        "licence": LICENCE,
        "licence_address": _LICENCE_ADDRESS,
    }
    return screen.page("catalogue", facts, 400 if problems else 200)


@dataclass(frozen=True, slots=True)
class _Groups:
    """Figures by where they stand: pages of the country, of each department, of each industry."""

    country: list[tuple[str, list[Entry]]]
    departments: list[tuple[str, list[Entry]]]
    industries: list[tuple[str, list[Entry]]]


def _groups(bulletin: Bulletin, tongue: Tongue) -> _Groups:
    pages = [
        (tongue.say("Llamadas"), "/llamadas", call_sheets(tongue)),
        (tongue.say("Casos"), "/casos", case_sheets(tongue)),
        (tongue.say("Rutas"), "/rutas", route_sheets(tongue)),
    ]
    places = [
        (place.name, f"/departamentos/{place.ubigeo}", department_sheets(place, tongue))
        for place in sorted(departments().values(), key=lambda place: place.name)
    ]
    industries = [
        (term.label(tongue.code), f"/industrias/{term.code}", industry_sheets(term, tongue))
        for term in INDUSTRIES.terms
    ]

    def made(found: list[tuple[str, str, Sheets]]) -> list[tuple[str, list[Entry]]]:
        return [(title, list(_of_page(bulletin, path, sheets))) for title, path, sheets in found]

    panel_group = (tongue.say("Panel nacional"), list(_of_panel(bulletin, tongue)))
    return _Groups([panel_group, *made(pages)], made(places), made(industries))


def _every(groups: _Groups) -> list[Entry]:
    found = (*groups.country, *groups.departments, *groups.industries)
    return [entry for _, entries in found for entry in entries]


def _of_panel(bulletin: Bulletin, tongue: Tongue) -> Iterator[Entry]:
    for measure in Measure:
        published = measure is Measure.COMPLAINTS
        parts = (
            (Part.MAP, Part.HOTLINE)
            if published
            else (Part.MAP, Part.REGIONS, Part.SERIES, Part.YEARS, Part.MONTHS)
        )
        for part in (*parts, *((Part.MATRIX,) if not published else ())):
            asked = PanelQuestion(measure, part=part)
            yield Entry(PANEL, asked, part.value, panel_sheet(bulletin, asked, tongue))


def _of_page(bulletin: Bulletin, path: str, sheets: Sheets) -> Iterator[Entry]:
    asked = PeriodQuestion()
    for name, make in sheets.items():
        yield Entry(path, asked, name, make(bulletin, asked))


def _dcat(entries: list[Entry], release: Release, base: str, tongue: Tongue) -> str:
    """The catalogue as W3C's DCAT 3 spells it; addresses are those the asker came by."""
    told = {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
        },
        "@type": "dcat:Catalog",
        "dct:title": "Yanapay",
        "dct:identifier": release.id,
        "dct:issued": release.released_at.isoformat(),
        "dct:language": tongue.code,
        "dcat:dataset": [_dataset(entry, release, base.rstrip("/"), tongue) for entry in entries],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _dataset(entry: Entry, release: Release, base: str, tongue: Tongue) -> dict[str, Any]:
    notes = notes_of(entry.sheet, release, tongue)
    told = {
        "@type": "dcat:Dataset",
        "dct:title": entry.sheet.title,
        "dct:identifier": entry.sheet.query_id,
        "dct:license": _LICENCE_ADDRESS,
        "dct:source": entry.sheet.source,
        "dct:bibliographicCitation": notes["citation"],
        "dct:provenance": entry.sheet.provenance.value,
        "dcat:keyword": list(entry.sheet.file_head),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": kind.value,
                "dcat:mediaType": kind.media.partition(";")[0],
                "dcat:downloadURL": base + entry.address(kind),
            }
            for kind in Format
            if kind in formats_of(entry.sheet)
        ],
    }
    if "warning" in notes:
        told["dct:description"] = notes["warning"]
    return told
