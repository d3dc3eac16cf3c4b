"""Messages of ``graphql-transport-ws`` read, and the close codes for those that are none."""

from __future__ import annotations

import json
import logging
from typing import Any

from starlette.websockets import WebSocketDisconnect

from api.execution import Asked
from api.streams.callers import Gone
from api.streams.hall import Stopping, TooSlow
from api.view import Unreadable, checked
from core.errors import BulletinFault, Code

_log = logging.getLogger("yanapay.streams")

Message = dict[str, Any]

_LONGEST_ID = 80


class Closing(Exception):
    """The socket is to be closed with a code, and a reason of at most 123 bytes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason.encode("ascii", "replace").decode()


def parsed(text: str | None, most: int) -> Message:
    """A frame as a message: a JSON object with a type. ``None`` for one that is not text.

    :raises Closing: for any other, or one of more than ``most`` bytes.
    """
    if text is None:
        raise Closing(4400, "Send text, not binary")
    if len(text.encode("utf-8", "replace")) > most:
        raise Closing(1009, "Message too big")
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise Closing(4400, "Not valid JSON") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise Closing(4400, "A message is an object with a type")
    return message


def id_of(message: Message) -> str:
    """The id of an operation. :raises Closing: where there is none that is good."""
    name = message.get("id")
    if not isinstance(name, str) or not 0 < len(name.encode("utf-8", "replace")) <= _LONGEST_ID:
        raise Closing(4400, f"The id must be a text of 1 to {_LONGEST_ID} bytes")
    return name


def asked_of(message: Message) -> Asked:
    """The operation of a ``subscribe``. :raises Closing: where there is none."""
    payload = message.get("payload")
    if not isinstance(payload, dict):
        raise Closing(4400, "The payload of subscribe must be an object")
    try:
        return checked(payload)
    except Unreadable as wrong:
        raise Closing(4400, wrong.sentence) from None


#: The errors of an operation too many.
TOO_MANY = [
    {
        "message": "Too many operations are open on this connection.",
        "extensions": {"code": "TOO_MANY_OPERATIONS"},
    }
]

_ENDINGS: dict[type[Exception], tuple[int, str]] = {
    Stopping: (1012, "The server starts again"),
    TooSlow: (1008, "Read faster"),
    BulletinFault: (1013, "Nothing has been released yet"),
}


def ending_of(cause: Exception) -> Closing | None:
    """How a socket is closed for this reason; ``None`` where the other end did it."""
    while isinstance(cause, ExceptionGroup):
        cause = cause.exceptions[0]
    match cause:
        case WebSocketDisconnect():
            return None
        case Closing():
            return cause
        case Gone():
            forbidden = cause.refused.code is Code.FORBIDDEN
            return Closing(4403, "Forbidden") if forbidden else Closing(4401, "Unauthorized")
    if type(cause) in _ENDINGS:
        return Closing(*_ENDINGS[type(cause)])
    _log.error("a connection failed", exc_info=cause)
    return Closing(4500, "Internal server error")
