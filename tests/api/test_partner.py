"""A partner under an agreement: its own threshold, its departments, its dimensions, no more."""

import datetime as dt

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from core.register.accounts import AuditEvent
from core.register.columns import columns_of
from core.register.tokens import add_agreement
from tests.factories import house_in

COUNTS = """query ($by: [Dimension!], $where: CountWhere) {
  caseCounts(edition: PARTNER, groupBy: $by, where: $where) {
    release { id edition threshold } withheld cells { count { value status } } } }"""
PLACES = {"department": ["17", "08"]}


@pytest.fixture(scope="module")
def partner(tmp_path_factory):
    """A house with an agreement, released, and a client that holds the agreement's token."""
    house = house_in(tmp_path_factory.mktemp("partner"))
    today = clock.now().date()
    with house.register.writing() as connection:
        for code, k, departments in (("WIDE", 5, ""), ("NARROW", 7, "17,08")):
            add_agreement(
                connection,
                code=code,
                partner="CHS",
                purpose="test",
                departments=departments,
                dimensions="department,industry" if departments else "",
                k=k,
                starts_on=today,
                ends_on=today + dt.timedelta(days=30),
                signed_hash="0" * 64,
            )
    house.release()
    with TestClient(make_app(house), base_url="http://127.0.0.1") as client:

        def asking(agreement: str):
            text = tokens.create(house.register, Wish(Role.PARTNER, 5, agreement), clock.now)

            def asked(query: str = COUNTS, **variables):
                return client.post(
                    "/graphql",
                    json={"query": query, "variables": variables},
                    headers={"Authorization": f"Bearer {text}"},
                )

            return asked

        yield house, asking, client
    house.register.close()


def test_a_partner_sees_more_than_the_public_and_says_at_which_threshold(partner):
    _, asking, client = partner
    told = asking("WIDE")(by=["DEPARTMENT", "INDUSTRY"]).json()["data"]["caseCounts"]
    assert told["release"]["edition"] == "PARTNER"
    assert told["release"]["threshold"] == 5
    public = COUNTS.replace("edition: PARTNER, ", "")
    body = {"query": public, "variables": {"by": ["DEPARTMENT", "INDUSTRY"]}}
    shown = client.post("/graphql", json=body).json()["data"]["caseCounts"]
    assert told["withheld"] < shown["withheld"]
    for mine, theirs in zip(told["cells"], shown["cells"], strict=True):
        if theirs["count"]["status"] == "SHOWN":
            assert mine == theirs


def test_within_its_departments_and_dimensions(partner):
    _, asking, _ = partner
    answer = asking("NARROW")(by=["INDUSTRY"], where=PLACES)
    assert answer.json()["data"]["caseCounts"]["release"]["threshold"] == 7
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "variables",
    [
        {"by": ["DEPARTMENT"]},
        {"by": ["INDUSTRY"]},
        {"by": ["INDUSTRY"], "where": {"department": ["17", "15"]}},
        {"by": ["FORM"], "where": PLACES},
        {"by": ["NATURAL_REGION"]},
        {"where": {"status": ["charged"], "department": ["17"]}},
        {},
    ],
)
def test_beyond_its_agreement_it_is_refused_and_that_is_written_down(partner, variables):
    house, asking, _ = partner
    audit = columns_of(AuditEvent)
    told = asking("NARROW")(**variables).json()
    assert told["data"]["caseCounts"] is None
    assert told["errors"][0]["extensions"]["code"] == "OUTSIDE_AGREEMENT"
    newest = sa.select(audit.action, audit.allowed).order_by(audit.number.desc()).limit(1)
    with house.register.reading() as connection:
        assert connection.execute(newest).one() == ("read_partner_figures", False)


OVER_TIME = """query ($by: [Dimension!], $where: CountWhere) {
  series(unit: CASES, edition: PARTNER, groupBy: $by, where: $where) {
    release { edition threshold } series { points { count { value status } } } }
  comparePrevious(unit: CASES, edition: PARTNER, groupBy: $by, where: $where, from: "2010") {
    release { edition threshold } cells { current { status } difference { value status } } } }"""


def _written(house):
    """(action, allowed) of every audit event, oldest first."""
    audit = columns_of(AuditEvent)
    asked = sa.select(audit.action, audit.allowed).order_by(audit.number)
    with house.register.reading() as connection:
        return [tuple(row) for row in connection.execute(asked)]


