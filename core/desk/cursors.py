"""Cursors: where a record stands in a list, signed so that none can be made up.

A cursor holds the list, its order and the record's position. It opens the list it was made for in
the order it was made for, and nothing else; it gives no right to anything.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hmac
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import BadQuestion, Code
from core.register.kinds import Kind
from core.register.records import Position, Row

_MAC = 16
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Cursors:
    """The cursors of one list in one order."""

    key: bytes
    kind: Kind
    order: str | None
    descending: bool

    def of(self, row: Row) -> str:
        """The cursor of a record."""
        return self.named([_plain(row[name]) for name in self.names])

    def named(self, position: Sequence[str]) -> str:
        """The cursor of a position, each of its values as text."""
        payload = json.dumps([self._list, *position], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(payload) + payload).decode().rstrip("=")

    def opened(self, cursor: str) -> Position:
        """The position a cursor stands for.

        :raises BadQuestion: ``MALFORMED_CURSOR`` for one that is not of this list and order.
        """
        try:
            raw = base64.urlsafe_b64decode(cursor[:_LONGEST] + "=" * (-len(cursor) % 4))
        except (ValueError, binascii.Error):
            raw = b""
        mac, payload = raw[:_MAC], raw[_MAC:]
        if not hmac.compare_digest(mac, self._mac(payload)):
            raise BadQuestion(Code.MALFORMED_CURSOR)
        listed, *position = json.loads(payload)
        if listed != self._list:
            raise BadQuestion(Code.MALFORMED_CURSOR)
        return tuple(map(self._typed, self.names, position))

    @property
    def names(self) -> tuple[str, ...]:
        """The columns a position is made of: the order's, then the key."""
        return tuple(dict.fromkeys([self.order or self.kind.key, self.kind.key]))

    @property
    def _list(self) -> str:
        return f"{self.kind.name}:{self.order or self.kind.key}:{'-' if self.descending else '+'}"

    def _mac(self, payload: bytes) -> bytes:
        return hmac.digest(self.key, payload, "sha256")[:_MAC]

    def _typed(self, name: str, value: str) -> Any:
        kind = self.kind.column(name).type.python_type
        if kind is uuid.UUID:
            return uuid.UUID(value)
        return kind.fromisoformat(value) if issubclass(kind, dt.date) else value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)
