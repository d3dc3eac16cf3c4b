"""The named counts an indicator can be made of. A plan names them; it never holds a query.

``RECORDS`` are counted by the bulletin under the disclosure rule and may be narrowed and spread.
``WORK`` is what institutions did (core.register.plan_counts): it tells of nobody's case and may be
said as it is. ``COURSES`` are told from single referrals, so they are for cleared staff alone.
"""

from __future__ import annotations

from core.vocabulary import Unit

RECORDS = (Unit.CALLS.value, Unit.CASES.value, Unit.VICTIMS.value)
WORK = (
    "trainings",
    "people_trained",
    "campaigns",
    "people_reached",
)
COURSES = (
    "referrals",
    "referrals_answered",
    "referrals_accepted",
    "referrals_expired",
    "referrals_with_police",
    "hours_to_police",
)

#: Inhabitants by the census of 2007.
POPULATION = "population"

NAMED = (*RECORDS, *WORK, *COURSES, POPULATION)


def unit_of(count: str) -> Unit:
    """The unit of the bulletin behind a count of records."""
    return Unit(count)
