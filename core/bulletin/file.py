"""The bulletin as one file: written beside the old one, checked, then put in its place at once.

Layout: 8 bytes of magic, 32 bytes SHA-256 of the rest, then a NumPy archive (no pickles) with a
JSON ``manifest`` and two arrays per table. A file whose digest does not match is never served.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from core.bulletin.bulletin import Bulletin, Edition, Release
from core.bulletin.cube import Address, Counts, Cube, Table, addresses
from core.bulletin.facts import Facts
from core.bulletin.network import Networks
from core.bulletin.revisions import revisions_of
from core.errors import BulletinFault
from core.vocabulary import Provenance, Unit

MAGIC = b"YNPBUL01"
_HEAD = len(MAGIC) + 32


def write(bulletin: Bulletin, path: Path) -> None:
    """Replace ``path`` atomically: readers see the whole old file or the whole new one."""
    payload = _payload(bulletin)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with fresh.open("wb") as out:
            out.write(MAGIC + hashlib.sha256(payload).digest() + payload)
            out.flush()
            os.fsync(out.fileno())
        read(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read(path: Path) -> Bulletin:
    """The bulletin in ``path``.

    :raises BulletinFault: when the file is missing, cut short, changed, or of another layout.
    """
    with _opened(path) as (kept, manifest):
        release = _release(manifest)
        cube = _cube(kept, release.edition)
        facts = Facts.from_json(manifest["facts"])
        revisions = revisions_of(manifest.get("revisions", ()))
        return Bulletin(release, cube, facts, revisions, Networks.from_json(manifest["networks"]))


def read_release(path: Path) -> Release:
    """Which release lies in ``path``, without its figures.

    :raises BulletinFault: as :func:`read`; the layout of the figures is not looked at.
    """
    with _opened(path) as (_, manifest):
        return _release(manifest)


def read_table(path: Path, address: Address) -> tuple[Release, Networks, Counts]:
    """Which release lies in ``path``, its networks, and the shown values of one table.

    :raises BulletinFault: as :func:`read`; the layout of other tables is not looked at.
    """
    with _opened(path) as (kept, manifest):
        shown = kept[f"{address.name}/shown"].astype(np.int64)
        return _release(manifest), Networks.from_json(manifest["networks"]), shown


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The archive and the manifest of a file that is whole; what is amiss inside is a fault too."""
    try:
        whole = path.read_bytes()
    except OSError as error:
        raise BulletinFault(f"{path.name}: {error.strerror}") from error
    head, payload = whole[:_HEAD], whole[_HEAD:]
    if head != MAGIC + hashlib.sha256(payload).digest():
        raise BulletinFault(f"{path.name}: not a whole bulletin (its digest does not match)")
    try:
        with np.load(io.BytesIO(payload), allow_pickle=False) as kept:
            yield kept, json.loads(kept["manifest"].tobytes())
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise BulletinFault(f"{path.name}: made by another version ({error})") from error


def _payload(bulletin: Bulletin) -> bytes:
    release = bulletin.release
    manifest = {
        "release": release.id,
        "cut": release.cut.isoformat(),
        "released_at": release.released_at.isoformat(),
        "rule_version": release.rule_version,
        "provenance": release.provenance,
        "edition": release.edition,
        "threshold": release.threshold,
        "facts": bulletin.facts.as_json(),
        "revisions": [revision.plain() for revision in bulletin.revisions],
        "networks": bulletin.networks.as_json(),
    }
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode()
    arrays: dict[str, Any] = {"manifest": np.frombuffer(text, np.uint8)}
    for address, table in bulletin.cube.items():
        arrays[f"{address.name}/shown"] = table.shown.astype(np.int32)
        arrays[f"{address.name}/reason"] = table.reason
    out = io.BytesIO()
    np.savez(out, **arrays)
    return out.getvalue()


def _release(manifest: dict[str, Any]) -> Release:
    return Release(
        manifest["release"],
        dt.date.fromisoformat(manifest["cut"]),
        dt.datetime.fromisoformat(manifest["released_at"]),
        manifest["rule_version"],
        Provenance(manifest["provenance"]),
        Edition(manifest["edition"]),
        manifest["threshold"],
    )


def _cube(kept: Any, edition: Edition) -> Cube:
    cube: Cube = {}
    for unit in (Unit.CALLS, Unit.CASES, Unit.VICTIMS):
        for address in addresses(unit, edition.finest):
            shown = kept[f"{address.name}/shown"].astype(np.int64)
            if shown.shape != address.shape:
                raise ValueError(f"{address.name} has another shape")
            cube[address] = Table(shown, kept[f"{address.name}/reason"])
    return cube
