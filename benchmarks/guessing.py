"""Guess passwords at a steady rate, in a process of its own.

``python -m benchmarks.guessing PORT [ADDRESSES]`` prints how many guesses were answered
when its standard input closes. ``ADDRESSES`` of this machine take turns, twenty guesses each: as
many as come from one before it is slowed down.
"""

from __future__ import annotations

import http.client
import itertools
import sys
import threading
import time
from collections.abc import Iterator

RATE = 200
_THREADS = 64  # those that wait for an answer must not slow the others down
_IN_A_ROW = 20
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def main() -> None:
    """Guess until standard input closes."""
    addresses = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    guesser = Guesser(int(sys.argv[1]), addresses)
    for number in range(_THREADS):
        threading.Thread(target=guesser.guess, args=(number,), daemon=True).start()
    sys.stdin.read()
    print(guesser.sent)


class Guesser:
    """All threads together keep the pace; ``sent`` guesses were answered."""

    def __init__(self, port: int, addresses: int) -> None:
        self.sent = 0
        self._port, self._addresses = port, addresses
        self._lock = threading.Lock()
        self._due = time.monotonic()

    def guess(self, number: int) -> None:
        """Guess for ever, as one of the threads."""
        connections = self._connections(number)
        for turn in itertools.count():
            self._wait()
            connection = next(connections)
            connection.request("POST", "/entrar", f"nombre=n{number}.{turn}&clave=x", _FORM)
            connection.getresponse().read()
            with self._lock:
                self.sent += 1

    def _wait(self) -> None:
        """Until one's turn; turns that nobody could take are not made up for."""
        with self._lock:
            self._due = max(self._due, time.monotonic() - 1 / RATE) + 1 / RATE
            due = self._due
        time.sleep(max(0.0, due - time.monotonic()))

    def _connections(self, number: int) -> Iterator[http.client.HTTPConnection]:
        """A connection for each guess: kept while its address has turns left."""
        many = self._addresses > 1
        while True:
            for last in range(number, self._addresses, _THREADS) if many else (0,):
                own = (f"127.1.{last // 250}.{last % 250 + 1}", 0) if many else None
                connection = http.client.HTTPConnection("127.0.0.1", self._port, source_address=own)
                for _ in range(_IN_A_ROW):
                    yield connection
                connection.close()


if __name__ == "__main__":
    main()
