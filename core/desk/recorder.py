"""Acts that write: done once under a key of the asker's own, told to who listens, audited.

A key is good for one act. Asked again with the same key and the same input, the act is not done
anew: its first result is told once more. Keys are forgotten after seven days.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection

from core.access.roles import Action
from core.desk.reading import Act, Desk
from core.errors import BadQuestion, Code
from core.register import done_acts
from core.register.columns import uuid7
from core.register.entries import RecordKey

KEPT = dt.timedelta(days=7)
LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: the id of its record, and whether it had been done before."""

    record: uuid.UUID
    repeated: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """An act asked for: which, under which key, with which input, and the record it is about.

    ``known``: the record was there before, and the audit trail names it even in a refusal.
    """

    action: Action
    key: str
    given: Any
    record: uuid.UUID
    known: bool = False


@dataclass(frozen=True, slots=True)
class Recorder:
    """The desk of somebody who writes. ``of_record`` makes the secret key of a record's id."""

    desk: Desk
    of_record: RecordKey = field(repr=False)

    def present(self) -> dt.datetime:
        """The present moment."""
        return self.desk.clock()

    def new_id(self) -> uuid.UUID:
        """The id of a record that is made now."""
        return uuid7(int(self.present().timestamp() * 1000))

    def once(self, asked: Asked, enter: Callable[[Connection], None]) -> Done:
        """Do an act in one transaction, unless its key tells that it has been done.

        Two who come at once with the same key: the second waits for the first.

        :raises Refused: see :func:`core.access.roles.require`.
        :raises BadQuestion: ``UNSUITABLE_TEXT`` for a key of no or too many characters,
            ``IDEMPOTENCY_KEY_REUSED`` for one that stands for something else, and what ``enter``
            raises; nothing is kept then.
        """
        self.desk.require(asked.action)
        _check_key(asked.key)
        with self.desk.acting(asked.action, str(asked.record) if asked.known else "") as act:
            before = self._before(act, asked)
            if before is None:
                enter(act.connection)
                act.records = 1
            act.subject = str(before or asked.record)
        return Done(before or asked.record, before is not None)

    def _before(self, act: Act, asked: Asked) -> uuid.UUID | None:
        """The record of the same act done before; nothing where the key is ours now."""
        now, mark = self.present(), _hash(asked)
        done_acts.forget(act.connection, now - KEPT)
        done = done_acts.claim(
            act.connection,
            actor=self.desk.asker.name,
            idempotency_key=asked.key,
            action=asked.action.value,
            input_hash=mark,
            result=str(asked.record),
            at=now,
        )
        if done is not None and done["input_hash"] != mark:
            raise BadQuestion(Code.IDEMPOTENCY_KEY_REUSED, field="idempotencyKey")
        return None if done is None else uuid.UUID(done["result"])


def _check_key(key: str) -> None:
    if not (1 <= len(key) <= LONGEST_KEY and key.isprintable()):
        most = str(LONGEST_KEY)
        raise BadQuestion(Code.UNSUITABLE_TEXT, field="idempotencyKey", least="1", most=most)


def _hash(asked: Asked) -> str:
    told = [asked.action.value, type(asked.given).__name__, asdict(asked.given)]
    text = json.dumps(told, default=_plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> str:
    """The same moment is the same input, whatever zone it was written in."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return str(value)
