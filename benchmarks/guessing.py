"""Guess passwords at a steady rate, in a process of its own.

``python -m benchmarks.guessing PORT`` prints how many guesses were answered
when its standard input closes.
"""

from __future__ import annotations

import http.client
import sys
import threading
import time

RATE = 200
_THREADS = 8
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def main() -> None:
    """Guess until standard input closes."""
    port, stop, sent = int(sys.argv[1]), threading.Event(), [0] * _THREADS
    threads = [
        threading.Thread(target=_guess, args=(port, stop, sent, number), daemon=True)
        for number in range(_THREADS)
    ]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    stop.set()
    print(sum(sent))


def _guess(port: int, stop: threading.Event, sent: list[int], number: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    pause = _THREADS / RATE
    due = time.monotonic()
    while not stop.is_set():
        connection.request("POST", "/entrar", f"nombre=n{number}.{sent[number]}&clave=x", _FORM)
        connection.getresponse().read()
        sent[number] += 1
        due = max(due + pause, time.monotonic() - pause)
        time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    main()
