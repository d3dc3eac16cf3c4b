"""The command: what it says, and what becomes of it when it is killed."""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.commands import YANAPAY, run, run_apart


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("name", "value"),
    [("YANAPAY_PORT", "x"), ("YANAPAY_HOST", "nowhere"), ("YANAPAY_DATABASE_URL", "oracle://x")],
)
@pytest.mark.parametrize("command", ["serve", "release", "check"])
def test_a_wrong_setting_is_one_sentence_and_exit_2(tmp_path, command, name, value):
    done = run(tmp_path, command, **{name: value})
    assert done.returncode == 2
    assert name in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer_is_one_sentence_and_exit_2(tmp_path):
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    done = run(tmp_path, "check", YANAPAY_DATABASE_URL=url)
    assert done.returncode == 2
    assert "YANAPAY_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_one_sentence_and_exit_2(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(tmp_path, "serve", YANAPAY_PORT=str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "YANAPAY_PORT" in done.stderr


def test_seed_release_check_and_sign_in(tmp_path):
    assert run_apart(tmp_path, "check").returncode == 1
    seeded = run(tmp_path, "seed", "--cases", "200", "--calls", "400")
    assert seeded.returncode == 0, seeded.stderr
    assert "all of them are synthetic" in seeded.stdout
    assert run(tmp_path, "seed", "--scale", "7").returncode == 1
    assert "released" in run(tmp_path, "release").stdout
    assert "sound" in run(tmp_path, "check").stdout
    link = run(tmp_path, "sign-in", "--role", "case_worker").stdout
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/entrar\?enlace=[\w-]{43}\n", link)
    refused = run(tmp_path, "sign-in", "--role", "planner", YANAPAY_HOST="0.0.0.0")
    assert (refused.returncode, "YANAPAY_HOST" in refused.stderr) == (2, True)
    keys = tmp_path / "keys"
    assert {oct(key.stat().st_mode)[-3:] for key in keys.iterdir()} == {"600"}


def wait_for(port: int, path: str = "/panel") -> str:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer in a minute")


@pytest.mark.parametrize("public", [False, True])
def test_serve_prepares_what_is_missing_and_answers(tmp_path, house, public):
    home = house.settings.home if public else tmp_path
    port = free_port()
    environment = {**os.environ, "YANAPAY_HOME": str(home), "YANAPAY_PORT": str(port)}
    arguments = ["serve", "--public"] if public else ["serve", "--prepare"]
    with subprocess.Popen(
        [YANAPAY, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            assert "Madre de Dios" in wait_for(port)
        finally:
            server.send_signal(signal.SIGINT)
            told, _ = server.communicate(timeout=60)
    assert ("sign in as case_worker" in told) is not public


@pytest.mark.parametrize(
    ("proxy", "believed"), [(None, False), ("10.9.9.9", False), ("127.0.0.1", True)]
)
def test_headers_of_a_proxy_are_believed_from_the_one_that_is_named_alone(house, proxy, believed):
    port = free_port()
    environment = {**os.environ, "YANAPAY_HOME": str(house.settings.home)}
    environment |= {"YANAPAY_PORT": str(port)} | ({"YANAPAY_TRUSTED_PROXY": proxy} if proxy else {})
    with subprocess.Popen([YANAPAY, "serve", "--public"], env=environment) as server:
        try:
            wait_for(port)
            named = False
            address = f"http://127.0.0.1:{port}/metodo"
            asked = urllib.request.Request(address, headers={"X-Forwarded-Proto": "https"})
            with urllib.request.urlopen(asked) as answer:
                assert ("Strict-Transport-Security" in answer.headers) is believed
            other = urllib.request.Request(address, headers={"Host": "yanapay.example"})
            with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(other):
                named = True
            assert named is (proxy is not None)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=60)


def test_killed_in_the_middle_of_seeding_nothing_is_lost_or_doubled(tmp_path):
    """kill -9 while chunks are being written; the next run ends with what one run gives."""
    size = ["--cases", "100000", "--calls", "60000"]
    environment = {**os.environ, "YANAPAY_HOME": str(tmp_path)}
    register = tmp_path / "register" / "register.sqlite"
    with subprocess.Popen(
        [YANAPAY, "seed", *size], env=environment, stdout=subprocess.DEVNULL
    ) as seeding:
        for _ in range(1200):
            time.sleep(0.05)
            if register.exists() and count(register) >= 20_000:
                break
        seeding.kill()
    killed = count(register)
    assert 20_000 <= killed < 100_000
    assert killed % 20_000 == 0
    again = run(tmp_path, "seed", *size)
    assert again.returncode == 0, again.stderr
    assert count(register) == 100_000
    with sqlite3.connect(register) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


def count(register: Path) -> int:
    connection = sqlite3.connect(register)
    try:
        return int(connection.execute('SELECT count(*) FROM "case"').fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def test_the_schema_can_be_printed(tmp_path):
    assert "type Query" in run_apart(tmp_path, "schema").stdout
