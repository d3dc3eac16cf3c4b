"""What a document may ask for, and what it costs: told before anything of it is run."""

import pytest
from graphql import GraphQLList, GraphQLObjectType, get_nullable_type
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api import guard
from api.cost import COUNTING, FIGURE, LIST, MOST_COST
from api.execution import Asked, Unfit, prepared
from api.policy import declared_of
from api.schema import EXECUTABLE
from api.sizes import LONG, UNKNOWN, length
from core.access.metering import Meter
from core.access.roles import Action, Asker, Role
from core.bulletin.bulletin import Bulletin
from core.bulletin.facts import Facts
from core.desk.visit import Visit

#: Somebody who has signed in, with more points than all of this costs. Nothing is run for them.
ASKER = Asker(Role.PLANNER, "planner")
VISIT = Visit(ASKER, Bulletin(None, {}, Facts()), Meter(10**9).allowance(ASKER, ""))

LEAF = "fragment leaf on Department { name }"


def refusal(query: str, **variables) -> dict:
    with pytest.raises(Unfit) as unfit:
        prepared(Asked(query, None, variables), VISIT)
    told = unfit.value.outcome.told["errors"][0]
    return {"code": told["extensions"]["code"], "message": told["message"]}


def cost(query: str, **variables) -> int:
    return prepared(Asked(query, None, variables), VISIT).cost


def doubling(levels: int) -> str:
    """Each fragment spreads the next one twice: 2 to the power of ``levels`` names."""
    parts = [f"fragment f{n} on Department {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)]
    return "{ departments { ...f0 } }" + "".join(parts) + LEAF.replace("leaf", f"f{levels}")


def many(count: int, text: str) -> str:
    return " ".join(text.replace("#", str(n)) for n in range(count))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (doubling(30), "more than 1000 fields"),
        (doubling(90), "more than 1000 fields"),
        ("{ departments { " + "... { name } " * 700 + "} }", "more than 20 times at the same"),
        (doubling(12).replace("{ name }", "{ ...nothing }"), "selects more than 2000 times"),
        ("{ " + many(51, "a#: release { id }") + " }", "more than 50 fields at its root"),
        ("{ departments { " + many(101, "a#: name") + " } }", "more than 100 aliases"),
        ("{ departments { " + "name " * 21 + "} }", "more than 20 times at the same place"),
        ("{ release { id " + "@include(if: true) " * 101 + "} }", "more than 100 directives"),
        ("{ a" * 16 + " }" * 16, "more than 15 levels"),
        (many(21, "query q# { release { id } }"), "more than 20 operations"),
        (many(101, "fragment f# on Release { id }") + "{ release { id } }", "100 fragments"),
        # What is never spread is weighed as well, and so is an operation named like a fragment.
        ("{ release { id } } " + doubling(12).replace("{ departments { ...f0 } }", ""), "fields"),
        (
            "query f { departments { ...f " + many(1000, "x#") + "} } fragment f on X { a }",
            "more than 1000 fields",
        ),
    ],
)
def test_a_document_that_says_too_much_is_refused_and_told_what_is_too_much(query, told):
    assert refusal(query)["code"] == "TOO_COMPLEX"
    assert told in refusal(query)["message"]


def test_twins_are_counted_where_they_meet_whatever_fragments_they_come_from():
    parts = many(21, "fragment f# on Department { provinces { name } }")
    query = "{ departments { " + many(21, "...f#") + " } }" + parts
    assert "20 times at the same place" in refusal(query)["message"]
    apart = "{ departments { " + many(15, "a#: provinces { name }") + " } }"
    assert cost(apart) > 0


