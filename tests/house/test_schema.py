"""The schema is described to the last value; what partners build on is not taken away unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
    find_dangerous_changes,
    get_named_type,
    is_specified_scalar_type,
)

NOW = build_schema(Path("api/schema.graphql").read_text("utf-8"))
RELEASED = Path("api/schema.released.graphql").read_text("utf-8")

#: What a description of a number names: the unit of the field.
UNITS = re.compile(
    r"number of|records|cells|people|women|men\b|suspects|victims|inhabitants|unit|seconds|hours|"
    r"years|months|days|points|soles|percent|per 100,000|square kilomet|degrees|share|probability|"
    r"number in the order|how many, 1 to|the last so many",
    re.I,
)


def parts(schema: GraphQLSchema) -> Iterator[tuple[str, object]]:
    """Every type, field, argument and enum value of ours, by its schema coordinate."""
    for name, kind in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        yield name, kind
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{value}", each) for value, each in kind.values.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field, each in kind.fields.items():
                yield f"{name}.{field}", each
                arguments = getattr(each, "args", {})
                yield from ((f"{name}.{field}({a}:)", given) for a, given in arguments.items())


def undescribed(schema: GraphQLSchema) -> list[str]:
    return [name for name, part in parts(schema) if not (part.description or "").strip()]


def without_unit(schema: GraphQLSchema) -> list[str]:
    """Numbers whose description names no unit."""
    numbers = {"Int", "Float"}
    return [
        name
        for name, part in parts(schema)
        if hasattr(part, "type")
        if get_named_type(part.type).name in numbers and not UNITS.search(part.description or "")
    ]


def carelessly_deprecated(schema: GraphQLSchema) -> list[str]:
    """Deprecations that do not say what to use instead and from which day on it is gone."""
    said = re.compile(r"\w+.* \w+.*\b20\d\d-[01]\d-[0-3]\d\b", re.S)
    return [
        name
        for name, part in parts(schema)
        if getattr(part, "deprecation_reason", None) is not None
        and not said.search(part.deprecation_reason)
    ]


def unsaid(before: GraphQLSchema, after: GraphQLSchema, changelog: str) -> list[str]:
    """Changes that break a client, or a default under it, and are not named in the changelog."""
    news = changelog.partition("## Unreleased")[2].partition("\n## ")[0]
    dangerous = find_dangerous_changes(before, after)
    defaults = [each for each in dangerous if each.type.name == "ARG_DEFAULT_VALUE_CHANGE"]
    changes = [each.description for each in (*find_breaking_changes(before, after), *defaults)]
    words = " ".join(news.replace("`", "").split())
    return [each for each in changes if each.rstrip(".") not in words]


def test_every_type_field_argument_and_enum_value_is_described():
    assert undescribed(NOW) == []


def test_every_number_says_its_unit():
    assert without_unit(NOW) == []


def test_deprecations_say_what_to_use_and_until_when():
    assert carelessly_deprecated(NOW) == []


def test_a_breaking_change_since_the_last_release_is_in_the_changelog():
    changelog = Path("CHANGELOG.md").read_text("utf-8")
    assert unsaid(build_schema(RELEASED), NOW, changelog) == []


EXAMPLE = '"A." enum A { "B." B } "Q." type Query { "%s" q: Int%s }'


def test_a_field_without_words_and_a_number_without_unit_are_found():
    plain = EXAMPLE.replace('"B."', "") % ("Something.", "")
    assert undescribed(build_schema(plain)) == ["A.B"]
    assert without_unit(build_schema(plain)) == ["Query.q"]
    assert without_unit(build_schema(EXAMPLE % ("How long, in seconds.", ""))) == []


@pytest.mark.parametrize(
    ("reason", "careless"),
    [
        ("", True),
        ('(reason: "Use r.")', True),
        ('(reason: "2027-01-31")', True),
        ('(reason: "Use r; gone from 2027-01-31 on.")', False),
    ],
)
def test_a_deprecation_without_reason_or_date_is_found(reason, careless):
    schema = build_schema(EXAMPLE % ("Seconds.", f" @deprecated{reason}"))
    assert carelessly_deprecated(schema) == (["Query.q"] if careless else [])


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ("q: Int", "r: Int", "Field Query.q was removed"),
        ("q: Int", "q: [Int]", "Field Query.q changed type from Int to [Int]"),
        (" B }", " C }", "Enum value A.B was removed"),
        ("q: Int", "q(a: A!): Int", "A required argument Query.q(a:) was added"),
    ],
)
def test_a_change_that_breaks_a_partner_is_found_until_the_changelog_names_it(was, now, change):
    texts = EXAMPLE, EXAMPLE.replace(was, now)
    before, after = (build_schema(text % ("Seconds.", "")) for text in texts)
    assert [each.rstrip(".") for each in unsaid(before, after, "## Unreleased\n")] == [change]
    assert unsaid(before, after, f"## Unreleased\n- Breaking: `{change}`: so.\n## 0.1\n") == []
    assert unsaid(before, after, f"## Unreleased\n\n## 0.1\n- {change}\n") != []


def test_what_is_added_breaks_nobody():
    more = EXAMPLE.replace('"%s" q', '"R." r: A "%s" q')
    assert unsaid(build_schema(EXAMPLE % ("", "")), build_schema(more % ("", "")), "") == []


def test_a_default_that_changes_under_a_partner_is_found_too():
    texts = (EXAMPLE.replace("q: Int", f"q(a: Int = {value}): Int") for value in (1, 2))
    before, after = (build_schema(text % ("", "")) for text in texts)
    assert len(unsaid(before, after, "")) == 1
