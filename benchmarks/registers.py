"""Loading and releasing registers of several sizes."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from app.house import House, open_house
from app.progress import told_steps
from app.settings import read
from benchmarks.measuring import Line, timed
from seeds.seeding import Size, seed

LARGE = Size(cases=1_000_000, calls=2_000_000)


def opened(folder: Path) -> House:
    """A house in ``folder`` with empty tables."""
    house = open_house(read({"YANAPAY_HOME": str(folder)}))
    assert house.register is not None
    house.register.migrate()
    return house


def loading(folder: Path) -> Iterator[Line]:
    """Records a second into SQLite, three fresh registers of 50 times the size."""
    rates = [_load(folder / f"load{turn}") for turn in range(3)]
    yield Line("bulk load into SQLite", median(rates), "records/s", ">= 100,000", rates)


def _load(folder: Path) -> float:
    house = opened(folder)
    register = house.register
    assert register is not None
    written: list[int] = []
    size = Size().times(50)
    seconds = timed(lambda: written.append(seed(register, house.keys.record, size)))
    register.close()
    shutil.rmtree(folder)
    return written[0] / seconds


def releasing(house: House) -> Iterator[Line]:
    """A release of the register of 1x."""
    seconds = [timed(house.release) for _ in range(5)]
    yield Line("release, 2,000 cases", median(seconds), "s", "< 2", seconds)


def large_release(folder: Path) -> Iterator[Line]:
    """A release of 1,000,000 cases and 2,000,000 calls, in a process of its own."""
    house = opened(folder)
    assert house.register is not None
    with told_steps() as told:
        seed(house.register, house.keys.record, LARGE, told)
    house.register.close()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    seconds = timed(lambda: _release(folder))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Line("release, 1 M cases + 2 M calls", seconds, "s", "< 60", [seconds])
    yield Line("  its peak memory", peak, "MiB", "< 1024", [before / 1024, peak])


def _release(folder: Path) -> None:
    program = [sys.executable, "-m", "app", "release"]
    environment = {"YANAPAY_HOME": str(folder), "PATH": "/usr/bin:/bin"}
    subprocess.run(program, env=environment, check=True, stdout=subprocess.DEVNULL)
