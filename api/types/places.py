"""Departments, provinces, regions and code lists: the reference data of every answer."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry.scalars import JSON

from api.policy import reference
from api.types.languages import Language, Spoken
from core.isic import isic_divisions, isic_section
from core.places import NATURAL_REGIONS, departments, provinces, provinces_of
from core.places import Department as Place
from core.places import NaturalRegion as Region
from core.places import Province as Part
from core.vocabulary import CodeList as Codes
from core.vocabulary import Term as Word
from geo.boundaries import department_geometry


@strawberry.type(description="One of the 25 first-order areas: 24 departments and Callao.")
class Department:
    ubigeo: strawberry.ID = reference("INEI UBIGEO, two digits.")
    name: str = reference("Name in Spanish.")
    iso_code: str = reference("ISO 3166-2 code.")
    capital: str = reference("Name of the capital, in Spanish.")
    natural_region: str = reference("coast, highlands or jungle (our grouping).")
    population_2007: int = reference("Inhabitants, INEI census 2007.", name="population2007")
    area_km2: float = reference("Area in square kilometres.", name="areaKm2")

    @reference("The capital: a GeoJSON Point, longitude and latitude in degrees (WGS84).")
    def capital_point(self) -> JSON:
        """Where the capital lies."""
        place = departments()[str(self.ubigeo)]
        return _point(place.lon, place.lat)

    @reference("Its provinces of 2007-2013, by UBIGEO.")
    def provinces(self) -> list[Annotated[Province, strawberry.lazy("api.types.places")]]:
        """The provinces."""
        return [Province.of(part) for part in provinces_of(str(self.ubigeo))]

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


@strawberry.type(description="One of the 195 provinces of 2007-2013.")
class Province:
    ubigeo: strawberry.ID = reference("INEI UBIGEO, four digits.")
    name: str = reference("Name in Spanish.")
    capital: str = reference("Name of the capital, in Spanish.")

    @reference("The capital: a GeoJSON Point, longitude and latitude in degrees (WGS84).")
    def capital_point(self) -> JSON:
        """Where the capital lies."""
        part = provinces()[str(self.ubigeo)]
        return _point(part.lon, part.lat)

    @reference("The department it lies in.")
    def department(self) -> Department:
        """The department."""
        return Department.of(departments()[provinces()[str(self.ubigeo)].department])

    @staticmethod
    def of(part: Part) -> Province:
        """The province as GraphQL spells it."""
        return Province(ubigeo=strawberry.ID(part.ubigeo), name=part.name, capital=part.capital)


def _point(lon: float, lat: float) -> JSON:
    return JSON({"type": "Point", "coordinates": [lon, lat]})


@strawberry.type(description="Coast, highlands or jungle: our grouping of whole departments.")
class NaturalRegion:
    code: str = reference("What is stored and asked for.")
    population_2007: int = reference(
        "Inhabitants of its departments, INEI census 2007.", name="population2007"
    )
    departments: list[Department] = reference("The departments it groups, by UBIGEO.")

    @reference("The region in words.")
    def label(self, language: Spoken = Language.ES) -> str:
        """The label of the code."""
        return NATURAL_REGIONS[self.code].label(language.value)

    @staticmethod
    def of(region: Region) -> NaturalRegion:
        """The region as GraphQL spells it."""
        return NaturalRegion(
            code=region.code,
            population_2007=region.population_2007,
            departments=[Department.of(place) for place in region.departments],
        )


@strawberry.type(description="One code with its labels.")
class Term:
    code: str = reference("What is stored and asked for.")
    es: str = reference("Label in Spanish.")
    en: str = reference("Label in English.")
    fr: str = reference("Label in French.")
    isic: str | None = reference("ISIC Rev. 4 section/division, for industries.")

    @reference("ISIC Rev. 4 section, a letter, for industries.")
    def isic_section(self) -> str | None:
        """The section."""
        return isic_section(self.isic or "") or None

    @reference("ISIC Rev. 4 divisions, two digits each; empty but for industries.")
    def isic_divisions(self) -> list[str]:
        """The divisions."""
        return isic_divisions(self.isic or "")

    @reference("The code in words.")
    def label(self, language: Spoken = Language.ES) -> str:
        """The label of the code."""
        return {Language.EN: self.en, Language.FR: self.fr}.get(language, self.es)

    @staticmethod
    def of(word: Word) -> Term:
        """The term as GraphQL spells it."""
        return Term(
            code=word.code,
            es=word.es,
            en=word.en,
            fr=word.fr,
            isic=word.isic or None,
        )


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
