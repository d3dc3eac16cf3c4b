"""Several servers behind one address, for machines of several processors.

Each is a process of its own with its own socket on the same port; the system shares connections
out among them. They have the register, the file of the bulletin and what this machine counts
(core.access.tallies) in common, and nothing else. One that ends is begun again. All of them end
with the process that began them: they read from a pipe that ends with it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess  # nosec B404
import sys
import threading
import time
from collections.abc import Sequence

from app.settings import Settings

_SOONEST = 5.0  # seconds; one that ends sooner would do so again and again
_LOOKS = 0.2  # seconds between two looks at them
_LONGEST = 30.0  # seconds for what is being answered when they are told to end


class Fallen(Exception):
    """A worker ended as soon as it had begun; why stands above, in its own words."""


class Crew:
    """``many`` processes that run the same command, until somebody ends them."""

    def __init__(self, command: Sequence[str], many: int) -> None:
        self._command = command
        self._many = many
        self._workers: dict[subprocess.Popen[bytes], float] = {}
        self._ending = threading.Event()

    def run(self) -> None:
        """Begin them, and again whoever ends, until SIGINT or SIGTERM.

        :raises Fallen: when one ends as soon as it has begun; the others are ended, too.
        """
        for told in (signal.SIGINT, signal.SIGTERM):
            signal.signal(told, lambda *_: self._ending.set())
        try:
            while not self._ending.is_set():
                self._bury()
                while len(self._workers) < self._many:
                    self._begin()
                self._ending.wait(_LOOKS)
        finally:
            self._end()

    def _begin(self) -> None:
        worker = subprocess.Popen(self._command, stdin=subprocess.PIPE)  # noqa: S603  # nosec B603 (our own)
        self._workers[worker] = time.monotonic()

    def _bury(self) -> None:
        for worker, begun in list(self._workers.items()):
            if worker.poll() is not None:
                del self._workers[worker]
                _let_go(worker)
                if time.monotonic() - begun < _SOONEST and not self._ending.is_set():
                    raise Fallen("a worker ended as soon as it had begun")

    def _end(self) -> None:
        for worker in self._workers:
            worker.terminate()
        end = time.monotonic() + _LONGEST
        for worker in self._workers:
            try:
                worker.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
            _let_go(worker)


def _let_go(worker: subprocess.Popen[bytes]) -> None:
    """Close our end of the pipe of one that has ended."""
    if worker.stdin is not None:
        worker.stdin.close()


def crew_of(settings: Settings, *, public: bool) -> Crew:
    """The workers that the settings ask for."""
    command = [sys.executable, "-m", "app", "serve", "--worker"]
    return Crew(command + ["--public"] * public, settings.workers)


def bound_socket(settings: Settings, *, shared: bool = False) -> socket.socket:
    """A socket on the port of the settings. ``shared``: a worker's, whose neighbours have others
    on the same port.

    :raises OSError: where the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Said to be TCP, or asyncio would leave small packets waiting for each other.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError:
        listening.close()
        raise
    return listening


def end_with_parent() -> None:
    """End this process as it is ended when asked to, once the one that began it is gone."""

    def wait() -> None:
        sys.stdin.buffer.read()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
