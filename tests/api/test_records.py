"""Records are for those who may read them, and every reading is written down."""

import base64

import pytest
import sqlalchemy as sa

from app import clock
from core.access import tokens
from core.access.roles import Action, Role, may
from core.access.tokens import Wish
from core.register.accounts import AuditEvent
from core.register.columns import columns_of, uuid7
from geo.positions import position
from tests.acts import id_of

LISTS = {
    "calls": ("{ calls(first: 3) { nodes { id } } }", Action.READ_CALLS),
    "cases": ("{ cases(first: 3) { nodes { id } } }", Action.READ_CASES),
    "victims": ("{ victims(first: 3) { nodes { id } } }", Action.READ_VICTIMS),
    "routes": ("{ routes(first: 3) { nodes { id } } }", Action.READ_ROUTES),
    "referrals": ("{ referrals(first: 3) { nodes { id } } }", Action.READ_REFERRALS),
    "institutions": ("{ institutions(first: 3) { nodes { id } } }", Action.READ_INSTITUTIONS),
    "trainings": ("{ trainings(first: 3) { nodes { id } } }", Action.READ_TRAININGS),
    "campaigns": ("{ campaigns(first: 3) { nodes { id } } }", Action.READ_CAMPAIGNS),
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


def test_fifty_aliases_of_what_is_refused_are_one_attempt(signed_in, house):
    client = signed_in(Role.PLANNER)
    before = len(events(house))
    query = "{" + " ".join(f"a{n}: cases {{ __typename }}" for n in range(50)) + "}"
    told = client.post("/graphql", json={"query": query}).json()
    assert len(told["errors"]) == 50
    assert [(e.action, e.allowed) for e in events(house)[before:]] == [("read_cases", False)]


def post(client, query: str, **variables):
    response = client.post("/graphql", json={"query": query, "variables": variables})
    return response.json()


def walked(client, arguments: str, onwards: bool = True, size: int = 100) -> list[dict]:
    """Every case of a list, page after page, in the order the pages came."""
    span = "first: $size, after: $at" if onwards else "last: $size, before: $at"
    query = f"""query ($size: Int, $at: String) {{ cases({span}, {arguments}) {{
        nodes {{ id code openedOn departmentCode provenance forms {{ code }} }} pageInfo {{
        hasNextPage hasPreviousPage startCursor endCursor }} }} }}"""
    seen, at = [], None
    while True:
        page = post(client, query, size=size, at=at)["data"]["cases"]
        info = page["pageInfo"]
        seen = seen + page["nodes"] if onwards else page["nodes"] + seen
        at = info["endCursor"] if onwards else info["startCursor"]
        if not info["hasNextPage" if onwards else "hasPreviousPage"]:
            return seen


@pytest.mark.parametrize("sort", ["", "sort: OPENED_ON", "sort: OPENED_ON, direction: DESC"])
def test_pages_follow_each_other_without_gap_or_repetition(signed_in, sort):
    client = signed_in(Role.CASE_WORKER)
    arguments = f'where: {{ department: {{ equals: "17" }} }}, {sort}'
    seen = walked(client, arguments)
    assert len({node["id"] for node in seen}) == len(seen) > 100
    assert {node["departmentCode"] for node in seen} == {"17"}
    assert {node["provenance"] for node in seen} == {"SYNTHETIC"}
    assert walked(client, arguments, onwards=False, size=40) == seen
    if sort:
        days = [node["openedOn"] for node in seen]
        assert days == sorted(days, reverse="DESC" in sort)


def test_the_total_is_the_number_of_records_on_all_pages(signed_in):
    client = signed_in(Role.CASE_WORKER)
    query = '{ cases(first: 1, where: { ubigeo: "17" }) { totalCount } }'
    told = post(client, query)["data"]["cases"]["totalCount"]
    assert told == len(walked(client, 'where: { ubigeo: "17" }'))


def test_the_total_is_not_for_whoever_may_not_have_exact_counts(signed_in):
    told = post(signed_in(Role.RECIPIENT), "{ referrals { totalCount nodes { id } } }")
    assert told["data"] == {"referrals": {"totalCount": None, "nodes": []}}
    assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_what_belongs_to_records_comes_in_one_question_each(signed_in, house):
    """A page of fifty cases costs as many reads as a page of one."""
    query = """query ($n: Int) { cases(first: $n) { nodes { victims { sex { code } }
        referrals { institution { acronym } } route { legs { position } } forms { code } } } }"""
    client = signed_in(Role.CASE_WORKER)
    spent = []
    for size in (1, 50):
        before = len(events(house))
        assert len(post(client, query, n=size)["data"]["cases"]["nodes"]) == size
        spent.append([event.action for event in events(house)[before:]])
    assert set(spent[0]) <= set(spent[1])
    assert len(spent[1]) == len(set(spent[1])) == 5


def test_routes_come_with_their_legs_in_order(signed_in):
    query = """{ routes(first: 40) { nodes { code provenance evidence { grade }
        legs { position role { code } place } } } }"""
    for node in post(signed_in(Role.CASE_WORKER), query)["data"]["routes"]["nodes"]:
        legs = node["legs"]
        assert [leg["position"] for leg in legs] == list(range(1, len(legs) + 1))
        assert (legs[0]["role"]["code"], legs[-1]["role"]["code"]) == ("origin", "destination")
        assert bool(node["evidence"]) is (node["provenance"] == "PUBLISHED")


def test_a_route_is_a_line_over_what_its_legs_say_of_their_places(signed_in):
    query = """{ routes(first: 40) { nodes { code line
        legs { place country department { ubigeo } } } } }"""
    for node in post(signed_in(Role.CASE_WORKER), query)["data"]["routes"]["nodes"]:
        marks = [
            position(leg["place"], leg["country"], (leg["department"] or {}).get("ubigeo"))
            for leg in node["legs"]
        ]
        assert all(marks), node["code"]
        assert node["line"]["type"] == "LineString"
        found = node["line"]["coordinates"]
        assert [lat for _, lat in found] == [lat for _, lat in marks]
        assert all(
            round(at - mark, 3) % 360 == 0 for (at, _), (mark, _) in zip(found, marks, strict=True)
        )


def test_lines_of_routes_are_for_those_who_may_see_their_legs(signed_in):
    told = post(signed_in(Role.OPERATOR), "{ routes(first: 1) { nodes { line } } }")
    assert {error["extensions"]["code"] for error in told["errors"]} == {"FORBIDDEN"}


def test_an_operator_sees_a_call_and_not_its_case(signed_in):
    told = post(
        signed_in(Role.OPERATOR),
        "{ calls(first: 2) { nodes { callType { code } case { code } } } }",
    )
    assert [node["case"] for node in told["data"]["calls"]["nodes"]] == [None, None]
    assert {error["extensions"]["code"] for error in told["errors"]} == {"FORBIDDEN"}


def test_a_filter_needs_the_right_to_what_it_tells_of(signed_in):
    client = signed_in(Role.CASE_WORKER)
    case = post(client, "{ cases(first: 1) { nodes { id } } }")["data"]["cases"]["nodes"][0]["id"]
    query = "query ($c: ID!) { calls(where: { case: { oneOf: [$c] } }) { nodes { id } } }"
    assert "errors" not in post(client, query, c=case)
    told = post(signed_in(Role.OPERATOR), query, c=case)
    assert told["data"]["calls"] is None
    assert told["errors"][0]["extensions"]["code"] == "FORBIDDEN"


#: Filters that tell of another kind of record than their list's.
TELLING = [
    ("calls", "{ case: { oneOf: [] } }", Action.READ_CALLS),
    ("cases", "{ route: { oneOf: [] } }", Action.READ_CASES),
    ("victims", "{ case: { oneOf: [] } }", Action.READ_VICTIMS),
    ("victims", '{ ubigeo: "17" }', Action.READ_VICTIMS),
    ("victims", '{ department: { equals: "17" } }', Action.READ_VICTIMS),
    ("victims", '{ industry: { equals: "mining" } }', Action.READ_VICTIMS),
    ("victims", '{ openedOn: { from: "2012-01-01" } }', Action.READ_VICTIMS),
    ("referrals", "{ call: { oneOf: [] } }", Action.READ_REFERRALS),
    ("referrals", "{ case: { oneOf: [] } }", Action.READ_REFERRALS),
    ("referrals", "{ institution: { oneOf: [] } }", Action.READ_REFERRALS),
    ("trainings", "{ institution: { oneOf: [] } }", Action.READ_TRAININGS),
]


@pytest.mark.parametrize(("name", "where", "own"), TELLING)
def test_a_token_for_one_list_does_not_ask_by_it_about_another(client, house, name, where, own):
    for only, code in (((own,), "FORBIDDEN"), ((), None)):
        text = tokens.create(house.register, Wish(Role.CASE_WORKER, 1, only=only), clock.now)
        headers = {"Authorization": f"Bearer {text}"}
        query = f"{{ {name}(where: {where}) {{ nodes {{ id }} }} }}"
        told = client.post("/graphql", json={"query": query}, headers=headers).json()
        assert told.get("errors", [{}])[0].get("extensions", {}).get("code") == code


def test_records_are_named_by_a_hundred_ids_at_most(signed_in):
    query = "query ($ids: [ID!]!) { calls(where: { case: { oneOf: $ids } }) { nodes { id } } }"
    client = signed_in(Role.CASE_WORKER)
    ids = [id_of("case", uuid7()) for _ in range(101)]
    assert post(client, query, ids=ids[:100])["data"]["calls"]["nodes"] == []
    assert post(client, query, ids=ids)["errors"][0]["extensions"]["code"] == "PAGE_TOO_LARGE"


def test_a_node_has_the_rights_of_its_list(signed_in):
    client = signed_in(Role.CASE_WORKER)
    found = post(
        client, "{ cases(first: 2) { nodes { id code } } calls(first: 1) { nodes { id } } }"
    )
    (first, second), (call,) = (found["data"][name]["nodes"] for name in ("cases", "calls"))
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Case { code } } }"
    ids = [second["id"], call["id"], first["id"]]
    told = post(client, query, ids=ids)["data"]["nodes"]
    assert [node["id"] for node in told] == ids
    assert [node["__typename"] for node in told] == ["Case", "Call", "Case"]
    assert told[2]["code"] == first["code"]
    refused = post(signed_in(Role.OPERATOR), query, ids=ids)
    assert refused["data"]["nodes"] is None
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_guessed_id_finds_nothing_and_says_nothing(signed_in):
    guessed = base64.urlsafe_b64encode(f"case:{uuid7()}".encode()).decode().rstrip("=")
    query = "query ($id: ID!) { node(id: $id) { id } }"
    assert post(signed_in(Role.CASE_WORKER), query, id=guessed)["data"] == {"node": None}