def test_series_and_comparisons_stay_within_it_too_and_each_question_is_written_down(partner):
    house, asking, _ = partner
    narrow = asking("NARROW")
    before = len(_written(house))
    told = narrow(OVER_TIME, by=["INDUSTRY"], where=PLACES).json()["data"]
    for answer in told.values():
        assert answer["release"] == {"edition": "PARTNER", "threshold": 7}
    assert _written(house)[before:] == [("read_partner_figures", True)] * 3
    refused = narrow(OVER_TIME, by=["INDUSTRY"], where={"department": ["15"]}).json()
    assert refused["data"] == {"series": None, "comparePrevious": None}
    codes = [error["extensions"]["code"] for error in refused["errors"]]
    assert codes == ["OUTSIDE_AGREEMENT"] * 2
    assert _written(house)[-1] == ("read_partner_figures", False)


@pytest.mark.parametrize(("role", "allowed"), [(Role.MONITOR, True), (Role.OPERATOR, False)])
def test_the_internal_edition_is_compared_for_cleared_staff_alone(partner, role, allowed):
    house, _, client = partner
    text = tokens.create(house.register, Wish(role, 1), clock.now)
    before = len(_written(house))
    query = OVER_TIME.replace("PARTNER", "INTERNAL")
    answer = client.post(
        "/graphql",
        json={"query": query, "variables": {"by": ["DEPARTMENT", "FORM"]}},
        headers={"Authorization": f"Bearer {text}"},
    ).json()
    written = [row for row in _written(house)[before:] if row[0] == "read_internal_figures"]
    if not allowed:
        assert answer["data"] == {"series": None, "comparePrevious": None}
        assert written == [("read_internal_figures", False)]
        return
    assert written == [("read_internal_figures", True)] * 3
    assert answer["data"]["comparePrevious"]["release"]["edition"] == "INTERNAL"
    cells = answer["data"]["comparePrevious"]["cells"]
    assert {cell["difference"]["status"] for cell in cells} == {"SHOWN"}


def test_the_public_may_not_compare_what_is_not_public(partner):
    _, _, client = partner
    for edition in ("PARTNER", "INTERNAL"):
        answer = client.post("/graphql", json={"query": OVER_TIME.replace("PARTNER", edition)})
        codes = [error["extensions"]["code"] for error in answer.json()["errors"]]
        assert codes == ["UNAUTHENTICATED"] * 2


@pytest.mark.parametrize("role", [Role.MONITOR, Role.OPERATOR, Role.ADMINISTRATOR])
def test_others_do_not_come_in_by_this_door(partner, role):
    house, _, client = partner
    text = tokens.create(house.register, Wish(role, 1), clock.now)
    answer = client.post(
        "/graphql", json={"query": COUNTS}, headers={"Authorization": f"Bearer {text}"}
    )
    assert answer.json()["data"]["caseCounts"] is None
    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_partner_reads_no_record(partner):
    _, asking, _ = partner
    for name in ("calls", "cases", "routes"):
        told = asking("WIDE")(f"{{ {name} {{ pageInfo {{ endCursor }} }} }}").json()
        assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_its_file_does_not_lie_in_the_public_folder(partner):
    house, _, _ = partner
    public = {path.name for path in house.settings.bulletin.parent.iterdir()}
    assert public <= {"bulletin", "releases.log", "reports"}
    folder = house.settings.home / "partner"
    assert {p.name for p in folder.iterdir()} == {"bulletin-k5", "bulletin-k7"}


QUARTERS = """query ($edition: Edition!) {
  caseCounts(edition: $edition, groupBy: [DEPARTMENT, INDUSTRY], grain: QUARTER) {
    cells { count { status } } } }"""


def test_a_partner_reads_quarters_by_two_dimensions_and_the_public_does_not(partner):
    _, asking, client = partner
    told = asking("WIDE")(QUARTERS, edition="PARTNER").json()["data"]["caseCounts"]["cells"]
    assert "SHOWN" in {cell["count"]["status"] for cell in told}
    body = {"query": QUARTERS, "variables": {"edition": "PUBLIC"}}
    told = client.post("/graphql", json=body).json()["data"]["caseCounts"]["cells"]
    assert {cell["count"]["status"] for cell in told} == {"WITHHELD"}
