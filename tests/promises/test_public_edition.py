"""A process that serves the public edition alone cannot open the register."""

import gc
import os
import re
import subprocess
import sys
import textwrap

from starlette.testclient import TestClient

from app.asgi import make_app
from app.house import open_public_house
from app.settings import read
from core.register.database import Register
from tests.factories import ENOUGH

BOTH = ["/", "/panel", "/panel?medida=casos", "/metodo", "/departamentos/17"]


def without_nonce(text: str) -> str:
    return re.sub(r'nonce="[^"]+"', "", text)


def test_it_never_learns_the_registers_address(house):
    environment = {"YANAPAY_HOME": str(house.settings.home), "YANAPAY_DATABASE_URL": "sqlite:///x"}
    public = read(environment, public=True)
    assert public.database_url is None
    assert open_public_house(public).register is None


def test_it_serves_the_same_pages_and_no_way_in(house, client):
    environment = {"YANAPAY_HOME": str(house.settings.home), **ENOUGH}
    app = make_app(open_public_house(read(environment, public=True)))
    with TestClient(app, base_url="http://127.0.0.1") as public:
        for address in BOTH:
            assert without_nonce(public.get(address).text) == without_nonce(
                client.get(address).text
            )
        assert public.get("/entrar?enlace=x").status_code == 404
        assert public.get("/panel?edicion=interna").status_code == 401
        for field in ("calls", "cases", "routes"):
            query = f"{{ {field} {{ pageInfo {{ endCursor }} }} }}"
            told = public.post("/graphql", json={"query": query}).json()
            assert told["data"][field] is None
            assert told["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


def test_it_opens_no_database_at_all(house):
    """Run for real in a process of its own, with every way to a database cut off."""
    program = textwrap.dedent(
        """
        import os, sqlite3, sys
        from app.asgi import make_app
        from app.house import open_public_house
        from app.settings import read
        from starlette.testclient import TestClient

        opened = []
        sys.addaudithook(lambda event, given: opened.append(given)
                         if event.startswith("sqlite3.connect") else None)
        house = open_public_house(read(os.environ, public=True))
        with TestClient(make_app(house), base_url="http://127.0.0.1") as client:
            assert client.get("/panel?medida=casos").status_code == 200
            assert client.get("/panel?edicion=interna").status_code == 401
        assert not opened, opened
        print("served")
        """
    )
    environment = {**os.environ, "YANAPAY_HOME": str(house.settings.home)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "served\n", done.stderr


def test_no_register_hides_in_its_memory(house):
    environment = {"YANAPAY_HOME": str(house.settings.home), **ENOUGH}
    public = open_public_house(read(environment, public=True))
    reached, todo = set(), [public]
    while todo:
        thing = todo.pop()
        if id(thing) in reached or isinstance(thing, type):
            continue
        reached.add(id(thing))
        assert not isinstance(thing, Register)
        if type(thing).__module__.startswith(("app", "core")) or isinstance(thing, dict | tuple):
            todo += gc.get_referents(thing)
