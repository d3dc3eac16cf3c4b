"""What weighing, validating and pricing a document takes: a hostile one, and an ordinary one."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from api.documents import read_anew
from api.execution import Asked, prepared
from app.house import House
from benchmarks.figures import COUNTS
from benchmarks.measuring import Line, timed

_ROUNDS = 40
_KNOWN = 1_000
_LEVELS = 30


def guarding(house: House) -> Iterator[Line]:
    """A fragment bomb refused, a document read for the first time, and one that is known."""
    bomb = [timed(lambda: read_anew(_bomb(), signed_in=True)) for _ in range(_ROUNDS)]
    yield Line(f"fragment bomb of {_LEVELS} levels", median(bomb) * 1000, "ms", "< 50", bomb)
    first = [timed(lambda: read_anew(COUNTS, signed_in=True)) for _ in range(_ROUNDS)]
    yield Line("document, read and priced", median(first) * 1000, "ms", "", first)
    visit = house.visit(None)
    known = [timed(lambda: prepared(Asked(COUNTS), visit)) for _ in range(_KNOWN)]
    yield Line("document, known, charged", median(known) * 1e6, "µs", "", known)


def _bomb() -> str:
    """Each fragment spreads the next one twice: 2 to the power of 30 fields."""
    parts = [f"fragment f{n} on Department {{ ...f{n + 1} ...f{n + 1} }}" for n in range(_LEVELS)]
    last = f"fragment f{_LEVELS} on Department {{ name }}"
    return "".join(("{ departments { ...f0 } }", *parts, last))
