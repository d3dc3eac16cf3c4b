"""Comparing passwords in a process of its own, which steps back for everybody else.

A hash costs 48 MiB and a processor for some 60 ms, on purpose. In the process that serves pages it
would take them from the readers; here it gets what they leave. The process ends with its parent:
it reads from a pipe, and a pipe ends with whoever held it.
"""

from __future__ import annotations

import atexit
import json
import os
import secrets
import subprocess  # nosec B404
import sys
from contextlib import suppress
from functools import cache
from threading import Lock
from typing import IO

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=48 * 1024, parallelism=1)

_STEPS_BACK = 4  # of 19: four tenths of what a reader gets where both want all of it
_AGAIN = 2


class Aside:
    """One such process, begun at its first use and again where somebody ended it."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def matches(self, kept: str | None, password: str) -> bool:
        """True where the password is the one kept. An unknown account (``None``) costs as much.

        :raises OSError: where the process ends each time it is asked.
        """
        asked = json.dumps([kept, password]).encode() + b"\n"
        with self._turn:
            for _ in range(_AGAIN):
                with suppress(OSError):
                    if said := self._ask(asked):
                        return said == b"right\n"
                self.end()
        raise OSError("the process that compares passwords does not answer")

    def end(self) -> None:
        """End the process, where there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                _there(pipe).close()
        process.kill()
        process.wait()

    def _ask(self, asked: bytes) -> bytes:
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 (this very module, by this Python)  # nosec B603
                [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
        questions = _there(self._process.stdin)
        questions.write(asked)
        questions.flush()
        return _there(self._process.stdout).readline()


def _there(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None, "both pipes were asked for"
    return pipe


def compare(kept: str | None, password: str) -> bool:
    """The comparison itself, wherever it runs."""
    try:
        return HASHER.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return HASHER.hash(secrets.token_urlsafe(32))


def main() -> None:
    """Answer line by line until nobody asks any more."""
    os.nice(_STEPS_BACK)
    _nobodys()
    with suppress(KeyboardInterrupt):
        for line in sys.stdin.buffer:
            said = b"right\n" if compare(*json.loads(line)) else b"wrong\n"
            sys.stdout.buffer.write(said)
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
