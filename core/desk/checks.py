"""What is entered must be possible: codes, places, days, counts and texts, each named if it is not.

Fields are named as programs know them (``receivedAt``); a form of ours translates.
"""

from __future__ import annotations

import datetime as dt

from core.errors import BadQuestion, Code
from core.filters import check_listed
from core.identifying import Kind, refuse_in
from core.moments import LIMA, lima_day
from core.periods import FIRST_MONTH
from core.places import DEPARTMENTS, provinces
from core.vocabulary import CodeList

#: Nothing that is entered happened before the hotline opened.
OPENING = dt.date(*FIRST_MONTH, 1)

MOST_PEOPLE = 500
MOST_PARTICIPANTS = 100_000
MOST_REACHED = 40_000_000
MOST_SECONDS = 86_400
MOST_HOURS = 1_000
MOST_SOLES = 1_000_000_000


def code(codes: CodeList, **fields: str) -> None:
    """Nothing where each value is a code of the list.

    :raises BadQuestion: ``UNKNOWN_VALUE``.
    """
    for field, value in fields.items():
        check_listed(codes, field, value)


def place(department: str, province: str | None, field: str = "department") -> None:
    """Nothing where the department is one (or abroad, or unknown), and the province lies in it.

    :raises BadQuestion: ``UNKNOWN_UBIGEO``, or ``ELSEWHERE`` for a province of another department.
    """
    check_listed(DEPARTMENTS, field, department)
    if province is None:
        return
    known = provinces().get(province)
    if known is None:
        raise BadQuestion(Code.UNKNOWN_UBIGEO, field="province", value=province)
    if known.department != department:
        facts = {"value": province, "department": department}
        raise BadQuestion(Code.ELSEWHERE, field="province", **facts)


def between(least: float, most: float, **fields: float | None) -> None:
    """Nothing where each number lies within bounds, both included; nothing is said of ``None``.

    :raises BadQuestion: ``OUT_OF_RANGE``.
    """
    for field, value in fields.items():
        if value is not None and not least <= value <= most:
            raise BadQuestion(Code.OUT_OF_RANGE, field=field, least=f"{least}", most=f"{most}")


def day(field: str, value: dt.date, now: dt.datetime, earliest: dt.date = OPENING) -> None:
    """Nothing for a day in Lima that has begun, and is not too early.

    :raises BadQuestion: ``OUT_OF_RANGE``.
    """
    today = lima_day(now)
    if not earliest <= value <= today:
        facts = {"least": earliest.isoformat(), "most": today.isoformat()}
        raise BadQuestion(Code.OUT_OF_RANGE, field=field, **facts)


def moment(
    field: str, value: dt.datetime, now: dt.datetime, earliest: dt.datetime | None = None
) -> None:
    """Nothing for a moment that is over; none lies before the hotline opened, or ``earliest``.

    :raises BadQuestion: ``NO_TIME_ZONE`` or ``OUT_OF_RANGE``.
    """
    if value.tzinfo is None:
        raise BadQuestion(Code.NO_TIME_ZONE, field=field)
    first = earliest or dt.datetime.combine(OPENING, dt.time(), LIMA)
    if not first <= value <= now:
        facts = {"least": _told(first), "most": _told(now)}
        raise BadQuestion(Code.OUT_OF_RANGE, field=field, **facts)


def _told(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).isoformat(timespec="seconds")


def line(field: str, value: str, most: int, *but: Kind, least: int = 0) -> None:
    """Nothing for a line that can be read, is not too long, and seems to identify nobody.

    ``but``: what may stand in it all the same, such as the address of a page.

    :raises BadQuestion: ``UNSUITABLE_TEXT`` or ``IDENTIFYING_DATA``.
    """
    if not least <= len(value.strip()) <= len(value) <= most or not value.isprintable():
        facts = {"least": str(least), "most": str(most)}
        raise BadQuestion(Code.UNSUITABLE_TEXT, field=field, **facts)
    refuse_in(*but, **{field: value})
