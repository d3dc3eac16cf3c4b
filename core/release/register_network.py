"""The network of the register: released corridors, and the places between that join their ends.

It reads three tables of a cube, over the whole series: cases by origin and arrival, by origin and
place passed, and by place passed and arrival. A connection leads from an origin over one place to
an arrival; where cases pass several places, each of them joins the ends. Nothing withheld is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.bulletin.cube import HIDDEN, Address, Counts, Cube
from core.bulletin.network import NETWORK_BY, Bridge, Hub, Network
from core.filters import DOMAINS, Dimension
from core.periods import Grain
from core.places import departments
from core.release.documented_network import MOST
from core.release.graph import Graph, Pair, Random, drawn_anew, measured
from core.vocabulary import UNKNOWN, Unit

_CODES = DOMAINS[Dimension.ORIGIN].codes
_KNOWN = len(_CODES) - 1
assert _CODES[-1] == UNKNOWN

#: With fewer corridors on it, the network tells nothing.
_FEWEST = 5

Joins = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Flows:
    """Released cases of the whole series, 0 where withheld. Shapes: (origins, arrivals),
    (origins, places passed), (places passed, arrivals), (places passed,)."""

    corridors: Counts
    into: Counts
    out: Counts
    through: Counts


def released(cube: Cube) -> Flows:
    """The flows of a cube, without what is unknown and what stays where it is."""

    def table(*by: Dimension) -> Counts:
        shown = cube[Address(Unit.CASES, by, Grain.ALL)].shown[0]
        known: Counts = np.where(shown == HIDDEN, 0, shown)[(slice(_KNOWN),) * len(by)]
        if len(by) == 2:
            np.fill_diagonal(known, 0)
        return known

    corridors, into, out, through = (table(*by) for by in NETWORK_BY)
    return Flows(corridors, into, out.T, through)


def register_network(cube: Cube, k: int) -> Network:
    """The network of a cube. ``k``: from which count on its cells are shown."""
    flows = released(cube)
    joined = _joined(flows)
    if joined.any(axis=1).sum() < _FEWEST:
        return Network(int(flows.corridors.sum()))
    central = drawn_anew(lambda random: _betweenness(_anew(flows, k, random)))
    cut = drawn_anew(lambda random: _cuts(_anew(flows, k, random)))
    betweenness, cuts = _betweenness(flows), _cuts(flows)
    hubs = [
        Hub(
            code,
            "PE" if code in departments() else code,
            code if code in departments() else None,
            False,
            int(flows.through[at]),
            measured(betweenness.get(code, 0.0), central.get(code)),
            measured(cuts.get(code, 0.0), cut.get(code)),
            _others(joined, at),
        )
        for at, code in enumerate(_CODES[:_KNOWN])
        if joined[:, at].any()
    ]
    hubs.sort(key=lambda hub: (-hub.betweenness.value, -hub.through, hub.place))
    return Network(int(flows.corridors.sum()), tuple(hubs[:MOST]), _bridges(flows, k))


def _anew(flows: Flows, k: int, random: Random) -> Flows:
    def drawn(counts: Counts) -> Counts:
        fresh = random.poisson(counts)
        return np.where(fresh >= k, fresh, 0)

    return Flows(drawn(flows.corridors), drawn(flows.into), drawn(flows.out), drawn(flows.through))


def _joined(flows: Flows) -> Joins:
    """Which place joins which corridor: shape (corridors shown, places passed)."""
    first, last = np.nonzero(flows.corridors)
    joined: Joins = (flows.into[first] > 0) & (flows.out[:, last].T > 0)
    return joined


def _betweenness(flows: Flows) -> dict[str, float]:
    """On which share of the connections from origins to arrivals each place lies."""
    legs = [(f"from {a}", b) for a, b in _pairs(flows.into)]
    legs += [(a, f"to {b}") for a, b in _pairs(flows.out)]
    between = Graph(legs).between_ends()
    return {code: share for code, share in between.items() if code in _CODES}


def _pairs(counts: Counts) -> list[Pair[str]]:
    return [(_CODES[a], _CODES[b]) for a, b in zip(*np.nonzero(counts), strict=True)]


def _cuts(flows: Flows) -> dict[str, float]:
    """Which share of the cases on joined corridors no other place joins."""
    joined, weight = _joined(flows), flows.corridors[np.nonzero(flows.corridors)]
    alone = joined & (joined.sum(axis=1, keepdims=True) == 1)
    whole = weight[joined.any(axis=1)].sum()
    if not whole:
        return {}
    shares = weight @ alone / whole
    return {_CODES[at]: float(shares[at]) for at in np.nonzero(joined.any(axis=0))[0]}


def _others(joined: Joins, at: int) -> tuple[str, ...]:
    """The places that join most of the corridors this one joins, three at most."""
    beside = joined[joined[:, at]].sum(axis=0)
    beside[at] = 0
    order = np.argsort(-beside, kind="stable")[:3]
    return tuple(_CODES[other] for other in order if beside[other])


def _bridges(flows: Flows, k: int) -> tuple[Bridge, ...]:
    """The stretches whose control would leave most cases on joined corridors without another."""
    redrawn = drawn_anew(lambda random: _stretch_cuts(_anew(flows, k, random)))
    cuts = _stretch_cuts(flows)
    counts: Mapping[Pair[str], int] = {
        **{pair: int(flows.into[at]) for pair, at in _indexed(flows.into)},
        **{pair: int(flows.out[at]) for pair, at in _indexed(flows.out)},
    }
    found = [
        Bridge(first, last, counts[first, last], measured(cut, redrawn.get((first, last))), ())
        for (first, last), cut in cuts.items()
        if cut > 0
    ]
    found.sort(key=lambda leg: (-leg.cut.value, -leg.through, leg.first, leg.last))
    return tuple(found[:MOST])


def _indexed(counts: Counts) -> list[tuple[Pair[str], tuple[int, int]]]:
    places = zip(*np.nonzero(counts), strict=True)
    return [((_CODES[a], _CODES[b]), (int(a), int(b))) for a, b in places]


def _stretch_cuts(flows: Flows) -> dict[Pair[str], float]:
    """A stretch is cut where the only place that joins a corridor is at one of its ends."""
    joined = _joined(flows)
    first, last = np.nonzero(flows.corridors)
    weight = flows.corridors[first, last]
    whole = weight[joined.any(axis=1)].sum()
    lost: dict[Pair[str], float] = {}
    for row in np.nonzero(joined.sum(axis=1) == 1)[0]:
        via = int(np.nonzero(joined[row])[0][0])
        for leg in ((first[row], via), (via, last[row])):
            pair = _CODES[leg[0]], _CODES[leg[1]]
            lost[pair] = lost.get(pair, 0.0) + float(weight[row] / whole)
    return lost
