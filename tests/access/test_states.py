"""Who x what x in which state: every page, file, field, act and stream, through both doors.

What is allowed is read from the table written by hand in tests/core/test_roles. A new page or
field is walked into by itself.
"""

import base64
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from graphql import get_named_type, is_composite_type, is_required_argument
from starlette.testclient import TestClient

from api.policy import declared_of
from api.schema import EXECUTABLE, Mutation, Query, Subscription
from app import clock
from app.asgi import make_app
from app.house import open_public_house
from core.access import tokens
from core.access.roles import Action, Role
from core.access.sealing import fingerprint
from core.access.sign_in import IDLE, LONGEST, open_session
from core.access.tokens import Wish
from core.register import people
from core.register.accounts import Account, ApiToken, Session
from core.register.columns import columns_of, uuid7
from tests.acts import OURS, held, mutations
from tests.core.test_roles import cells
from tests.factories import SMALL, house_in
from web.directory import PAGES, POSTS
from web.pages.plan_addresses import PLAN_UPLOADS

HERE = "http://127.0.0.1"
ALLOWED = {(role, action) for role, action, yes in cells() if yes}
SIGNED_IN = [role for role in Role if role is not Role.PUBLIC]
ROW, ACCOUNT, TOKEN = columns_of(Session), columns_of(Account), columns_of(ApiToken)


#: Files, and pages that show more than the page itself: (address, the action that guards it).
def filled(path: str) -> str:
    """An address with something of each kind in it."""
    reported = path.replace("registro/{codigo}", "registro/B-03")
    codes = {"plan": "A-02", "rutas": "CHS-A1"}
    code = codes.get(path.split("/")[1], "mining")
    given = {"ubigeo": "17", "codigo": code, "tipo": "Case", "periodo": "2012", "id": str(uuid7())}
    given["archivo"] = "es.pdf"
    return reported.format_map(given)


VIEWS = [
    ("/panel?formato=csv", Action.READ_BULLETIN),
    ("/panel?formato=json", Action.READ_BULLETIN),
    ("/panel?edicion=interna&medida=casos", Action.READ_INTERNAL_FIGURES),
    ("/panel?edicion=interna&medida=casos&formato=csv", Action.READ_INTERNAL_FIGURES),
    ("/panel?edicion=interna&medida=casos&formato=json", Action.READ_INTERNAL_FIGURES),
    ("/auditoria?formato=csv", Action.READ_AUDIT),
    *((filled(page.path), page.action) for page in PAGES),
]

PROTOCOL, HOST = "graphql-transport-ws", {"host": "127.0.0.1"}
EVENTS = {"Accept": "text/event-stream"}
#: A socket whose token is not good is closed with this.
FORBIDDEN = 4403

#: Where nothing lies; whoever may look is told so.
NOWHERE = "/plan/evidencia/"


def change(house, secret: str, **values) -> None:
    with house.register.writing() as connection:
        kept = ROW.secret_hash == fingerprint(secret)
        connection.execute(sa.update(Session).where(kept).values(**values))


def change_account(house, secret: str, **values) -> None:
    with house.register.writing() as connection:
        kept = sa.select(ROW.account_id).where(ROW.secret_hash == fingerprint(secret))
        account = ACCOUNT.id == kept.scalar_subquery()
        connection.execute(sa.update(Account).where(account).values(**values))


