"""Files are written by a process of their own, a few at a time, and remembered for a while.

A workbook holds the interpreter for tens of milliseconds: in the serving process every page would
wait for it. The process is given the text of its order and nothing else: no register, no key, no
environment.
"""

from __future__ import annotations

import hashlib
import json
import subprocess  # nosec B404
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from core.errors import Code, Refused
from web.writers.paper import Paper

AT_ONCE = 2
WAITING = 8
_SECONDS = 30
_REMEMBERED = 32

_slots = threading.BoundedSemaphore(AT_ONCE)
_queue = threading.BoundedSemaphore(AT_ONCE + WAITING)
_lock = threading.Lock()
_known: OrderedDict[str, bytes] = OrderedDict()


class CannotBeWritten(Exception):
    """A writer failed: the order is wrong, or the machine has no room."""


def workbook_of(paper: Paper) -> bytes:
    """The paper as XLSX.

    :raises Refused: ``TOO_MANY_ATTEMPTS`` where too many files are being written already.
    """
    return _written({"kind": "xlsx", "paper": paper.plain()})


def document_of(paper: Paper) -> bytes:
    """The paper as PDF; refused as a workbook is."""
    return _written({"kind": "pdf", "paper": paper.plain()})


def picture_of(svg: str, notes: tuple[tuple[str, str], ...]) -> bytes:
    """The drawing as PNG with its notes; refused as a workbook is."""
    return _written({"kind": "png", "svg": svg, "notes": notes})


def geopackage_of(name: str, paper: Paper, geometries: Sequence[Mapping[str, Any] | None]) -> bytes:
    """The paper's table with a geometry for each row as GeoPackage; refused as a workbook is."""
    order = {"kind": "gpkg", "name": name, "paper": paper.plain(), "geometries": geometries}
    return _written(order)


def _written(order: Mapping[str, Any]) -> bytes:
    text = json.dumps(order, ensure_ascii=False).encode()
    name = hashlib.sha256(text).hexdigest()
    with _lock:
        if name in _known:
            _known.move_to_end(name)
            return _known[name]
    with _turn():
        made = write(text)
    with _lock:
        _known[name] = made
        if len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return made


def write(text: bytes) -> bytes:
    """The file of an order, written anew; whoever asks waits for a turn.

    :raises CannotBeWritten: where its writer fails, or takes too long.
    """
    try:
        with _slots:
            done = subprocess.run(  # nosec B603
                [sys.executable, "-I", "-m", "web.writers"],
                input=text,
                stdout=subprocess.PIPE,
                check=True,
                timeout=_SECONDS,
                env={},
            )
    except subprocess.SubprocessError as fault:
        raise CannotBeWritten(type(fault).__name__) from fault
    return done.stdout


@contextmanager
def _turn() -> Iterator[None]:
    if not _queue.acquire(blocking=False):
        raise Refused(Code.TOO_MANY_ATTEMPTS)
    try:
        yield
    finally:
        _queue.release()
