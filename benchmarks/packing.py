"""SQLite's rows one by one and packed by columns in one text, read by one thread and by several."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection, select

from app.house import House
from benchmarks.measuring import Line, paired_ratio, timed
from core.register.columns import columns_of
from core.register.packed import packed, unpacked
from core.register.routes import Leg

THREADS, PAGES, ROUNDS = (1, 4), 120, 7
_ROWS = 200

Page = Callable[[PoolProxiedConnection], Any]


def packing(house: House) -> Iterator[Line]:
    """Milliseconds a page, and what packing saves."""
    engine = house.the_register().engine
    if engine.dialect.name != "sqlite":
        return
    question = select(*columns_of(Leg)).limit(_ROWS)
    plain = str(question.compile(engine, compile_kwargs={"literal_binds": True}))
    in_one = str(packed(question).compile(engine, compile_kwargs={"literal_binds": True}))

    def rows(connection: PoolProxiedConnection) -> Any:
        return connection.cursor().execute(plain).fetchall()

    def text(connection: PoolProxiedConnection) -> Any:
        found: Any = connection.cursor().execute(in_one)
        return unpacked(found.fetchone()[0])

    for threads in THREADS:
        runs = [
            (_per_page(engine, rows, threads), _per_page(engine, text, threads))
            for _ in range(ROUNDS)
        ]
        one_by_one, in_text = [a for a, _ in runs], [b for _, b in runs]
        name = f"{_ROWS} rows, {threads} thread" + "s" * (threads > 1)
        yield Line(f"{name}, one by one", median(one_by_one), "ms", "", one_by_one)
        yield Line(f"{name}, in one text", median(in_text), "ms", "", in_text)
        ratio, raw = paired_ratio(one_by_one, in_text)
        yield Line("    saved", ratio, "x", "", raw)


def _per_page(engine: Engine, page: Page, threads: int) -> float:
    """Milliseconds a page, whoever reads it, while all read."""

    def reading() -> None:
        connection = engine.raw_connection()
        try:
            for _ in range(PAGES):
                page(connection)
        finally:
            connection.close()

    def all_reading() -> None:
        readers = [threading.Thread(target=reading) for _ in range(threads)]
        for each in readers:
            each.start()
        for each in readers:
            each.join()

    return timed(all_reading) * 1000 / (PAGES * threads)
