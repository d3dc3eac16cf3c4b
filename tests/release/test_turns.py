"""A release and facts that are carried meanwhile take turns: neither undoes the other."""

import datetime as dt
import hashlib
import itertools
import os
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from app import clock
from core.bulletin import file
from core.plan.cuts import digest
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

#: Another process that makes releases, each of fewer calls than the one before.
RELEASING = """
import datetime as dt, os, sqlalchemy as sa
from app import clock
from app.house import open_house
from app.settings import read
from core.register.calls import Call
from core.release.publish import make_release
house, call = open_house(read(os.environ)), Call.__table__
for turn in (1, 2):
    with house.register.writing() as connection:
        some = sa.select(call.c.id).limit(150)
        connection.execute(call.delete().where(call.c.id.in_(some)))
    later = clock.now() + dt.timedelta(hours=2 * turn)
    made = make_release(house.register, house.keys.noise, house.settings.bulletin, lambda: later)
    print(made.release.id, flush=True)
"""

#: Another that publishes the semesters of five years, each carried into the bulletin by itself.
PUBLISHING = """
import os
from app.house import open_house
from app.settings import read
from core.access.roles import Asker, Role
from core.desk.plan_periods import Moved, close_period, publish_period
house = open_house(read(os.environ))
who = Asker(Role.MONITOR, "monitor", institution="IOM / OIM")
planning = house.planning_of(house.recorder_of(house.desk_of(who)))
for code in (f"{year}-S{half}" for year in range(2008, 2013) for half in (1, 2)):
    for act in (close_period, publish_period):
        act(planning, key=f"{act.__name__} {code}", moved=Moved(period=code))
    print(code, flush=True)
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


def started(house, program: str) -> subprocess.Popen:
    environment = {**os.environ, "YANAPAY_HOME": str(house.settings.bulletin.parent.parent)}
    return subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
    )


def digest_of(bulletin) -> str:
    """What the id of a release says of its figures."""
    whole = hashlib.sha256()
    for address, table in sorted(bulletin.cube.items()):
        whole.update(address.name.encode() + table.shown.tobytes())
    return whole.hexdigest()[:6]


def test_releases_and_publications_of_two_processes_lose_and_mix_nothing(house):
    path = house.settings.bulletin
    before = file.read(path)
    seen, cuts = [before.release.id], [{(c.period, c.sha256) for c in before.facts.plan}]
    with started(house, RELEASING) as releasing, started(house, PUBLISHING) as publishing:
        while releasing.poll() is None or publishing.poll() is None:
            now = file.read(path)  # whole at any moment: never one's figures with half the facts
            assert now.release.id.endswith(digest_of(now))
            assert all(digest(cut.content) == cut.sha256 for cut in now.facts.plan)
            if now.release.id != seen[-1]:
                seen.append(now.release.id)
            cuts.append({(c.period, c.sha256) for c in now.facts.plan})
            time.sleep(0.05)
        released, published = releasing.stdout.read().split(), publishing.stdout.read().split()
    assert (releasing.returncode, publishing.returncode) == (0, 0)
    assert len({*released}) == 2
    assert [each for each in [before.release.id, *released] if each in seen] == seen
    assert all(earlier <= later for earlier, later in itertools.pairwise(cuts))
    last = file.read(path)
    assert last.release.id == released[-1]
    assert {cut.period for cut in last.facts.plan} >= {*published}
    assert len(published) == 10
