"""News of what happened, for whoever listens: a row each, and on PostgreSQL a shout besides.

The row is written in the transaction of what it tells of, so there is no news of what was taken
back. A listener reads the rows after the last it knows; the shout only tells it when to look.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, or_, select

from core.register.acts import News
from core.register.columns import columns_of
from core.register.database import Register

NEWS = columns_of(News)

#: Rows are forgotten after a day: a listener that was away for longer begins anew.
KEPT = dt.timedelta(days=1)
_A_TIME = 100

#: How long, in seconds, and how far back a number that was skipped is still waited for.
_PATIENCE = 60.0
_LOOKED_BACK = 100

#: What PostgreSQL's NOTIFY calls our news.
CHANNEL = "yanapay_news"


class Topic(StrEnum):
    """What news can be of. ``subject`` is the key of the record it names.

    ``BULLETIN_RELEASED`` has no row: the bulletin tells of itself, by its file.
    """

    CALL_RECEIVED = "call_received"
    CASE_CHANGED = "case_changed"
    REFERRAL_CHANGED = "referral_changed"
    INDICATOR_CHANGED = "indicator_changed"
    BULLETIN_RELEASED = "bulletin_released"


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news: its topic, and the key of the record (or release) it names."""

    topic: str
    subject: str


def announce(connection: Connection, topic: Topic, subject: str, now: dt.datetime) -> None:
    """Tell whoever listens, once the caller's transaction is kept; forget some of what is old."""
    announce_each(connection, topic, [subject], now)


def announce_each(
    connection: Connection, topic: Topic, subjects: Sequence[str], now: dt.datetime
) -> None:
    """The same of several subjects, at least one."""
    _forget(connection, now - KEPT)
    told = [{"at": now, "topic": topic.value, "subject": subject} for subject in subjects]
    connection.execute(insert(News), told)
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, topic.value)))


def _forget(connection: Connection, before: dt.datetime) -> None:
    """Forget some old rows, never the newest: SQLite would give its number a second time."""
    newest = select(func.max(NEWS.number)).scalar_subquery()
    old = select(NEWS.number).where(NEWS.at < before, NEWS.number < newest).limit(_A_TIME)
    waiting_for_nobody = old.with_for_update(skip_locked=True)
    connection.execute(delete(News).where(NEWS.number.in_(waiting_for_nobody)))


def newest(register: Register) -> int:
    """The number of the newest row; it grows with every act that tells of itself."""
    with register.reading() as connection:
        return connection.execute(select(func.max(NEWS.number))).scalar() or 0


class Reader:
    """The news since now, each once.

    PostgreSQL numbers a row when it is written and shows it when its transaction is kept, so a
    lower number may show after a higher one. Numbers that were skipped are waited for; after a
    minute whoever had them has taken them back.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._skipped: dict[int, float] = {}
        with register.reading() as connection:
            question = select(NEWS.number).order_by(NEWS.number.desc()).limit(_LOOKED_BACK)
            known = list(connection.execute(question).scalars())
        self._last = max(known, default=0)
        self._skip(set(range(max(1, self._last - _LOOKED_BACK), self._last)) - set(known))

    def fresh(self) -> list[Item]:
        """What has been kept since the last time, by number."""
        question = select(NEWS.number, NEWS.topic, NEWS.subject)
        unknown = or_(NEWS.number > self._last, NEWS.number.in_(self._skipped))
        with self._register.reading() as connection:
            rows = connection.execute(question.where(unknown).order_by(NEWS.number)).all()
        found = {row.number for row in rows}
        newest = max(found | {self._last})
        self._skip(set(range(max(self._last, newest - _LOOKED_BACK) + 1, newest)))
        self._last = newest
        now = time.monotonic()
        for number, until in list(self._skipped.items()):
            if number in found or until < now:
                del self._skipped[number]
        return [Item(row.topic, row.subject) for row in rows]

    def _skip(self, numbers: set[int]) -> None:
        until = time.monotonic() + _PATIENCE
        self._skipped |= dict.fromkeys(numbers, until)
