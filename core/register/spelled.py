"""What columns hold, and how each engine's own values are told: days and keys as their texts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Date, Dialect, Float, Integer, Select, String, Uuid

from core.register.columns import Instant

#: How each value of a row is told; ``None``: as it is.
Tellers = tuple[Callable[[Any], Any] | None, ...]


class Spelled(StrEnum):
    """What the values of a column are, once they are told."""

    TEXT = "text"
    DAY = "day"  # its text, ISO 8601
    MOMENT = "moment"  # its text, ISO 8601, UTC
    KEY = "key"  # its text, with dashes
    WHOLE = "whole number"
    REAL = "number"
    TRUTH = "truth"


_SPELLED: tuple[tuple[type, Spelled], ...] = (
    (Uuid, Spelled.KEY),
    (Instant, Spelled.MOMENT),
    (Date, Spelled.DAY),
    (Boolean, Spelled.TRUTH),
    (Integer, Spelled.WHOLE),
    (Float, Spelled.REAL),
    (String, Spelled.TEXT),
)


def spelled_as(of: Any) -> Spelled:
    """What the values of a type of column are. :raises KeyError: for a type nobody tells."""
    for type_, spelled in _SPELLED:
        if isinstance(of, type_) or isinstance(getattr(of, "impl", None), type_):
            return spelled
    raise KeyError(str(of))


def tellers_of(question: Select[Any], dialect: Dialect) -> Tellers:
    """How the columns of a question are told on an engine."""
    told = _TOLD[dialect.name]
    return tuple(told.get(spelled_as(each.type)) for each in question.selected_columns)


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


def _utc_of_text(text: str) -> str:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).isoformat()


def _dashed(text: str) -> str:
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


#: How each engine's own values are told; those that are not here are told as they are.
_TOLD: Mapping[str, Mapping[Spelled, Callable[[Any], Any]]] = {
    "sqlite": {Spelled.MOMENT: _utc_of_text, Spelled.KEY: _dashed, Spelled.TRUTH: bool},
    "postgresql": {
        Spelled.DAY: dt.date.isoformat,
        Spelled.MOMENT: _utc,
        Spelled.KEY: uuid.UUID.__str__,
    },
}
