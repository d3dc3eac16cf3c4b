"""Records are for those who may read them, and every reading is written down."""

import pytest
import sqlalchemy as sa

from core.access.roles import Action, Role, may
from core.register.accounts import AuditEvent
from core.register.columns import columns_of

LISTS = {
    "calls": ("{ calls(first: 3) { edges { node { id } } } }", Action.READ_CALLS),
    "cases": ("{ cases(first: 3) { edges { node { id } } } }", Action.READ_CASES),
    "routes": ("{ routes(first: 3) { edges { node { id } } } }", Action.READ_ROUTES),
    "caseCounts": ("{ caseCounts(edition: INTERNAL) { queryId } }", Action.READ_INTERNAL_FIGURES),
}


def events(house) -> list:
    audit = columns_of(AuditEvent)
    question = sa.select(audit.role, audit.action, audit.records, audit.allowed)
    with house.register.reading() as connection:
        return list(connection.execute(question.order_by(audit.at, audit.id)))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
@pytest.mark.parametrize("name", LISTS)
def test_each_role_reads_what_it_may_and_nothing_else(signed_in, house, role, name):
    query, action = LISTS[name]
    client = signed_in(role)
    before = len(events(house))
    response = client.post("/graphql", json={"query": query})
    told = response.json()
    allowed = may(role, action)
    assert (told["data"][name] is not None) is allowed
    if not allowed:
        assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert response.headers["cache-control"] == "no-store"
    new = events(house)[before:]
    assert [(e.role, e.action, e.allowed) for e in new] == [(role.value, action.value, allowed)]


@pytest.mark.parametrize("name", LISTS)
def test_who_has_not_signed_in_is_asked_to(ask, name):
    told = ask(LISTS[name][0])
    assert told["data"][name] is None
    assert told["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_a_thousand_aliases_of_what_is_refused_are_one_attempt(signed_in, house):
    client = signed_in(Role.PLANNER)
    before = len(events(house))
    query = "{" + " ".join(f"a{n}: cases {{ __typename }}" for n in range(400)) + "}"
    told = client.post("/graphql", json={"query": query}).json()
    assert len(told["errors"]) == 400
    assert [(e.action, e.allowed) for e in events(house)[before:]] == [("read_cases", False)]


def test_pages_follow_each_other_without_gap_or_repetition(signed_in):
    client = signed_in(Role.CASE_WORKER)
    query = """query ($after: String) { cases(first: 100, after: $after, department: "17") {
        edges { node { id code department provenance forms } }
        pageInfo { hasNextPage endCursor } } }"""
    seen, after = [], None
    while True:
        told = client.post("/graphql", json={"query": query, "variables": {"after": after}}).json()
        page = told["data"]["cases"]
        seen += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len({node["id"] for node in seen}) == len(seen) > 100
    assert {node["department"] for node in seen} == {"17"}
    assert {node["provenance"] for node in seen} == {"SYNTHETIC"}


def test_routes_come_with_their_legs_in_order(signed_in):
    query = (
        "{ routes(first: 40) { edges { node { code provenance legs { position role place } } } } }"
    )
    told = signed_in(Role.CASE_WORKER).post("/graphql", json={"query": query}).json()
    for edge in told["data"]["routes"]["edges"]:
        legs = edge["node"]["legs"]
        assert [leg["position"] for leg in legs] == list(range(1, len(legs) + 1))
        assert (legs[0]["role"], legs[-1]["role"]) == ("origin", "destination")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 0", "PAGE_TOO_LARGE"),
        ("first: 101", "PAGE_TOO_LARGE"),
        ('after: "x"', "MALFORMED_CURSOR"),
        ('after: "Y2FsbDpzaG9ydA=="', "MALFORMED_CURSOR"),
        ('department: "99"', "UNKNOWN_UBIGEO"),
        ('industry: "gold"', "UNKNOWN_VALUE"),
        ('status: "lost"', "UNKNOWN_VALUE"),
    ],
)
def test_a_page_that_cannot_be_is_a_400(signed_in, arguments, code):
    query = f"{{ cases({arguments}) {{ edges {{ cursor }} }} }}"
    response = signed_in(Role.CASE_WORKER).post("/graphql", json={"query": query})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == code


def test_the_cursor_of_one_list_does_not_open_another(signed_in):
    client = signed_in(Role.CASE_WORKER)
    query = "{ calls(first: 1) { edges { cursor } } }"
    told = client.post("/graphql", json={"query": query}).json()
    cursor = told["data"]["calls"]["edges"][0]["cursor"]
    crossed = f'{{ cases(after: "{cursor}") {{ edges {{ cursor }} }} }}'
    assert client.post("/graphql", json={"query": crossed}).status_code == 400


def test_the_internal_edition_says_that_it_is_provisional(signed_in):
    query = """{ caseCounts(edition: INTERNAL) {
        release { edition } cells { count { value provisional } } } }"""
    told = (
        signed_in(Role.PLANNER).post("/graphql", json={"query": query}).json()["data"]["caseCounts"]
    )
    assert told["release"]["edition"] == "INTERNAL"
    assert told["cells"][0]["count"] == {"value": 2000, "provisional": True}


def test_what_cannot_be_written_down_is_not_read(signed_in, monkeypatch):
    def full(*_given):
        raise OSError("no space left")

    client = signed_in(Role.CASE_WORKER)
    monkeypatch.setattr("core.register.audit.append", full)
    for name, (query, _) in LISTS.items():
        told = client.post("/graphql", json={"query": query}).json()
        assert told["data"][name] is None
        assert told["errors"][0]["extensions"] == {"code": "INTERNAL"}


def test_no_secret_of_a_record_can_be_asked_for():
    from api.execution import EXECUTABLE

    fields = {f for kind in ("Call", "Case", "Route") for f in EXECUTABLE.type_map[kind].fields}
    assert not fields & {"rkey", "narrativeSealed", "notesSealed", "operator"}
