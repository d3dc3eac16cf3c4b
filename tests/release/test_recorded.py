"""What people on duty record is counted in the next release, and says where it comes from."""

import datetime as dt
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from app.house import House
from core.access.roles import Asker, Role
from core.bulletin.bulletin import Bulletin, Edition
from core.desk.audit import Trail
from core.desk.calls import CallTaken, record_call
from core.desk.cases import NewCase, open_case
from core.desk.people import Person
from core.desk.reading import Desk
from core.desk.recorder import Recorder
from core.disclosure import RULE
from core.filters import Dimension, question
from core.register.database import Register
from core.register.institutions import Institution
from core.register.record_keys import record_key
from core.release.publish import internal_edition, make_release
from core.vocabulary import Provenance, Unit
from tests.factories import SMALL, FixedShelf, house_in

CALL = CallTaken(
    received_at=dt.datetime(2013, 11, 14, 12, tzinfo=dt.UTC),
    effective="effective",
    call_type="report",
    duration_seconds=240,
    answered_after_seconds=7,
    department="17",
)
CASE = NewCase(
    register="hotline",
    reporting_institution="MP",
    opened_on=dt.date(2013, 11, 14),
    department="17",
    forms=("sexual",),
    victims=(Person(sex="female", age_min=14, age_max=16), Person()),
)


def recorder(house_or_register, role: Role, folder=None) -> Recorder:
    who = Asker(role, role.value)
    if isinstance(house_or_register, House):
        return house_or_register.recorder_of(house_or_register.desk_of(who))
    trail = Trail(b"k" * 32, folder / "audit.anchor")
    desk = Desk(house_or_register, who, clock.now, trail)
    return Recorder(desk, lambda record: record_key(b"r" * 32, record))


def exact(bulletin: Bulletin, unit: Unit, **where: str) -> int:
    chosen = {Dimension(name): (code,) for name, code in where.items()}
    return getattr(bulletin.figure(question(unit, where=chosen)), "value", 0)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = house_in(tmp_path_factory.mktemp("recorded"), size=SMALL)
    yield made
    made.register.close()


def test_calls_cases_and_victims_that_were_recorded_are_in_the_next_release(house):
    def counts() -> dict[str, int]:
        live = internal_edition(house.register, clock.now)
        return {
            "calls": exact(live, Unit.CALLS, department="17"),
            "cases": exact(live, Unit.CASES, department="17", status="reported"),
            "victims": exact(live, Unit.VICTIMS, sex="female", age="12-17"),
        }

    before = counts()
    shown = exact(house.shelf.bulletin, Unit.CALLS)
    for number in range(40):
        record_call(recorder(house, Role.OPERATOR), key=f"{number}", call=CALL)
    open_case(recorder(house, Role.CASE_WORKER), key="case", case=CASE)
    after = counts()
    assert {name: after[name] - before[name] for name in before} == {
        "calls": 40,
        "cases": 1,
        "victims": 1,
    }
    later = clock.now() + dt.timedelta(hours=2)
    path = house.settings.bulletin
    fresh = make_release(house.register, house.keys.noise, path, lambda: later)
    assert abs(exact(fresh, Unit.CALLS) - shown - 40) <= 2 * RULE.largest_noise
    assert fresh.release.provenance is Provenance.SYNTHETIC  # the generated ones are still there


def test_a_call_from_after_the_series_is_kept_and_not_counted(house):
    live = internal_edition(house.register, clock.now)
    now = replace(CALL, received_at=clock.now())
    record_call(recorder(house, Role.OPERATOR), key="today", call=now)
    again = internal_edition(house.register, clock.now)
    assert exact(again, Unit.CALLS) == exact(live, Unit.CALLS)


def test_where_nothing_is_generated_nothing_says_so(house, engine_url, tmp_path):
    register = Register(engine_url)
    register.migrate()
    with register.writing() as connection:
        row = {"acronym": "MP", "name": "MP", "kind": "autonomous", "certainty": "sourced"}
        connection.execute(Institution.__table__.insert().values(role="", source="", **row))
    record_call(recorder(register, Role.OPERATOR, tmp_path), key="1", call=CALL)
    open_case(recorder(register, Role.CASE_WORKER, tmp_path), key="2", case=CASE)
    live = internal_edition(register, clock.now)
    register.close()
    assert live.release.provenance is Provenance.RECORDED
    assert (exact(live, Unit.CALLS), exact(live, Unit.VICTIMS)) == (1, 2)

    release = replace(live.release, edition=Edition.PUBLIC)
    published = house.shelf.bulletin.facts
    public = House(house.settings, None, FixedShelf(Bulletin(release, live.cube, published)))
    with TestClient(make_app(public), base_url="http://127.0.0.1") as client:
        for address in ("/", "/panel?medida=casos", "/departamentos/17"):
            page = client.get(address)
            assert page.status_code == 200
            assert "sintétic" not in page.text, address
        file = client.get("/panel?medida=casos&formato=json").json()
        assert (file["provenance"], "warning" in file) == ("recorded", False)
        query = {"query": "{ release { provenance } caseCounts { provenance } }"}
        told = client.post("/graphql", json=query).json()["data"]
        assert told == {
            "release": {"provenance": "RECORDED"},
            "caseCounts": {"provenance": "RECORDED"},
        }
