"""The world with 75° W in its middle: whole, small, and nothing smeared from edge to edge."""

import itertools
import re
from pathlib import Path

import pytest

from core.bulletin.facts import Facts
from core.places import ROUTE_ENDS, countries, departments
from core.vocabulary import UNKNOWN
from geo.positions import line, position, position_of
from geo.world import HEIGHT, WIDTH, load_world, to_world


def subpaths(path: str) -> list[list[tuple[int, int]]]:
    """The absolute points of every ring of a path of relative steps."""
    rings = []
    for ring in re.findall(r"M([^z]+)z", path):
        start, steps = ring.split("l")
        numbers = [int(n) for n in re.findall(r"-?\d+", start + " " + steps)]
        points = [(numbers[0], numbers[1])]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        rings.append(points)
    return rings


def test_every_country_of_the_routes_is_drawn():
    world = load_world()
    assert set(world.countries) == set(countries())
    assert all(country.path for country in world.countries.values())


def test_no_ring_is_smeared_across_the_map():
    world = load_world()
    for path in (world.land, *(c.path for c in world.countries.values())):
        for ring in subpaths(path):
            for (x, _), (u, _) in itertools.pairwise(ring):
                assert abs(x - u) < WIDTH / 4
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring)


def test_japan_lies_west_of_peru_and_spain_east():
    x = {code: to_world(c.lon, c.lat)[0] for code, c in load_world().countries.items()}
    assert x["JP"] < x["US"] < x["PE"] < x["ES"] < x["IT"]
    assert abs(to_world(-75, 0)[0] - WIDTH / 2) < WIDTH / 10


def test_a_point_of_a_country_lies_inside_its_outline():
    for code, country in load_world().countries.items():
        x, y = to_world(country.lon, country.lat)
        inside = False
        for ring in subpaths(country.path):
            for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
                if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                    inside = not inside
        assert inside, code


def test_the_file_is_small():
    assert Path("geo/data/world.json").stat().st_size < 12_000


def test_every_documented_stop_has_a_position(bulletin):
    facts: Facts = bulletin.facts
    for route in facts.routes:
        for stop in route.stops:
            lon, lat = position(stop.place, stop.country, stop.department)
            if stop.department:
                assert -82 < lon < -68
                assert -19 < lat < 0


@pytest.mark.parametrize("code", ROUTE_ENDS.codes)
def test_every_known_end_has_a_mark(code):
    known = code in departments() or code in countries()
    assert (position_of(code) is not None) == known
    assert position_of(UNKNOWN) is None


def test_a_line_takes_the_shorter_way_around_the_world():
    assert line([(-77.0, -12.0), None]) is None
    drawn = line([(-77.0, -12.0), (139.0, 36.0)])
    assert drawn == {"type": "LineString", "coordinates": [[-77.0, -12.0], [-221.0, 36.0]]}
