"""News is told once each, to whoever was there, whatever happens to numbers and connections."""

from __future__ import annotations

import datetime as dt
import queue

import pytest
import sqlalchemy as sa

from core.bulletin.shelf import Shelf
from core.desk.broadcast import Broadcast
from core.register.acts import News
from core.register.columns import columns_of
from core.register.news import KEPT, Item, Reader, Topic, announce, newest

PATIENCE = 20
LISTENERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE starts_with(query, 'LISTEN')"
)


def say(register, subject: str, now: dt.datetime) -> None:
    with register.writing() as connection:
        announce(connection, Topic.CALL_RECEIVED, subject, now)


def item(subject: str) -> Item:
    return Item(Topic.CALL_RECEIVED.value, subject)


def test_a_reader_gets_what_is_kept_after_it_began_once_each(register, clock):
    say(register, "before", clock())
    reader = Reader(register)
    say(register, "first", clock())
    say(register, "second", clock())
    assert reader.fresh() == [item("first"), item("second")]
    assert reader.fresh() == []


def test_the_newest_number_grows_with_every_act_that_is_kept(register, clock):
    assert newest(register) == 0
    seen = []
    for subject in ("one", "two"):
        say(register, subject, clock())
        seen.append(newest(register))
    with register.engine.connect() as connection:
        announce(connection, Topic.CALL_RECEIVED, "never", clock())
        connection.rollback()
    assert [*seen, newest(register)] == [1, 2, 2]


def test_there_is_no_news_of_what_was_taken_back(register, clock):
    reader = Reader(register)
    with register.engine.connect() as connection:
        announce(connection, Topic.CALL_RECEIVED, "never", clock())
        connection.rollback()
    say(register, "kept", clock())
    assert reader.fresh() == [item("kept")]


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_who_was_kept_later_under_a_lower_number_is_not_missed(register, clock):
    with register.engine.connect() as before, register.engine.connect() as then:
        announce(before, Topic.CALL_RECEIVED, "began before the reader", clock())
        say(register, "seen before", clock())
        reader = Reader(register)
        announce(then, Topic.CALL_RECEIVED, "slow", clock())
        say(register, "fast", clock())
        assert reader.fresh() == [item("fast")]
        then.commit()
        before.commit()
        assert reader.fresh() == [item("began before the reader"), item("slow")]
        assert reader.fresh() == []


def test_old_news_is_forgotten_but_never_the_newest(register, clock):
    say(register, "first", clock())
    say(register, "second", clock())
    reader = Reader(register)
    clock.forward(days=KEPT.days + 1)
    say(register, "third", clock())
    news = columns_of(News)
    with register.reading() as connection:
        kept = connection.execute(sa.select(news.subject).order_by(news.number)).scalars().all()
    assert kept == ["second", "third"]
    assert reader.fresh() == [item("third")]


def test_a_broadcast_goes_on_after_its_connection_was_cut(register, clock, tmp_path):
    broadcast, heard = Broadcast(register, Shelf(tmp_path / "none")), queue.Queue()
    broadcast.join(heard.put)
    try:
        say(register, "first", clock())
        assert heard.get(timeout=PATIENCE) == item("first")
        if register.engine.dialect.name == "postgresql":
            with register.writing() as connection:
                connection.exec_driver_sql(LISTENERS)
        say(register, "second", clock())
        assert heard.get(timeout=PATIENCE) == item("second")
    finally:
        broadcast.close()
    say(register, "third", clock())
    assert heard.empty()
