"""Who waits for a commit goes with whoever waits meanwhile, and is told what became of it."""

import threading
import time

import pytest

from core.together import NotKept, Together

PATIENCE = 20


class Disk:
    """A place where things are kept in one go, which can be held up and can refuse."""

    def __init__(self):
        self.kept, self.goes = [], []
        self.free, self.busy = threading.Event(), threading.Event()
        self.free.set()

    def write(self, things):
        self.goes.append(list(things))
        self.busy.set()
        assert self.free.wait(PATIENCE)
        if "interrupt" in things:
            raise KeyboardInterrupt
        if "bad" in things:
            raise ValueError(things)
        self.kept += things


@pytest.fixture
def disk():
    return Disk()


def keep_all(together, things):
    """(thing, what came of it), each kept by a thread of its own; the first is being written while
    the others come."""
    told = {}

    def keep(thing):
        try:
            together.keep(thing)
            told[thing] = None
        except BaseException as failure:
            told[thing] = failure

    return told, [threading.Thread(target=keep, args=(thing,)) for thing in things]


def run(disk, together, things):
    disk.free.clear()
    told, (first, *others) = keep_all(together, things)
    first.start()
    assert disk.busy.wait(PATIENCE)
    for each in others:
        each.start()
    until = time.monotonic() + PATIENCE
    while len(together._waiting) < len(others):
        assert time.monotonic() < until
        time.sleep(0.001)
    disk.free.set()
    for each in (first, *others):
        each.join(PATIENCE)
        assert not each.is_alive()
    return told


def test_who_comes_meanwhile_goes_together(disk):
    told = run(disk, Together(disk.write), ["a", "b", "c", "d"])
    assert told == dict.fromkeys("abcd")
    assert disk.goes[0] == ["a"]
    assert sorted(disk.goes[1]) == ["b", "c", "d"]
    assert len(disk.goes) == 2


def test_one_that_cannot_be_kept_takes_no_other_with_it(disk):
    told = run(disk, Together(disk.write), ["a", "b", "bad", "d"])
    assert isinstance(told.pop("bad"), ValueError)
    assert told == dict.fromkeys("abd")
    assert sorted(disk.kept) == ["a", "b", "d"]


def test_nobody_is_told_of_what_was_interrupted_and_the_next_is_written(disk):
    together = Together(disk.write)
    told = run(disk, together, ["a", "b", "interrupt", "d"])
    assert told["a"] is None
    assert disk.kept == ["a"]
    stopped = [thing for thing, failure in told.items() if isinstance(failure, KeyboardInterrupt)]
    assert len(stopped) == 1  # whoever led; the others cannot know what became of theirs
    others = {"b", "interrupt", "d"} - set(stopped)
    assert all(isinstance(told[thing], NotKept) for thing in others)
    together.keep("later")
    assert disk.kept == ["a", "later"]


def test_many_at_once_are_each_kept_once(disk):
    together = Together(disk.write)
    told, threads = keep_all(together, [f"{number}" for number in range(200)])
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    assert set(told.values()) == {None}
    assert sorted(disk.kept) == sorted(told)
