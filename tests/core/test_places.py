"""Places are INEI's."""

import pytest

from core.errors import BadQuestion, Code
from core.places import countries, department, departments, national_population, provinces


def test_there_are_25_departments_and_195_provinces():
    assert list(departments()) == [f"{number:02d}" for number in range(1, 26)]
    assert len(provinces()) == 195
    assert {place.department for place in provinces().values()} == set(departments())


def test_ineis_codes_are_not_reniecs():
    assert department("07").name == "Callao"
    assert department("08").name == "Cusco"
    assert department("08").reniec == "07"


def test_the_census_of_2007_adds_up():
    assert national_population() == 27_412_157


def test_namibia_survives():
    assert countries()["NA"].en == "Namibia"


@pytest.mark.parametrize("text", ["7", "26", "1501", "Lima", "", "０７"])
def test_any_other_code_is_refused(text: str):
    with pytest.raises(BadQuestion) as refused:
        department(text)
    assert refused.value.code is Code.UNKNOWN_UBIGEO
