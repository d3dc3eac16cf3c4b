"""SQLite's rows as one text.

Its driver lets other threads run before each row, and then waits for its turn again: where several
read at once, a page of a hundred rows waits a hundred times. Rows that the engine packs into one
text wait once, and are taken apart by the standard library faster than they would have come.
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
    """A question whose one answer is the rows of another in one text, in their order."""
    rows = question.subquery("packed")
    return select(func.json_group_array(func.json_array(*rows.c)))


def unpacked(text: str) -> Sequence[Sequence[Any]]:
    """The rows."""
    rows: list[list[Any]] = json.loads(text)
    return rows
