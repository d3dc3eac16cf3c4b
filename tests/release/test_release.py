"""A release counts once, protects every cell, and replaces the bulletin whole or not at all."""

import datetime as dt
import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from app import clock
from app.house import House
from core.bulletin import file
from core.bulletin.cube import HIDDEN
from core.bulletin.shelf import Shelf
from core.disclosure import FINEST_GRAIN, RULE
from core.errors import BulletinFault
from core.periods import Grain
from core.register.calls import Call
from core.register.columns import columns_of
from core.release import publish
from core.release.attack import breaches
from core.release.count import count
from core.release.protect import Unprotectable, protect
from core.vocabulary import Unit
from tests.factories import SMALL, house_in


@pytest.fixture(scope="module")
def exact(house: House):
    assert house.register is not None
    with house.register.reading() as connection:
        return count(connection)


def test_no_published_cell_is_small_and_none_is_further_than_3_from_the_truth(bulletin, exact):
    for address, table in bulletin.cube.items():
        shown = table.shown != HIDDEN
        true = exact[address].n
        assert (true[shown] >= RULE.k).all()
        assert (table.shown[shown] >= RULE.k).all()
        assert (np.abs(table.shown - true)[shown] <= RULE.largest_noise).all()
        assert (table.reason[~shown] > 0).all()


def test_something_is_shown_and_something_is_withheld(bulletin):
    states = [(t.shown != HIDDEN).mean() for t in bulletin.cube.values()]
    assert min(states) + max(states) > 0
    assert any(0 < share < 1 for share in states)


def test_the_same_register_gives_the_same_bulletin(house, exact, bulletin):
    again = protect(exact, house.keys.noise)
    for address, table in bulletin.cube.items():
        assert np.array_equal(again[address].shown, table.shown)


def test_without_the_bands_of_partners_every_other_count_is_the_same(house, exact):
    with house.register.reading() as connection:
        plain = count(connection, finest=FINEST_GRAIN)
    finer = {a.grain for a in exact if len(a.dimensions) == 2} - {
        a.grain for a in plain if len(a.dimensions) == 2
    }
    assert finer == {Grain.QUARTER}
    for address, counted in plain.items():
        assert np.array_equal(counted.n, exact[address].n)
        assert np.array_equal(counted.cell_key, exact[address].cell_key)


def test_both_engines_give_the_same_cube(postgres, tmp_path):
    """Same records, same record secret, same noise secret: the same cells by any path."""
    ids = []
    shutil.copytree(house_in(tmp_path / "a", size=SMALL).settings.keys, tmp_path / "b" / "keys")
    with postgres.database() as url:
        for folder, address in ((tmp_path / "a", None), (tmp_path / "b", url)):
            made = house_in(folder, address, SMALL)
            ids.append(made.shelf.bulletin.release.id)
            made.register.close()
    assert ids[0] == ids[1]


def test_a_new_file_is_served_without_a_restart(tmp_path):
    made = house_in(tmp_path, size=SMALL)
    before = made.shelf.bulletin
    assert made.shelf.bulletin is before
    made.release()
    assert made.shelf.bulletin is not before
    assert made.shelf.bulletin.release.released_at > before.release.released_at
    made.register.close()


@pytest.mark.parametrize("spoil", ["cut", "flip", "empty", "text"])
def test_a_spoilt_file_is_never_served(tmp_path, spoil, caplog, bulletin):
    path = tmp_path / "bulletin"
    file.write(bulletin, path)
    shelf = Shelf(path)
    good = shelf.bulletin
    whole = path.read_bytes()
    damage = {
        "cut": whole[: len(whole) // 2],
        "flip": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
        "empty": b"",
        "text": b"not a bulletin",
    }[spoil]
    path.write_bytes(damage)
    assert shelf.bulletin is good
    assert "refused" in caplog.text
    for reading in (file.read, file.read_release):
        with pytest.raises(BulletinFault):
            reading(path)


def test_a_crash_while_writing_leaves_the_old_file(tmp_path, bulletin, monkeypatch):
    path = tmp_path / "bulletin"
    file.write(bulletin, path)
    before = path.read_bytes()

    def crash(_path: Path) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(file, "read", crash)
    with pytest.raises(OSError, match="disk full"):
        file.write(bulletin, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["bulletin"]


def test_a_release_that_cannot_be_protected_is_not_published(tmp_path, monkeypatch):
    made = house_in(tmp_path, size=SMALL)
    before = made.settings.bulletin.read_bytes()

    def breached(exact, secret):
        shown = {a: publish.unprotected({a: c})[a] for a, c in exact.items()}
        for table in shown.values():
            table.shown[table.shown < RULE.k] = HIDDEN
        raise Unprotectable(list(breaches(shown, (Unit.CASES,))))

    monkeypatch.setattr(publish, "protect", breached)
    with pytest.raises(Unprotectable) as blocked:
        made.release()
    assert made.settings.bulletin.read_bytes() == before
    log = (made.settings.bulletin.parent / "releases.log").read_text().splitlines()
    last = json.loads(log[-1])
    assert last["blocked"] == [str(breach) for breach in blocked.value.found]
    assert "provably" in last["blocked"][0]
    made.register.close()


def test_the_internal_edition_is_exact_provisional_and_never_in_a_file(house, exact):
    edition = publish.internal_edition(house.register, clock.now)
    address = next(a for a in exact if a.name == "cases.department.all")
    assert np.array_equal(edition.cube[address].shown, exact[address].n)
    assert edition.total(Unit.CASES).provisional


def test_changed_figures_follow_an_hour_later_at_the_soonest(tmp_path):
    made = house_in(tmp_path, size=SMALL)
    path, first = made.settings.bulletin, made.shelf.bulletin.release
    with made.register.writing() as connection:
        some = sa.select(columns_of(Call).id).limit(300)
        connection.execute(sa.delete(Call).where(columns_of(Call).id.in_(some)))

    def released(minutes: int):
        def later() -> dt.datetime:
            return first.released_at + dt.timedelta(minutes=minutes)

        return publish.make_release(made.register, made.keys.noise, path, later).release

    with pytest.raises(publish.TooSoon):
        released(59)
    assert file.read(path).release == first
    last = (path.parent / "releases.log").read_text().splitlines()[-1]
    assert json.loads(last)["too soon after"] == first.id
    assert released(60).id != first.id
    made.register.close()


def test_readers_who_come_together_all_find_the_first_bulletin(tmp_path, bulletin, monkeypatch):
    path = tmp_path / "bulletin"
    file.write(bulletin, path)
    shelf, whole = Shelf(path), file.read(path)

    def slow(_path: Path):
        time.sleep(0.2)
        return whole

    monkeypatch.setattr("core.bulletin.shelf.read", slow)
    with ThreadPoolExecutor(8) as readers:
        found = [readers.submit(lambda: shelf.bulletin) for _ in range(8)]
    assert all(one.result() is whole for one in found)
