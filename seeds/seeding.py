"""Fill a register: facts, then synthetic cases and calls, chunk by chunk.

Each chunk is one transaction, and the same chunk always holds the same records. An interrupted
seeding goes on where it stopped; a finished one is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from core.register.bulk import counted, load
from core.register.calls import Call
from core.register.cases import Case, CaseForm, Referral, Victim, VictimCitizenship
from core.register.columns import columns_of
from core.register.database import Register
from core.register.published import PublishedFigure
from core.vocabulary import UNKNOWN, Provenance
from seeds import calibration as known
from seeds.corridors import load_pool, the_pool
from seeds.draw import Draw
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
    written = 0
    world = World(size.cases, secret, the_pool(), _PLACES)
    for first in range(done_cases, size.cases, CHUNK):
        with register.writing() as connection:
            if first == 0:
                load_pool(connection)
            written += _case_chunk(connection, first, world)
        progress("cases", min(first + CHUNK, size.cases), size.cases)
    for first in range(done_calls, size.calls, CHUNK):
        with register.writing() as connection:
            written += _call_chunk(connection, first, size, secret)
        progress("calls", min(first + CHUNK, size.calls), size.calls)
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


def _case_chunk(connection: Connection, first: int, world: World) -> int:
    draw = Draw(_CASES, first // CHUNK)
    count = min(CHUNK, world.cases - first)
    made = cases(draw, first, count, world)
    written = load(connection, Case, made.cases)
    written += load(connection, CaseForm, made.forms)
    written += load(connection, Victim, made.victims)
    written += load(connection, VictimCitizenship, made.citizenships)
    written += load(connection, Referral, made.referrals)
    if made.hotline["id"]:
        written += load(connection, Call, case_calls(draw, made.hotline, world.secret))
    return written


def _call_chunk(connection: Connection, first: int, size: Size, secret: bytes) -> int:
    draw = Draw(_CALLS, first // CHUNK)
    count = min(CHUNK, size.calls - first)
    months = call_months(np.arange(first, first + count), size.calls)
    return load(connection, Call, calls(draw, months, secret, _PLACES))
