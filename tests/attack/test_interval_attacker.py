"""Those who subtract, and those who ask a thousand times, learn nothing about one person."""

import random
from itertools import combinations

import numpy as np
import pytest

from core.bulletin.cube import HIDDEN, Address, Table
from core.disclosure import RULE
from core.filters import DOMAINS, Dimension, question
from core.periods import Grain
from core.release import protect as protection
from core.release.attack import EVERYBODY, Breach, breaches, conclude
from core.release.count import count
from core.release.margins import relations
from core.release.narrowing import Sum
from core.vocabulary import Unit

UNITS = (Unit.CALLS, Unit.CASES, Unit.VICTIMS)


@pytest.fixture(scope="module")
def exact(house):
    with house.register.reading() as connection:
        return count(connection)


def test_subtracting_proves_no_withheld_cell_small(bulletin):
    assert list(breaches(bulletin.cube, UNITS)) == []


def test_the_attacker_is_no_straw_man(exact, house):
    """Without the complements he breaks the cube: the gate in the release is not idle."""
    bare = {a: protection._threshold(a, exact, house.keys.noise, RULE.k) for a in exact}
    assert len(list(breaches(bare, (Unit.CASES,)))) > 0


def test_one_cell_laid_bare_is_found(bulletin, exact):
    """Show a withheld total's last missing part, and the attacker names the cell beside it."""
    cube = {a: Table(t.shown.copy(), t.reason) for a, t in bulletin.cube.items()}
    address = next(a for a in cube if a.name == "cases.department.all")
    true = exact[address].n[0]
    hidden = np.nonzero(cube[address].shown[0] == HIDDEN)[0]
    assert len(hidden) >= 2
    for place in hidden[1:]:
        cube[address].shown[0][place] = max(int(true[place]), RULE.k)
    low = conclude(cube, Unit.CASES)[address].low[0][hidden[0]]
    wide = conclude(bulletin.cube, Unit.CASES)[address].high[0][hidden[0]]
    narrow = conclude(cube, Unit.CASES)[address].high[0][hidden[0]]
    assert low >= 0
    assert narrow < wide


def test_his_intervals_always_hold_the_truth(bulletin, exact):
    """If one did not, he would reason from something false and the gate would prove nothing."""
    for unit in UNITS:
        for address, interval in conclude(bulletin.cube, unit).items():
            true = exact[address].n
            assert (interval.low <= true).all(), address.name
            assert (true <= interval.high).all(), address.name


def test_he_stops_only_where_no_sum_tells_him_more(bulletin):
    """He passes over sums whose tables have not moved, and overlooks nothing by it."""
    for unit in UNITS:
        known = conclude(bulletin.cube, unit)
        assert not [r for r in relations(unit) if Sum(known, r).narrow()]


def test_he_reckons_with_tables_that_nobody_is_told():
    """Quarters of two dimensions are told to no stranger; that they make up semesters is known.

    At least 22 labour cases within Peru in the semester, at most 21 labour cases in its second
    quarter: the first has one within Peru. At most 33 less at least 24 are at most 9.
    """
    cube = {
        address: Table(np.full(address.shape, HIDDEN, np.int64), np.ones(address.shape, np.int8))
        for address in EVERYBODY.tables(Unit.CASES)
    }
    labour = DOMAINS[Dimension.FORM].codes.index("forced_labour")
    within, abroad = (
        DOMAINS[Dimension.DESTINATION].codes.index(end) for end in ("internal", "outbound")
    )
    both, forms, ends = (
        (Dimension.FORM, Dimension.DESTINATION),
        (Dimension.FORM,),
        (Dimension.DESTINATION,),
    )
    told = {
        (both, Grain.SEMESTER, (2, labour, within)): 25,
        (forms, Grain.QUARTER, (5, labour)): 18,
        ((), Grain.QUARTER, (4,)): 30,
        (ends, Grain.QUARTER, (4, abroad)): 27,
    }
    for (dimensions, grain, index), value in told.items():
        cube[Address(Unit.CASES, dimensions, grain)].shown[index] = value
    proven = Breach(Address(Unit.CASES, ends, Grain.QUARTER), (4, within), 1, 9)
    assert proven in set(breaches(cube, (Unit.CASES,)))


def test_asking_again_in_other_words_averages_nothing_away(bulletin):
    """Every filter that keeps the same cells gives the same number: nothing is drawn anew."""
    rng = random.Random(7)
    codes = DOMAINS[Dimension.INDUSTRY].codes
    for _ in range(1000):
        chosen = rng.sample(codes, rng.randint(1, len(codes)))
        shuffled = rng.sample(chosen, len(chosen))
        one, two = (
            bulletin.figures(question(Unit.CASES, where={Dimension.INDUSTRY: c})).cells[0].figure
            for c in (chosen, shuffled)
        )
        assert one == two


def test_set_filters_are_sums_of_published_cells_and_so_tell_nothing_new(bulletin):
    by = bulletin.figures(question(Unit.CASES, by=[Dimension.INDUSTRY]))
    single = {cell.key[0]: cell.figure for cell in by}
    for pair in combinations(single, 2):
        asked = question(Unit.CASES, where={Dimension.INDUSTRY: pair})
        figure = bulletin.figures(asked).cells[0].figure
        shown = [getattr(single[code], "value", None) for code in pair]
        known = [value for value in shown if value is not None]
        assert getattr(figure, "value", 0) == sum(known)
        if known:
            assert figure.withheld_parts == len(pair) - len(known)


def test_what_is_withheld_for_a_province_stands_beside_it(exact, house):
    """Smaller numbers elsewhere in the country prove nothing of it; withholding them instead let
    releases of 100,000 cases be blocked."""
    cube = {a: protection._threshold(a, exact, house.keys.noise, RULE.k) for a in exact}
    province = next(a for a in cube if a.name == "cases.province.all")
    codes = DOMAINS[Dimension.PROVINCE].codes
    at = (0, codes.index("1501"))
    sums = [each for each in relations(Unit.CASES) if each.child == province]
    before = {a: table.shown.copy() for a, table in cube.items()}
    assert protection._withhold_a_neighbour(cube, Breach(province, at, 1, 9), sums, EVERYBODY)
    changed = [
        (address, index)
        for address, table in cube.items()
        for index in zip(*np.nonzero(table.shown != before[address]), strict=True)
    ]
    (address, index), *others = changed
    assert not others
    assert address.name in ("cases.province.all", "cases.department.all")
    named = DOMAINS[address.dimensions[0]].codes[index[1]]
    assert named.startswith("15")
    smallest = before[province][0][before[province][0] != HIDDEN].min()
    assert before[address][index] > smallest
