"""Case codes are read out on the telephone."""

from hypothesis import given
from hypothesis import strategies as st

from core.register.case_codes import ALPHABET, BITS, case_code, check_character
from seeds.draw import case_codes

numbers = st.integers(0, (1 << BITS) - 1)


@given(numbers, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_a_wrong_letter_is_found_unless_it_is_z_for_0(number: int, place: int, letter: str):
    body = case_code(number).replace("-", "")[3:-1]
    wrong = body[:place] + letter + body[place + 1 :]
    alike = wrong == body or {letter, body[place]} == {"0", "Z"}
    assert (check_character(wrong) == check_character(body)) is alike


def test_synthetic_codes_are_all_different_and_not_in_order():
    made = case_codes(0, 50_000)
    assert len(set(made)) == len(made)
    assert made != sorted(made)
    assert all(len(code) == 13 and code.startswith("TIP-") for code in made)
