"""One question has one normal form, and what is not understood is refused."""

import pytest

from core.errors import BadQuestion, Code
from core.filters import DIMENSIONS_OF, DOMAINS, Dimension, question
from core.vocabulary import Unit


def test_equal_questions_have_equal_texts():
    one = question(Unit.CASES, where={Dimension.FORM: ["sexual", "other"]})
    two = question(Unit.CASES, where={Dimension.FORM: ["other", "sexual", "sexual"]})
    assert one == two
    assert one.normal_form == two.normal_form


@pytest.mark.parametrize(
    ("dimension", "value", "code"),
    [
        (Dimension.INDUSTRY, "gold", Code.UNKNOWN_VALUE),
        (Dimension.DEPARTMENT, "99", Code.UNKNOWN_UBIGEO),
        (Dimension.SEX, "female", Code.NOT_IN_THIS_MEASURE),
    ],
)
def test_what_is_not_known_is_refused(dimension, value, code):
    with pytest.raises(BadQuestion) as refused:
        question(Unit.CASES, where={dimension: [value]})
    assert refused.value.code is code


def test_a_natural_region_beside_departments_is_a_set_of_departments():
    asked = question(
        Unit.CASES, by=[Dimension.DEPARTMENT], where={Dimension.NATURAL_REGION: ["jungle"]}
    )
    assert asked.dimensions == (Dimension.DEPARTMENT,)
    assert set(asked.chosen(Dimension.DEPARTMENT)) == {"01", "16", "17", "22", "25"}


def test_every_dimension_of_a_unit_has_a_closed_list():
    for by in DIMENSIONS_OF.values():
        assert all(len(DOMAINS[dimension].codes) > 1 for dimension in by)
