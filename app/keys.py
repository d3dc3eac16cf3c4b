"""The secrets of the house, made once: disclosure control's two, the seal, the audit chain."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from app.settings import WrongSetting

_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """``record`` makes record keys, ``noise`` draws the noise (docs/method.md, rules 1 and 3);
    neither is ever rotated inside a series. ``seal`` encrypts, ``audit`` chains the audit trail.
    """

    record: bytes
    noise: bytes
    seal: bytes
    audit: bytes


def load_or_make(folder: Path) -> Keys:
    """The keys in ``folder``, made at the first call; readable by their owner alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = ("record", "noise", "seal", "audit")
    return Keys(*(_secret(folder / f"{name}.key") for name in names))


def _secret(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        held = path.read_bytes()
        if len(held) != _BYTES:
            raise WrongSetting(f"YANAPAY_HOME holds a damaged key: {path.name}") from None
        return held
    with os.fdopen(handle, "wb") as out:
        fresh = secrets.token_bytes(_BYTES)
        out.write(fresh)
        out.flush()
        os.fsync(out.fileno())
    return fresh
