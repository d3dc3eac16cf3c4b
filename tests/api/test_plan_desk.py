"""The desk of the plan by GraphQL: values reported and reviewed, comments, and periods."""

import json

import pytest

from api.negotiation import JSON
from app import clock
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from core.plan.cuts import digest
from core.register.columns import uuid7
from tests.acts import OURS, TO_CLOSE, Mutation, mutations
from tests.factories import SMALL, house_in

READINGS = """{ reportedReadings(indicator: "B-03", waiting: true) {
    id period revision value institution own verdict note reviewedAt evidence { sha256 } } }"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own: these tests write."""
    made = house_in(tmp_path_factory.mktemp("plan-desk"), size=SMALL)
    yield made
    made.register.close()


@pytest.fixture
def asking(client, house):
    """Posts as the holder of a token; what comes back."""

    def holding(role: Role, institution: str | None = OURS):
        text = tokens.create(house.register, Wish(role, 1, institution=institution), clock.now)
        headers = {"Authorization": f"Bearer {text}", "Content-Type": JSON}

        def ask(body):
            body = body if isinstance(body, dict) else {"query": body}
            return client.post("/graphql", content=json.dumps(body), headers=headers).json()

        return ask

    return holding


def act(house, name: str) -> Mutation:
    (found,) = [each for each in mutations(house) if each.name == name]
    return found


def refusal(told: dict) -> tuple[str, str | None]:
    extensions = told["errors"][0]["extensions"]
    return extensions["code"], extensions.get("field")


def test_a_value_waits_is_reviewed_once_and_its_review_is_read(house, asking):
    monitor, reporter = asking(Role.MONITOR, "IOM / OIM"), asking(Role.RECIPIENT)
    review = act(house, "reviewReading")
    waiting = reporter(READINGS)["data"]["reportedReadings"]
    (row,) = [each for each in waiting if each["id"] == review.given["reading"]]
    assert (row["period"], row["value"], row["institution"]) == ("2013-S2", 180, OURS)
    assert (row["own"], row["verdict"], len(row["evidence"]["sha256"])) == (False, None, 64)
    assert monitor(review.body())["data"] == {"reviewReading": {"repeated": False}}
    assert refusal(monitor(review.body())) == ("CONFLICT", "verdict")
    every = reporter(READINGS.replace(", waiting: true", ""))["data"]["reportedReadings"]
    (row,) = [each for each in every if each["id"] == review.given["reading"]]
    assert (row["verdict"], row["note"]) == ("RETURN", "Falta el acta")
    assert row["reviewedAt"] is not None


def test_values_and_steps_come_page_by_page_and_cost_what_their_page_may_hold(house, asking):
    act(house, "reviewReading")
    monitor = asking(Role.MONITOR, "IOM / OIM")

    def pages(field: str, mark) -> list[str]:
        found, after, costs = [], None, set()
        while after != "":
            given = f"first: 7{f', after: {json.dumps(after)}' if after else ''}"
            told = monitor(f"{{ {field}({given}) {{ {mark[0]} }} }}")
            costs.add(told["extensions"]["cost"])
            page = [mark[1](each) for each in told["data"][field]]
            found += page
            after = page[-1] if len(page) == 7 else ""
        assert len(costs) == 1
        return found

    for field, mark in (
        ("reportedReadings", ("id", lambda each: each["id"])),
        ("planSteps", ("period number", lambda each: f"{each['period']} {each['number']}")),
    ):
        every = monitor(f"{{ {field} {{ {mark[0]} }} }}")
        first = [mark[1](each) for each in every["data"][field]]
        found = pages(field, mark)
        assert found[: len(first)] == first
        assert len(set(found)) == len(found) > 7
        seven = monitor(f"{{ {field}(first: 7) {{ {mark[0]} }} }}")["extensions"]["cost"]
        assert seven < every["extensions"]["cost"]
        assert refusal(monitor(f"{{ {field}(first: 0) {{ __typename }} }}"))[0] == "PAGE_TOO_LARGE"
        wrong = monitor(f'{{ {field}(after: "no") {{ __typename }} }}')
        assert refusal(wrong) == ("MALFORMED_CURSOR", "after")


