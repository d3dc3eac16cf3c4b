"""What a process keeps of what it was asked: documents that nobody asked before, and many answers.

``python -m benchmarks.memory`` prints the lines of a process of its own as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from api.compiled.answering import answered
from api.execution import Asked, prepared, run
from app import clock
from app.house import House, open_house
from app.settings import MOST, read
from benchmarks.measuring import Line
from benchmarks.questions import CASE, COUNTS
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from core.desk.visit import Visit

DOCUMENTS, ANSWERS = 10_000, 200_000
_MIB = 1 << 20
_FIELDS = " ".join(f"f{n}: code" for n in range(60))


def remembering(house: House) -> Iterator[Line]:
    """MiB that stay, in a fresh process over the register of the house."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory"],
        env={
            **os.environ,
            "YANAPAY_HOME": str(house.settings.home),
            "YANAPAY_DATABASE_URL": house.settings.database_url or "",
            "YANAPAY_POINTS_SIGNED_IN": str(MOST),
            "YANAPAY_POINTS_STRANGERS": str(MOST),
        },
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    for line in json.loads(told.stdout):
        yield Line(**line)


def _measured(house: House) -> Iterator[Line]:
    stranger = house.visit(None)
    _answer(stranger, COUNTS)
    before = _resident()
    for number in range(DOCUMENTS):
        _answer(stranger, _minted(number))
    grown = (_resident() - before) / _MIB
    yield Line(f"{DOCUMENTS:,} documents of a stranger", grown, "MiB", "< 64", [grown])
    token = tokens.create(house.the_register(), Wish(Role.CASE_WORKER, 1), clock.now)
    raw = []
    for number in range(ANSWERS):
        if number % (ANSWERS // 20) == 0:
            raw.append(_resident() / _MIB)
        visit = house.visit(None, token, "127.0.0.1", used=False)
        _answer(visit, CASE if number % 10 else COUNTS, code="0000-0000-0")
    raw.append(_resident() / _MIB)
    grown = raw[-1] - raw[2]  # what is kept once is kept after a tenth of them
    yield Line(f"  last nine tenths of {ANSWERS:,} answers", grown, "MiB", "0", raw)


def _minted(number: int) -> str:
    """A document of some size that nobody asked before."""
    cells = f"cells {{ keys {{ {_FIELDS} }} a{number}: count {{ value }} }}"
    return f"{{ b{number}: caseCounts(groupBy: [DEPARTMENT]) {{ {cells} }} }}"


def _answer(visit: Visit, text: str, **variables: str) -> None:
    """One answer, by whichever way gives it."""
    given = variables if text == CASE else {}
    ready = prepared(Asked(text, variables=given), visit)
    if answered(ready, visit) is None:
        run(ready, visit)


def _resident() -> int:
    """Bytes of this process in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    _house = open_house(read(os.environ))
    print(json.dumps([asdict(line) for line in _measured(_house)]))