NULL = id_of("institution", "a\0b")


@pytest.mark.parametrize("given", ["", "x", "Y2FzZTox", "bm90aGluZzox", "é", "a" * 5000, NULL])
def test_an_id_that_cannot_be_is_a_400(signed_in, given):
    body = {"query": "query ($id: ID!) { node(id: $id) { id } }", "variables": {"id": given}}
    response = signed_in(Role.CASE_WORKER).post("/graphql", json=body)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "MALFORMED_ID"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ("first: 0", "PAGE_TOO_LARGE"),
        ("first: 101", "PAGE_TOO_LARGE"),
        ("first: 1, last: 1", "PAGE_TOO_LARGE"),
        ('after: "x"', "MALFORMED_CURSOR"),
        ('before: "Y2FsbDpzaG9ydA=="', "MALFORMED_CURSOR"),
        ('where: { department: { equals: "99" } }', "UNKNOWN_UBIGEO"),
        ('where: { ubigeo: "07010" }', "UNKNOWN_UBIGEO"),
        ('where: { industry: { oneOf: ["mining", "gold"] } }', "UNKNOWN_VALUE"),
        ('where: { status: { equals: "lost" } }', "UNKNOWN_VALUE"),
        ('where: { openedOn: { from: "2009-02-01", to: "2009-01-01" } }', "REVERSED_RANGE"),
        ('where: { route: { oneOf: ["Y2FzZTox"] } }', "MALFORMED_ID"),
    ],
)
def test_a_page_that_cannot_be_is_a_400(signed_in, arguments, code):
    query = f"{{ cases({arguments}) {{ edges {{ cursor }} }} }}"
    response = signed_in(Role.CASE_WORKER).post("/graphql", json={"query": query})
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == code


