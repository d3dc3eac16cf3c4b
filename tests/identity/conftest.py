"""A real provider on loopback, a house that is registered at it, and people with two browsers."""

from __future__ import annotations

import itertools
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from app.house import House, open_house
from app.settings import read
from core.access import accounts, federation
from core.access.roles import Role
from core.access.throttling import Throttle

HERE = Path(__file__).parent
CLIENT, SECRET = "yanapay", "a-secret-of-the-test"
BACK = "http://127.0.0.1/entrar/federado/vuelta"
NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """The address of the provider; it ends with its standard input, whatever becomes of us."""
    command = ["node", str(HERE / "provider.mjs"), CLIENT, SECRET, BACK]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address, "no provider: `make test` installs it"
        yield address
        process.stdin.close()
        process.wait(timeout=10)


@pytest.fixture
def registered(house: House) -> Iterator[Callable[[str], House]]:
    """The same register, bulletin and keys, registered at a provider of this address."""
    opened: list[House] = []

    def registered_at(issuer: str) -> House:
        environment = {
            "YANAPAY_HOME": str(house.settings.home),
            "YANAPAY_OIDC_ISSUER": issuer,
            "YANAPAY_OIDC_CLIENT_ID": CLIENT,
            "YANAPAY_OIDC_CLIENT_SECRET": SECRET,
        }
        made = open_house(read(environment))
        opened.append(replace(made, throttle=Throttle()))  # attempts of other tests are others'
        return opened[-1]

    yield registered_at
    for one in opened:
        one.the_register().close()


@dataclass
class Person:
    """Somebody with a browser: one window is at the house, the other at the provider."""

    house: House
    here: TestClient
    there: httpx2.Client = field(default_factory=httpx2.Client)

    def leave(self) -> str:
        """Follow the link of the sign-in page; the address at the provider."""
        answer = self.here.get("/entrar/federado", follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def at_provider(self, destination: str, **chosen: str) -> str:
        """Sign in there, as the test chooses; the address the browser is sent back to."""
        self.there.cookies.clear()  # signed out there, so that it asks anew
        login = self.there.get(destination)
        answer = self.there.get(login.next_request.url, params=chosen)
        while not (address := str(answer.next_request.url)).startswith(BACK):
            answer = self.there.get(address)
        return address

    def sign_in(self, **chosen: str) -> httpx2.Response:
        """All of it."""
        back = self.at_provider(self.leave(), **chosen)
        return self.here.get(back, follow_redirects=False)


@pytest.fixture
def person_of(registered) -> Iterator[Callable[[str], Person]]:
    """Anybody, at a house that is registered at a provider of this address."""
    people: list[Person] = []

    def person(issuer: str) -> Person:
        house = registered(issuer)
        here = TestClient(make_app(house), base_url="http://127.0.0.1")
        people.append(Person(house, here.__enter__()))
        return people[-1]

    yield person
    for one in people:
        one.here.__exit__()
        one.there.close()


@pytest.fixture
def person(person_of, issuer) -> Person:
    return person_of(issuer)


@pytest.fixture
def linked(house, issuer) -> Callable[[Role], str]:
    """A new account of a role, linked to the subject of the same name; that name."""

    def made(role: Role) -> str:
        name = f"federada-{next(NUMBERS)}"
        accounts.add(
            house.register, name, role, "una clave larga", ring=house.keys.seal, clock=clock.now
        )
        assert federation.link(house.register, name, issuer, name, clock.now)
        return name

    return made
