"""Records of a unit counted by a few of their columns: what the plan asks, and nothing else.

Which records are counted is what :mod:`core.register.counted` says; here no single one is told, so
there are neither record keys nor an order. A group is named by its codes with spaces between them,
the month first: ``2008-03 15 reported``. All forms of a case stand as one, ``sexual,begging``, and
whoever counts forms takes them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, cast, func, literal, select

from core.filters import Dimension
from core.register.cases import Case, Victim
from core.register.plan_records import CALL, CASE, CASE_FORM, COLUMNS, VICTIM
from core.register.streaming import words
from core.vocabulary import UNKNOWN, Unit

_Columns = Mapping[Dimension, ColumnElement[Any]]

#: The forms of each case as one value.
_FORMS = (
    select(CASE_FORM.case_id, func.aggregate_strings(CASE_FORM.form, ",").label("told"))
    .group_by(CASE_FORM.case_id)
    .subquery()
)


def groups(
    connection: Connection, unit: Unit, dimensions: Sequence[Dimension]
) -> tuple[tuple[Dimension, ...], Mapping[str, int]]:
    """How many records there are of each name, and the dimensions its codes are of, in order.

    :raises KeyError: for a dimension that is no column of a record.
    """
    # Compiling takes longer here than it saves; until the end of the transaction.
    connection.execute(select(func.set_config("jit", "off", True)))
    columns = {dimension: COLUMNS[unit][dimension] for dimension in dimensions}
    if unit is not Unit.CALLS and Dimension.FORM in columns:
        columns[Dimension.FORM] = func.coalesce(_FORMS.c.told, literal(UNKNOWN))
    if unit is not Unit.VICTIMS:
        names = _calls(columns) if unit is Unit.CALLS else _cases(columns)
        return tuple(columns), _counted(connection, names)
    inherited = {d: column for d, column in columns.items() if d in COLUMNS[Unit.CASES]}
    own = {d: column for d, column in columns.items() if d not in inherited}
    return (*inherited, *own), _counted(connection, _victims(inherited, own))


def _calls(columns: _Columns) -> Select[Any]:
    return select(_name(CALL.received_on, columns))


def _cases(columns: _Columns) -> Select[Any]:
    told = select(_name(CASE.opened_on, columns)).where(CASE.merged_into.is_(None))
    if Dimension.FORM not in columns:
        return told
    return told.select_from(Case).outerjoin(_FORMS, _FORMS.c.case_id == CASE.id)


def _victims(inherited: _Columns, own: _Columns) -> Select[Any]:
    """Each case is named once for all its victims, which OFFSET sees to."""
    of_case = _cases(inherited).add_columns(CASE.id).offset(0).subquery()
    named, case = of_case.c
    return (
        select(words(named, *own.values()))
        .join_from(of_case, Victim, VICTIM.case_id == case)
        .where(VICTIM.trafficking_status != "not_victim")
    )


def _name(day: Any, columns: _Columns) -> ColumnElement[Any]:
    month = func.substr(cast(day, String), 1, len("2008-03"))
    return words(month, *columns.values()).label("name")


def _counted(connection: Connection, names: Select[Any]) -> Mapping[str, int]:
    (name,) = names.selected_columns
    rows = connection.execute(names.add_columns(func.count()).group_by(name))
    return {said: int(n) for said, n in rows}