def test_a_cursor_opens_its_own_list_in_its_own_order_and_nothing_else(signed_in):
    client = signed_in(Role.CASE_WORKER)
    cursor = post(client, "{ cases(first: 1) { pageInfo { endCursor } } }")
    cursor = cursor["data"]["cases"]["pageInfo"]["endCursor"]
    changed = cursor[:-8] + "AAAAAAAA"
    for arguments in (
        f'calls(after: "{cursor}")',
        f'cases(after: "{cursor}", sort: OPENED_ON)',
        f'cases(after: "{cursor}", direction: DESC)',
        f'cases(after: "{changed}")',
    ):
        query = f"{{ {arguments} {{ nodes {{ id }} }} }}"
        assert client.post("/graphql", json={"query": query}).status_code == 400, arguments


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
    monkeypatch.setattr("core.register.audit._chain", full)
    for name, (query, _) in LISTS.items():
        told = client.post("/graphql", json={"query": query}).json()
        assert told["data"][name] is None
        assert told["errors"][0]["extensions"]["code"] == "INTERNAL"


def test_no_secret_of_a_record_can_be_asked_for():
    from api.schema import EXECUTABLE

    kinds = ("Call", "Case", "Route", "Victim", "Referral")
    fields = {f for kind in kinds for f in EXECUTABLE.type_map[kind].fields}
    assert not fields & {"rkey", "narrativeSealed", "notesSealed", "operator", "narrative", "notes"}
