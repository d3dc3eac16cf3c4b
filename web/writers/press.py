"""Long files are made in the background and kept: made once, for everybody, and never lost.

An order is the text a writer is given; its digest is its name in one folder. ``NAME.order`` lies
there from the moment it is asked for until ``NAME.file`` does, so a house that was killed takes its
orders up again. Whoever writes holds a lock on the order, so processes may share the folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import os
import tempfile
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.errors import Code, Refused
from web.writers.paper import Paper
from web.writers.process import CannotBeWritten, write

_log = logging.getLogger("yanapay.press")

#: Orders that may wait, and files that are kept: the oldest go first.
MOST_WAITING = 16
MOST_KEPT = 500

_PATIENCE = 30.0
_ROUND = 0.2


class Step(StrEnum):
    """Where an order is."""

    NEW = "new"
    WAITING = "waiting"
    WRITING = "writing"
    CHECKING = "checking"
    KEPT = "kept"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class State:
    """``before``: orders that come first; ``seconds``: since it was asked for."""

    step: Step
    before: int = 0
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What a writer is given."""

    text: bytes

    @property
    def name(self) -> str:
        """The beginning of the digest of its text."""
        return hashlib.sha256(self.text).hexdigest()[:32]


def order_of(kind: str, paper: Paper) -> Order:
    """The order of a ``pdf`` or ``xlsx``."""
    told = {"kind": kind, "paper": paper.plain()}
    return Order(json.dumps(told, ensure_ascii=False).encode())


class Press:
    """Makes files one after the other, in a thread that ends when nothing waits."""

    def __init__(self, folder: Path) -> None:
        self._folder = _writable(folder)
        self._line: deque[str] = deque()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, order: Order) -> None:
        """Have a file made, unless it is kept or waits already.

        :raises Refused: ``TOO_MANY_ATTEMPTS`` where too many wait.
        """
        if self._at(order.name, "file").exists():
            return
        if not self._at(order.name, "order").exists():
            if len(self._waiting()) >= MOST_WAITING:
                raise Refused(Code.TOO_MANY_ATTEMPTS)
            self._at(order.name, "failed").unlink(missing_ok=True)
            self._put(order.name, "order", order.text)
        self._take_up(order.name)

    def state(self, order: Order) -> State:
        """Where an order is. One that somebody left behind is taken up again."""
        if self._at(order.name, "file").exists():
            return State(Step.KEPT)
        if self._at(order.name, "failed").exists():
            return State(Step.FAILED)
        waiting = self._waiting()
        if order.name not in waiting:
            return State(Step.NEW)
        self._take_up(order.name)
        before = [name for name, since in waiting.items() if since < waiting[order.name]]
        seconds = max(0, int(time.time() - waiting[order.name]))
        return State(self._step(order.name), len(before), seconds)

    def file(self, order: Order) -> bytes | None:
        """The file, where it is kept."""
        try:
            return self._at(order.name, "file").read_bytes()
        except FileNotFoundError:
            return None

    def made(self, order: Order) -> bytes:
        """The file; whoever asks waits for it.

        :raises Refused: ``TOO_MANY_ATTEMPTS`` where too many wait, or it takes too long.
        """
        self.ask(order)
        until = time.monotonic() + _PATIENCE
        while (found := self.file(order)) is None:
            if time.monotonic() > until or self.state(order).step is Step.FAILED:
                raise Refused(Code.TOO_MANY_ATTEMPTS)
            time.sleep(_ROUND)
        return found

    def resume(self) -> None:
        """Take up whatever was asked for before the house went down, and clear up after it."""
        for path in self._folder.glob("*.new"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _PATIENCE:
                    path.unlink()
        for name in self._waiting():
            self._take_up(name)

    def _take_up(self, name: str) -> None:
        with self._lock:
            if name not in self._line:
                self._line.append(name)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="press", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while (name := self._next()) is not None:
            try:
                self._make(name)
            except (OSError, CannotBeWritten) as fault:
                _log.warning("a file cannot be written: %s", type(fault).__name__)
                with suppress(OSError):
                    self._fail(name)

    def _next(self) -> str | None:
        with self._lock:
            if not self._line:
                self._thread = None
                return None
            return self._line.popleft()

    def _make(self, name: str) -> None:
        """Write a file twice, and keep it where both are the same to the byte."""
        try:
            held = self._at(name, "order").open("rb")
        except FileNotFoundError:
            return  # it was made meanwhile
        with held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # another process writes it
            text = held.read()
            self._put(name, "step", Step.WRITING.encode())
            content = write(text)
            self._put(name, "step", Step.CHECKING.encode())
            if write(text) != content:
                self._fail(name)
                return
            self._put(name, "file", content)
            self._clear(name)
        self._forget()

    def _fail(self, name: str) -> None:
        self._put(name, "failed", b"")
        self._clear(name)

    def _clear(self, name: str) -> None:
        for kind in ("step", "order"):
            self._at(name, kind).unlink(missing_ok=True)

    def _step(self, name: str) -> Step:
        try:
            return Step(self._at(name, "step").read_text())
        except (FileNotFoundError, ValueError):
            return Step.WAITING

    def _waiting(self) -> dict[str, float]:
        """The orders that wait or are written, and since when."""
        found = {}
        for path in self._folder.glob("*.order"):
            try:
                found[path.stem] = path.stat().st_mtime
            except FileNotFoundError:
                continue  # it was made meanwhile
        return dict(sorted(found.items(), key=lambda each: each[1]))

    def _forget(self) -> None:
        kept = sorted(self._folder.glob("*.file"), key=lambda path: path.stat().st_mtime)
        for path in kept[: max(0, len(kept) - MOST_KEPT)]:
            path.unlink(missing_ok=True)

    def _at(self, name: str, kind: str) -> Path:
        return self._folder / f"{name}.{kind}"

    def _put(self, name: str, kind: str, content: bytes) -> None:
        """A whole file or none: written beside, then put in its place."""
        fresh = self._at(name, f"{os.getpid()}-{threading.get_ident()}.new")
        with fresh.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(self._at(name, kind))


def _writable(folder: Path) -> Path:
    """The folder; one of the process's own where this house may only read."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder if os.access(folder, os.W_OK) else Path(tempfile.mkdtemp(prefix="yanapay-"))
