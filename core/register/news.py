"""News of what happened, for whoever listens: a row each, and on PostgreSQL a shout besides.

The row is written in the transaction of what it tells of, so there is no news of what was taken
back. A listener reads the rows after the last it knows; the shout only tells it when to look.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from core.register.acts import News

#: What PostgreSQL's NOTIFY calls our news.
CHANNEL = "yanapay_news"


class Topic(StrEnum):
    """What news can be of. ``subject`` is the key of the record it names."""

    CALL_RECEIVED = "call_received"
    CASE_CHANGED = "case_changed"
    REFERRAL_CHANGED = "referral_changed"
    INDICATOR_CHANGED = "indicator_changed"


def announce(connection: Connection, topic: Topic, subject: str, now: dt.datetime) -> None:
    """Tell whoever listens, once the caller's transaction is kept."""
    connection.execute(insert(News).values(at=now, topic=topic.value, subject=subject))
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, topic.value)))
