"""Fill a register: facts, then synthetic cases and calls, chunk by chunk.

Each chunk is one transaction, and the same chunk always holds the same records. An interrupted
seeding goes on where it stopped; a finished one is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection
from sqlmodel import SQLModel

from core.register.bulk import counted, load
from core.register.calls import Call
from core.register.cases import Case, CaseForm, Referral, Victim, VictimCitizenship
from core.register.columns import columns_of
from core.register.database import Register
from core.register.published import PublishedFigure
from core.vocabulary import UNKNOWN, Provenance
from seeds import calibration as known
from seeds.corridors import load_pool, the_pool
from seeds.draw import Columns, Draw
from seeds.published import complaints_by_department, load_facts
from seeds.synthetic_calls import calls, case_calls
from seeds.synthetic_calls import months_of as call_months
from seeds.synthetic_cases import World, cases

Progress = Callable[[str, int, int], None]

CHUNK = 20_000
_CALLS, _CASES = 2, 3
_PLACES = {**complaints_by_department(), UNKNOWN: 60.0}


class AlreadySeeded(Exception):
    """The register holds records of another size or origin; seeding would mix them."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many synthetic records to make. ``calls`` leaves out the calls that belong to cases."""

    cases: int = known.CASES
    calls: int = known.CALLS_AT_END - 2 * known.SUBMITTED_AT_END

    def times(self, scale: int) -> Size:
        """This size ``scale`` times over."""
        return Size(self.cases * scale, self.calls * scale)


def seed(
    register: Register,
    secret: bytes,
    size: Size,
    progress: Progress = lambda _step, _done, _of: None,
) -> int:
    """Fill the register up to ``size``; how many records were written now.

    :raises AlreadySeeded: when it holds records that are not a part of this size.
    """
    with register.reading() as connection:
        done_cases, done_calls, has_facts = _held(connection)
    for done, wanted in ((done_cases, size.cases), (done_calls, size.calls)):
        if done > wanted or (done % CHUNK and done != wanted):
            raise AlreadySeeded(f"the register already holds {done} synthetic records of a kind")
    if not has_facts:
        with register.writing() as connection:
            load_facts(connection)
            load_pool(connection)
    world = World(size.cases, secret, the_pool(), _PLACES)
    making = (
        _Step("cases", done_cases, size.cases, lambda first: _case_chunk(first, world)),
        _Step("calls", done_calls, size.calls, lambda first: _call_chunk(first, size, secret)),
    )
    return sum(_run(register, step, progress) for step in making)


Chunk = list[tuple[type[SQLModel], Columns]]


@dataclass(frozen=True, slots=True)
class _Step:
    """One kind of record: how many are there, how many there shall be, and how a chunk is made."""

    name: str
    done: int
    of: int
    make: Callable[[int], Chunk]


def _run(register: Register, step: _Step, progress: Progress) -> int:
    """Write the chunks of a step, each in a transaction of its own."""
    written = 0
    for first in range(step.done, step.of, CHUNK):
        chunk = step.make(first)
        with register.writing() as connection:
            written += sum(load(connection, table, columns) for table, columns in chunk)
        progress(step.name, min(first + CHUNK, step.of), step.of)
    return written


def _held(connection: Connection) -> tuple[int, int, bool]:
    """(synthetic cases, synthetic calls without a case, whether the facts are there)."""
    synthetic = Provenance.SYNTHETIC.value
    case, call = columns_of(Case), columns_of(Call)
    return (
        counted(connection, Case, case.provenance == synthetic),
        counted(connection, Call, call.provenance == synthetic, call.case_id.is_(None)),
        counted(connection, PublishedFigure) > 0,
    )


def _case_chunk(first: int, world: World) -> Chunk:
    draw = Draw(_CASES, first // CHUNK)
    made = cases(draw, first, min(CHUNK, world.cases - first), world)
    chunk: Chunk = [
        (Case, made.cases),
        (CaseForm, made.forms),
        (Victim, made.victims),
        (VictimCitizenship, made.citizenships),
        (Referral, made.referrals),
    ]
    if made.hotline["id"]:
        chunk.append((Call, case_calls(draw, made.hotline, world.secret)))
    return chunk


def _call_chunk(first: int, size: Size, secret: bytes) -> Chunk:
    draw = Draw(_CALLS, first // CHUNK)
    count = min(CHUNK, size.calls - first)
    months = call_months(np.arange(first, first + count), size.calls)
    return [(Call, calls(draw, months, secret, _PLACES))]
