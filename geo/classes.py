"""Classes of a choropleth and sizes of circles. Limits are round, doubling, and half-open."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

CLASSES = 5


def doubling_limits(values: Sequence[float]) -> tuple[float, ...]:
    """Four limits a, 2a, 4a, 8a for five classes, ``a`` from 1, 2, 2.5, 4, 5 times a power of ten.

    The median lies in the middle of the classes as well as a round number allows, and the largest
    value in the top one. Without positive values the limits are 1, 2, 4, 8.
    """
    positive = sorted(v for v in values if v > 0)
    if not positive:
        return (1, 2, 4, 8)
    median = positive[len(positive) // 2]
    wanted = median / 1.5
    power = 10.0 ** math.floor(math.log10(wanted))
    steps = (1, 2, 2.5, 4, 5, 8, 10)
    first = min((s * power for s in steps), key=lambda s: abs(math.log(s / wanted)))
    return tuple(_tidy(first * 2**i) for i in range(CLASSES - 1))


def _tidy(value: float) -> float:
    rounded = float(f"{value:.4g}")
    return int(rounded) if rounded.is_integer() else rounded


def class_of(value: float, limits: Sequence[float]) -> int:
    """0 for a true zero; else 1 to 5, each class from its lower limit up to below the next."""
    return 0 if value == 0 else 1 + bisect_right(limits, value)


def circle_radius(value: float, largest: float, largest_radius: float) -> float:
    """The radius whose area is to the largest circle's as ``value`` is to ``largest``."""
    if value <= 0 or largest <= 0:
        return 0.0
    return largest_radius * math.sqrt(value / largest)
