"""What :mod:`core.register.gathered` tells as texts, as numbers: months, keys, places of codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.filters import DOMAINS, Dimension
from core.periods import FIRST_MONTH

Column = NDArray[Any]
Flags = NDArray[np.bool_]

_SPACE, _ZERO = ord(" "), ord("0")
_DAY = len("2008-03-01 ")
_KEY = "S16"  # the bytes of a key; all are as long, so what pads them makes no two the same


def read(
    texts: Iterable[Sequence[str]],
    tell: Sequence[Callable[[str], Column]],
    dimensions: Sequence[Dimension],
) -> list[Column]:
    """Each column, one step after the other: what ``tell`` tells of the first ones, then the
    places of the codes of these dimensions."""
    codes = (partial(places, dimension) for dimension in dimensions)
    every: list[Callable[[str], Column]] = [*tell, *codes]
    steps = [[of(text) for of, text in zip(every, told, strict=True)] for told in texts]
    if not steps:
        return [np.zeros(0, np.int64) for _ in every]
    return [np.concatenate(column) for column in zip(*steps, strict=True)]


def keys(told: str) -> Column:
    """The keys of records."""
    return np.frombuffer(bytes.fromhex(told), _KEY)


def months(told: str) -> Column:
    """The months of days, 0 for the first of the series."""
    digits = np.frombuffer(f"{told} ".encode(), np.uint8).reshape(-1, _DAY) - np.uint8(_ZERO)
    year, month = digits[:, :4] @ [1000, 100, 10, 1], digits[:, 5:7] @ [10, 1]
    counted: Column = (year - FIRST_MONTH[0]) * 12 + month - FIRST_MONTH[1]
    return counted


@cache
def _known(dimension: Dimension) -> tuple[int, Column, Column, Column]:
    """How many letters tell the codes of a dimension apart, and in the order of those letters:
    they as one number, how long the codes are, and their places."""
    codes = DOMAINS[dimension].codes
    few = next(n for n in range(1, 9) if len({code[:n] for code in codes}) == len(codes))
    begun = np.array([int.from_bytes(code[:few].ljust(few).encode()) for code in codes], np.uint64)
    order = np.argsort(begun)
    return few, begun[order], np.array([len(code) for code in codes])[order], order.astype(np.uint8)


def places(dimension: Dimension, told: str) -> Column:
    """The places of codes in their domain; there is a space between them.

    :raises KeyError: for a code that is none of the dimension's, by its first letters and length.
    """
    few, begun, length, place = _known(dimension)
    text = np.frombuffer(f"{told}{' ' * few}".encode(), np.uint8)
    end = np.append(np.flatnonzero(text[: len(told)] == _SPACE), len(told))
    start = np.concatenate([[0], end[:-1] + 1])
    letters = text[start].astype(np.uint64)
    for at in range(1, few):
        letters = letters * np.uint64(256) + text[start + at]
    found = np.minimum(np.searchsorted(begun, letters), len(begun) - 1)
    if not ((begun[found] == letters) & (length[found] == end - start)).all():
        raise KeyError(dimension)
    told_places: Column = place[found]
    return told_places


def whose(known: Column, wanted: Column) -> tuple[Column, Flags]:
    """Where each of these keys is among those in order, and whether it is there at all."""
    if not len(known):
        return np.zeros(0, np.int64), np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    there = known[at] == wanted
    return at[there], there
