"""Points and places that the processes of a machine count together, whatever happens to one."""

import os
import signal
import subprocess
import sys
import time

import pytest

from core.access import tallies
from core.access.tallies import Tallies

OTHER = """
import sys
from pathlib import Path
from core.access.tallies import Tallies
there = Tallies(Path(sys.argv[1]))
{}
print("done", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run" / "tallies"


@pytest.fixture
def another(path):
    """Starts another process that has done something with the tallies and stays."""
    begun = []

    def doing(what: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", OTHER.format(what), path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        begun.append(process)
        assert process.stdout.readline() == b"done\n"
        return process

    yield doing
    for process in begun:
        process.kill()
        process.communicate()


def test_what_one_process_spends_another_has_not(path, another):
    here = Tallies(path)
    assert here.spend("ana", 30, 100)
    another('assert there.spend("ana", 60, 100) and not there.spend("ana", 11, 100)')
    assert here.spent("ana").points == 90
    assert not here.spend("ana", 11, 100)
    assert here.spend("ana", 10, 100)
    assert here.spent("luis").points == 0


def test_places_are_taken_together_and_given_back_by_whoever_is_killed(path, another):
    here = Tallies(path)
    assert here.sit("ana", 3)
    other = another('assert there.sit("ana", 3) and there.sit("ana", 3) and there.sit("luis", 1)')
    assert not here.sit("ana", 3)
    assert not here.sit("luis", 1)
    other.kill()
    other.wait()
    assert here.sit("ana", 3)
    assert here.sit("luis", 1)
    here.rise("luis")
    another('assert there.sit("luis", 1) and there.sit("ana", 3) and not there.sit("ana", 3)')


def test_a_process_that_stands_still_with_the_table_keeps_nobody_waiting(path, another):
    still = another("there._shared(); there._turn().__enter__()")
    os.kill(still.pid, signal.SIGSTOP)
    here = Tallies(path)
    assert here.spend("ana", 30, 100)
    assert here.spent("ana").points == 30


def test_a_damaged_file_refuses_nobody(path):
    path.parent.mkdir()
    path.write_bytes(os.urandom(tallies._SIZE // 2))
    here = Tallies(path)
    assert here.spend("ana", 100, 100)
    assert here.spent("ana").points == 100
    assert path.stat().st_size == tallies._SIZE


def test_where_no_file_can_be_had_a_process_counts_by_itself_and_says_so(tmp_path, caplog):
    (tmp_path / "run").write_text("a file")
    here = Tallies(tmp_path / "run" / "tallies")
    assert here.spend("ana", 100, 100)
    assert not here.spend("ana", 1, 100)
    assert here.sit("ana", 1)
    assert not here.sit("ana", 1)
    assert "counted in this process alone" in caplog.text


def test_a_clock_put_back_locks_nobody_out(monkeypatch):
    here, now = Tallies(), time.time()
    assert here.spend("ana", 100, 100)
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    assert here.spent("ana").points == 0
    assert here.spend("ana", 100, 100)


def test_a_table_that_is_full_forgets_whoever_spent_least(monkeypatch):
    monkeypatch.setattr(tallies, "_BUCKETS", 1)
    here = Tallies()
    for number in range(tallies._WAYS):
        assert here.spend(f"{number}", 10 + number, 100)
    assert here.spend("one more", 5, 100)
    known = [here.spent(f"{number}").points for number in range(tallies._WAYS)]
    assert known == [0, *range(11, 10 + tallies._WAYS)]
    assert here.spent("one more").points == 5


def test_an_address_cannot_be_found_out_from_the_file_for_long(path, monkeypatch):
    here, now = Tallies(path), time.time()
    here.spend("192.0.2.7", 1, 100)
    before = path.read_bytes()
    assert b"192.0.2.7" not in before
    monkeypatch.setattr(time, "time", lambda: now + 601)
    here.spend("192.0.2.8", 1, 100)
    assert path.read_bytes()[:32] not in (before[:32], bytes(32))
