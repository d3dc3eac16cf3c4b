"""Nothing can be reached that names no action: the schema and the map of addresses are walked."""

from dataclasses import replace

import pytest
from graphql import GraphQLObjectType, get_named_type
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from api.execution import EXECUTABLE
from api.policy import ACTION, Guard
from api.schema import Query
from app.asgi import make_app
from core.access.roles import Action, Role, may
from identity.registration import Registration
from web.door import PAGES, POSTS

RECORDS = {"Call": Action.READ_CALLS, "Case": Action.READ_CASES, "Route": Action.READ_ROUTES}


def root_fields():
    return Query.__strawberry_definition__.fields


def test_every_root_field_of_graphql_names_its_action_and_asks_for_it():
    assert len(root_fields()) == len(EXECUTABLE.query_type.fields) > 10
    for field in root_fields():
        action = field.metadata.get(ACTION)
        assert isinstance(action, Action), field.python_name
        guards = [g.action for g in field.extensions if isinstance(g, Guard)]
        assert guards == [action], field.python_name


def test_there_is_no_other_root():
    assert EXECUTABLE.mutation_type is None
    assert EXECUTABLE.subscription_type is None


def reached(kind, seen: set[str]) -> set[str]:
    named = get_named_type(kind)
    if isinstance(named, GraphQLObjectType) and named.name not in seen:
        seen.add(named.name)
        for field in named.fields.values():
            reached(field.type, seen)
    return seen


def test_records_are_reached_through_their_own_action_alone():
    actions = {field.python_name: field.metadata[ACTION] for field in root_fields()}
    for name, field in EXECUTABLE.query_type.fields.items():
        action = actions["".join(f"_{c.lower()}" if c.isupper() else c for c in name)]
        for record in RECORDS.keys() & reached(field.type, set()):
            assert action is RECORDS[record], name
            assert not may(Role.PUBLIC, action)


@pytest.mark.parametrize("federated", [set(), {"/entrar/federado", "/entrar/federado/vuelta"}])
def test_every_address_names_its_action(house, federated):
    known = {address.path: address.action for address in (*PAGES, *POSTS)}
    assert all(isinstance(action, Action) for action in known.values())
    others = {"/graphql", "/entrar", "/salir"} | federated
    registration = Registration("https://id.example", "yanapay", "secret") if federated else None
    settings = replace(house.settings, provider=registration)
    routes = make_app(replace(house, settings=settings)).routes
    assert others <= {route.path for route in routes}
    for route in routes:
        if isinstance(route, Mount):
            assert route.path == "/static"
            continue
        assert isinstance(route, Route)
        assert route.path in known or route.path in others, route.path


def test_a_page_whose_action_is_refused_is_not_made(client, house, monkeypatch):
    from core.access import roles

    monkeypatch.setattr(roles, "_ALLOWED", {})
    registration = Registration("https://id.example", "yanapay", "secret")
    settings = replace(house.settings, provider=registration)
    with TestClient(make_app(replace(house, settings=settings)), "http://127.0.0.1") as other:
        for path in ("/entrar", "/entrar/federado", "/entrar/federado/vuelta"):
            assert other.get(path).status_code == 401
    for path in ("/", "/panel", "/metodo", "/departamentos/17"):
        assert client.get(path).status_code == 401
    told = client.post("/graphql", json={"query": "{ release { id } }"}).json()
    assert told["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
