"""Partners see more at a lower threshold, and even together nobody proves a small cell."""

from itertools import pairwise

import numpy as np
import pytest

from core.bulletin.cube import HIDDEN, Table
from core.disclosure import FINEST_GRAIN_AGREED
from core.release import protect as protection
from core.release.attack import EVERYBODY, Beneath, Tier, breaches, conclude
from core.release.count import count
from core.release.margins import relations
from core.release.protect import protect
from core.vocabulary import Unit
from tests.factories import house_in

UNITS = (Unit.CALLS, Unit.CASES, Unit.VICTIMS)


@pytest.fixture(scope="module")
def exact(tmp_path_factory):
    """Counts of a register with record keys of its own: what its noise is, nobody knows before."""
    house = house_in(tmp_path_factory.mktemp("tiers"))
    with house.the_register().reading() as connection:
        counted = count(connection)
    house.the_register().close()
    return counted


@pytest.fixture(scope="module", params=range(6))
def secret(request):
    """Of several, one after the other."""
    return bytes([request.param]) * 32


@pytest.fixture(scope="module")
def tiers(secret, exact):
    """(tier, cube) from the public one down to k = 5, each on the one before."""
    made = [(EVERYBODY, protect(exact, secret))]
    for k in (10, 7, 5):
        tier = Tier(k, FINEST_GRAIN_AGREED, Beneath(*made[-1]))
        made.append((tier, protect(exact, secret, tier)))
    return made


def test_no_tier_lets_its_reader_prove_a_small_cell(tiers):
    for tier, cube in tiers:
        assert list(breaches(cube, UNITS, tier)) == []


def test_a_tier_that_adds_nothing_tells_nothing_more(tiers):
    """Whatever becomes of what it adds, a tier can be protected by taking all of it back."""
    (_, public), (tier, cube) = tiers[:2]
    taken_back = {
        address: public.get(address) or Table(np.full_like(t.shown, HIDDEN), np.ones_like(t.reason))
        for address, t in cube.items()
    }
    assert list(breaches(taken_back, UNITS, tier)) == []


def test_every_tier_shows_all_that_stands_beneath_with_the_same_values(tiers):
    for (_, lower), (_, upper) in pairwise(tiers):
        for address, table in lower.items():
            shown = table.shown != HIDDEN
            assert np.array_equal(upper[address].shown[shown], table.shown[shown])
    counts = [sum(int((t.shown != HIDDEN).sum()) for t in cube.values()) for _, cube in tiers]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0]


def test_where_neighbours_do_not_suffice_a_tier_takes_back_what_it_adds(
    tiers, exact, secret, monkeypatch
):
    """Withholding neighbour after neighbour may come to no end."""
    monkeypatch.setattr(protection, "_MOST_REPAIRS", 8)
    monkeypatch.setattr(protection, "_withhold_a_neighbour", lambda *_: True)  # as good as nothing
    tier, _ = tiers[1]
    cube = protect(exact, secret, tier)
    assert list(breaches(cube, UNITS, tier)) == []
    for address, table in tiers[0][1].items():
        shown = table.shown != HIDDEN
        assert np.array_equal(cube[address].shown[shown], table.shown[shown])


def test_no_tier_shows_less_than_its_threshold(tiers, exact):
    for tier, cube in tiers:
        for address, table in cube.items():
            shown = table.shown != HIDDEN
            assert (exact[address].n[shown] >= tier.k).all()
            assert (table.shown[shown] >= tier.k).all()


def test_what_the_attacker_of_a_tier_concludes_is_true(tiers, exact):
    tier, cube = tiers[-1]
    for address, interval in conclude(cube, Unit.CASES, tier).items():
        true = exact[address].n
        assert ((interval.low <= true) & (true <= interval.high)).all(), address.name


def test_taking_back_further_around_ends_once_everything_is_reached():
    """Where most cells of a tier are known from beneath, thousands of breaches reach further."""
    sums = relations(Unit.VICTIMS)
    every = {table for each in sums for table in (each.child, each.parent)}
    start = next(iter(sums)).child
    assert protection._near(start, protection._joined(sums), 0) == {start}
    assert protection._near(start, protection._joined(sums), 10**12) == every


def test_a_cell_is_bound_where_the_tier_beneath_shows_it(tiers):
    for _, (tier, cube) in pairwise(tiers):
        for address in list(cube)[::40]:
            shown = tier.has_shown(address)
            for index in list(np.ndindex(shown.shape))[::97]:
                assert tier.is_bound_to(address, index) == shown[index]
