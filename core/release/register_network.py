"""The network of the register: released corridors, and the places between that join their ends.

It reads three tables of a cube, over the whole series: cases by origin and arrival, by origin and
place passed, and by place passed and arrival. A connection leads from an origin over one place to
an arrival; where cases pass several places, each of them joins the ends. Nothing withheld is read.
"""

from __future__ import annotations

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

#: How many other places are named.
_NAMED = 3

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
            _others(joined[joined[:, at]], at),
        )
        for at, code in enumerate(_CODES[:_KNOWN])
        if joined[:, at].any() and flows.through[at]
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
    """The places that join most of these corridors beside this one, three at most."""
    beside = joined.sum(axis=0)
    beside[at] = 0
    order = np.argsort(-beside, kind="stable")[:_NAMED]
    return tuple(_CODES[other] for other in order if beside[other])


def _bridges(flows: Flows, k: int) -> tuple[Bridge, ...]:
    """The stretches whose control would leave most cases on joined corridors without another."""
    redrawn = drawn_anew(lambda random: _stretch_cuts(_anew(flows, k, random)))
    cuts = _stretch_cuts(flows)
    found = [
        Bridge(
            *leg,
            # Who begins here and passes there, and who passes here and ends there: nobody is both.
            sum(int(counts[_at(leg)]) for counts in (flows.into, flows.out)),
            measured(cut, redrawn.get(leg)),
            _around(flows, *_at(leg)),
        )
        for leg, cut in cuts.items()
        if cut > 0
    ]
    found.sort(key=lambda leg: (-leg.cut.value, -leg.through, leg.first, leg.last))
    return tuple(found[:MOST])


def _at(leg: Pair[str]) -> tuple[int, int]:
    first, last = leg
    return _CODES.index(first), _CODES.index(last)


def _around(flows: Flows, first: int, last: int) -> tuple[str, ...]:
    """The other places that join the corridors on a stretch: those from its first place over its
    last one, and those over its first place to its last one."""
    joined = _joined(flows)
    begins, ends = np.nonzero(flows.corridors)
    over_last = joined[(begins == first) & joined[:, last]].copy()
    over_first = joined[(ends == last) & joined[:, first]].copy()
    over_last[:, last] = over_first[:, first] = False
    beside = over_last.sum(axis=0) + over_first.sum(axis=0)
    order = np.argsort(-beside, kind="stable")[:_NAMED]
    return tuple(_CODES[other] for other in order if beside[other])


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