#: What happens to a session, and whose rights its holder has afterwards (None: its own).
SESSIONS: dict[str, tuple[Callable, Role | None]] = {
    "fresh": (lambda *_: None, None),
    "idle": (
        lambda house, secret: change(house, secret, last_used_at=clock.now() - IDLE),
        Role.PUBLIC,
    ),
    "too old": (
        lambda house, secret: change(house, secret, created_at=clock.now() - LONGEST),
        Role.PUBLIC,
    ),
    "revoked": (
        lambda house, secret: change(house, secret, revoked_at=clock.now()),
        Role.PUBLIC,
    ),
    "role lowered": (
        lambda house, secret: change_account(house, secret, role=Role.RECIPIENT.value),
        Role.RECIPIENT,
    ),
    "account closed": (
        lambda house, secret: change_account(house, secret, disabled_at=clock.now()),
        Role.PUBLIC,
    ),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own: acts write."""
    made = house_in(tmp_path_factory.mktemp("states"), size=SMALL)
    yield made
    made.register.close()


@pytest.fixture(scope="module")
def app(house):
    return make_app(house)


@pytest.fixture(scope="module")
def opened(house) -> Callable[[Role], str]:
    """A session of a fresh account of a role."""

    def make(role: Role) -> str:
        account = uuid7()
        with house.register.writing() as connection:
            people.add_account(
                connection,
                id=account,
                name=f"estado-{account.hex[-11:]}",
                role=role.value,
                institution=OURS,
                password_hash="-",
                created_at=clock.now(),
            )
        return open_session(house.register, role, account, clock.now)

    return make


@pytest.mark.parametrize("state", SESSIONS)
@pytest.mark.parametrize("role", SIGNED_IN)
def test_every_page_file_and_field_in_every_state_of_a_session(house, app, opened, role, state):
    secret = opened(role)
    happens, becomes = SESSIONS[state]
    happens(house, secret)
    with TestClient(app, base_url=HERE, cookies={"yanapay_session": secret}) as client:
        check_everything(house, client, becomes or role)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 4000, "A" * 43, "%00", "'; DROP TABLE session"])
def test_a_cookie_that_was_made_up_is_nobodys(house, app, cookie):
    with TestClient(app, base_url=HERE, headers={"Cookie": f"yanapay_session={cookie}"}) as client:
        check_everything(house, client, Role.PUBLIC)


def test_a_process_that_serves_the_public_edition_knows_nobody(house, opened):
    public = make_app(open_public_house(house.settings))
    secret = opened(Role.CASE_WORKER)
    with TestClient(public, base_url=HERE, cookies={"yanapay_session": secret}) as client:
        check_everything(house, client, Role.PUBLIC)


@pytest.mark.parametrize("role", [r for r in SIGNED_IN if r is not Role.PARTNER])
def test_a_token_has_the_rights_of_its_role_and_a_narrowed_one_fewer(house, app, role):
    own = sorted(a for r, a in ALLOWED if r is role and (Role.PUBLIC, a) not in ALLOWED)
    for kept in ((), tuple(own[:1])):
        text = tokens.create(house.register, Wish(role, 2, only=kept, institution=OURS), clock.now)
        headers = {"Authorization": f"Bearer {text}"}
        with TestClient(app, base_url=HERE, headers=headers) as client:
            check_everything(house, client, role, only=kept)


@pytest.mark.parametrize(
    "dead", [{"revoked_at": clock.now()}, {"expires_at": clock.now()}, {"secret_hash": "0" * 64}]
)
def test_a_token_that_is_not_good_reads_not_even_what_everybody_may(house, app, dead):
    text = tokens.create(house.register, Wish(Role.CASE_WORKER, 2), clock.now)
    with house.register.writing() as connection:
        connection.execute(sa.update(ApiToken).where(TOKEN.prefix == text[4:12]).values(**dead))
    headers = {"Authorization": f"Bearer {text}"}
    with TestClient(app, base_url=HERE, headers=headers) as client:
        for address, _ in VIEWS:
            assert client.get(address).status_code == 401, address
        for query, _ in fields():
            told = client.post("/graphql", json={"query": query})
            assert told.status_code == 401
            assert told.json()["errors"][0]["extensions"]["code"] == "TOKEN_INVALID"
        for query, _ in subscriptions():
            stream = client.post("/graphql", json={"query": query}, headers=EVENTS)
            assert stream.status_code == 401
        with client.websocket_connect("/graphql", [PROTOCOL], headers=HOST) as socket:
            socket.send_json({"type": "connection_init"})
            assert socket.receive()["code"] == FORBIDDEN
        before = held(house)
        assert all(
            client.post("/graphql", json=act.body()).status_code == 401 for act in mutations(None)
        )
        assert held(house) == before


def check_everything(house, client, role: Role, only: tuple[Action, ...] = ()) -> None:
    """Every view, field and act answers as the table says for this role, and nothing else."""

    def allowed(action: Action) -> bool:
        within = not only or action in only or (Role.PUBLIC, action) in ALLOWED
        return (role, action) in ALLOWED and within

    refusal = (401, "UNAUTHENTICATED") if role is Role.PUBLIC else (403, "FORBIDDEN")
    for address, action in VIEWS:
        status = client.get(address).status_code
        found = 404 if address.startswith(NOWHERE) else 200
        assert status == (found if allowed(action) else refusal[0]), address
    for post in (*POSTS, *PLAN_UPLOADS):
        if not allowed(post.action):
            assert client.post(post.path, data={}).status_code == refusal[0], post.path
    for query, action in fields():
        told = client.post("/graphql", json={"query": query}).json()
        codes = [error["extensions"]["code"] for error in told.get("errors", [])]
        assert codes == ([] if allowed(action) else [refusal[1]]), query
    check_streams(client, allowed, refusal[1])
    for act in mutations(house):
        before = held(house)
        told = client.post("/graphql", json=act.body()).json()
        codes = [error["extensions"]["code"] for error in told.get("errors", [])]
        assert codes == ([] if allowed(act.action) else [refusal[1]]), (act.name, told)
        assert (held(house) > before) is allowed(act.action), act.name


def check_streams(client, allowed: Callable[[Action], bool], refusal: str) -> None:
    """Every subscription is opened or refused as the table says, over both transports."""
    with client.websocket_connect("/graphql", [PROTOCOL], headers=HOST) as socket:
        socket.send_json({"type": "connection_init"})
        assert socket.receive_json() == {"type": "connection_ack"}
        for query, action in subscriptions():
            socket.send_json({"id": query, "type": "subscribe", "payload": {"query": query}})
            socket.send_json({"type": "ping"})
            told = fresh(socket)
            if allowed(action):
                assert told == {"type": "pong"}, query
                continue
            assert (told["id"], told["type"]) == (query, "error")
            assert [error["extensions"]["code"] for error in told["payload"]] == [refusal]
            assert fresh(socket) == {"type": "pong"}
            stream = client.post("/graphql", json={"query": query}, headers=EVENTS)
            assert f'"code":"{refusal}"' in stream.text, query


def fresh(socket) -> dict:
    """The next message; news of what was done a moment before is passed over."""
    while (message := socket.receive_json())["type"] == "next":
        pass
    return message


def test_every_act_there_is_is_walked():
    walked = [(act.name, act.action) for act in mutations(None)]
    declared = Mutation.__strawberry_definition__.fields
    assert walked == [(camel(each.python_name), declared_of(each).action) for each in declared]


#: What fields with required arguments are given.
_INSTITUTION = base64.urlsafe_b64encode(b"institution:MP").decode().rstrip("=")
GIVEN = {
    "ubigeo": '(ubigeo: "17")',
    "unit": "(unit: CASES)",
    "code": '(code: "A-02")',
    "indicator": '(indicator: "A-02")',
    "name": '(name: "sex")',
    "id": f'(id: "{_INSTITUTION}")',
    "ids": f'(ids: ["{_INSTITUTION}"])',
}

#: A record found by its id has the right of its list.
BY_ID = {"node": Action.READ_INSTITUTIONS, "nodes": Action.READ_INSTITUTIONS}


def fields() -> Iterator[tuple[str, Action]]:
    """(the smallest question of each root field, the action that guards it)."""
    for kept in Query.__strawberry_definition__.fields:
        name = EXECUTABLE.query_type.fields[camel(kept.python_name)]
        needed = {a for a, v in name.args.items() if is_required_argument(v)}
        given = GIVEN.get(", ".join(sorted(needed)), "")
        inner = " { __typename }" if is_composite_type(get_named_type(name.type)) else ""
        action = BY_ID.get(kept.python_name, declared_of(kept).action)
        yield f"{{ {camel(kept.python_name)}{given}{inner} }}", action


def subscriptions() -> Iterator[tuple[str, Action]]:
    """(the smallest document of each subscription, the action that guards it)."""
    for kept in Subscription.__strawberry_definition__.fields:
        query = f"subscription {{ {camel(kept.python_name)} {{ __typename }} }}"
        yield query, declared_of(kept).action


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
