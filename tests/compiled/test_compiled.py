"""Compiled operations answer as the reference does, to the byte and the audit's row, or not."""

import logging
from dataclasses import replace
from random import SystemRandom

import pytest
import sqlalchemy as sa
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from api.compiled import answering
from api.compiled.answering import answered
from api.compiled.operations import MOST, compiled, way_of
from api.execution import Asked, bytes_of, prepared, run
from api.policy import DECLARED, Stands
from api.schema import EXECUTABLE, schema
from core.access.roles import Role
from core.errors import Code, Unavailable
from core.register import audit
from core.register.cases import Case
from core.register.columns import columns_of
from tests.compiled.author import LISTS
from tests.compiled.beside import Beside, beside

#: As many as there is time for beside everything else; ``make fuzz`` compares ten thousand.
SOME = 150

#: Made by a resolver of its own from several columns at once: the reference's.
BY_RESOLVER = {("Route", "line")}


@pytest.fixture(scope="module")
def at_desk(tmp_path_factory):
    with beside(tmp_path_factory.mktemp("beside")) as found:
        yield found


def ready(house: Beside, text: str, role: Role = Role.CASE_WORKER, **variables):
    """A document, ready for either way."""
    visit = house.visit(role)
    return prepared(Asked(text, variables=variables), visit), visit


def test_documents_as_nobody_would_write_them_are_answered_alike(there):
    first = SystemRandom().randrange(1 << 40)
    for number in range(SOME):
        there.compare(first + number)  # an assertion tells its seed
    assert there.met["compiled"] > SOME // 5


def everything(type_: GraphQLObjectType, depth: int) -> str:
    """Every field of a type, records beside it to some depth."""
    asked = []
    for name, field in type_.fields.items():
        named = get_named_type(field.type)
        if (type_.name, name) in BY_RESOLVER:
            continue
        if is_leaf_type(named):
            asked.append(name)
        elif depth and not field.args:
            asked.append(f"{name} {everything(named, depth - 1)}")
    return "{ __typename " + " ".join(asked) + " }"


@pytest.mark.parametrize("name", LISTS)
def test_every_field_of_every_record_can_be_compiled(there, name):
    type_ = get_named_type(EXECUTABLE.query_type.fields[name].type)
    text = f"{{ {name}(first: 10) {everything(type_, 3)} }}"
    asked, visit = ready(there, text)
    outcome = answered(asked, visit)
    assert outcome is not None
    assert outcome.body == bytes_of(run(asked, visit))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CASE_WORKER])
def test_what_somebody_may_not_read_is_left_to_the_reference(at_desk, role):
    asked, visit = ready(at_desk, "{ cases { nodes { code } } }", role)
    assert answered(asked, visit) is None
    told = run(asked, visit).told
    code = Code.UNAUTHENTICATED if role is Role.PUBLIC else Code.FORBIDDEN
    assert told["errors"][0]["extensions"]["code"] == code


def test_a_relation_needs_its_own_right(at_desk):
    text = "{ calls(first: 1) { nodes { callType { code } case { code } } } }"
    asked, visit = ready(at_desk, text, Role.OPERATOR)
    assert answered(asked, visit) is None
    without, visit = ready(at_desk, "{ calls { nodes { callType { code } } } }", Role.OPERATOR)
    assert answered(without, visit) is not None


def test_a_field_that_declares_nothing_cannot_be_compiled(at_desk, monkeypatch):
    text = "{ cases(first: 1) { nodes { legalArticle } } }"
    field = next(f for f in schema.get_type_by_name("Case").fields if f.name == "legal_article")
    asked, _ = ready(at_desk, text)
    compiled.cache_clear()
    assert compiled(way_of(asked, {})) is not None
    monkeypatch.setattr(field, "metadata", {})
    compiled.cache_clear()
    assert compiled(way_of(asked, {})) is None
    compiled.cache_clear()


def test_every_field_of_a_record_declares_what_it_stands_for():
    for name in ("Call", "Case", "Victim", "Referral", "Route", "Training", "Campaign"):
        for field in schema.get_type_by_name(name).fields:
            assert field.metadata[DECLARED].stands in Stands


def test_each_way_directives_fall_is_compiled_by_itself(at_desk):
    text = "query ($x: Boolean!) { cases(first: 1) { nodes { code legalArticle @skip(if: $x) } } }"
    bodies = [answered(*ready(at_desk, text, x=x)).body for x in (True, False, True)]
    assert bodies[0] == bodies[2] != bodies[1]
    assert b"legalArticle" in bodies[1]
    assert b"legalArticle" not in bodies[0]


@pytest.mark.parametrize(
    "text",
    [
        "{ __schema { queryType { name } } }",
        "{ routes(first: 3) { nodes { line } } }",
        "{ rateLimit { remaining } }",
        '{ node(id: "x") { id } }',
        '{ cases(after: "made up") { nodes { id } } }',
        "{ cases(first: 1000) { nodes { id } } }",
    ],
)
def test_the_rest_is_left_to_the_reference(at_desk, text):
    asked, visit = ready(at_desk, text)
    assert answered(asked, visit) is None


def test_a_value_no_list_knows_is_left_to_the_reference_and_told_to_no_log(at_desk, caplog):
    code = columns_of(Case).industry
    with at_desk.house.register.writing() as connection:
        connection.execute(sa.update(Case).values({code: "no such industry"}))
    text = "{ cases(first: 5) { nodes { code industry { code } } } }"
    asked, visit = ready(at_desk, text)
    with caplog.at_level(logging.WARNING):
        assert answered(asked, visit) is None
    assert "no such industry" not in caplog.text
    assert run(asked, visit).told["errors"][0]["extensions"]["code"] == Code.INTERNAL


def test_where_there_is_no_time_nothing_is_tried_again(at_desk, monkeypatch):
    def busy(*_):
        raise Unavailable(Code.TIMED_OUT)

    monkeypatch.setattr(answering, "read", busy)
    asked, visit = ready(at_desk, "{ cases { nodes { code } } }")
    with pytest.raises(Unavailable):
        answered(asked, visit)


def test_nothing_is_told_before_the_audit_is_kept(at_desk, monkeypatch):
    def full(*_):
        raise Unavailable(Code.BUSY)

    asked, visit = ready(at_desk, "{ cases { nodes { code } } }")
    assert answered(asked, visit) is not None
    monkeypatch.setattr(audit, "_chain", full)
    with pytest.raises(Unavailable):
        answered(asked, visit)


def test_a_process_without_a_register_has_no_records_to_tell(at_desk):
    asked, visit = ready(at_desk, "{ cases { nodes { code } } }")
    assert answered(asked, replace(visit, lists=None)) is None


def test_what_is_kept_is_bounded(at_desk):
    for number in range(MOST + 10):
        answered(*ready(at_desk, f"{{ a{number}: cases(first: 1) {{ nodes {{ code }} }} }}"))
    assert compiled.cache_info().currsize == MOST == compiled.cache_info().maxsize
