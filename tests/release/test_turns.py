"""A release and facts that are carried meanwhile take turns: neither undoes the other."""

import datetime as dt
import os
import subprocess
import sys

import pytest
import sqlalchemy as sa

from app import clock
from core.bulletin import file
from core.register.columns import uuid7
from core.register.institutions import Campaign
from core.release import publish
from tests.factories import SMALL, house_in

CAMPAIGN = Campaign.__table__

#: Another process that takes a second between reading the facts and writing them.
SLOW = """
import os, time
from app.house import open_house
from app.settings import read
from core.release import publish
quick = publish.with_facts
def slow(*asked):
    print("read", flush=True)
    time.sleep(1)
    return quick(*asked)
publish.with_facts = slow
open_house(read(os.environ)).carry_facts()
"""


@pytest.fixture
def house(tmp_path):
    made = house_in(tmp_path, size=SMALL)
    yield made
    made.register.close()


def add_fact(register) -> str:
    """One campaign more, like one there is."""
    key = uuid7()
    with register.writing() as connection:
        row = connection.execute(sa.select(CAMPAIGN).where(CAMPAIGN.c.provenance == "published"))
        like = row.mappings().first()
        connection.execute(CAMPAIGN.insert().values({**like, "id": key, "name": f"Feria {key}"}))
    return f"Feria {key}"


def told(house) -> set[str]:
    return {fact.name for fact in file.read(house.settings.bulletin).facts.campaigns}


def test_a_fact_carried_while_a_release_is_counted_stays(house, monkeypatch):
    protect, added = publish.protect, []

    def meanwhile(*asked):
        added.append(add_fact(house.register))
        house.carry_facts()
        return protect(*asked)

    monkeypatch.setattr(publish, "protect", meanwhile)
    later = clock.now() + dt.timedelta(hours=2)
    path = house.settings.bulletin
    publish.make_release(house.register, house.keys.noise, path, lambda: later)
    assert set(added) <= told(house)
    assert file.read_release(path).released_at == later


def test_facts_are_carried_into_the_release_in_place_not_into_one_before(house):
    before = house.shelf.bulletin
    later, path = clock.now() + dt.timedelta(hours=2), house.settings.bulletin
    publish.make_release(house.register, house.keys.noise, path, lambda: later)
    added = add_fact(house.register)
    publish.carry_facts(house.register, before, path)
    assert added in told(house)
    assert file.read_release(path).released_at == later


def test_two_processes_that_carry_at_once_lose_nothing(house):
    environment = {**os.environ, "YANAPAY_HOME": str(house.settings.bulletin.parent.parent)}
    command = [sys.executable, "-c", SLOW]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"read\n"
        added = add_fact(house.register)  # the other one knows nothing of it, and has yet to write
        house.carry_facts()
    assert other.returncode == 0
    assert added in told(house)
