"""The secrets of the house, made once: disclosure control's two, the seal, the audit chain."""

from __future__ import annotations

import hmac
import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from app.settings import WrongSetting
from core.access.sealing import Ring

_BYTES = 32
_NONE: Mapping[int, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """``record`` makes record keys, ``noise`` draws the noise (docs/method.md, rules 1 and 3);
    neither is ever rotated inside a series. ``audit`` chains the audit trail. ``seal`` encrypts;
    its keys alone may be rotated.
    """

    record: bytes
    noise: bytes
    audit: bytes
    seal: Ring

    @property
    def cursors(self) -> bytes:
        """Signs where a record stands in a list; derived, so that it needs no file of its own."""
        return hmac.digest(self.audit, b"cursors", "sha256")


def load_or_make(folder: Path, seals: Mapping[int, bytes] = _NONE) -> Keys:
    """The keys in ``folder``, made at the first call; readable by their owner alone.

    ``seals``: the seal keys of the environment, if it gives any; they are then never in a file.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not seals and not _seal_files(folder):
        _secret(_seal_file(folder, 1))
    record, noise, audit = (
        _secret(folder / f"{name}.key") for name in ("record", "noise", "audit")
    )
    return Keys(record, noise, audit, Ring(lambda: seals or _seals(folder)))


def add_seal_key(folder: Path) -> None:
    """Make the next seal key, unless an earlier rotation has made it and was interrupted."""
    numbers = sorted(_seal_files(folder))
    if len(numbers) == 1:
        _secret(_seal_file(folder, numbers[0] + 1))


def drop_old_seal_keys(folder: Path) -> None:
    """Destroy every seal key but the newest."""
    files = _seal_files(folder)
    newest = max(files)
    for number, path in files.items():
        if number < newest:
            path.unlink()


def _seal_file(folder: Path, number: int) -> Path:
    return folder / f"seal-{number}.key"


def _seal_files(folder: Path) -> dict[int, Path]:
    """The files of seal keys by number."""
    found = (re.fullmatch(r"seal-(\d+)\.key", path.name) for path in folder.iterdir())
    return {int(match[1]): folder / match[0] for match in found if match}


def _seals(folder: Path) -> dict[int, bytes]:
    held = {}
    for number, path in _seal_files(folder).items():
        with suppress(FileNotFoundError):  # a rotation has just destroyed it
            held[number] = _held(path)
    return held


def _secret(path: Path) -> bytes:
    """The key in ``path``. A new one appears there whole or not at all, whoever comes first."""
    if not path.exists():
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        with os.fdopen(handle, "wb") as out:
            out.write(secrets.token_bytes(_BYTES))
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(unfinished, path)
        os.unlink(unfinished)
    return _held(path)


def _held(path: Path) -> bytes:
    held = path.read_bytes()
    if len(held) != _BYTES:
        raise WrongSetting(f"YANAPAY_HOME holds a damaged key: {path.name}")
    return held
