"""Whole columns of a table as texts: how SQLite hands over millions of codes soonest.

A row that is handed over costs more than all its codes, so each column comes as one text, its codes
with spaces between them, for :data:`ROWS` rows at a time. The texts of one step tell of the same
records in the same order. Which records are counted is what :mod:`core.register.counted` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, String, column, func, select, type_coerce
from sqlmodel import SQLModel

from core.register.calls import Call
from core.register.cases import Case, CaseForm, Victim
from core.register.plan_records import CALL, CASE, CASE_FORM, VICTIM

#: Rows that are told at once; a text of theirs is some megabytes long.
ROWS = 250_000

#: One text for each column; the day or the key of the record first.
Texts = Iterator[Sequence[str]]


def calls(connection: Connection, columns: Sequence[ColumnElement[Any]]) -> Texts:
    """The day of every call, and its codes."""
    return _texts(connection, Call, [CALL.received_on, *columns])


def cases(connection: Connection, columns: Sequence[ColumnElement[Any]]) -> Texts:
    """The key of every case that is counted, its day, and its codes."""
    told = [CASE.id, CASE.opened_on, *columns]
    return _texts(connection, Case, told, CASE.merged_into.is_(None))


def forms(connection: Connection) -> Texts:
    """The key of a case and a form of it, for every form of every case."""
    return _texts(connection, CaseForm, [CASE_FORM.case_id, CASE_FORM.form])


def victims(connection: Connection, columns: Sequence[ColumnElement[Any]]) -> Texts:
    """The key of the case of every victim that is counted, and the victim's own codes."""
    told = [VICTIM.case_id, *columns]
    return _texts(connection, Victim, told, VICTIM.trafficking_status != "not_victim")


def _texts(
    connection: Connection,
    table: type[SQLModel],
    columns: Sequence[ColumnElement[Any]],
    *kept: ColumnElement[bool],
) -> Texts:
    row: ColumnElement[int] = column("rowid", Integer)
    last = connection.execute(select(func.max(row)).select_from(table)).scalar_one() or 0
    together = [func.group_concat(type_coerce(each, String), " ") for each in columns]
    for first in range(1, last + 1, ROWS):
        within = row.between(first, first + ROWS - 1)
        found = connection.execute(select(*together).where(within, *kept)).one()
        if found[0] is not None:
            yield tuple(found)
