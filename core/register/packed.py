"""SQLite's rows as one text, column by column.

Its driver lets other threads run before each row, and then waits for its turn again: where several
read at once, a page of a hundred rows waits a hundred times. Columns that the engine packs into one
text wait once, and are taken apart by the standard library faster than rows would have come.
PostgreSQL's driver hands all rows over at once (docs/decisions/0049-rows-in-one-text.md).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Float, Select, func, select

#: Columns that a function of SQLite takes.
_MOST_COLUMNS = 100


def packs(question: Select[Any], dialect: Dialect) -> bool:
    """True where rows come whole as one text: not from PostgreSQL, and not with numbers that SQLite
    would write with fewer digits than they have."""
    columns = question.selected_columns
    return (
        dialect.name == "sqlite"
        and len(columns) <= _MOST_COLUMNS
        and not any(isinstance(column.type, Float) for column in columns)
    )


def packed(question: Select[Any]) -> Select[Any]:
    """A question whose one answer is the columns of another in one text, in the order of its
    rows."""
    rows = question.subquery("packed")
    return select(func.json_array(*map(func.json_group_array, rows.c)))


def unpacked(text: str) -> Sequence[Sequence[Any]]:
    """The columns."""
    columns: list[list[Any]] = json.loads(text)
    return columns
