"""Drawing columns of synthetic records: the same seed and chunk always give the same columns."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.moments import LIMA
from core.periods import MONTHS, month_of
from core.register.case_codes import BITS, case_code

SEED = 20_060_301  # the day the hotline opened

Code = TypeVar("Code", bound=Hashable)

#: Columns of one table, by name, all of one length.
Columns = dict[str, Sequence[Any]]


class Draw:
    """The random numbers of one chunk of one kind of record."""

    def __init__(self, kind: int, chunk: int) -> None:
        self.random = np.random.Generator(np.random.PCG64([SEED, kind, chunk]))

    def indices(self, weights: Sequence[float], size: int) -> NDArray[np.intp]:
        """``size`` positions drawn by weight."""
        edges = np.cumsum(np.asarray(weights, float))
        drawn = self.random.random(size) * edges[-1]
        found: NDArray[np.intp] = np.searchsorted(edges, drawn, side="right")
        return found

    def codes(self, weights: Mapping[Code, float], size: int) -> list[Code]:
        """``size`` keys of ``weights`` drawn by weight."""
        found = np.empty(len(weights), object)
        found[:] = list(weights)
        drawn: list[Code] = found[self.indices(list(weights.values()), size)].tolist()
        return drawn

    def chances(self, probability: float, size: int) -> NDArray[np.bool_]:
        """True with ``probability``, ``size`` times."""
        return self.random.random(size) < probability

    def whole(self, low: int, high: int, size: int) -> NDArray[np.int64]:
        """Whole numbers from ``low`` to ``high``, both included."""
        return self.random.integers(low, high, size, endpoint=True)

    def days(self, months: NDArray[np.int64]) -> NDArray[np.int64]:
        """A day, counted from 1970, in each month index."""
        starts = _MONTH_STARTS[months]
        lengths = _MONTH_STARTS[months + 1] - starts
        days: NDArray[np.int64] = starts + (self.random.random(len(months)) * lengths).astype(int)
        return days

    def ids(self, milliseconds: NDArray[np.int64]) -> bytes:
        """Version 7 UUIDs, 16 bytes each, one per Unix millisecond given."""
        count = len(milliseconds)
        raw = np.empty((count, 16), np.uint8)
        raw[:, 6:] = self.random.integers(0, 256, (count, 10), np.uint8)
        for place in range(6):
            raw[:, place] = (milliseconds >> (8 * (5 - place))) & 0xFF
        raw[:, 6] = 0x70 | (raw[:, 6] & 0x0F)
        raw[:, 8] = 0x80 | (raw[:, 8] & 0x3F)
        return raw.tobytes()


def _first_day(index: int) -> int:
    year, month = month_of(index)
    return (dt.date(year, month, 1) - dt.date(1970, 1, 1)).days


_MONTH_STARTS = np.array([_first_day(index) for index in range(MONTHS + 1)])


def hexed(raw: bytes) -> list[str]:
    """Each 16 bytes as 32 hexadecimal digits, as both engines take them."""
    text = raw.hex()
    return [text[at : at + 32] for at in range(0, len(text), 32)]


def record_keys(secret: bytes, raw: bytes) -> list[int]:
    """The record key of each id: what core.register.record_keys says, many at once."""
    digest = hmac.digest
    return [
        int.from_bytes(digest(secret, raw[at : at + 16], "sha256")[:4], "big")
        for at in range(0, len(raw), 16)
    ]


def date_texts(days: NDArray[np.int64]) -> list[str]:
    """Days from 1970 as ``2008-03-14``."""
    texts: list[str] = days.astype("datetime64[D]").astype(str).tolist()
    return texts


def moment_texts(seconds: NDArray[np.int64]) -> list[str]:
    """Unix seconds as ``2008-03-14 15:09:26.000000`` in UTC."""
    stamps = np.char.replace(seconds.astype("datetime64[s]").astype(str), "T", " ")
    texts: list[str] = np.char.add(stamps, ".000000").tolist()
    return texts


def lima_seconds(days: NDArray[np.int64], seconds_of_day: NDArray[np.int64]) -> NDArray[Any]:
    """Unix seconds of a time of day in Lima (five hours behind UTC all year)."""
    offset = LIMA.utcoffset(None)
    assert offset is not None
    return days * 86_400 + seconds_of_day - int(offset.total_seconds())


def case_codes(first: int, count: int) -> list[str]:
    """Case codes of positions ``first`` onward: scattered over 35 bits, each one once.

    A multiplication by an odd number and a shift are one-to-one, so no two positions meet.
    """
    bits = np.uint64((1 << BITS) - 1)
    scattered = np.arange(first, first + count, dtype=np.uint64) + np.uint64(SEED)
    for factor in (0x1_B9E3_779B, 0x3_C6EF_372F):
        scattered = (scattered * np.uint64(factor | 1)) & bits
        scattered ^= scattered >> np.uint64(17)
    return [case_code(number) for number in scattered.tolist()]
