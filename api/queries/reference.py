"""Reference data: the places and code lists behind every answer."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.policy import Declared, Stands, guarded
from api.types.places import CodeList, Department, NaturalRegion, Province, Term
from core.access.roles import Action
from core.errors import BadQuestion, Code
from core.evidence import SOURCE_TYPES
from core.filters import DOMAINS
from core.places import (
    countries,
    departments,
    natural_regions,
    provinces_of,
)
from core.places import department as department_of
from core.places import provinces as all_provinces
from core.stops import PRECISIONS
from core.vocabulary import CODE_LISTS, INDUSTRIES

_OF_ROUTES = (SOURCE_TYPES, PRECISIONS)

#: Every closed list of codes by its name.
LISTS = {codes.name: codes for codes in (*DOMAINS.values(), *CODE_LISTS.values(), *_OF_ROUTES)}


def _reference(name: str, description: str) -> Any:
    return guarded(Declared(Stands.REFERENCE, name, Action.READ_BULLETIN), description)


@strawberry.type
class ReferenceQueries:
    """Places and code lists."""

    @_reference("departments", "The 25 departments, by UBIGEO.")
    def departments(self) -> list[Department]:
        """All departments."""
        return [Department.of(place) for place in departments().values()]

    @_reference("departments", "One department; UNKNOWN_UBIGEO for any other code.")
    def department(
        self,
        ubigeo: Annotated[
            strawberry.ID, strawberry.argument(description="INEI UBIGEO, two digits.")
        ],
    ) -> Department:
        """One department."""
        return Department.of(department_of(str(ubigeo)))

    @_reference("provinces", "The 195 provinces of 2007-2013, by UBIGEO.")
    def provinces(
        self,
        department: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Those of one department alone: two digits."),
        ] = None,
    ) -> list[Province]:
        """All provinces, or those of a department."""
        known = all_provinces().values() if department is None else provinces_of(str(department))
        return [Province.of(part) for part in known]

    @_reference("natural_regions", "The three natural regions with their departments.")
    def natural_regions(self) -> list[NaturalRegion]:
        """All natural regions."""
        return [NaturalRegion.of(region) for region in natural_regions().values()]

    @_reference("countries", "Countries of routes and citizenships, by ISO 3166-1 alpha-2.")
    def countries(self) -> list[Term]:
        """All countries; NA is Namibia."""
        return [Term.of(country) for country in countries().values()]

    @_reference("industries", "The industries, with ISIC Rev. 4 codes.")
    def industries(self) -> list[Term]:
        """All industries."""
        return [Term.of(term) for term in INDUSTRIES.terms]

    @_reference("code_lists", "Every closed list of codes.")
    def code_lists(self) -> list[CodeList]:
        """All code lists."""
        return [CodeList.of(codes) for codes in LISTS.values()]

    @_reference("code_lists", "One closed list of codes; UNKNOWN_VALUE for any other name.")
    def code_list(
        self, name: Annotated[str, strawberry.argument(description="As in codeLists.")]
    ) -> CodeList:
        """One code list."""
        if name not in LISTS:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="codeList", value=name)
        return CodeList.of(LISTS[name])
