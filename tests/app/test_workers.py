"""Several processes behind one address: one that is killed is begun again, and none stays."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.settings import Settings
from app.workers import Crew, Fallen, bound_socket
from tests.app.test_command import free_port, wait_for
from tests.commands import YANAPAY

PATIENCE = 60


@contextmanager
def serving_with(house, many):
    """(process, port) of a server of so many workers, which is killed with them at the end."""
    port = free_port()
    environment = {**os.environ, "YANAPAY_HOME": str(house.settings.home)}
    environment |= {"YANAPAY_PORT": str(port), "YANAPAY_WORKERS": str(many)}
    with subprocess.Popen([YANAPAY, "serve", "--public"], env=environment) as server:
        try:
            wait_for(port)
            yield server, port
        finally:
            server.kill()


def workers_of(server):
    """Who is there now of those it has begun."""
    told = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    return {int(each) for each in told.split()}


def gone(worker):
    try:
        return Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def eventually(holds):
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_one_that_is_killed_is_begun_again_and_all_end_together(house):
    with serving_with(house, 2) as (server, port):
        eventually(lambda: len(workers_of(server)) == 2)
        time.sleep(6)  # one that ended sooner would be taken for one that cannot begin
        before = workers_of(server)
        killed = min(before)
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: len(workers_of(server) - {killed}) == 2)
        after = workers_of(server)
        assert len(before & after) == 1
        assert "Madre de Dios" in wait_for(port)
        server.send_signal(signal.SIGTERM)
        assert server.wait(PATIENCE) == 0
        assert all(gone(each) for each in before | after)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


def test_where_the_first_process_is_killed_no_worker_stays(house):
    with serving_with(house, 2) as (server, _):
        eventually(lambda: len(workers_of(server)) == 2)
        workers = workers_of(server)
        server.kill()
        server.wait(PATIENCE)
        eventually(lambda: all(gone(each) for each in workers))


def test_small_packets_do_not_wait_for_each_other():
    """asyncio says so of connections that tell they are TCP; they are what their socket is."""
    settings = Settings(Path(), "127.0.0.1", free_port(), None)
    with bound_socket(settings, shared=True) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_workers_that_cannot_begin_are_not_begun_for_ever(monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    crew = Crew([sys.executable, "-c", "raise SystemExit(3)"], 2)
    with pytest.raises(Fallen):
        crew.run()
    assert all(worker.poll() is not None for worker in crew._workers)
