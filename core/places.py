"""Peru's departments and provinces by INEI UBIGEO, and the countries of the routes.

INEI's codes are not RENIEC's: from 07 on they differ (INEI 07 is Callao, RENIEC 07 is Cusco).
Codes are zero-padded strings. A place is known by its code, never by a point in a polygon.
Population: census 2007, INEI. The tables lie beside this module as CSV with their source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from core.errors import BadQuestion, Code
from core.tables import noted_rows
from core.vocabulary import UNKNOWN, CodeList, Term

#: Where a record names no department, or a place outside Peru.
ABROAD = "abroad"

_TABLES = ("core", "places_data")


@dataclass(frozen=True, slots=True)
class Department:
    """One of the 25 first-order areas (24 departments and Callao)."""

    ubigeo: str
    name: str
    iso_3166_2: str
    reniec: str
    capital: str
    lat: float
    lon: float
    population_2007: int
    area_km2: float
    natural_region: str


@dataclass(frozen=True, slots=True)
class NaturalRegion:
    """Coast, highlands or jungle, and the whole departments it groups."""

    code: str
    departments: tuple[Department, ...]

    @property
    def population_2007(self) -> int:
        """Inhabitants of its departments, census 2007."""
        return sum(place.population_2007 for place in self.departments)


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 195 provinces of 2007-2013, by its four-digit UBIGEO."""

    ubigeo: str
    name: str
    department: str
    capital: str
    lat: float
    lon: float


@cache
def departments() -> Mapping[str, Department]:
    """The 25 departments by UBIGEO, in code order."""
    return {
        r["ubigeo"]: Department(
            r["ubigeo"],
            r["name"],
            r["iso_3166_2"],
            r["reniec"],
            r["capital"],
            float(r["lat"]),
            float(r["lon"]),
            int(r["population_2007"]),
            float(r["area_km2"]),
            r["natural_region"],
        )
        for r in noted_rows(*_TABLES, "departments.csv")
    }


@cache
def provinces() -> Mapping[str, Province]:
    """The 195 provinces of 2007-2013 by UBIGEO, in code order."""
    return {
        r["ubigeo"]: Province(
            r["ubigeo"],
            r["name"],
            r["ubigeo"][:2],
            r["capital"],
            float(r["lat"]),
            float(r["lon"]),
        )
        for r in noted_rows(*_TABLES, "provinces.csv")
    }


@cache
def countries() -> Mapping[str, Term]:
    """The countries a route or a citizenship may name, by ISO 3166-1 alpha-2.

    'NA' is Namibia, and must stay a text.
    """
    return {
        r["alpha2"]: Term(r["alpha2"], r["es"], r["en"], r["fr"])
        for r in noted_rows(*_TABLES, "countries.csv")
    }


def department(ubigeo: str) -> Department:
    """The department with this INEI code.

    :raises BadQuestion: ``UNKNOWN_UBIGEO`` for any other text.
    """
    found = departments().get(ubigeo)
    if found is None:
        raise BadQuestion(Code.UNKNOWN_UBIGEO, value=ubigeo)
    return found


def provinces_of(ubigeo: str) -> tuple[Province, ...]:
    """The provinces of a department, in code order.

    :raises BadQuestion: as :func:`department`.
    """
    place = department(ubigeo)
    return tuple(p for p in provinces().values() if p.department == place.ubigeo)


def national_population() -> int:
    """Inhabitants of the 25 departments, census 2007."""
    return sum(d.population_2007 for d in departments().values())


def _department_terms() -> tuple[Term, ...]:
    named = tuple(Term(d.ubigeo, d.name, d.name, d.name) for d in departments().values())
    return (
        *named,
        Term(ABROAD, "Fuera del Perú", "Outside Peru", "Hors du Pérou"),
        Term(UNKNOWN, "Sin información", "Unknown", "Sans information"),
    )


DEPARTMENTS = CodeList("department", _department_terms(), "INEI, UBIGEO")

NATURAL_REGIONS = CodeList(
    "natural_region",
    (
        Term("coast", "Costa", "Coast", "Côte"),
        Term("highlands", "Sierra", "Highlands", "Andes"),
        Term("jungle", "Selva", "Jungle", "Amazonie"),
        Term(ABROAD, "Fuera del Perú", "Outside Peru", "Hors du Pérou"),
        Term(UNKNOWN, "Sin información", "Unknown", "Sans information"),
    ),
    "Our grouping of whole departments by where most of their people live; not an INEI statistic",
)


#: A case in a known department whose province nobody recorded, by department: '1700'.
WITHOUT_PROVINCE = {code: f"{code}00" for code in departments()}


def _province_terms() -> tuple[Term, ...]:
    named = tuple(Term(p.ubigeo, p.name, p.name, p.name) for p in provinces().values())
    unnamed = tuple(
        Term(
            WITHOUT_PROVINCE[d.ubigeo],
            f"{d.name}, sin provincia",
            f"{d.name}, no province",
            f"{d.name}, sans province",
        )
        for d in departments().values()
    )
    return (*named, *unnamed, *DEPARTMENTS.terms[-2:])


PROVINCES = CodeList("province", _province_terms(), "INEI, UBIGEO of 2007-2013")


def department_of_province(code: str) -> str:
    """The department of a code of PROVINCES; abroad and unknown stay what they are."""
    return code if code in (ABROAD, UNKNOWN) else code[:2]


#: Where a route may begin, pass or end: departments, then everything outside Peru, then unknown.
ROUTE_ENDS = CodeList(
    "route_end",
    (
        *DEPARTMENTS.terms[:-2],
        *(term for code, term in countries().items() if code != "PE"),
        Term(ABROAD, "Otro país", "Another country", "Autre pays"),
        DEPARTMENTS.terms[-1],
    ),
    "INEI, UBIGEO; ISO 3166-1 alpha-2",
)

#: The positions of ROUTE_ENDS that lie outside Peru.
OUTSIDE_PERU = slice(len(departments()), len(ROUTE_ENDS.terms) - 1)


def route_end(country: str | None, ubigeo: str | None) -> str:
    """The code of ROUTE_ENDS for a stop; a country nobody listed is another country."""
    if country == "PE" or (country is None and ubigeo):
        return ubigeo or UNKNOWN
    if country is None:
        return UNKNOWN
    return country if country in ROUTE_ENDS else ABROAD


@cache
def natural_regions() -> Mapping[str, NaturalRegion]:
    """The three natural regions by code, in the order of the list."""
    held = {
        code: tuple(d for d in departments().values() if d.natural_region == code)
        for code in NATURAL_REGIONS.codes
    }
    return {code: NaturalRegion(code, places) for code, places in held.items() if places}


def natural_region(ubigeo: str) -> str:
    """The natural region of a department code; ``abroad`` and ``unknown`` stay themselves."""
    found = departments().get(ubigeo)
    return found.natural_region if found else ubigeo
