"""``/departamentos/{ubigeo}``: one department beside the country."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.bulletin.documented import roles_of
from core.bulletin.figures import Figure, Shown, rate_per_100_000
from core.bulletin.ranking import ranked
from core.filters import DOMAINS, Dimension, Question, question
from core.periods import Grain
from core.places import Department, department, departments, national_population
from core.vocabulary import STOP_ROLES, Unit
from geo.boundaries import load_departments
from web.as_graphql import Complaints, Counted, Part, as_graphql
from web.i18n import Tongue
from web.measures import column
from web.parts.choropleth import limits_for, styles_of
from web.periods import year_words
from web.questions import Measure
from web.screen import Screen
from web.spelling import spell

_REGISTER = (Measure.CASES, Measure.VICTIMS, Measure.CALLS)


class _Asked:
    """Every question of the page about the register, all of them over the whole series."""

    def __init__(self, ubigeo: str) -> None:
        here = {Dimension.DEPARTMENT: (ubigeo,)}
        by_year = [Unit.CASES, Unit.CALLS]
        self.measures = {measure: question(measure.unit, where=here) for measure in _REGISTER}
        self.years = [question(unit, where=here, grain=Grain.YEAR) for unit in by_year]
        self.industries = question(Unit.CASES, by=[Dimension.INDUSTRY], where=here)
        self.forms = question(Unit.CASES, by=[Dimension.FORM], where=here)

    @property
    def parts(self) -> list[Part]:
        """The same as programs ask it: here, in the country, by year, industry and form."""
        country = [question(measure.unit) for measure in self.measures]
        rated = [Counted(asked, rates=True) for asked in (*self.measures.values(), *country)]
        split = [Counted(asked) for asked in (*self.years, self.industries, self.forms)]
        return [Complaints(), *rated, *split]


def department_page(screen: Screen, ubigeo: str) -> Response:
    """The profile.

    :raises BadQuestion: ``UNKNOWN_UBIGEO`` for a code that is not one of the 25.
    """
    assert screen.visit is not None
    place = department(ubigeo)
    bulletin, tongue = screen.visit.bulletin, screen.tongue
    asked = _Asked(ubigeo)
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
        "comparison": [
            _compared(bulletin, place, measure, here, tongue)
            for measure, here in asked.measures.items()
        ],
        "years": _years(bulletin, asked.years, tongue),
        "industries": _split(bulletin, asked.industries, tongue),
        "forms": _split(bulletin, asked.forms, tongue),
        "as_graphql": as_graphql(asked.parts, tongue.code).address,
        "roles": _roles(bulletin, ubigeo, tongue),
        "routes_from": f"/rutas?origen={ubigeo}",
        "routes_to": f"/rutas?destino={ubigeo}",
        "neighbours": _neighbours(ubigeo),
    }
    return screen.page("department", facts)


def _compared(
    bulletin: Bulletin, place: Department, measure: Measure, asked: Question, tongue: Tongue
) -> dict[str, Any]:
    """Count and rate here, and the country's rate."""
    here = bulletin.figure(asked)
    return {
        "label": column(measure, tongue),
        "count": spell(here, tongue),
        "rate": spell(rate_per_100_000(here, place.population_2007), tongue),
        "country": spell(
            rate_per_100_000(bulletin.total(measure.unit), national_population()), tongue
        ),
    }


def _years(
    bulletin: Bulletin, asked: Iterable[Question], tongue: Tongue
) -> list[tuple[str, list[Any]]]:
    """(year, cases and calls) of the department."""
    series = [bulletin.figures(one).cells for one in asked]
    years = [year_words(cell.key[0], tongue) for cell in series[0]]
    return [
        (year, [spell(cell.figure, tongue) for cell in cells])
        for year, *cells in zip(years, *series, strict=True)
    ]


def _split(bulletin: Bulletin, asked: Question, tongue: Tongue) -> list[tuple[str, Any]]:
    """A question split once, the largest first."""
    (by,) = asked.by
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
