"""Guess passwords at a steady rate, in a process of its own.

``python -m benchmarks.guessing PORT [ADDRESSES]`` prints how many guesses were answered
when its standard input closes. ``ADDRESSES`` of this machine take turns, twenty guesses each: as
many as come from one before it is slowed down.
"""

from __future__ import annotations

import http.client
import sys
import threading
import time
from collections.abc import Iterator

RATE = 200
_THREADS = 8
_IN_A_ROW = 20
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def main() -> None:
    """Guess until standard input closes."""
    port, stop, sent = int(sys.argv[1]), threading.Event(), [0] * _THREADS
    addresses = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    threads = [
        threading.Thread(target=_guess, args=(port, addresses, stop, sent, number), daemon=True)
        for number in range(_THREADS)
    ]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    stop.set()
    print(sum(sent))


def _guess(port: int, addresses: int, stop: threading.Event, sent: list[int], number: int) -> None:
    connections = _connections(port, addresses, number)
    pause = _THREADS / RATE
    due = time.monotonic()
    while not stop.is_set():
        connection = next(connections)
        connection.request("POST", "/entrar", f"nombre=n{number}.{sent[number]}&clave=x", _FORM)
        connection.getresponse().read()
        sent[number] += 1
        due = max(due + pause, time.monotonic() - pause)
        time.sleep(max(0.0, due - time.monotonic()))


def _connections(port: int, addresses: int, number: int) -> Iterator[http.client.HTTPConnection]:
    """A connection for each guess: kept while its address has turns left."""
    while True:
        for last in range(number, addresses, _THREADS) if addresses > 1 else (0,):
            own = (f"127.1.{last // 250}.{last % 250 + 1}", 0) if addresses > 1 else None
            connection = http.client.HTTPConnection("127.0.0.1", port, source_address=own)
            for _ in range(_IN_A_ROW):
                yield connection
            connection.close()


if __name__ == "__main__":
    main()
