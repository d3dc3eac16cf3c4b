"""What the plan asks of the register alone, beside the whole internal edition: the same numbers."""

from dataclasses import replace

import numpy as np
import pytest

from app import clock
from core.desk.plan_known import known_of
from core.filters import DOMAINS, Dimension
from core.moments import lima_day
from core.plan.assembling import ledger_of
from core.plan.counting import asked_of
from core.plan.loading import load
from core.register import gathered
from core.register.database import Register
from core.release.publish import asked_edition, internal_edition
from core.release.told_columns import places
from core.vocabulary import Unit
from seeds.seeding import seed
from tests.factories import SMALL

#: Every dimension that is a column of a record, forms beside others too.
COLUMNS = (
    (Unit.CALLS, (Dimension.INDUSTRY, Dimension.FORM)),
    (Unit.CASES, (Dimension.DEPARTMENT, Dimension.FORM)),
    (Unit.CASES, (Dimension.STATUS, Dimension.REGISTER)),
    (Unit.VICTIMS, (Dimension.FORM, Dimension.AGE)),
    (Unit.VICTIMS, (Dimension.DEPARTMENT, Dimension.INDUSTRY)),
)


@pytest.fixture
def register(engine_url):
    made = Register(engine_url)
    made.migrate()
    yield made
    made.close()


def test_what_the_plan_asks_is_what_the_whole_edition_holds(register):
    seed(register, b"r" * 32, SMALL)
    plan = load()
    asked = asked_of(plan)
    whole = internal_edition(register, clock.now)
    alone = asked_edition(register, clock.now, (*asked, *COLUMNS))
    assert {(address.unit, address.dimensions) for address in alone.cube} == {*asked, *COLUMNS}
    for address, table in alone.cube.items():
        assert np.array_equal(table.shown, whole.cube[address].shown), address.name
    assert alone.release.provenance is whole.release.provenance

    with register.reading() as connection:
        known = known_of(connection, plan)
    ledgers = [
        ledger_of(plan, edition, lima_day(clock.now()), known)
        for edition in (whole, asked_edition(register, clock.now, asked))
    ]
    told, again = (
        {
            code: {at: replace(reading, queries=()) for at, reading in readings.items()}
            for code, readings in ledger.readings.items()
        }
        for ledger in ledgers
    )
    assert told == again


def test_columns_in_many_steps_are_the_columns_in_one(register, monkeypatch):
    seed(register, b"r" * 32, SMALL)
    asked = (*asked_of(load()), *COLUMNS)
    whole = asked_edition(register, clock.now, asked).cube
    monkeypatch.setattr(gathered, "ROWS", 70)
    for address, table in asked_edition(register, clock.now, asked).cube.items():
        assert np.array_equal(table.shown, whole[address].shown), address.name


def test_a_code_that_is_none_is_not_taken_for_another():
    told = [Dimension.STATUS, Dimension.DEPARTMENT, Dimension.PROVINCE]
    for dimension in told:
        codes = DOMAINS[dimension].codes
        assert list(places(dimension, " ".join(codes))) == list(range(len(codes)))
        for wrong in ("zz", codes[0] + "x", codes[0][:1], ""):
            with pytest.raises(KeyError):
                places(dimension, f"{codes[1]} {wrong} {codes[0]}")


def test_an_empty_register_has_nothing_of_what_is_asked(register):
    cube = asked_edition(register, clock.now, asked_of(load())).cube
    assert cube
    assert not any(table.shown.any() for table in cube.values())


def test_what_no_column_says_is_counted_with_everything(register):
    seed(register, b"r" * 32, SMALL)
    asked = ((Unit.CALLS, (Dimension.HOUR,)),)
    whole = internal_edition(register, clock.now)
    alone = asked_edition(register, clock.now, asked)
    assert alone.cube.keys() == whole.cube.keys()
