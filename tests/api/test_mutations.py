"""Acts by GraphQL: who may, what they answer, once under a key, each by itself."""

import json

import pytest
import sqlalchemy as sa
from graphql import GraphQLInputObjectType, get_named_type

from api.negotiation import GRAPHQL_JSON, JSON
from api.schema import EXECUTABLE
from app import clock
from core.access import tokens
from core.access.roles import Action, Role, may
from core.access.tokens import Wish
from core.register.calls import Call
from core.register.columns import columns_of
from tests.acts import OURS, Mutation, call_taken, held, id_of, mutations, there
from tests.factories import SMALL, house_in

CALL = """{ call { id receivedOn provenance form { code } department { name } province
    callerDepartmentCode language { code } callerRelation { code en } } repeated }"""
FULL = {
    "recordCall": CALL,
    "openCase": "{ case { id code status { code } victims { sex { code } } steps { at } } }",
    "updateCaseStatus": "{ case { status { code } submittedToPoliceOn steps { after { code } } } }",
    "submitReferral": "{ referral { outcome { code } institution { acronym } call { id } } }",
    "answerReferral": "{ referral { outcome { code } receivedAt } }",
    "recordRoute": "{ route { code scope { code } grade legs { precision { code } } } }",
    "recordTraining": "{ training { id topic heldOn provenance participantsBound } }",
    "recordReading": "{ reading repeated }",
    "reviewReading": "{ reading repeated }",
    "commentIndicator": "{ comment repeated }",
    "closePeriod": "{ period { state sha256 } repeated }",
    "publishPeriod": "{ period { state sha256 } repeated }",
    "reopenPeriod": "{ period { state sha256 } repeated }",
    "recordCampaign": "{ campaign { id name startsOn } }",
    "registerDocument": "{ documentId }",
    "removeDocument": "{ documentId }",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own: these tests write."""
    made = house_in(tmp_path_factory.mktemp("acts"), size=SMALL)
    yield made
    made.register.close()


@pytest.fixture
def holder(client, house):
    """Posts as the holder of a token; what comes back."""

    def holding(role: Role, **wish):
        works = may(role, Action.RECORD_READING)
        wish = {"institution": OURS if works else None, **wish}
        text = tokens.create(house.register, Wish(role, 1, **wish), clock.now)
        headers = {"Authorization": f"Bearer {text}", "Content-Type": JSON}
        return lambda body: client.post("/graphql", content=json.dumps(body), headers=headers)

    return holding


def full(act: Mutation) -> str:
    return act.document.replace("{ repeated }", FULL[act.name])


def codes(told: dict) -> list[str]:
    return [error["extensions"]["code"] for error in told.get("errors", [])]


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.PUBLIC, Role.PARTNER)])
def test_each_role_does_what_it_may_and_nothing_else(holder, house, role):
    post = holder(role)
    for act in mutations(house):
        before = held(house)
        response = post(act.body(document=full(act)))
        told = response.json()
        assert response.headers["cache-control"] == "no-store"
        assert response.status_code == 200
        if may(role, act.action):
            answers = told["data"][act.name]
            assert None not in answers.values(), told
            unread = {"FORBIDDEN"} if role is Role.RECIPIENT else set()
            assert set(codes(told)) <= unread, told
            assert held(house) > before
        else:
            assert (told["data"], codes(told)) == ({act.name: None}, ["FORBIDDEN"])
            assert held(house) == before


def test_who_has_not_signed_in_does_nothing(client, house):
    for act in mutations(house):
        before = held(house)
        told = client.post("/graphql", json=act.body()).json()
        assert (told["data"], codes(told)) == ({act.name: None}, ["UNAUTHENTICATED"])
        assert held(house) == before


def test_what_was_done_is_answered_as_the_lists_tell_it(holder):
    operator = holder(Role.OPERATOR)
    given = {"department": "17", "province": "1702", "language": "qu", "callerRelation": "relative"}
    act = Mutation("recordCall", Action.RECORD_CALL, {**call_taken(), **given})
    told = operator(act.body(document=full(act))).json()["data"]["recordCall"]
    call = told["call"]
    assert (call["province"], call["callerDepartmentCode"]) == ("1702", "unknown")
    assert (call["language"]["code"], call["callerRelation"]["en"]) == ("qu", "Relative")
    assert call["receivedOn"] == "2013-11-14"
    assert (call["provenance"], call["department"]["name"]) == ("RECORDED", "Madre de Dios")
    query = "query ($id: ID!) { node(id: $id) { ... on Call { id receivedOn } } }"
    node = operator({"query": query, "variables": {"id": call["id"]}}).json()["data"]["node"]
    assert node == {"id": call["id"], "receivedOn": call["receivedOn"]}


#: What is wrong with a route, the stop that is named, and the code it is refused by.
NO_ROUTES = [
    ([{"role": "origin"}], None, "TOO_FEW_STOPS"),
    ([{"role": "transit"}, {"role": "destination", "country": "EC"}], "1", "STOP_OUT_OF_ROLE"),
    ([{"role": "origin"}, {"role": "transit", "country": "EC"}], "2", "STOP_OUT_OF_ROLE"),
    ([{"role": "origin"}, {"role": "destination", "country": "ZZ"}], "2", "STOP_UNKNOWN"),
    ([{"role": "origin"}, {"role": "destination", "department": "99"}], "2", "STOP_UNKNOWN"),
    ([{"role": "origin"}, {"role": "destination"}], "2", "STOP_REPEATED"),
    (
        [
            {"role": "origin", "firstSeen": "2012-05-01", "lastSeen": "2012-04-01"},
            {"role": "destination", "country": "EC"},
        ],
        "1",
        "STOP_DATES_REVERSED",
    ),
    (
        [{"role": "origin"}, {"role": "destination", "department": "07", "town": "Cusco"}],
        "2",
        "STOP_IN_RENIEC_CODES",
    ),
]


@pytest.mark.parametrize(("stops", "stop", "code"), NO_ROUTES)
def test_what_is_no_route_is_refused_by_its_stop_and_nothing_is_kept(
    holder, house, stops, stop, code
):
    before = held(house)
    act = Mutation("recordRoute", Action.RECORD_ROUTE, {"stops": stops})
    (error,) = holder(Role.CASE_WORKER)(act.body()).json()["errors"]
    assert (error["extensions"]["code"], error["extensions"].get("stop")) == (code, stop)
    assert (stop or "2") in error["message"]
    assert held(house) == before


def test_a_route_is_kept_as_it_was_told_and_graded_by_its_sources(holder):
    paper = {"sourceType": "study", "publisher": "CHS Alternativo", "source": "Informe 3"}
    given = {
        "form": "sexual",
        "stops": [
            {"role": "origin", "country": "EC"},
            {"role": "transit", "department": "20", "town": "Sullana", "mode": "road"},
            {
                "role": "destination",
                "department": "15",
                "exploitedHere": True,
                "firstSeen": "2012-01-02",
                "lastSeen": "2012-03-04",
            },
        ],
        "evidence": [paper, {**paper, "publisher": "OIM"}],
    }
    act = Mutation("recordRoute", Action.RECORD_ROUTE, given)
    shown = """{ route { scope { code } grade corroboration provenance evidence { grade publisher }
      legs { position place mode { code } exploitedHere firstSeen lastSeen
        precision { code es } } } }"""
    body = act.body(document=act.document.replace("{ repeated }", shown))
    route = holder(Role.CASE_WORKER)(body).json()["data"]["recordRoute"]["route"]
    assert (route["scope"]["code"], route["grade"], route["corroboration"]) == ("inbound", "B", 2)
    assert route["provenance"] == "RECORDED"
    assert [each["grade"] for each in route["evidence"]] == ["C", "C"]
    first, on_the_way, last = route["legs"]
    assert (first["place"], first["precision"]) == ("Ecuador", {"code": "country", "es": "País"})
    assert (on_the_way["place"], on_the_way["mode"]["code"]) == ("Sullana", "road")
    assert (last["exploitedHere"], last["firstSeen"]) == (True, "2012-01-02")
    assert last["lastSeen"] == "2012-03-04"


def test_a_case_by_graphql_from_its_opening_to_the_police(holder, house):
    worker = holder(Role.CASE_WORKER)
    call = there(house)["call"]
    given = {
        "register": "hotline",
        "reportingInstitution": id_of("institution", "CHS"),
        "openedOn": "2012-05-02",
        "department": "08",
        "forms": ["sexual", "forced_labour"],
        "victims": [{"sex": "female", "ageMin": 14, "ageMax": 15, "citizenships": ["PE"]}, {}],
        "call": call,
    }
    opened = Mutation("openCase", Action.OPEN_CASE, given)
    shown = "{ case { id status { code } forms { code } victims { sex { code } } calls { id } } }"
    told = worker(opened.body(document=opened.document.replace("{ repeated }", shown))).json()
    case = told["data"]["openCase"]["case"]
    assert case["status"]["code"] == "reported"
    assert {form["code"] for form in case["forms"]} == {"sexual", "forced_labour"}
    assert sorted(v["sex"]["code"] for v in case["victims"]) == ["female", "unknown"]
    assert case["calls"] == [{"id": call}]
    step = {"case": case["id"], "from": "reported", "to": "submitted", "on": "2012-05-04"}
    taken = Mutation("updateCaseStatus", Action.UPDATE_CASE, step)
    told = worker(taken.body(document=full(taken))).json()["data"]["updateCaseStatus"]
    assert told["case"] == {
        "status": {"code": "submitted"},
        "submittedToPoliceOn": "2012-05-04",
        "steps": [{"after": {"code": "submitted"}}],
    }
    late = worker(taken.body()).json()
    assert late["data"] == {"updateCaseStatus": None}
    (error,) = late["errors"]
    assert error["path"] == ["updateCaseStatus"]
    assert error["message"].startswith("Somebody was faster")
    assert error["extensions"] == {"code": "CONFLICT", "field": "from", "present": "submitted"}


def test_the_same_key_answers_the_first_result_and_another_input_is_refused(holder, house):
    for role in (Role.OPERATOR, Role.CASE_WORKER, Role.RECIPIENT, Role.MONITOR):
        post = holder(role)
        for act in mutations(house):
            if not may(role, act.action):
                continue
            body = act.body()
            assert post(body).json()["data"] == {act.name: {"repeated": False}}
            before = held(house)
            assert post(body).json()["data"] == {act.name: {"repeated": True}}
            other = Mutation("recordCall", Action.RECORD_CALL, call_taken())
            if role is Role.OPERATOR and act.name != "recordCall":
                key = body["variables"]["input"]["idempotencyKey"]
                assert codes(post(other.body(key)).json()) == ["IDEMPOTENCY_KEY_REUSED"]
            assert held(house) == before


def test_who_may_write_and_not_read_is_answered_without_the_record(holder, house):
    post = holder(Role.OPERATOR, only=(Action.RECORD_CALL,))
    act = Mutation("recordCall", Action.RECORD_CALL, call_taken())
    before = held(house)
    told = post(act.body(document=full(act))).json()
    assert told["data"] == {"recordCall": {"call": None, "repeated": False}}
    (error,) = told["errors"]
    assert (error["path"], codes(told)) == (["recordCall", "call"], ["FORBIDDEN"])
    assert held(house) == before + 3  # the call, its key, its news


def test_each_act_of_a_document_stands_by_itself(holder, house):
    """One that fails takes nothing back of those before it, and stops none after it."""
    document = """mutation ($a: RecordCallInput!, $b: RecordCallInput!, $c: RecordCallInput!) {
        first: recordCall(input: $a) { repeated } second: recordCall(input: $b) { repeated }
        third: recordCall(input: $c) { repeated } }"""
    wrong = {**call_taken(), "province": "0801", "department": "17"}
    given = {
        name: {**call, "idempotencyKey": f"{house.settings.home.name}-{name}"}
        for name, call in (("a", call_taken()), ("b", wrong), ("c", call_taken()))
    }
    response = holder(Role.OPERATOR)({"query": document, "variables": given})
    told = response.json()
    done = {"repeated": False}
    assert response.status_code == 200
    assert told["data"] == {"first": done, "second": None, "third": done}
    (error,) = told["errors"]
    assert error["path"] == ["second"]
    assert error["extensions"]["code"] == "ELSEWHERE"
    assert error["extensions"]["field"] == "province"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"receivedAt": "2013-11-14T10:00:00"}, "NO_TIME_ZONE"),
        ({"receivedAt": "2099-01-01T00:00:00Z"}, "OUT_OF_RANGE"),
        ({"department": "26"}, "UNKNOWN_UBIGEO"),
        ({"industry": "gold"}, "UNKNOWN_VALUE"),
        ({"durationSeconds": -1}, "OUT_OF_RANGE"),
        ({"idempotencyKey": ""}, "UNSUITABLE_TEXT"),
        ({"idempotencyKey": "a\nb"}, "UNSUITABLE_TEXT"),
    ],
)
def test_input_that_cannot_be_is_an_error_that_names_the_field(holder, house, change, code):
    before = held(house)
    body = Mutation("recordCall", Action.RECORD_CALL, call_taken()).body()
    body["variables"]["input"] |= change
    told = holder(Role.OPERATOR)(body).json()
    assert (told["data"], codes(told)) == ({"recordCall": None}, [code])
    assert told["errors"][0]["extensions"]["field"] in change
    assert held(house) == before


@pytest.mark.parametrize(
    "change", [{"receivedAt": "yesterday"}, {"durationSeconds": "x"}, {"name": "Ana"}]
)
def test_input_of_another_type_runs_nothing(client, house, change, holder):
    before = held(house)
    body = Mutation("recordCall", Action.RECORD_CALL, call_taken()).body()
    body["variables"]["input"] |= change
    assert "data" not in holder(Role.OPERATOR)(body).json()
    assert held(house) == before


@pytest.mark.parametrize("given", ["", "x", id_of("case", OURS), id_of("call", "no")])
def test_an_id_of_something_else_is_an_error(holder, given):
    act = Mutation(
        "submitReferral",
        Action.SUBMIT_REFERRAL,
        {"call": given, "institution": id_of("institution", OURS)},
    )
    told = holder(Role.OPERATOR)(act.body()).json()
    assert (told["data"], codes(told)) == ({"submitReferral": None}, ["MALFORMED_ID"])


def test_a_mutation_is_never_a_get(client, house, signed_in):
    signed_in(Role.OPERATOR)
    before = held(house)
    call = ", ".join(f"{k}: {v if isinstance(v, int) else repr(v)}" for k, v in CALL_IN.items())
    act = f"recordCall(input: {{ {call} }}) {{ repeated }}".replace("'", '"')
    for query, operation in (
        (f"mutation {{ {act} }}", None),
        (f"query A {{ release {{ id }} }} mutation B {{ {act} }}", "B"),
    ):
        asked = {"query": query} | ({"operationName": operation} if operation else {})
        response = client.get("/graphql", params=asked)
        assert response.status_code == 405
        assert response.json()["errors"][0]["message"] == "Send mutations by POST."
        assert "POST" in response.headers["allow"]
        assert held(house) == before
        assert client.post("/graphql", json=asked).json()["data"]["recordCall"]
        before = held(house)
    read = client.get("/graphql", params={"query": query, "operationName": "A"})
    assert read.status_code == 200


CALL_IN = {**call_taken(), "idempotencyKey": "by-get"}


def test_a_form_of_another_site_does_nothing(client, house, signed_in):
    """Whatever a form can send is not JSON; JSON from another site asks first, and we say no."""
    signed_in(Role.OPERATOR)
    before = held(house)
    body = b'{"query": "mutation { __typename }"}'
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        response = client.post("/graphql", content=body, headers={"content-type": kind})
        assert response.status_code == 415
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    refused = client.options("/graphql", headers=asked)
    assert refused.status_code == 405
    assert not [name for name in refused.headers if name.startswith("access-control")]
    assert held(house) == before


def test_a_bad_question_beside_acts_is_told_under_either_media_type(client, holder, house):
    act = Mutation("recordCall", Action.RECORD_CALL, {**call_taken(), "form": "x"})
    post = holder(Role.OPERATOR)
    assert post(act.body()).status_code == 200
    text = tokens.create(house.register, Wish(Role.OPERATOR, 1), clock.now)
    headers = {"Authorization": f"Bearer {text}", "accept": GRAPHQL_JSON}
    response = client.post("/graphql", json=act.body(), headers=headers)
    assert response.status_code == 200
    assert codes(response.json()) == ["UNKNOWN_VALUE"]


def test_the_operator_of_a_call_is_whoever_recorded_it(holder, house):
    act = Mutation("recordCall", Action.RECORD_CALL, {**call_taken(), "durationSeconds": 12345})
    assert holder(Role.OPERATOR)(act.body()).status_code == 200
    call = columns_of(Call)
    with house.register.reading() as connection:
        question = sa.select(call.operator).where(call.duration_seconds == 12345)
        assert connection.execute(question).scalar_one().startswith("token-")


def test_every_act_takes_a_key_and_every_field_of_its_input_is_described():
    for name, field in EXECUTABLE.mutation_type.fields.items():
        assert set(field.args) == {"input"}, name
        given = get_named_type(field.args["input"].type)
        assert isinstance(given, GraphQLInputObjectType)
        assert str(given.fields["idempotencyKey"].type) == "String!"
        assert "repeated" in get_named_type(field.type).fields
        for each in (field, given, *given.fields.values(), field.args["input"]):
            assert each.description, name
