"""The time to answer a figure, from a register of ten thousand cases to one of ten million."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from app import clock
from app.house import House
from benchmarks.measuring import Line, paired_ratio, turns
from benchmarks.registers import opened
from core.bulletin.bulletin import Bulletin, Edition, Release
from core.bulletin.cube import Cube
from core.bulletin.facts import Facts
from core.filters import DIMENSIONS_OF, Question, question
from core.release.count import Exact, ExactCube, count
from core.release.protect import protect
from core.vocabulary import Provenance, Unit
from seeds.seeding import Size, seed

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
COUNTED = 100_000
_ROUNDS = 40


def answering(house: House, folder: Path) -> Iterator[Line]:
    """Median microseconds of an answer that nobody asked before, and how it grows with size.

    The register of 100,000 cases is counted; the others are its counts times 0.1, 10 and 100,
    protected like any release: the arrays an answer reads are the same ones.
    """
    counted = counted_in(folder)
    bulletins = {size: bulletin_of(counted, size / COUNTED, house) for size in SIZES}
    questions = _questions()
    runs = turns(
        {str(size): lambda b=b: _ask_all(b, questions) for size, b in bulletins.items()}, _ROUNDS
    )
    each = {name: [s / len(questions) * 1e6 for s in seconds] for name, seconds in runs.items()}
    for size in SIZES:
        raw = each[str(size)]
        yield Line(f"answer, {size:,} cases", median(raw), "µs", "", raw)
    growth, raw = paired_ratio(runs[str(SIZES[-1])], runs[str(SIZES[0])])
    yield Line("  10 M cases to 10 k", growth, "x", "<= 1.2", raw)


def counted_in(folder: Path) -> ExactCube:
    """The exact cube of a fresh register of 100,000 cases."""
    other = opened(folder)
    assert other.register is not None
    seed(other.register, other.keys.record, Size(cases=COUNTED, calls=10_000))
    with other.register.reading() as connection:
        exact = count(connection)
    other.register.close()
    return exact


def _times(exact: ExactCube, factor: float) -> ExactCube:
    return {a: Exact((e.n * factor).astype("int64"), e.cell_key) for a, e in exact.items()}


def bulletin_of(exact: ExactCube, factor: float, house: House) -> Bulletin:
    """The bulletin of some counts times a factor, protected like any release."""
    cube: Cube = protect(_times(exact, factor), house.keys.noise)
    now = clock.now()
    release = Release("bench", now.date(), now, "bench", Provenance.SYNTHETIC, Edition.PUBLIC)
    return Bulletin(release, cube, Facts())


def _questions() -> list[Question]:
    """Every pair of dimensions of every unit."""
    return [
        question(unit, by=pair)
        for unit in (Unit.CALLS, Unit.CASES, Unit.VICTIMS)
        for pair in itertools.combinations(DIMENSIONS_OF[unit], 2)
        if not {"department", "natural_region"} <= set(pair)
    ]


def _ask_all(bulletin: Bulletin, questions: list[Question]) -> None:
    fresh = Bulletin(bulletin.release, bulletin.cube, bulletin.facts)
    for asked in questions:
        fresh.figures(asked)