def test_an_institution_reads_no_value_of_another(house, asking):
    act(house, "reviewReading")
    assert asking(Role.RECIPIENT, "MRE")(READINGS)["data"] == {"reportedReadings": []}
    assert refusal(asking(Role.OPERATOR, None)(READINGS))[0] == "FORBIDDEN"
    wrong = READINGS.replace("B-03", "Z-99")
    assert refusal(asking(Role.PLANNER)(wrong)) == ("NOT_FOUND", "indicator")


def test_a_comment_is_read_by_those_who_report(house, asking):
    remark = act(house, "commentIndicator")
    planner = asking(Role.PLANNER)
    planner(remark.body())
    asked = '{ indicatorComments(indicator: "B-03") { text madeBy madeAt } }'
    newest = asking(Role.RECIPIENT)(asked)["data"]["indicatorComments"][0]
    assert newest["text"] == "Conforme"
    assert refusal(asking(Role.OPERATOR, None)(asked))[0] == "FORBIDDEN"


def test_a_period_is_closed_published_and_opened_again(client, house, asking):
    monitor = asking(Role.MONITOR, "IOM / OIM")

    def move(name: str, **given: str) -> dict:
        body = Mutation(name, None, {"period": TO_CLOSE, **given}).body(uuid7().hex)
        body["query"] = body["query"].replace(
            "{ repeated }", "{ period { state revision sha256 } }"
        )
        return monitor(body)

    act(house, "closePeriod")
    told = move("closePeriod", reason="Lista completa")["data"]["closePeriod"]["period"]
    assert told["state"] == "CLOSED"
    assert refusal(move("closePeriod")) == ("PERIOD_CLOSED", "period")

    def public() -> list[dict]:
        asked = {"query": "{ plan { periods { period state sha256 } } }"}
        periods = client.post("/graphql", json=asked).json()["data"]["plan"]["periods"]
        return [each for each in periods if each["sha256"] == told["sha256"]]

    assert public() == []
    assert move("publishPeriod")["data"]["publishPeriod"]["period"]["state"] == "PUBLISHED"
    assert public() == [{"period": TO_CLOSE, "state": "PUBLISHED", "sha256": told["sha256"]}]
    (cut,) = [c for c in house.shelf.bulletin.facts.plan if c.period == TO_CLOSE]
    assert digest(cut.content) == told["sha256"]
    assert refusal(move("reopenPeriod", reason=" ")) == ("NEEDED", "reason")
    assert refusal(move("reopenPeriod", reason="x", period="2013")) == ("CONFLICT", "period")
    assert move("reopenPeriod", reason="Error")["data"]["reopenPeriod"]["period"]["state"] == "OPEN"
    steps = monitor("{ planSteps { period state reason sha256 } }")["data"]["planSteps"]
    ours = [(s["state"], s["reason"]) for s in steps if s["period"] == TO_CLOSE]
    assert ours[-3:] == [("CLOSED", "Lista completa"), ("PUBLISHED", ""), ("OPEN", "Error")]


def test_records_behind_a_value_come_page_by_page_to_those_who_read_their_list(asking):
    operator = asking(Role.OPERATOR, None)

    def page(more: str = "") -> str:
        told = "records { id ... on Call { receivedOn } } endCursor"
        return f'{{ indicatorRecords(code: "A-01", period: "2010", first: 3{more}) {{ {told} }} }}'

    first = operator(page())["data"]["indicatorRecords"]
    second = operator(page(f', after: "{first["endCursor"]}"'))["data"]["indicatorRecords"]
    ids = [each["id"] for each in (*first["records"], *second["records"])]
    assert len(set(ids)) == 6
    assert {each["receivedOn"][:4] for each in first["records"]} == {"2010"}
    assert refusal(operator(page(', after: "no"'))) == ("MALFORMED_CURSOR", "after")
    assert refusal(operator(page().replace("A-01", "B-08")))[0] == "FORBIDDEN"
    assert refusal(asking(Role.PLANNER)(page()))[0] == "FORBIDDEN"
