"""Fair timing: things to compare take turns, so that a noisy minute falls on all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what, its value with unit, the target, and the raw numbers."""

    name: str
    value: float
    unit: str
    target: str
    raw: list[float]


def turns(things: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each thing, ``rounds`` times, in turn."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for _ in range(rounds):
        for name, thing in things.items():
            begun = time.perf_counter()
            thing()
            seconds[name].append(time.perf_counter() - begun)
    return seconds


def paired_ratio(of: list[float], to: list[float]) -> tuple[float, list[float]]:
    """Median and all of the ratios of runs that took turns."""
    ratios = [a / b for a, b in zip(of, to, strict=True)]
    return median(ratios), ratios


def timed(thing: Callable[[], object]) -> float:
    """Seconds of one run."""
    begun = time.perf_counter()
    thing()
    return time.perf_counter() - begun
