"""A figure is one of five things, and never a bare number or None."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.disclosure import Reason

#: Below this count a rate jumps with every single case, and says so.
UNSTABLE_BELOW = 20


class Bound(StrEnum):
    """How a published number is meant: 'more than 8,500' is ``at least``, never 8,500 exactly."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    ABOUT = "about"


class Status(StrEnum):
    """The five states of a value, as every exit spells them."""

    SHOWN = "shown"
    ZERO = "zero"
    WITHHELD = "withheld"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that may be said: a count (int) or a share or rate (float).

    ``withheld_parts``: how many cells of the sum are withheld and therefore not in it.
    ``unstable``: a rate of fewer than 20 counted.
    """

    value: int | float
    bound: Bound = Bound.EXACT
    provisional: bool = False
    revised: bool = False
    withheld_parts: int = 0
    unstable: bool = False
    status: Status = Status.SHOWN


@dataclass(frozen=True, slots=True)
class Zero:
    """A true zero that may be said."""

    provisional: bool = False
    status: Status = Status.ZERO


@dataclass(frozen=True, slots=True)
class Withheld:
    """A count we know and will not say. It carries no number, so it cannot leak one."""

    reason: Reason
    status: Status = Status.WITHHELD


@dataclass(frozen=True, slots=True)
class Missing:
    """No data: nobody counted this here or then."""

    status: Status = Status.MISSING


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The question has no answer here, such as a rate without a population."""

    status: Status = Status.NOT_APPLICABLE


Figure = Shown | Zero | Withheld | Missing | NotApplicable


def number(figure: Figure) -> int | float | None:
    """The number of a figure that has one; ``None`` for the states that have none."""
    match figure:
        case Shown(value=value):
            return value
        case Zero():
            return 0
    return None


def rate_per_100_000(figure: Figure, population: int | None) -> Figure:
    """Counted per 100,000 inhabitants, to one decimal; the other states stay what they are."""
    if population is None:
        return NotApplicable()
    if not isinstance(figure, Shown):
        return figure
    return Shown(
        round(figure.value * 100_000 / population, 1),
        figure.bound,
        figure.provisional,
        figure.revised,
        figure.withheld_parts,
        figure.value < UNSTABLE_BELOW,
    )
