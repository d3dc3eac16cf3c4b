"""Departments and code lists: the reference data of every answer."""

from __future__ import annotations

import strawberry
from strawberry.scalars import JSON

from api.policy import reference
from core.places import Department as Place
from core.vocabulary import CodeList as Codes
from core.vocabulary import Term as Word
from geo.boundaries import department_geometry


@strawberry.type(description="One of the 25 first-order areas: 24 departments and Callao.")
class Department:
    ubigeo: strawberry.ID = reference("INEI UBIGEO, two digits.")
    name: str = reference("Name in Spanish.")
    iso_code: str = reference("ISO 3166-2.")
    capital: str = reference("Capital.")
    natural_region: str = reference("coast, highlands or jungle (our grouping).")
    population_2007: int = reference("Inhabitants, INEI census 2007.", name="population2007")
    area_km2: float = reference("Area in square kilometres.", name="areaKm2")

    @reference("GeoJSON geometry in degrees (WGS84), simplified to about 2 km; no legal value.")
    def geometry(self) -> JSON:
        """The outline."""
        return JSON(department_geometry(str(self.ubigeo)))

    @staticmethod
    def of(place: Place) -> Department:
        """The department as GraphQL spells it."""
        return Department(
            ubigeo=strawberry.ID(place.ubigeo),
            name=place.name,
            iso_code=place.iso_3166_2,
            capital=place.capital,
            natural_region=place.natural_region,
            population_2007=place.population_2007,
            area_km2=place.area_km2,
        )


@strawberry.type(description="One code with its labels.")
class Term:
    code: str = reference("What is stored and asked for.")
    es: str = reference("Label in Spanish.")
    en: str = reference("Label in English.")
    fr: str = reference("Label in French.")
    isic: str | None = reference("ISIC Rev. 4 section/division, for industries.")

    @staticmethod
    def of(word: Word) -> Term:
        """The term as GraphQL spells it."""
        return Term(code=word.code, es=word.es, en=word.en, fr=word.fr, isic=word.isic or None)


@strawberry.type(description="A closed list of codes.")
class CodeList:
    name: str = reference("The dimension or column that uses it.")
    source: str = reference("The standard behind it.")
    terms: list[Term] = reference("The codes, in their fixed order.")

    @staticmethod
    def of(codes: Codes) -> CodeList:
        """The list as GraphQL spells it."""
        return CodeList(
            name=codes.name, source=codes.source, terms=[Term.of(word) for word in codes.terms]
        )
