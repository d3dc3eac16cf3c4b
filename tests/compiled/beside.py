"""Documents answered compiled and by the reference: the same bytes, the same rows of the audit.

``python -m tests.compiled.beside 10000`` compares as many on both engines and tells the seed of
any difference; ``... 1 SEED`` asks for one again.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from api.compiled.answering import answered
from api.execution import Asked, Prepared, Unfit, bytes_of, prepared, run
from app import clock
from app.house import House
from app.progress import told_steps
from core.access import tokens
from core.access.roles import Role
from core.access.tokens import Wish
from core.desk.visit import Visit
from core.register.accounts import AuditEvent
from core.register.columns import columns_of
from core.register.database import Register
from core.register.tokens import add_agreement
from tests.acts import OURS, there
from tests.compiled.author import LISTS, Author
from tests.factories import SMALL, house_in
from tests.postgres import start_server

AUDIT = columns_of(AuditEvent)
_TOLD = (AUDIT.actor, AUDIT.role, AUDIT.action, AUDIT.subject, AUDIT.records, AUDIT.allowed)

_AGREEMENT = "NARROW"
_LOST = (
    "DELETE FROM route WHERE code IN (SELECT code FROM route ORDER BY code LIMIT 40)",
    "DELETE FROM institution WHERE acronym = 'PNP'",
    "DELETE FROM victim_citizenship",
)


@dataclass
class Beside:
    """A house, and everybody who asks in it."""

    house: House
    tokens: dict[Role, str] = field(default_factory=dict)
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)

    def compare(self, seed: int) -> None:
        """One document, asked by somebody. :raises AssertionError: with the seed."""
        random = Random(seed)
        role = random.choice((*self.tokens, Role.PUBLIC, *[Role.CASE_WORKER] * 12))
        text, variables = Author(random, self.known).document()
        try:
            ready = prepared(Asked(text, variables=variables), self.visit(role))
        except Unfit as unfit:
            self._check_refused(unfit, seed, text)
            return
        here, written = self._compiled(ready, role)
        if here is None:
            self.met["left to the reference"] += 1
            return
        self.met["compiled"] += 1
        there, expected = self._of_reference(ready, role)
        assert here == there, (seed, role, text, variables, *_apart(here, there))
        assert sorted(written) == sorted(expected), (seed, role, text, written, expected)

    def _check_refused(self, unfit: Unfit, seed: int, text: str) -> None:
        """Documents may cost too much, or ask strangers to sign in; any other fault is ours."""
        code = unfit.outcome.told["errors"][0]["extensions"]["code"]
        assert code in ("TOO_COMPLEX", "UNAUTHENTICATED"), (seed, text, unfit.outcome)
        self.met["refused before"] += 1

    def visit(self, role: Role) -> Visit:
        """A visit of somebody of this role."""
        return self.house.visit(None, self.tokens.get(role), "127.0.0.1", used=False)

    def _compiled(self, ready: Prepared, role: Role) -> tuple[bytes | None, list[Any]]:
        begun = self._last()
        outcome = answered(ready, self.visit(role))
        return outcome and bytes_of(outcome), self._since(begun)

    def _of_reference(self, ready: Prepared, role: Role) -> tuple[bytes, list[Any]]:
        begun = self._last()
        return bytes_of(run(ready, self.visit(role))), self._since(begun)

    def _last(self) -> int:
        assert self.house.register is not None
        with self.house.register.reading() as connection:
            return int(connection.execute(sa.select(sa.func.max(AUDIT.number))).scalar_one() or 0)

    def _since(self, number: int) -> list[Any]:
        assert self.house.register is not None
        with self.house.register.reading() as connection:
            question = sa.select(*_TOLD).where(AUDIT.number > number)
            return [tuple(row) for row in connection.execute(question)]


def _apart(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    """Where two answers part."""
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return one[max(0, at - 80) : at + 80], other[max(0, at - 80) : at + 80]


@contextmanager
def beside(folder: Path, url: str | None = None) -> Iterator[Beside]:
    """A small house with a token for each role, and with rows that are missing."""
    house = house_in(folder, url, size=SMALL)
    there(house)
    found = Beside(house)
    register = house.register
    assert register is not None
    _agree(register)
    for role in Role:
        if role is not Role.PUBLIC:
            agreement = _AGREEMENT if role is Role.PARTNER else None
            wish = Wish(role, 1, agreement, institution=OURS)
            found.tokens[role] = tokens.create(register, wish, clock.now)
    _know(found)
    _lose(register, None if url else folder / "register" / "register.sqlite")
    yield found
    register.close()


def _agree(register: Register) -> None:
    today = clock.now().date()
    with register.writing() as connection:
        add_agreement(
            connection,
            code=_AGREEMENT,
            partner="CHS",
            purpose="test",
            departments="17,08",
            dimensions="department,industry",
            k=7,
            starts_on=today,
            ends_on=today + dt.timedelta(days=30),
            signed_hash="0" * 64,
        )


def _lose(register: Register, file: Path | None) -> None:
    """Rows that others point to, as they would be missing from a damaged register."""
    if file is not None:
        with closing(sqlite3.connect(file)) as connection, connection:
            for lost in _LOST:
                connection.execute(lost)
        return
    with register.writing() as connection:
        for lost in ("SET LOCAL session_replication_role = replica", *_LOST):
            connection.exec_driver_sql(lost)


def _know(found: Beside) -> None:
    """Ids and cursors that exist."""
    for name in LISTS:
        text = f"{{ {name}(first: 5) {{ edges {{ cursor node {{ id }} }} }} }}"
        visit = found.visit(Role.CASE_WORKER)
        edges = run(prepared(Asked(text), visit), visit).told["data"][name]["edges"]
        cursors = (*(edge["cursor"] for edge in edges), "none")
        found.known |= {f"{name}.after": cursors, f"{name}.before": cursors}
        singular = name.removesuffix("s")
        found.known[singular] = tuple(edge["node"]["id"] for edge in edges) or ("none",)


def main(many: int, first: int) -> None:
    """Compare ``many`` documents on each engine."""
    for engine in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, _house(Path(folder), engine) as found:
            with told_steps() as told:
                for number in range(many):
                    found.compare(first + number)
                    told(engine, number + 1, many)
            print(engine, dict(found.met))


@contextmanager
def _house(folder: Path, engine: str) -> Iterator[Beside]:
    if engine == "SQLite":
        with beside(folder / "house") as found:
            yield found
        return
    with (
        start_server(folder) as server,
        server.database() as url,
        beside(folder / "house", url) as found,
    ):
        yield found


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
