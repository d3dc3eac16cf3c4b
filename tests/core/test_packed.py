"""Rows that SQLite packs into one text are the rows its driver would hand over one by one."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.register.database import Register
from core.register.packed import packed, packs, unpacked
from core.register.statements import asked, asked_once

THINGS = sa.table(
    "thing",
    sa.column("at", sa.Integer),
    sa.column("text", sa.String),
    sa.column("truth", sa.Boolean),
    sa.column("share", sa.Float),
)
TEXTS = ["", '"', "\\", "\n\t\x01\x7f", "ñandú", "𐀀", "{}", "[1]", "null", "a\x00b", None]


def filled(url: str) -> Register:
    register = Register(url)
    with register.noting() as connection:
        connection.execute(
            sa.text("CREATE TABLE thing (at INTEGER, text TEXT, truth BOOLEAN, share FLOAT)")
        )
        rows = [(2**62 - n, text, n % 2 == 0, 0.1 + 0.2) for n, text in enumerate(TEXTS)]
        names = ("at", "text", "truth", "share")
        connection.execute(sa.insert(THINGS), [dict(zip(names, row, strict=True)) for row in rows])
    return register


def test_every_value_and_the_order_are_kept(tmp_path):
    register = filled(f"sqlite:///{tmp_path / 'things'}")
    question = sa.select(THINGS.c.at, THINGS.c.text, THINGS.c.truth).order_by(THINGS.c.at)
    with register.reading() as connection:
        plain = connection.exec_driver_sql(str(question.compile(connection))).all()
        for backwards in (question, question.order_by(None).order_by(THINGS.c.at.desc())):
            read = asked_once(connection, backwards)
            assert list(zip(*read.columns, strict=True)) == plain
            shaped = asked(connection, str(backwards), lambda q=backwards: q, ())
            assert shaped.columns == read.columns
            plain.reverse()
    assert len(plain) == len(TEXTS)
    assert read.told(2) == [True, False] * 5 + [True]
    register.close()


def test_rows_come_in_one(tmp_path):
    register = filled(f"sqlite:///{tmp_path / 'things'}")
    with register.reading() as connection:
        told = connection.execute(packed(sa.select(THINGS.c.text))).all()
        assert len(told) == 1
        (texts,) = unpacked(told[0][0])
        assert sorted(text or "" for text in texts) == sorted(text or "" for text in TEXTS)
        none = connection.execute(packed(sa.select(THINGS.c.text).where(sa.false()))).scalar_one()
        assert unpacked(none) == [[]]
    register.close()


def test_numbers_keep_all_their_digits(tmp_path):
    question = sa.select(THINGS.c.share)
    assert not packs(question, sqlite.dialect())
    register = filled(f"sqlite:///{tmp_path / 'things'}")
    with register.reading() as connection:
        assert set(asked_once(connection, question).columns[0]) == {0.1 + 0.2}
    register.close()


def test_what_a_function_cannot_take_and_what_needs_no_packing_is_not_packed():
    many = sa.select(*(THINGS.c.at.label(f"at{n}") for n in range(101)))
    assert not packs(many, sqlite.dialect())
    assert not packs(sa.select(THINGS.c.at), postgresql.dialect())
