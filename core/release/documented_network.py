"""The network of documented routes: places and legs as others described them, never records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from core.bulletin.facts import DocumentedRoute, Stop
from core.bulletin.network import Bridge, Hub, Network
from core.release.graph import Graph, Pair, Random, drawn_anew, measured

#: With fewer routes through a place, drawing anew tells nothing about it.
_FEWEST = 3

MOST = 12


def documented_network(routes: Sequence[DocumentedRoute]) -> Network:
    """The network of described routes. Corridors between countries alone have no stops in it."""
    within = [route for route in routes if any(s.department for s in route.stops)]
    ways = [tuple(key_of(stop) for stop in route.stops) for route in within]
    stops = {key_of(stop): stop for route in within for stop in route.stops}
    passing = Counter(place for way in ways for place in way[1:-1])
    often = [place for place, through in passing.items() if through >= _FEWEST]
    redrawn = drawn_anew(lambda random: Graph(_legs(_drawn(ways, random))).betweenness())
    redrawn_cut = drawn_anew(lambda random: _cuts(_drawn(ways, random), often))
    cuts, central = _cuts(ways, passing), Graph(_legs(ways)).betweenness()
    hubs = []
    for place, through in passing.items():
        enough = through >= _FEWEST
        at = stops[place]
        hubs.append(
            Hub(
                at.place,
                at.country,
                at.department,
                at.border_point,
                through,
                measured(central[place], redrawn[place] if enough else None),
                measured(cuts[place], redrawn_cut[place] if enough else None),
                _around(ways, place, stops),
            )
        )
    hubs.sort(key=lambda hub: (-hub.through, -hub.betweenness.value, hub.place))
    return Network(len(ways), tuple(hubs[:MOST]), _bridges(ways, stops))


def key_of(stop: Stop) -> str:
    """A place by its department or country and its name."""
    return f"{stop.department or stop.country}|{stop.place}"


def _drawn(ways: Sequence[tuple[str, ...]], random: Random) -> list[tuple[str, ...]]:
    return [ways[at] for at in random.integers(len(ways), size=len(ways))]


def _legs(ways: Iterable[tuple[str, ...]]) -> Iterable[Pair[str]]:
    return (leg for way in ways for leg in pairwise(way))


def _cuts(ways: Sequence[tuple[str, ...]], places: Iterable[str]) -> dict[str, float]:
    """Which share of the routes would have no other way without each of some places they pass."""
    lost = {}
    for place in places:
        left = Graph(leg for leg in _legs(ways) if place not in leg)
        of = [way for way in ways if place in way[1:-1]]
        lost[place] = sum(not left.way(way[0], way[-1]) for way in of) / len(ways)
    return lost


def _around(
    ways: Sequence[tuple[str, ...]], place: str, stops: Mapping[str, Stop]
) -> tuple[str, ...]:
    """The shortest other way of a route that passes a place."""
    left = Graph(leg for leg in _legs(ways) if place not in leg)
    return _shortest([left.way(way[0], way[-1]) for way in ways if place in way[1:-1]], stops)


def _shortest(found: Iterable[tuple[str, ...]], stops: Mapping[str, Stop]) -> tuple[str, ...]:
    others = sorted((len(way), way) for way in found if way)
    return tuple(stops[place].place for place in others[0][1]) if others else ()


def _bridges(ways: Sequence[tuple[str, ...]], stops: Mapping[str, Stop]) -> tuple[Bridge, ...]:
    """The legs whose control would leave most routes without another way."""
    used = Counter(leg for way in ways for leg in set(pairwise(way)))
    often = [leg for leg, through in used.items() if through >= _FEWEST]
    redrawn = drawn_anew(lambda random: _leg_cuts(_drawn(ways, random), often))
    cuts = _leg_cuts(ways, used)
    found = []
    for (first, last), through in used.items():
        left = Graph(leg for leg in _legs(ways) if leg != (first, last))
        of = [way for way in ways if (first, last) in pairwise(way)]
        enough = redrawn.get((first, last)) if through >= _FEWEST else None
        cut = measured(cuts[first, last], enough)
        around = _shortest([left.way(way[0], way[-1]) for way in of], stops)
        found.append(Bridge(stops[first].place, stops[last].place, through, cut, around))
    found.sort(key=lambda leg: (-leg.cut.value, -leg.through, leg.first, leg.last))
    return tuple(found[:MOST])


def _leg_cuts(ways: Sequence[tuple[str, ...]], legs: Iterable[Pair[str]]) -> dict[Pair[str], float]:
    lost: dict[Pair[str], float] = {}
    for leg in legs:
        left = Graph(other for other in _legs(ways) if other != leg)
        of = [way for way in ways if leg in pairwise(way)]
        lost[leg] = sum(not left.way(way[0], way[-1]) for way in of) / len(ways)
    return lost
