"""A bulletin that is made of another remembers nothing of it."""

from dataclasses import replace

from core.filters import question
from core.vocabulary import Unit


def test_what_one_remembers_another_does_not(bulletin):
    asked = question(Unit.CASES)
    bulletin.figures(asked)
    other = replace(bulletin, release=replace(bulletin.release, id="20131231-another"))
    assert other.figures(asked).query_id == other.query_id(asked.normal_form)
    assert bulletin.figures(asked).query_id == bulletin.query_id(asked.normal_form)
