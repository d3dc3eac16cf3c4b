"""What follows from columns of records: the form of a case, the age band of a victim."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal

from core.register.cases import CaseForm, Victim
from core.register.columns import columns_of
from core.vocabulary import UNKNOWN

VICTIM = columns_of(Victim)

#: The form of a case beside its row of ``case_form``; unknown where it has none.
FORM = func.coalesce(columns_of(CaseForm).form, literal(UNKNOWN))


def age_band() -> ColumnElement[str]:
    """The band of both ends of an age range; ``unknown`` where they lie in different bands."""
    tops = ((11, "0-11"), (17, "12-17"), (29, "18-29"), (59, "30-59"))

    def band(age: Any) -> ColumnElement[str]:
        return case(*((age <= top, code) for top, code in tops), else_="60+")

    low, high = VICTIM.age_min, VICTIM.age_max
    same = (low.is_not(None)) & (band(low) == band(high))
    return case((same, band(low)), else_="unknown")
