"""The rule that keeps a figure from naming a person: one closed, perturbed cube per release.

Every constant and every decision about a single cell lives here, on one screen. What is promised
and which test holds each promise stands in docs/security.md; /metodo and the API's ``method`` are
generated from :data:`RULE`. The method is ONS/ABS cell-key perturbation with the maximum-entropy
noise of Giessing (2016), and a threshold on the true *and* on the shown count.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.periods import Grain


@dataclass(frozen=True, slots=True)
class Rule:
    """The constants in force. ``version`` changes when any of them does."""

    version: str = "2026.4"
    k: int = 11
    variance: float = 2.0
    largest_noise: int = 3
    dominance: float = 0.9
    most_dimensions: int = 3
    key_bits: int = 32
    hours_between_releases: int = 1

    @property
    def largest_difference_noise(self) -> int:
        """No difference of two single cells is further from the difference of their counts."""
        return 2 * self.largest_noise


RULE = Rule()

#: The finest time band that may be crossed with 0, 1 or 2 other dimensions.
Grains = tuple[Grain, Grain, Grain]
FINEST_GRAIN: Grains = (Grain.MONTH, Grain.QUARTER, Grain.SEMESTER)

#: The same for partners under an agreement and for cleared staff.
FINEST_GRAIN_AGREED: Grains = (Grain.MONTH, Grain.QUARTER, Grain.QUARTER)

#: Attributes that must not be learnt about somebody already known to be in a group.
SENSITIVE = frozenset({"form", "industry", "status", "call_type", "destination"})


class Reason(StrEnum):
    """Why a cell is withheld. Said in words wherever ``[c]`` stands."""

    SMALL = "small"
    DOMINANT = "dominant"
    COMPLEMENT = "complement"
    DIMENSIONS = "dimensions"
    TIME_TOO_FINE = "time_too_fine"


@cache
def noise_law(n: int) -> tuple[tuple[int, float], ...]:
    """The law of the noise at true count ``n``: (noise, probability), mean 0, variance V.

    Of all laws on the integers -min(n, D) .. D with that mean and variance it is the one of
    maximum entropy, p(i) proportional to exp(a*i + b*i*i); a and b are found by Newton's method.
    Counts of D and more share one law. ``n = 0`` is never perturbed.
    """
    if n == 0:
        return ((0, 1.0),)
    support = range(-min(n, RULE.largest_noise), RULE.largest_noise + 1)
    a = b = 0.0
    for _ in range(200):
        weights = [math.exp(a * i + b * i * i) for i in support]
        moment = [sum(w * i**p for w, i in zip(weights, support, strict=True)) for p in range(5)]
        m1, m2, m3, m4 = (m / moment[0] for m in moment[1:])
        off1, off2 = m1, m2 - RULE.variance
        if abs(off1) + abs(off2) < 1e-13:
            break
        # Jacobian of (mean, second moment) in (a, b): covariances of i and i*i.
        j11, j12, j22 = m2 - m1 * m1, m3 - m1 * m2, m4 - m2 * m2
        scale = j11 * j22 - j12 * j12
        a -= (off1 * j22 - off2 * j12) / scale
        b -= (off2 * j11 - off1 * j12) / scale
    total = sum(weights)
    return tuple((i, w / total) for i, w in zip(support, weights, strict=True))


def noise(n: int, cell_key: int, secret: bytes) -> int:
    """The noise of a cell: fixed by its count, the sum of its record keys and the secret."""
    if n == 0:
        return 0
    text = f"{n}:{cell_key}".encode()
    drawn = int.from_bytes(hashlib.blake2b(text, key=secret, digest_size=8).digest(), "big") / 2**64
    reached = 0.0
    for value, probability in noise_law(min(n, RULE.largest_noise)):
        reached += probability
        if drawn < reached:
            return value
    return RULE.largest_noise


def shown_value(n: int, cell_key: int, secret: bytes) -> int:
    """``v``: the only number of a cell that may leave the house, and only where publishable."""
    return n + noise(n, cell_key, secret)


def publishable(n: int, shown: int, k: int = RULE.k) -> bool:
    """True where both the true and the shown count reach the threshold."""
    return n >= k and shown >= k


def dominated(largest_child: NDArray[np.int64], parent: NDArray[np.int64]) -> NDArray[np.bool_]:
    """True where one child of a sensitive split holds nearly all of its parent; any shape."""
    told: NDArray[np.bool_] = (parent > 0) & (largest_child >= RULE.dominance * parent)
    return told


def within_limits(other_dimensions: int) -> bool:
    """True where a question crosses no more dimensions than the rule allows, period included."""
    return other_dimensions + 1 <= RULE.most_dimensions
