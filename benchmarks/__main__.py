"""Measure the house and print a table; raw numbers go to benchmarks/results/.

``--without-large`` leaves out the register of a million cases (two minutes).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.house import House
from app.progress import console
from benchmarks.answers import answering
from benchmarks.compiled import compiling
from benchmarks.doors import asking, starting
from benchmarks.figures import telling
from benchmarks.guarding import guarding
from benchmarks.keeping import keep
from benchmarks.listening import listening
from benchmarks.measuring import Line
from benchmarks.memory import remembering
from benchmarks.packing import packing
from benchmarks.planning import recomputing, scoring
from benchmarks.registers import large_release, loading, opened, releasing
from benchmarks.routes import routing, routing_large
from benchmarks.sharing import sharing
from benchmarks.trust import trusting
from seeds.seeding import Size, seed


def main() -> None:
    """Run everything, line by line; what was measured before an interruption is kept."""
    lines: list[Line] = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            for line in measured(Path(folder)):
                lines.append(line)
                console.print(f"{line.name:<34}{line.value:>14,.2f} {line.unit:<10}{line.target}")
    except KeyboardInterrupt:
        console.print("stopped; what was measured is kept")
    finally:
        keep(lines)


def measured(folder: Path) -> Iterator[Line]:
    """Every line of the table, as it is measured."""
    house = _house(folder / "house")
    yield from releasing(house)
    yield from starting(house)
    yield from asking(house)
    yield from guarding(house)
    yield from telling(house)
    yield from packing(house)
    yield from compiling(house)
    yield from sharing(house)
    yield from remembering(house)
    yield from scoring(house)
    yield from listening(house)
    yield from trusting(house, folder / "postgresql")
    yield from answering(house, folder / "answers")
    yield from routing(house, folder / "routes")
    yield from loading(folder)
    if "--without-large" not in sys.argv:
        yield from large_release(folder / "large")
        yield from routing_large(folder / "large")
        yield from recomputing(opened(folder / "large"))


def _house(folder: Path) -> House:
    house = opened(folder)
    assert house.register is not None
    seed(house.register, house.keys.record, Size())
    house.release()
    return house


if __name__ == "__main__":
    main()
