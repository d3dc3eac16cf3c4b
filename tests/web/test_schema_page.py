"""The reference of the API is the schema that answers: every type, field, argument and value."""

import re
from pathlib import Path

import pytest
from graphql import GraphQLEnumType, GraphQLInputObjectType, build_schema

from api.schema import EXECUTABLE
from web.pages.schema_page import FILE, PATH

TYPES = [name for name in EXECUTABLE.type_map if name[:2] != "__"]


def test_every_type_is_on_the_first_page_and_has_a_page_with_all_its_parts(client):
    first = client.get(PATH).text
    for name in TYPES:
        assert f'href="{PATH}/{name}"' in first, name
        page = client.get(f"{PATH}/{name}")
        assert page.status_code == 200
        kind = EXECUTABLE.type_map[name]
        parts = kind.values if isinstance(kind, GraphQLEnumType) else getattr(kind, "fields", {})
        assert set(re.findall(r'<div class="member" id="(\w+)"', page.text)) == set(parts), name
        if not isinstance(kind, GraphQLEnumType | GraphQLInputObjectType):
            for field in parts.values():
                assert all(f"<code>{argument}</code>" in page.text for argument in field.args)


def test_a_field_says_what_its_asker_must_be_allowed(client):
    page = client.get(f"{PATH}/Query").text
    field = re.search(r'id="cases">(.*?)</h3>', page, re.S)[1]
    assert "read_cases" in field
    assert "read_" not in re.search(r'id="caseCounts">(.*?)</h3>', page, re.S)[1]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("withheld", "Count.withheldParts"),
        ("WITHHELD cells sum", "Count.withheldParts"),
        ("DocumentedRoute", "DocumentedRoute"),
        ("recordCall", "Mutation.recordCall"),
    ],
)
def test_names_and_descriptions_are_searched(client, words, found):
    page = client.get(PATH, params={"buscar": words}).text
    assert f"<code>{found}</code>" in page


@pytest.mark.parametrize(
    "words", ["nothing has such a name", "<script>alert(1)</script>", "%", "x" * 10_000, "{{7*7}}"]
)
def test_what_is_not_found_is_said_and_never_becomes_markup(client, words):
    answer = client.get(PATH, params={"buscar": words})
    assert answer.status_code == 200
    assert "Nada con esas palabras." in answer.text
    assert "<script>alert" not in answer.text


def test_a_search_that_finds_too_much_asks_for_another_word(client):
    assert "añada una palabra" in client.get(PATH, params={"buscar": "the"}).text


def test_a_name_that_is_no_type_is_not_there(client):
    for name in ("Nada", "__Schema", "case", "%00", "Query.cases"):
        assert client.get(f"{PATH}/{name}").status_code == 404


def test_the_file_is_the_schema(client):
    answer = client.get(FILE)
    assert "yanapay.graphql" in answer.headers["content-disposition"]
    assert answer.text.strip() == Path("api/schema.graphql").read_text("utf-8").strip()
    assert set(build_schema(answer.text).type_map) == set(EXECUTABLE.type_map)
