"""``/departamentos/{ubigeo}``: one department beside the country."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.bulletin.documented import roles_of
from core.bulletin.figures import Figure, Shown, rate_per_100_000
from core.bulletin.ranking import ranked
from core.filters import DOMAINS, Dimension, question
from core.periods import Grain
from core.places import Department, department, departments, national_population
from core.vocabulary import STOP_ROLES, Unit
from geo.boundaries import load_departments
from web.i18n import Tongue
from web.measures import column
from web.parts.choropleth import limits_for, styles_of
from web.periods import year_words
from web.questions import Measure
from web.screen import Screen
from web.spelling import spell

_REGISTER = (Measure.CASES, Measure.VICTIMS, Measure.CALLS)


def department_page(screen: Screen, ubigeo: str) -> Response:
    """The profile.

    :raises BadQuestion: ``UNKNOWN_UBIGEO`` for a code that is not one of the 25.
    """
    assert screen.visit is not None
    place = department(ubigeo)
    bulletin, tongue = screen.visit.bulletin, screen.tongue
    rates = bulletin.complaint_rates()
    order = ranked(rates)
    facts = {
        "place": place,
        "region": DOMAINS[Dimension.NATURAL_REGION][place.natural_region].label(tongue.code),
        "complaints": spell(bulletin.complaints()[ubigeo], tongue),
        "rate": spell(rates[ubigeo], tongue),
        "country_rate": spell(bulletin.complaints_total()[1], tongue),
        "rank": order.index(ubigeo) + 1 if isinstance(rates[ubigeo], Shown) else None,
        "outlines": load_departments(),
        "styles": styles_of(rates, limits_for(rates)),
        "comparison": [_compared(bulletin, place, measure, tongue) for measure in _REGISTER],
        "years": _years(bulletin, ubigeo, tongue),
        "industries": _split(bulletin, ubigeo, Dimension.INDUSTRY, tongue),
        "forms": _split(bulletin, ubigeo, Dimension.FORM, tongue),
        "roles": _roles(bulletin, ubigeo, tongue),
        "routes_from": f"/rutas?origen={ubigeo}",
        "routes_to": f"/rutas?destino={ubigeo}",
        "neighbours": _neighbours(ubigeo),
    }
    return screen.page("department", facts)


def _compared(
    bulletin: Bulletin, place: Department, measure: Measure, tongue: Tongue
) -> dict[str, Any]:
    """Count and rate here, and the country's rate."""
    here = bulletin.figure(question(measure.unit, where={Dimension.DEPARTMENT: (place.ubigeo,)}))
    return {
        "label": column(measure, tongue),
        "count": spell(here, tongue),
        "rate": spell(rate_per_100_000(here, place.population_2007), tongue),
        "country": spell(
            rate_per_100_000(bulletin.total(measure.unit), national_population()), tongue
        ),
    }


def _years(bulletin: Bulletin, ubigeo: str, tongue: Tongue) -> list[tuple[str, list[Any]]]:
    """(year, cases and calls) of the department."""
    series = [
        bulletin.figures(
            question(unit, where={Dimension.DEPARTMENT: (ubigeo,)}, grain=Grain.YEAR)
        ).cells
        for unit in (Unit.CASES, Unit.CALLS)
    ]
    years = [year_words(cell.key[0], tongue) for cell in series[0]]
    return [
        (year, [spell(cell.figure, tongue) for cell in cells])
        for year, *cells in zip(years, *series, strict=True)
    ]


def _split(bulletin: Bulletin, ubigeo: str, by: Dimension, tongue: Tongue) -> list[tuple[str, Any]]:
    """Cases of the department over the whole series, split once."""
    asked = question(Unit.CASES, by=[by], where={Dimension.DEPARTMENT: (ubigeo,)})
    found: dict[str, Figure] = {cell.key[0]: cell.figure for cell in bulletin.figures(asked)}
    return [
        (DOMAINS[by][code].label(tongue.code), spell(found[code], tongue)) for code in ranked(found)
    ]


def _roles(bulletin: Bulletin, ubigeo: str, tongue: Tongue) -> list[tuple[str, int, Any]]:
    """(role, described routes, cases of the register) of the department as each kind of stop."""
    described = roles_of(bulletin.facts.routes, ubigeo)
    counted_by = (Dimension.ORIGIN, Dimension.TRANSIT, Dimension.ARRIVAL)
    return [
        (
            role.label(tongue.code),
            described[role.code],
            spell(bulletin.figure(question(Unit.CASES, where={by: (ubigeo,)})), tongue),
        )
        for role, by in zip(STOP_ROLES.terms, counted_by, strict=True)
    ]


def _neighbours(ubigeo: str) -> list[Department | None]:
    """The department before and the one after, by name."""
    known = sorted(departments().values(), key=lambda place: place.name)
    at = [place.ubigeo for place in known].index(ubigeo)
    return [known[at - 1] if at else None, known[at + 1] if at + 1 < len(known) else None]