@pytest.mark.parametrize(
    "query",
    [
        "{ release { ...a } } fragment a on Release { ...b } fragment b on Release { ...a }",
        "{ release { id } } fragment a on Department { provinces { department { ...a } } }",
        "{ ...a } fragment a on Query { ...a }",
    ],
)
def test_a_fragment_within_itself_is_refused(query):
    assert refusal(query)["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert "spreads itself" in refusal(query)["message"]


def test_tokens_are_counted_while_a_document_is_parsed():
    told = refusal("{ release { " + "id " * guard.MOST_TOKENS + "} }")
    assert told["code"] == "GRAPHQL_PARSE_FAILED"
    assert str(guard.MOST_TOKENS) in told["message"]


@pytest.mark.parametrize(
    ("query", "variables", "points"),
    [
        ("{ release { id } }", {}, FIGURE + 1 + 1),
        ("{ departments { name ubigeo } }", {}, 1 + 25 * 2),
        ("{ cases { nodes { id } } }", {}, LIST + 1 + 1 + 50),
        ("{ cases(first: 3) { nodes { id code } } }", {}, LIST + 1 + 1 + 3 * 2),
        (
            "{ cases(last: 4) { edges { node { id } } totalCount } }",
            {},
            LIST + 1 + 1 + 4 * 2 + COUNTING + 1,
        ),
        ("query ($n: Int) { cases(first: $n) { nodes { id } } }", {}, LIST + 1 + 1 + 50),
        ("query ($n: Int = 7) { cases(first: $n) { nodes { id } } }", {}, LIST + 1 + 1 + 7),
        ("query ($n: Int = 7) { cases(first: $n) { nodes { id } } }", {"n": 9}, LIST + 1 + 1 + 9),
        ("query ($n: Int) { cases(first: $n) { nodes { id } } }", {"n": 10**9}, LIST + 1 + 1 + 100),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["a", "b"]}, LIST + 1 + 2),
        ("{ cases(first: 2) { nodes { victims { id } } } }", {}, LIST + 1 + 1 + 2 * (1 + UNKNOWN)),
        ("{ caseCounts { withheld } }", {}, FIGURE + 1 + 2 + 1),
        ("{ caseCounts(groupBy: FORM) { cells { period } } }", {}, FIGURE + 1 + 2 * 5 + 1 + 5),
        (
            "query ($g: [Dimension!]) { caseCounts(groupBy: $g) { cells { keys { code } } } }",
            {"g": ["FORM", "SEX"]},
            FIGURE + 1 + 1,  # cases have no sex: it will be refused
        ),
        (
            "query ($g: [Dimension!]) { victimCounts(groupBy: $g) { cells { keys { code } } } }",
            {"g": ["FORM", "SEX"]},
            FIGURE + 1 + 2 * 20 + 1 + 20 * (1 + 2),
        ),
        (
            "query ($w: CountWhere) { callCounts(where: $w, groupBy: [DEPARTMENT], grain: MONTH,"
            ' from: "2010", to: "2010") { cells { count { value } } } }',
            {"w": {"department": ["15", "17"]}},
            FIGURE + 1 + 2 * 24 + 1 + 24 * 2,
        ),
        (
            '{ series(unit: CASES, groupBy: [FORM], from: "2010", to: "2012")'
            " { series { points { period } } } }",
            {},
            FIGURE + 1 + 2 * 15 + 1 + 5 * (1 + 3),
        ),
    ],
)
def test_a_document_costs_what_it_can_be_answered_with(query, variables, points):
    assert cost(query, **variables) == points


@pytest.mark.parametrize("first", [-1, -780347, -(2**31)])
def test_nobody_earns_points_by_asking_for_less_than_nothing(first):
    text = "query ($n: Int!) { planSteps(first: $n) { madeAt } cases(first: $n) { totalCount } }"
    assert cost(text, n=first) >= cost("{ cases(first: 1) { totalCount } }")
    assert cost(text.replace("query ($n: Int!) ", "").replace("$n", str(first))) > 0


def test_fragments_cost_what_stands_in_them_each_time():
    whole = "{ cases(first: 9) { nodes { id status { code es } } } }"
    spread = (
        "{ cases(first: 9) { nodes { id ...on Case { ...s } } } }"
        " fragment s on Case { status { code es } }"
    )
    assert cost(whole) == cost(spread)
    twice = spread.replace("...s }", "...s b: status { es } }", 1)
    assert cost(twice) == cost(whole) + 9 * 2


