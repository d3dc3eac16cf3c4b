"""Those who ask a thousand times through the door, and those who wait for the next release."""

import random

from core.bulletin.cube import HIDDEN
from core.disclosure import RULE, noise_law, shown_value
from core.filters import DOMAINS, Dimension

FIELD = "a{n}: caseCounts(where: {{form: [{forms}], industry: [{industries}]}})"


def asked(client, pairs):
    """The values of many set filters, through GraphQL, twenty-five in a document."""
    values = []
    for start in range(0, len(pairs), 25):
        fields = [
            FIELD.format(
                n=n,
                forms=", ".join(f'"{code}"' for code in forms),
                industries=", ".join(f'"{code}"' for code in industries),
            )
            + " { cells { count { value } } }"
            for n, (forms, industries) in enumerate(pairs[start : start + 25])
        ]
        told = client.post("/graphql", json={"query": "{" + " ".join(fields) + "}"}).json()["data"]
        values += [told[f"a{n}"]["cells"][0]["count"]["value"] or 0 for n in range(len(fields))]
    return values


def test_a_thousand_pairs_of_set_filters_tell_no_more_than_one_table(client):
    """S with a withheld cell and S without it: the difference is always nothing."""
    rng = random.Random(11)
    query = """{ caseCounts(groupBy: [INDUSTRY, FORM]) {
                 cells { keys { code } count { status } } } }"""
    cells = client.post("/graphql", json={"query": query}).json()["data"]["caseCounts"]["cells"]
    withheld = [
        tuple(key["code"] for key in cell["keys"])
        for cell in cells
        if cell["count"]["status"] == "WITHHELD"
    ]
    industries = DOMAINS[Dimension.INDUSTRY].codes
    pairs = []
    for _ in range(1000):
        industry, form = rng.choice(withheld)
        others = rng.sample([code for code in industries if code != industry], rng.randint(1, 6))
        pairs += [([form], others), ([form], [*others, industry])]
    values = asked(client, pairs)
    differences = {b - a for a, b in zip(values[::2], values[1::2], strict=True)}
    assert differences == {0}


def test_a_record_added_between_two_releases_cannot_be_proven():
    """Nearly every value that can be shown with the record can be shown without it."""
    for n in range(RULE.k, 60):
        without = {n + step for step, _ in noise_law(n)}
        plausible = sum(p for step, p in noise_law(n + 1) if n + 1 + step in without)
        assert plausible > 0.95
        drawn = {shown_value(n + 1, key, b"s" * 32) for key in range(400)}
        assert len(drawn & without) == len(without) - 1


def test_differences_over_time_are_differences_of_shown_values(bulletin):
    """A year is not the sum of its quarters: each cell is perturbed by itself, and boundedly."""
    year = next(t for a, t in bulletin.cube.items() if a.name == "calls.total.year")
    quarter = next(t for a, t in bulletin.cube.items() if a.name == "calls.total.quarter")
    gaps = []
    for at in range(1, 8):  # 2007 to 2013; 2006 is not a whole year
        parts = quarter.shown[4 * at : 4 * at + 4]
        assert HIDDEN not in (year.shown[at], *parts)
        gaps.append(int(year.shown[at] - parts.sum()))
    assert any(gaps)
    assert max(map(abs, gaps)) <= 5 * RULE.largest_noise
