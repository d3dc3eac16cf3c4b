"""Where routes pass is counted once a case and place; networks come from what is released."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa

from core.bulletin import file
from core.bulletin.cube import HIDDEN, Address, Table
from core.bulletin.facts import DocumentedRoute, Source, Stop
from core.bulletin.network_sentences import bridge_sentence
from core.disclosure import RULE
from core.filters import DOMAINS, Dimension
from core.periods import Grain
from core.places import route_end
from core.register.cases import Case
from core.register.columns import columns_of
from core.register.routes import Leg, Place
from core.release.count import count
from core.release.documented_network import documented_network
from core.release.network import newly_shown
from core.release.register_network import register_network
from core.vocabulary import Unit

ALL = Grain.ALL
CODES = DOMAINS[Dimension.TRANSIT].codes


@pytest.fixture(scope="module")
def exact(house):
    with house.register.reading() as connection:
        return count(connection)


@pytest.fixture(scope="module")
def routes_of_cases(house) -> list[list[str]]:
    """The stops of the route of each case that has one, one by one."""
    case, leg, place = columns_of(Case), columns_of(Leg), columns_of(Place)
    stops: dict = {}
    with house.register.reading() as connection:
        legs = sa.select(leg.route_id, place.country, place.department)
        ordered = legs.join(Place, place.id == leg.place_id).order_by(leg.route_id, leg.position)
        for route, country, department in connection.execute(ordered):
            stops.setdefault(route, []).append(route_end(country, department))
        kept = sa.select(case.route_id).where(
            case.merged_into.is_(None), case.route_id.is_not(None)
        )
        return [stops[route] for (route,) in connection.execute(kept)]


def test_a_case_counts_once_in_each_place_it_passes(exact, routes_of_cases):
    passed = Counter(code for stops in routes_of_cases for code in set(stops[1:-1]))
    counted = exact[Address(Unit.CASES, (Dimension.TRANSIT,), ALL)].n[0]
    assert {CODES[i]: int(n) for i, n in enumerate(counted) if n} == passed


def test_what_passes_a_place_is_told_by_where_it_began(exact, routes_of_cases):
    pairs = Counter((s[0], code) for s in routes_of_cases for code in set(s[1:-1]))
    table = exact[Address(Unit.CASES, (Dimension.ORIGIN, Dimension.TRANSIT), ALL)].n[0]
    counted = {
        (CODES[a], CODES[b]): int(table[a, b]) for a, b in zip(*np.nonzero(table), strict=True)
    }
    assert counted == pairs


def stop(position: int, place: str, role: str = "transit") -> Stop:
    return Stop(position, role, place, "PE", "16", "river", "town", border_point=False)


def route(code: str, *places: str) -> DocumentedRoute:
    stops = tuple(stop(at, place) for at, place in enumerate(places, start=1))
    source = Source("press", "D", code, "https://example.pe", "2011")
    return DocumentedRoute(code, code, "sexual", "internal", "", "D", 1, stops, (source,))


def test_a_place_with_no_way_around_cuts_every_route_through_it():
    routes = [route("1", "A", "M", "Z"), route("2", "B", "M", "Z"), route("3", "C", "M", "Y")]
    network = documented_network(routes)
    (hub,) = network.hubs
    assert (hub.place, hub.through, hub.cut.value, hub.around) == ("M", 3, 1.0, ())
    assert hub.cut.enough


def test_another_way_is_named_with_its_places():
    routes = [route("1", "A", "M", "Z"), route("2", "A", "N", "O", "Z")]
    hubs = {hub.place: hub for hub in documented_network(routes).hubs}
    assert hubs["M"].cut.value == 0
    assert hubs["M"].around == ("A", "N", "O", "Z")
    assert not hubs["M"].betweenness.enough
    bridges = {(leg.first, leg.last): leg for leg in documented_network(routes).bridges}
    assert bridges["A", "M"].around == ("A", "N", "O", "Z")


def test_without_routes_there_is_a_network_without_hubs():
    assert documented_network([]).hubs == ()


def test_the_network_of_a_release_is_kept_in_its_file_and_is_the_same_each_time(bulletin, tmp_path):
    file.write(bulletin, tmp_path / "bulletin")
    assert file.read(tmp_path / "bulletin").networks == bulletin.networks
    again = register_network(bulletin.cube, RULE.k)
    assert again == bulletin.networks.register
    assert documented_network(bulletin.facts.routes) == bulletin.networks.documented


def test_where_little_is_shown_the_register_tells_no_hubs(bulletin):
    hidden = {
        address: Table(np.full_like(table.shown, HIDDEN), table.reason)
        for address, table in bulletin.cube.items()
    }
    network = register_network(hidden, RULE.k)
    assert (network.size, network.hubs, network.bridges) == (0, (), ())


def shown_alone(bulletin, **tables: dict[tuple[str, ...], int]):
    """A cube in which these cells of the whole series are shown, and no other of these tables."""
    dimensions = {
        "corridors": (Dimension.ORIGIN, Dimension.ARRIVAL),
        "into": (Dimension.ORIGIN, Dimension.TRANSIT),
        "out": (Dimension.ARRIVAL, Dimension.TRANSIT),
        "through": (Dimension.TRANSIT,),
    }
    cube = dict(bulletin.cube)
    for name, cells in tables.items():
        address = Address(Unit.CASES, dimensions[name], ALL)
        shown = np.full_like(cube[address].shown, HIDDEN)
        for codes, value in cells.items():
            shown[(0, *(CODES.index(code) for code in codes))] = value
        cube[address] = Table(shown, cube[address].reason)
    return cube


def test_a_stretch_of_the_register_tells_other_places_of_its_corridors(bulletin):
    ends = [("16", "15"), ("16", "20"), ("16", "17"), ("10", "15"), ("08", "17")]
    cube = shown_alone(
        bulletin,
        corridors=dict.fromkeys(ends, 20),
        into={("16", "22"): 50, ("16", "25"): 30, ("10", "25"): 15, ("08", "23"): 18},
        out={
            ("15", "22"): 30,
            ("20", "22"): 25,
            ("17", "22"): 12,
            ("15", "25"): 40,
            ("17", "23"): 18,
        },
        through={("22",): 60, ("25",): 45, ("23",): 18},
    )
    bridges = {(leg.first, leg.last): leg for leg in register_network(cube, RULE.k).bridges}
    # 16 to 15 has another way over 25, of which its stretch tells; 16 to 20 and 17 have none.
    assert bridges["16", "22"].around == ("25",)
    assert bridges["16", "22"].cut.value == 0.4
    assert bridges["16", "22"].through == 50
    assert bridges["08", "23"].around == ()
    told = bridge_sentence(bridges["08", "23"], (), "en")
    assert "what is withheld is not read" in told
    assert "The same corridors also pass Ucayali." in bridge_sentence(
        bridges["16", "22"], ("Ucayali",), "en"
    )


def test_a_place_whose_count_is_withheld_is_no_hub_of_the_register(bulletin):
    ends = dict.fromkeys([("16", "15"), ("16", "20"), ("10", "15"), ("10", "20"), ("08", "15")], 20)
    legs = {
        "into": {(a, "22"): 40 for a in ("16", "10", "08")},
        "out": {("15", "22"): 60, ("20", "22"): 40},
    }
    shown = register_network(
        shown_alone(bulletin, corridors=ends, **legs, through={("22",): 99}), 11
    )
    assert [(hub.place, hub.through) for hub in shown.hubs] == [("22", 99)]
    assert not register_network(shown_alone(bulletin, corridors=ends, **legs, through={}), 11).hubs


def test_a_corridor_is_new_only_where_noise_cannot_have_brought_it_up(bulletin, tmp_path):
    path = tmp_path / "bulletin"
    release = replace(bulletin.release, id="another")
    assert newly_shown(path, release, bulletin.cube) == ()
    address = Address(Unit.CASES, (Dimension.ORIGIN, Dimension.ARRIVAL), ALL)
    shown = bulletin.cube[address].shown
    before = shown.copy()
    before[0][(shown[0] > HIDDEN)] = HIDDEN
    cube = {**bulletin.cube, address: Table(before, bulletin.cube[address].reason)}
    file.write(replace(bulletin, cube=cube), path)
    surely = RULE.k + RULE.largest_difference_noise
    expected = {
        (CODES[a], CODES[b])
        for a, b in zip(*np.nonzero(shown[0] >= surely), strict=True)
        if "unknown" not in (CODES[a], CODES[b])
    }
    assert set(newly_shown(path, release, bulletin.cube)) == expected
    assert 0 < len(expected) < (shown[0] > HIDDEN).sum()
    assert newly_shown(path, bulletin.release, bulletin.cube) == bulletin.networks.newly_shown
    other = replace(release, rule_version="2006.1")
    assert newly_shown(path, other, bulletin.cube) == ()
