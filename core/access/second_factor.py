"""The second factor: time-based codes (RFC 6238), each good once, and recovery codes."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import secrets

import pyotp

STEP = 30
_DRIFT = 1
RECOVERY_CODES = 8
_SECRET_BYTES = 20
_CODE_BYTES = 16  # so many bits that a plain hash keeps them well enough


def new_secret() -> str:
    """A fresh secret of 160 bits in base32, as authenticator apps take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def address(secret: str, name: str) -> str:
    """The ``otpauth:`` address an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Yanapay")


def step_of(secret: str, code: str, now: dt.datetime, last_step: int) -> int | None:
    """The 30-second step a code belongs to, if it is right and newer than the last one used."""
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        right = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())
        if step > last_step and right:
            return step
    return None


def recovery_codes() -> list[str]:
    """Eight codes of 128 random bits; shown once, kept as hashes."""
    return [secrets.token_hex(_CODE_BYTES) for _ in range(RECOVERY_CODES)]
