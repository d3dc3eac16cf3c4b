"""A flood at the sign-in form is turned away before anything is done for it."""

import threading

import anyio
import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from app.asgi import make_app
from core.access.throttling import Throttle
from web.turnstile import Turnstile

SENTENCES = {
    "es": "Demasiados intentos",
    "en": "Too many attempts",
    "fr": "Trop de tentatives",
}


@pytest.fixture
def flooding(house, monkeypatch):
    """A client whose address has tried until it was refused, at a house that counts anew."""
    throttle = Throttle()
    monkeypatch.setattr(house, "throttle", throttle)
    with TestClient(make_app(house), base_url="http://127.0.0.1") as client:
        while throttle.may_ask("testclient"):
            pass
        assert client.post("/entrar", data={"nombre": "nadie", "clave": "x"}).status_code == 429
        yield client


@pytest.mark.parametrize("language", SENTENCES)
def test_it_is_told_to_wait_in_its_language(flooding, language):
    answer = flooding.post(f"/entrar?lang={language}", data={"nombre": "nadie", "clave": "x"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    assert answer.headers["cache-control"] == "no-store"
    assert SENTENCES[language] in answer.text
    assert f'<html lang="{language}">' in answer.text


def test_it_is_told_so_before_its_form_is_read(flooding):
    assert flooding.post("/entrar", content=b"\xff\xfe").status_code == 429


def test_others_and_readers_come_in_meanwhile(flooding):
    assert flooding.get("/panel").status_code == 200
    with TestClient(flooding.app, base_url="http://127.0.0.1", client=("10.0.0.9", 1)) as other:
        assert other.post("/entrar", data={"nombre": "nadie", "clave": "x"}).status_code == 401


def test_from_however_many_addresses_only_some_dozens_wait():
    turnstile, free = Turnstile(lambda _: False), threading.Event()

    def slow() -> Response:
        assert free.wait(20)
        return Response()

    async def crowd() -> int:
        let_in = 0
        async with anyio.create_task_group() as group:
            while not turnstile.closed_to("10.0.0.1") and let_in < 1000:
                group.start_soon(turnstile.through, slow)
                await anyio.lowlevel.checkpoint()
                let_in += 1
            free.set()
        assert not turnstile.closed_to("10.0.0.1")
        return let_in

    assert 20 < anyio.run(crowd) < 100