def test_a_document_that_costs_too_much_is_not_run_whatever_its_variables_hide():
    asked = "query ($g: [Dimension!]) { callCounts(groupBy: $g) { withheld } }"
    assert cost(asked, g=["DEPARTMENT", "FORM"]) < 1000
    told = refusal(asked, g=["DEPARTMENT", "FORM", "INDUSTRY", "HOUR", "CALL_TYPE"])
    assert told["code"] == "TOO_COMPLEX"
    assert str(MOST_COST) in told["message"]
    introspection = (
        "{ __schema { types { " + "fields { type { " * 3 + "name " + "} } " * 3 + "} } }"
    )
    assert refusal(introspection)["code"] in ("TOO_COMPLEX", "GRAPHQL_VALIDATION_FAILED")


def answered(told) -> int:
    """How many values an answer holds."""
    if isinstance(told, dict):
        return sum(1 + answered(value) for value in told.values())
    return sum(map(answered, told)) if isinstance(told, list) else 0


QUESTIONS = [
    "{ departments { ubigeo provinces { ubigeo } } provinces { name department { name } }"
    " codeLists { terms { code } } naturalRegions { departments { name } }"
    " method { units { dimensions } } complaints { byDepartment { department { name } } } }",
    "{ cases(first: 100) { nodes { id forms { code } victims { citizenships } calls { id } } } }",
    "{ calls(last: 20) { edges { cursor node { id referrals { id } } } totalCount } }",
    "{ routes(first: 100) { nodes { legs { position } evidence { source } } } }",
    "{ caseCounts(groupBy: [DEPARTMENT, FORM]) { cells { keys { code } count { value } }"
    " nearest { groupBy } } }",
    "{ series(unit: CALLS, groupBy: [DEPARTMENT], grain: MONTH) { series { keys { code }"
    " points { period count { value } rate { value } } } } }",
    "{ comparePrevious(unit: CASES, groupBy: [INDUSTRY], grain: YEAR) { cells { keys { code }"
    " current { value } change { value } } } }",
]


@pytest.mark.parametrize("query", QUESTIONS)
def test_no_answer_holds_more_than_was_charged_for(signed_in, query):
    told = signed_in(Role.CASE_WORKER).post("/graphql", json={"query": query}).json()
    assert "errors" not in told
    assert answered(told["data"]) <= told["extensions"]["cost"]


def declared_in(field):
    return declared_of(field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF])


def test_lists_of_reference_are_as_long_as_is_written_down(ask):
    fields = EXECUTABLE.query_type.fields
    known = {place.partition(".")[2] for place in LONG if place.startswith("Query.")}
    known = {name for name in known if declared_in(fields[name]).action is Action.READ_BULLETIN}
    told = ask("{" + " ".join(f"{name} {{ __typename }}" for name in known) + "}")["data"]
    for name, held in told.items():
        assert len(held) <= LONG[f"Query.{name}"] <= 2 * len(held), name


#: Lists that are as long as their arguments say.
PAGED = ("nodes", "reportedReadings", "planSteps")


def test_every_list_that_can_be_asked_for_at_once_has_a_length_of_its_own():
    for name, field in EXECUTABLE.query_type.fields.items():
        if isinstance(get_nullable_type(field.type), GraphQLList):
            assert f"Query.{name}" in LONG or name in PAGED, name


def test_every_length_written_down_is_one_of_a_list_there_is():
    for place in LONG:
        kind, _, name = place.partition(".")
        assert isinstance(
            get_nullable_type(EXECUTABLE.type_map[kind].fields[name].type), GraphQLList
        )


def test_pages_are_told_by_their_connection_in_every_list_of_records():
    kinds = [k for k in EXECUTABLE.type_map.values() if isinstance(k, GraphQLObjectType)]
    lists = [k.name for k in kinds if "pageInfo" in k.fields]
    assert len(lists) >= 8
    for name in lists:
        assert length(EXECUTABLE, name, "nodes", {"page": 3}) == 3
        assert length(EXECUTABLE, name, "edges", {"page": 3}) == 3
