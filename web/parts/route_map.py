"""Two drawings of documented routes: legs inside Peru, and corridors across the border."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.bulletin.documented import DocumentedCorridor, end_of
from core.bulletin.facts import BorderPoint, DocumentedRoute, Stop
from core.places import countries
from core.stops import PERU
from geo.arcs import Arc, Point, arc
from geo.placing import Box, Named, PlacedName, placed
from geo.positions import position, position_of
from geo.projection import VIEW_HEIGHT, VIEW_WIDTH, to_view
from geo.world import HEIGHT, WIDTH, to_world
from web.i18n import Tongue

_WIDTHS = 3
_BEND = 0.13

#: How people reach a stop, where that has a line of its own; by road, or unknown, it is whole.
_DASHED = ("river", "air", "foot")

#: Sizes of letters on a wide screen and on a phone, where fewer names find a place (yanapay.css).
_SIZES, _WORLD_SIZES = (17, 29), (19, 40)


@dataclass(frozen=True, slots=True)
class Line:
    """An arc with its style (width class and mode), its title, and whether it leads into Peru."""

    arc: Arc
    style: str
    title: str
    inward: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A stop: where it lies, the role it is drawn by, and its title."""

    x: float
    y: float
    role: str
    title: str


@dataclass(frozen=True, slots=True)
class RouteDrawing:
    """All that a template needs, in a frame of ``width`` by ``height``. ``land``: the image under
    it, by its file name; ``large_names``: for phones."""

    width: int
    height: int
    land: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    names: tuple[PlacedName, ...]
    large_names: tuple[PlacedName, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A stop of several routes: every role it has on them, and whether it lies at the border."""

    stop: Stop
    at: Point
    roles: frozenset[str]
    routes: int

    @property
    def role(self) -> str:
        """What it is drawn as: a place where routes begin and end is both."""
        if {"origin", "destination"} <= self.roles:
            return "both"
        return next(r for r in ("origin", "destination", "transit") if r in self.roles)


def peru_map(
    routes: Sequence[DocumentedRoute], border: Iterable[BorderPoint], tongue: Tongue
) -> RouteDrawing:
    """The legs of routes whose stops are described, from mark to mark, not along road or river.

    ``border``: places at the border; those where no route stops are marked alone.
    """
    within = [route for route in routes if any(stop.department for stop in route.stops)]
    places = _places(within)
    frame = Box(0, 0, VIEW_WIDTH, VIEW_HEIGHT)
    names = [
        Named(place.stop.place.partition(" (")[0], *place.at, _weight(place), 7.0)
        for place in places.values()
    ]
    alone = [_border(point) for point in border if _code(point) not in places]
    names += [Named(mark.title, mark.x, mark.y, 0, 9.0) for mark in alone]
    lines = tuple(_legs(within, places))
    return RouteDrawing(
        VIEW_WIDTH,
        VIEW_HEIGHT,
        "land-peru.svg",
        lines,
        (*alone, *(_mark(place, tongue) for place in places.values())),
        *(placed(names, size, frame, _points(lines)) for size in _SIZES),
    )


def _code(point: BorderPoint) -> tuple[str, str]:
    return point.department, point.place


def _border(point: BorderPoint) -> Mark:
    x, y = to_view(*(position(point.place, PERU, point.department) or (0.0, 0.0)))
    return Mark(round(x), round(y), "border", point.place.partition(" (")[0])


def _points(lines: Iterable[Line]) -> list[Point]:
    return [point for line in lines for point in line.arc.along]


def _weight(place: Place) -> float:
    """Ends before stops on the way, then those of more routes."""
    return (place.role != "transit") * 100 + place.routes


def _key(stop: Stop) -> tuple[str, str]:
    return end_of(stop), stop.place


def _places(routes: Iterable[DocumentedRoute]) -> dict[tuple[str, str], Place]:
    found: dict[tuple[str, str], Place] = {}
    for route in routes:
        for stop in route.stops:
            at = position(stop.place, stop.country, stop.department)
            if at is None:
                continue
            known = found.get(_key(stop))
            roles = frozenset({stop.role}) | (known.roles if known else frozenset())
            routes_here = 1 + (known.routes if known else 0)
            found[_key(stop)] = Place(stop, to_view(*at), roles, routes_here)
    return found


def _mark(place: Place, tongue: Tongue) -> Mark:
    routes = tongue.count(place.routes, "%(count)s ruta", "%(count)s rutas")
    title = f"{place.stop.place}: {routes}"
    if place.stop.border_point:
        at_border = tongue.say("punto de frontera")
        title = f"{title} · {at_border}"
    role = f"{place.role} border" if place.stop.border_point else place.role
    return Mark(round(place.at[0]), round(place.at[1]), role, title)


def _legs(
    routes: Sequence[DocumentedRoute], places: dict[tuple[str, str], Place]
) -> Iterable[Line]:
    legs: dict[tuple[tuple[str, str], tuple[str, str]], list[tuple[DocumentedRoute, str]]] = {}
    for route in routes:
        for before, stop in pairwise(route.stops):
            legs.setdefault((_key(before), _key(stop)), []).append((route, stop.mode))
    for (first, last), of in legs.items():
        if first not in places or last not in places:
            continue
        drawn = arc(places[first].at, places[last].at, _BEND, 8, 11)
        if drawn is None:
            continue
        modes = {mode for _, mode in of}
        inbound = all(route.scope == "inbound" for route, _ in of)
        style = f"width-{min(len(of), _WIDTHS)}"
        style += " inward" if inbound else next((f" {m}" for m in _DASHED if m in modes), "")
        codes = ", ".join(dict.fromkeys(route.code for route, _ in of))
        yield Line(drawn, style, f"{first[1]} → {last[1]}: {codes}", inbound)


def world_map(corridors: Sequence[DocumentedCorridor], tongue: Tongue) -> RouteDrawing:
    """Corridors between Peru and other countries, by the reports that name them."""
    home = to_world(*(position_of("15") or (0.0, 0.0)))
    own = countries()[PERU].label(tongue.code)
    of: dict[str, list[DocumentedCorridor]] = {}
    for corridor in corridors:
        of.setdefault(_abroad(corridor), []).append(corridor)
    lines = tuple(line for each in corridors if (line := _crossing(each, home, tongue)))
    marks = [_country(country, found, tongue) for country, found in of.items()]
    names = [Named(own, *home, 1000, 6.0)]
    names += [
        Named(countries()[country].label(tongue.code), *_at(country), found[0].reports, 6.0)
        for country, found in of.items()
    ]
    frame = Box(0, 0, WIDTH, HEIGHT)
    return RouteDrawing(
        WIDTH,
        HEIGHT,
        "land-world.svg",
        lines,
        (*marks, Mark(round(home[0]), round(home[1]), "both", own)),
        *(placed(names, size, frame, _points(lines)) for size in _WORLD_SIZES),
    )


def _abroad(corridor: DocumentedCorridor) -> str:
    return corridor.first if corridor.last == PERU else corridor.last


def _at(country: str) -> Point:
    return to_world(*(position_of(country) or (0.0, 0.0)))


def _country(country: str, found: Sequence[DocumentedCorridor], tongue: Tongue) -> Mark:
    """A country in every role it has: people come from some of those others are taken to."""
    roles = {"destination" if each.last == country else "origin" for each in found}
    at = _at(country)
    titles = " · ".join(_title(each, tongue) for each in found)
    role = "both" if len(roles) > 1 else roles.pop()
    return Mark(round(at[0]), round(at[1]), role, titles)


def _title(corridor: DocumentedCorridor, tongue: Tongue) -> str:
    ends = (countries()[code].label(tongue.code) for code in (corridor.first, corridor.last))
    reports = tongue.count(corridor.reports, "%(count)s informe", "%(count)s informes")
    return f"{' → '.join(ends)}: {reports}"


def _crossing(corridor: DocumentedCorridor, home: Point, tongue: Tongue) -> Line | None:
    outward, there = corridor.last != PERU, _at(_abroad(corridor))
    # Arcs to the west bend up over the ocean, those to the east as well: the sign turns with them.
    bend = -0.16 if there[0] < home[0] else 0.16
    drawn = arc(home, there, bend, 8, 13) if outward else arc(there, home, bend, 8, 13)
    if drawn is None:
        return None
    style = f"width-{min(corridor.reports, _WIDTHS)}" + ("" if outward else " inward")
    return Line(drawn, style, _title(corridor, tongue), not outward)
