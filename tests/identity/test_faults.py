"""A provider that is down, or is not what it should be: 502, one sentence, nothing changed."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from app.house import House
from core.register.accounts import PendingSignIn
from core.register.audit import Sought, latest
from identity.exchange import AT_ONCE, MOST_BYTES, SECONDS
from tests.identity.conftest import SECRET

CODE = "FEDERATED_SIGN_IN_FAILED"
JSON = "application/json"
SENTENCE = "No se pudo entrar con la cuenta de la institución."


def document(issuer: str, **more: object) -> bytes:
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    return json.dumps({"issuer": issuer, **dict.fromkeys(names, f"{issuer}/x"), **more}).encode()


@contextmanager
def answering(say) -> Iterator[str]:
    """A server on loopback that says what ``say(handler, issuer)`` does."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            say(self, f"http://127.0.0.1:{self.server.server_port}")

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def send(handler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": JSON, "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def drip(handler, _issuer: str) -> None:
    """Headers that never end: each piece comes in time, the whole does not."""
    for _ in range(SECONDS * 80):
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if _ == 0 else b"X: y\r\n")
            time.sleep(0.25)
        except OSError:
            return


SAYINGS = {
    "another issuer": lambda h, i: send(h, document("https://elsewhere.example", token_endpoint=i)),
    "the same with a slash": lambda h, i: send(h, document(i).replace(b'",', b'/",', 1)),
    "no JSON": lambda h, _: send(h, b"<html>"),
    "no object": lambda h, _: send(h, b"[]"),
    "an error": lambda h, i: send(h, document(i), 500),
    "no addresses": lambda h, i: send(h, json.dumps({"issuer": i}).encode()),
    "an address in the open": lambda h, i: send(
        h, document(i, jwks_uri="http://elsewhere.example")
    ),
    "an address that is none": lambda h, i: send(h, document(i, jwks_uri=["https://a.example"])),
    "too much": lambda h, i: send(h, document(i, more="x" * MOST_BYTES)),
    "squeezed": lambda h, i: send(h, document(i), Content_Encoding="gzip"),
    "a redirect": lambda h, i: send(h, document(i), 302, Location="http://127.0.0.1:9/x"),
    "nothing": lambda h, _: h.connection.close(),
}


def check(answer, house: House, least: str = CODE) -> None:
    assert answer.status_code == 502, answer.text
    assert SENTENCE in answer.text
    assert "yanapay_session" not in answer.headers.get("set-cookie", "")
    with house.register.reading() as connection:
        ((_, event),) = latest(connection, 1, Sought("sign_in"))
        pending = sa.select(sa.func.count()).select_from(PendingSignIn)
        left = connection.execute(pending).scalar_one()
    assert (event.actor, event.allowed) == ("unknown", False)
    assert event.subject.startswith(least)
    assert left == 0


@pytest.fixture(autouse=True)
def nobody_is_under_way(house):
    with house.register.writing() as connection:
        connection.execute(sa.delete(PendingSignIn))


@pytest.mark.parametrize("saying", SAYINGS)
def test_a_provider_that_is_not_what_it_should_be(person_of, saying):
    with answering(SAYINGS[saying]) as issuer:
        person = person_of(issuer)
        check(person.here.get("/entrar/federado", follow_redirects=False), person.house)


def test_a_provider_that_is_down(person_of):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        person = person_of(f"http://127.0.0.1:{taken.getsockname()[1]}")
        check(person.here.get("/entrar/federado", follow_redirects=False), person.house)


def test_providers_that_never_end_are_left_after_five_seconds_and_block_nobody_else(person_of):
    with answering(drip) as issuer:
        person, took = person_of(issuer), []
        assert person.here.get("/metodo").status_code == 200

        def wait() -> None:
            began = time.monotonic()
            assert person.here.get("/entrar/federado").status_code == 502
            took.append(time.monotonic() - began)

        waiting = [threading.Thread(target=wait) for _ in range(AT_ONCE)]
        for thread in waiting:
            thread.start()
        time.sleep(1)
        check(person.here.get("/entrar/federado"), person.house, f"{CODE} too many at once")
        assert person.here.get("/metodo").status_code == 200
        assert not took, "others are answered while these wait"
        for thread in waiting:
            thread.join()
    assert len(took) == AT_ONCE
    assert all(SECONDS - 1 < seconds < SECONDS + 30 for seconds in took)


def on_return(person_of, published: dict[str, object], token: bytes, keys: bytes):
    """Come back to a server that gives this token answer and these keys; what it was sent, too."""
    sent: list[str] = []

    def say(handler, issuer: str) -> None:
        if handler.command == "POST":
            body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
            sent.append(f"{handler.headers.get('Authorization', '')} {body}")
            send(handler, token)
        else:
            send(handler, keys if handler.path == "/x" else document(issuer, **published))

    with answering(say) as issuer:
        person = person_of(issuer)
        state = parse_qs(urlsplit(person.leave()).query)["state"][0]
        answer = person.here.get(f"/entrar/federado/vuelta?code=a&state={state}")
    return person, answer, sent


@pytest.mark.parametrize("keys", [b"{}", b'{"keys": 7}', b'{"keys": ["x"]}', b"[]", b"<html>"])
def test_keys_that_are_none(person_of, keys):
    person, answer, _ = on_return(person_of, {}, b'{"id_token": "a.b.c"}', keys)
    check(answer, person.house)


def test_a_token_answer_that_is_none(person_of):
    _, answer, _ = on_return(person_of, {}, b"[]", b'{"keys": []}')
    assert answer.status_code == 401
    assert SENTENCE in answer.text


def test_the_secret_is_sent_as_the_provider_accepts_it(person_of):
    accepted = "token_endpoint_auth_methods_supported"
    for published, proof in (({}, "Basic "), ({accepted: ["client_secret_post"]}, f"={SECRET}")):
        _, _, (sent,) = on_return(person_of, published, b"{}", b'{"keys": []}')
        assert proof in sent
        assert "code_verifier=" in sent
    person, answer, sent = on_return(person_of, {accepted: ["private_key_jwt"]}, b"{}", b"{}")
    assert sent == []
    check(answer, person.house)


def test_a_provider_that_goes_down_meanwhile(person_of, issuer, registered):
    """Sent away by a provider that lives, come back to one that does not."""
    person = person_of(issuer)
    back = person.at_provider(person.leave(), account="somebody")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        later = person_of(f"http://127.0.0.1:{taken.getsockname()[1]}")
        later.here.cookies = person.here.cookies
        query = back.partition("?")[2].partition("&iss=")[0]
        answer = later.here.get(f"/entrar/federado/vuelta?{query}", follow_redirects=False)
    assert answer.status_code == 502
    assert SENTENCE in answer.text
    assert "yanapay_session" not in answer.headers["set-cookie"]
