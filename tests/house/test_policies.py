"""Nothing can be reached that names no action: the schema and the map of addresses are walked."""

from dataclasses import replace

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.policy import Guard, Stands, declared_of
from api.schema import EXECUTABLE, Mutation, Query, Subscription
from app.asgi import make_app
from core.access.roles import Action, Role, may
from core.desk.broadcast import Topic
from core.desk.records import READ
from identity.registration import Registration
from web.directory import PAGES, POSTS, STREAMS, UPLOADS
from web.plan_paths import paths_of

ROOTS = [Query, Mutation, Subscription]


def fields():
    """(type, name, field) of everything that can be asked for."""
    for kind in EXECUTABLE.type_map.values():
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and kind.name[:2] != "__":
            for name, field in kind.fields.items():
                yield kind.name, name, field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF]


def test_every_field_declares_what_it_stands_for_and_the_action_that_guards_it():
    walked = list(fields())
    assert len(walked) > 150
    for kind, _, field in walked:
        declared = declared_of(field)
        assert isinstance(declared.action, Action), (kind, field.python_name)
        guards = [g.action for g in field.extensions if isinstance(g, Guard)]
        assert guards in ([declared.action], []), (kind, field.python_name)


def test_every_root_field_asks_for_its_action():
    for root in ROOTS:
        for field in root.__strawberry_definition__.fields:
            guards = [g.action for g in field.extensions if isinstance(g, Guard)]
            assert guards == [declared_of(field).action], field.python_name


def test_there_is_no_other_root():
    types = EXECUTABLE.query_type, EXECUTABLE.mutation_type, EXECUTABLE.subscription_type
    assert {kind.name for kind in types} == {r.__strawberry_definition__.name for r in ROOTS}


def test_every_subscription_names_the_topic_it_listens_to():
    for field in Subscription.__strawberry_definition__.fields:
        declared = declared_of(field)
        assert declared.stands is Stands.EVENT, field.python_name
        assert declared.name == Topic(field.python_name), field.python_name
        assert declared.action.value.startswith("read_"), field.python_name


def test_every_act_declares_that_it_is_one_and_reads_nothing():
    for field in Mutation.__strawberry_definition__.fields:
        declared = declared_of(field)
        assert declared.stands is Stands.ACT, field.python_name
        assert not declared.action.value.startswith("read_"), field.python_name


#: What must be allowed to see a field of each kind of record.
RECORDS = {kind.capitalize(): action for kind, action in READ.items()}


def test_records_are_reached_through_their_own_action_alone():
    """Whatever a field leads to a kind of record by: a list, a relation, an interface."""
    for kind, name, field in fields():
        named = get_named_type(EXECUTABLE.type_map[kind].fields[name].type)
        reached = RECORDS.get(named.name.removesuffix("Connection"))
        if reached is None or kind in (f"{named.name}Connection", f"{named.name}Edge"):
            continue
        declared = declared_of(field)
        assert declared.action is reached, (kind, field.python_name)
        assert [g.action for g in field.extensions if isinstance(g, Guard)] == [reached]
        assert not may(Role.PUBLIC, reached)


def test_the_columns_of_a_record_are_guarded_as_the_record_is():
    for kind, name, field in fields():
        if kind in RECORDS and name != "id":
            declared = declared_of(field)
            if declared.stands is not Stands.RELATION:
                assert declared.action is RECORDS[kind], (kind, field.python_name)


@pytest.mark.parametrize("federated", [set(), {"/entrar/federado", "/entrar/federado/vuelta"}])
def test_every_address_names_its_action(house, federated):
    every = (*PAGES, *POSTS, *STREAMS, *UPLOADS)
    known = {path: address.action for address in every for path in paths_of(address.path)}
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
        assert isinstance(route, Route | WebSocketRoute)
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
