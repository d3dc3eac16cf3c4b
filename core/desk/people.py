"""A person in a case, as somebody at the desk tells of them: under no name."""

from __future__ import annotations

from dataclasses import dataclass

from core import vocabulary as words
from core.desk import checks
from core.errors import BadQuestion, Code
from core.places import countries
from core.vocabulary import UNKNOWN

OLDEST = 120
_HERE = "PE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A victim, pseudonymous. Ages in whole years when trafficked; countries as ISO 3166-1."""

    sex: str = UNKNOWN
    age_min: int | None = None
    age_max: int | None = None
    citizenships: tuple[str, ...] = ()
    origin_country: str | None = None
    origin_department: str | None = None
    trafficking_status: str = "possible"
    assistance_given: bool | None = None


def check_person(person: Person) -> None:
    """Nothing where a person can be so.

    :raises BadQuestion: naming the field that cannot.
    """
    checks.code(words.SEXES, sex=person.sex)
    checks.code(words.TRAFFICKING_STATUSES, traffickingStatus=person.trafficking_status)
    checks.between(0, OLDEST, ageMin=person.age_min, ageMax=person.age_max)
    if person.age_min is not None and person.age_max is not None:
        checks.between(person.age_min, OLDEST, ageMax=person.age_max)
    for country in (*person.citizenships, *filter(None, [person.origin_country])):
        if country not in countries():
            raise BadQuestion(Code.UNKNOWN_VALUE, field="country", value=country)
    if person.origin_department is not None:
        checks.place(person.origin_department, None, "originDepartment")
        if person.origin_country not in (None, _HERE):
            facts = {"value": person.origin_country or "", "field": "originCountry"}
            raise BadQuestion(Code.UNKNOWN_VALUE, **facts)
