"""The rule about a single cell."""

import math

import numpy as np
import pytest

from core.disclosure import (
    RULE,
    dominated,
    noise,
    noise_law,
    publishable,
    shown_value,
    within_limits,
)

SECRET = b"s" * 32


@pytest.mark.parametrize("n", [3, 4, 11, 500])
def test_the_noise_has_mean_0_and_variance_2(n: int):
    law = noise_law(n)
    assert math.isclose(sum(p for _, p in law), 1, abs_tol=1e-9)
    assert math.isclose(sum(i * p for i, p in law), 0, abs_tol=1e-3)
    assert math.isclose(sum(i * i * p for i, p in law), RULE.variance, abs_tol=1e-3)


@pytest.mark.parametrize("n", range(1, 12))
def test_no_count_becomes_negative_or_moves_by_more_than_3(n: int):
    assert all(-min(n, RULE.largest_noise) <= i <= RULE.largest_noise for i, _ in noise_law(n))


def test_of_all_laws_it_is_the_flattest_in_entropy():
    """Moving probability between three points, mean and variance kept, lowers the entropy."""
    law = dict(noise_law(11))

    def entropy(of: dict[int, float]) -> float:
        return -sum(p * math.log(p) for p in of.values())

    direction = {-3: 1, -1: -3, 1: 3, 3: -1}  # third difference: keeps sum, mean and variance
    assert sum(direction.values()) == sum(i * d for i, d in direction.items()) == 0
    assert sum(i * i * d for i, d in direction.items()) == 0
    for step in (0.002, -0.002):
        moved = {i: p + step * direction.get(i, 0) for i, p in law.items()}
        assert entropy(moved) < entropy(law)


def test_drawn_noise_follows_its_law():
    drawn = [noise(20, key, SECRET) for key in range(20_000)]
    for value, probability in noise_law(20):
        assert math.isclose(drawn.count(value) / len(drawn), probability, abs_tol=0.012)


def test_the_same_records_always_show_the_same_value():
    assert {shown_value(40, 123_456, SECRET) for _ in range(5)} == {
        shown_value(40, 123_456, SECRET)
    }
    assert len({shown_value(40, key, SECRET) for key in range(200)}) == 7
    assert any(shown_value(40, key, SECRET) != shown_value(40, key, b"t" * 32) for key in range(50))


def test_zero_is_never_perturbed():
    assert {shown_value(0, key, SECRET) for key in range(100)} == {0}


@pytest.mark.parametrize(
    ("n", "shown", "said"), [(11, 11, True), (11, 10, False), (10, 12, False), (0, 0, False)]
)
def test_both_the_true_and_the_shown_count_must_reach_the_threshold(n, shown, said):
    assert publishable(n, shown) is said


def test_dominance_begins_at_nine_tenths():
    told = dominated(np.array([90, 89, 0, 1]), np.array([100, 100, 0, 1]))
    assert told.tolist() == [True, False, False, True]


def test_three_dimensions_at_most_the_period_included():
    assert within_limits(2)
    assert not within_limits(3)
