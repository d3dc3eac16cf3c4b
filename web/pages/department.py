"""``/departamentos/{ubigeo}``: one department beside the country, and its provinces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.documented import roles_of
from core.bulletin.figures import Shown, rate_per_100_000
from core.bulletin.ranking import ranked
from core.filters import DOMAINS, Dimension, question
from core.periods import Grain, Span
from core.places import Department, department, departments, national_population
from core.vocabulary import STOP_ROLES, Unit
from geo.boundaries import load_departments, load_provinces
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue
from web.measures import column, register
from web.pages.figures_page import Sheets, figures_page
from web.parts.choropleth import limits_for, styles_of
from web.parts.provinces import province_map
from web.parts.sheet import Line, Sheet
from web.parts.splits import Split, drawn, highest_year
from web.parts.why import explained
from web.periods import span_words, year_words
from web.screen import Screen
from web.spelling import spell

_REGISTER = (Measure.CASES, Measure.VICTIMS, Measure.CALLS)
_SPLITS = ("provincias", "industrias", "formas")


def department_page(screen: Screen, ubigeo: str) -> Response:
    """The profile, or a file of one of its figures.

    :raises BadQuestion: ``UNKNOWN_UBIGEO`` for a code that is not one of the 25.
    """
    place, tongue = department(ubigeo), screen.tongue
    built = load_provinces(screen.request.app.state.provinces)
    return figures_page(
        screen,
        "department",
        department_sheets(place, tongue),
        lambda bulletin, _asked, made: {
            **_facts(bulletin, place, made, tongue),
            "provinces": province_map(place, made["provincias"], built, tongue),
        },
    )


def department_sheets(place: Department, tongue: Tongue) -> Sheets:
    """How each of its figures is made, by its name."""
    kept = {Dimension.DEPARTMENT: (place.ubigeo,)}
    splits = {
        "provincias": (Dimension.PROVINCE, tongue.say("Casos por provincia")),
        "industrias": (Dimension.INDUSTRY, tongue.say("Casos por industria")),
        "formas": (Dimension.FORM, tongue.say("Casos por forma de explotación")),
    }
    return {
        "registro": lambda bulletin, asked: _beside(bulletin, place, asked.span, tongue),
        "anos": lambda bulletin, _asked: _years(bulletin, place, tongue),
        **{
            name: Split(Measure.CASES, by, f"{title}: {place.name}", kept).maker(name, tongue)
            for name, (by, title) in splits.items()
        },
    }


def _facts(
    bulletin: Bulletin, place: Department, made: Mapping[str, Sheet], tongue: Tongue
) -> dict[str, Any]:
    rates = bulletin.complaint_rates()
    order = ranked(rates)
    return {
        "place": place,
        "region": DOMAINS[Dimension.NATURAL_REGION][place.natural_region].label(tongue.code),
        "complaints": spell(bulletin.complaints()[place.ubigeo], tongue),
        "rate": spell(rates[place.ubigeo], tongue),
        "country_rate": spell(bulletin.complaints_total()[1], tongue),
        "rank": order.index(place.ubigeo) + 1 if isinstance(rates[place.ubigeo], Shown) else None,
        "outlines": load_departments(),
        "names": {code: known.name for code, known in departments().items()},
        "styles": styles_of(rates, limits_for(rates)),
        "said": {
            "registro": _beside_said(place, made["registro"], tongue),
            "anos": highest_year(made["anos"], tongue),
        },
        "roles": _roles(bulletin, place.ubigeo, tongue),
        "routes_from": f"/rutas?origen={place.ubigeo}",
        "routes_to": f"/rutas?destino={place.ubigeo}",
        "neighbours": _neighbours(place.ubigeo),
        **drawn(made, _SPLITS, tongue),
    }


def _beside(bulletin: Bulletin, place: Department, span: Span, tongue: Tongue) -> Sheet:
    """Count and rate of each register measure here, and the country's rate."""
    lines, asks = [], []
    for measure in _REGISTER:
        asked = question(measure.unit, where={Dimension.DEPARTMENT: (place.ubigeo,)}, span=span)
        everywhere = question(measure.unit, span=span)
        here, country = bulletin.figure(asked), bulletin.figure(everywhere)
        asks += [Counted(asked, rates=True), Counted(everywhere, rates=True)]
        figures = (
            here,
            rate_per_100_000(here, place.population_2007),
            rate_per_100_000(country, national_population()),
        )
        lines.append(Line((measure.unit.value,), (column(measure, tongue),), figures, asked))
    return Sheet(
        "registro",
        tongue.say("El registro, frente al país: %(place)s", place=place.name),
        ("unit",),
        ("count", "rate_per_100000", "country_rate_per_100000"),
        tuple(lines),
        bulletin.query_id("|".join(line.question.normal_form for line in lines if line.question)),
        register(Measure.CASES, bulletin.release, tongue),
        span_words(span, tongue),
        provenance=bulletin.release.provenance,
        asks=tuple(asks),
    )


def _beside_said(place: Department, sheet: Sheet, tongue: Tongue) -> str:
    """A sentence for the comparison: the rate of cases here and in the country."""
    _, here, country = (spell(figure, tongue).text for figure in sheet.lines[0].figures)
    return tongue.say(
        "Casos por cada 100 000 habitantes: %(here)s en %(place)s, %(country)s en el Perú.",
        here=here,
        place=place.name,
        country=country,
    )


def _years(bulletin: Bulletin, place: Department, tongue: Tongue) -> Sheet:
    """Cases and calls of the department by year."""
    kept = {Dimension.DEPARTMENT: (place.ubigeo,)}
    cases, calls = (
        question(unit, where=kept, grain=Grain.YEAR) for unit in (Unit.CASES, Unit.CALLS)
    )
    answer = bulletin.figures(cases)
    lines = tuple(
        Line(
            one.key,
            (year_words(one.key[0], tongue),),
            (one.figure, other.figure),
            cell_question(cases, one.key),
        )
        for one, other in zip(answer, bulletin.figures(calls), strict=True)
    )
    return Sheet(
        "anos",
        tongue.say("Casos y llamadas por año: %(place)s", place=place.name),
        ("year",),
        (Unit.CASES.value, Unit.CALLS.value),
        lines,
        bulletin.query_id(f"{cases.normal_form}|{calls.normal_form}"),
        register(Measure.CASES, bulletin.release, tongue),
        tongue.say("Toda la serie; 2006 desde marzo."),
        provenance=bulletin.release.provenance,
        asks=(Counted(cases), Counted(calls)),
    )


def _roles(bulletin: Bulletin, ubigeo: str, tongue: Tongue) -> list[tuple[str, int, Any]]:
    """(role, described routes, cases of the register) of the department as each kind of stop."""
    described = roles_of(bulletin.facts.routes, ubigeo)
    counted_by = (Dimension.ORIGIN, Dimension.TRANSIT, Dimension.ARRIVAL)
    found = []
    for role, by in zip(STOP_ROLES.terms, counted_by, strict=True):
        asked = question(Unit.CASES, where={by: (ubigeo,)})
        cases = explained(bulletin.figure(asked), asked, tongue)
        found.append((role.label(tongue.code), described[role.code], cases))
    return found


def _neighbours(ubigeo: str) -> list[Department | None]:
    """The department before and the one after, by name."""
    known = sorted(departments().values(), key=lambda place: place.name)
    at = [place.ubigeo for place in known].index(ubigeo)
    return [known[at - 1] if at else None, known[at + 1] if at + 1 < len(known) else None]
