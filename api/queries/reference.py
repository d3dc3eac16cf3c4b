"""Reference data: the places and code lists behind every answer."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry

from api.policy import Declared, Stands, guarded
from api.types.places import CodeList, Department, Term
from core.access.roles import Action
from core.filters import DOMAINS
from core.places import department as department_of
from core.places import departments
from core.vocabulary import CODE_LISTS, INDUSTRIES


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
        self, ubigeo: Annotated[strawberry.ID, strawberry.argument(description="Two digits.")]
    ) -> Department:
        """One department."""
        return Department.of(department_of(str(ubigeo)))

    @_reference("industries", "The industries, with ISIC Rev. 4 codes.")
    def industries(self) -> list[Term]:
        """All industries."""
        return [Term.of(term) for term in INDUSTRIES.terms]

    @_reference("code_lists", "Every closed list of codes.")
    def code_lists(self) -> list[CodeList]:
        """All code lists."""
        lists = {codes.name: codes for codes in (*DOMAINS.values(), *CODE_LISTS.values())}
        return [CodeList.of(codes) for codes in lists.values()]
