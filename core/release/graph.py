"""A directed graph of places, and how sure a measure of it is.

How sure follows from drawing anew: documented routes are drawn with replacement, released counts
from a Poisson law of their value, where what falls under the threshold is left out. The draws have
a fixed seed, so that the same release tells the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import rustworkx

from core.bulletin.network import IN_TEN, Measured

Key = TypeVar("Key")
Pair = tuple[Key, Key]
Shares = Mapping[Key, float]
Random = np.random.Generator

_DRAWS = 100
_SEED = 20060301


def drawn_anew(draw: Callable[[Random], Shares[Key]]) -> dict[Key, list[float]]:
    """What each of some draws tells of each key, 0 where it is not in the draw."""
    random = np.random.default_rng(_SEED)
    told = [draw(random) for _ in range(_DRAWS)]
    keys = {key for each in told for key in each}
    return {key: [each.get(key, 0.0) for each in told] for key in keys}


def measured(value: float, redrawn: Sequence[float] | None) -> Measured:
    """A measure with the ends that nine of ten redraws lie between."""
    if redrawn is None:
        return Measured(round(value, 4))
    edge = (1 - IN_TEN / 10) / 2
    low, high = np.quantile(redrawn, (edge, 1 - edge))
    return Measured(round(value, 4), round(float(low), 4), round(float(high), 4))


class Graph:
    """A directed graph of places by key; parallel legs are one."""

    def __init__(self, legs: Iterable[Pair[str]]) -> None:
        self._graph = rustworkx.PyDiGraph(multigraph=False)
        self._at: dict[str, int] = {}
        for first, last in dict.fromkeys(legs):
            self._graph.add_edge(self._node(first), self._node(last), None)

    def _node(self, key: str) -> int:
        if key not in self._at:
            self._at[key] = self._graph.add_node(key)
        return self._at[key]

    def betweenness(self) -> dict[str, float]:
        """On which share of all pairs of other places each place lies, by shortest ways."""
        found = rustworkx.digraph_betweenness_centrality(self._graph, normalized=True)
        return {key: found[at] for key, at in self._at.items()}

    def between_ends(self) -> dict[str, float]:
        """The same as a share of the pairs that a way leads between, ends not counted."""
        found = rustworkx.digraph_betweenness_centrality(self._graph, normalized=False)
        whole = sum(found.values())
        return {key: found[at] / whole for key, at in self._at.items()} if whole else {}

    def way(self, first: str, last: str) -> tuple[str, ...]:
        """The places of a shortest way, both ends included; empty where there is none."""
        if first not in self._at or last not in self._at:
            return ()
        start, end = self._at[first], self._at[last]
        found = rustworkx.digraph_dijkstra_shortest_paths(self._graph, start, target=end)
        return tuple(self._graph[node] for node in found[end]) if end in found else ()
