"""Why can't I see this? Whatever is withheld comes with a view that does show more."""

import itertools

import pytest

from core.bulletin.figures import Withheld
from core.disclosure import Reason
from core.filters import DIMENSIONS_OF, DOMAINS, Dimension, question
from core.periods import Grain, between
from core.vocabulary import Unit

UNITS = (Unit.CALLS, Unit.CASES, Unit.VICTIMS)


@pytest.mark.parametrize("unit", UNITS)
def test_every_view_that_is_offered_shows_more(bulletin, unit):
    pairs = itertools.combinations(DIMENSIONS_OF[unit], 2)
    for by, span in itertools.product(pairs, (between(None, None), between("2008", "2008"))):
        if set(by) == {Dimension.DEPARTMENT, Dimension.NATURAL_REGION}:
            continue
        answer = bulletin.figures(question(unit, by=by, span=span))
        offered = bulletin.nearest(answer)
        assert bool(offered) is bool(answer.withheld), (unit, by)
        for wider in offered:
            assert bulletin.figures(wider).withheld_share < answer.withheld_share


@pytest.mark.parametrize("unit", UNITS)
def test_a_single_withheld_cell_leads_to_one_that_is_shown(bulletin, unit):
    """However deep a question is buried, the way up ends at a number."""
    by = [d for d in DIMENSIONS_OF[unit] if d is not Dimension.NATURAL_REGION]
    where = {d: DOMAINS[d].codes[-1:] for d in by}
    asked = question(unit, where=where, span=between("2006-03", "2006-03"))
    answer = bulletin.figures(asked)
    assert [cell.figure for cell in answer] == [Withheld(Reason.DIMENSIONS)]
    offered = bulletin.nearest(answer)
    assert offered
    for wider in offered:
        assert not any(isinstance(cell.figure, Withheld) for cell in bulletin.figures(wider))


def test_nothing_is_offered_where_nothing_is_withheld(bulletin):
    answer = bulletin.figures(question(Unit.CALLS, grain=Grain.YEAR))
    assert not answer.withheld
    assert bulletin.nearest(answer) == ()
