"""Rates per 100,000 inhabitants of the place a cell lies in, over the cell's whole period.

The denominator is everybody counted there by the census of 2007 (INEI), of any age and either sex:
only the place of a cell chooses it, never its other coordinates, and never the length of its
period. A cell without a place of its own lies in the places its filter keeps, or in the country.
Provinces and the ends of routes have no rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from core.bulletin.answers import Answer
from core.bulletin.figures import Figure, rate_per_100_000
from core.filters import Dimension, Question
from core.places import departments, national_population, natural_regions

_PLACES = (Dimension.DEPARTMENT, Dimension.NATURAL_REGION)

#: Places whose inhabitants we do not have, or that are not where the cell lies.
_UNPEOPLED = frozenset({Dimension.PROVINCE, Dimension.ORIGIN, Dimension.ARRIVAL, Dimension.TRANSIT})


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate and its denominator: inhabitants, ``None`` where the cell lies in no department."""

    figure: Figure
    population: int | None


def rates(answer: Answer) -> tuple[Rate, ...]:
    """The rate of every cell of an answer, in the order of the cells."""
    asked = answer.question
    if not _UNPEOPLED.isdisjoint(asked.dimensions):
        return tuple(_rate(cell.figure, None) for cell in answer)
    split = next((dimension for dimension in _PLACES if dimension in asked.by), None)
    if split is None:
        everywhere = _kept(asked)
        return tuple(_rate(cell.figure, everywhere) for cell in answer)
    at = asked.by.index(split) + (asked.grain is not None)
    return tuple(_rate(cell.figure, inhabitants(split, (cell.key[at],))) for cell in answer)


def _rate(figure: Figure, population: int | None) -> Rate:
    return Rate(rate_per_100_000(figure, population), population)


def _kept(asked: Question) -> int | None:
    """Inhabitants of the places a question keeps that does not split by place."""
    kept = dict(asked.where)
    filtered = next((dimension for dimension in _PLACES if dimension in kept), None)
    return inhabitants(filtered, kept[filtered] if filtered else ())


@cache
def inhabitants(dimension: Dimension | None, codes: tuple[str, ...]) -> int | None:
    """Inhabitants of some departments or natural regions together, or of the country.

    ``None`` where a code is no place in Peru (``abroad``, ``unknown``): part of what is counted
    would have no inhabitants beside it.
    """
    if dimension is None:
        return national_population()
    places = departments() if dimension is Dimension.DEPARTMENT else natural_regions()
    known = {code: place.population_2007 for code, place in places.items()}
    if any(code not in known for code in codes):
        return None
    return sum(known[code] for code in codes)
