"""The lists of records as one asker may read them. Every page and every relation is audited."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from core.access.roles import Action, Asker, Role
from core.desk.cursors import Cursors
from core.desk.reading import Desk
from core.errors import BadQuestion, Code
from core.filters import check_listed
from core.places import departments, provinces
from core.register import records, relations
from core.register.conditions import Condition
from core.register.kinds import KINDS, Filter, Kind, Test
from core.register.reach import Reach
from core.register.records import Row, Wanted

__all__ = [
    "KINDS",
    "READ",
    "Condition",
    "Kind",
    "Listed",
    "Record",
    "Records",
    "Row",
    "Standing",
    "Wanted",
]

#: What must be allowed to read each kind of record.
READ: Mapping[str, Action] = MappingProxyType({name: Action(f"read_{name}s") for name in KINDS})


@dataclass(slots=True)
class Siblings:
    """Records that were read together, so that what belongs to them is read together too."""

    lists: Records
    kind: Kind
    rows: Sequence[Row]
    _known: dict[str, dict[Any, list[Any]]] = field(default_factory=dict)

    def beside(self, name: str, row: Row) -> list[Record]:
        """The records related to one of them, read for all of them at the first question."""
        relation = relations.RELATIONS[self.kind.name, name]
        if name not in self._known:
            keys = {near for each in self.rows if (near := each[relation.near]) is not None}
            self._known[name] = self.lists.related(relation, keys)
        return self._known[name].get(row[relation.near], [])

    def parts(self, name: str, row: Row) -> list[Row]:
        """The parts of one of them, read for all of them at the first question."""
        if name not in self._known:
            keys = [each[self.kind.key] for each in self.rows]
            self._known[name] = self.lists.parts(self.kind, name, keys)
        return self._known[name].get(row[self.kind.key], [])


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its columns by name, and what belongs to it."""

    kind: Kind
    row: Row
    siblings: Siblings

    def __getitem__(self, name: str) -> Any:
        return self.row[name]

    def beside(self, name: str) -> list[Record]:
        """The records of a relation."""
        return self.siblings.beside(name, self.row)

    def one(self, name: str) -> Record | None:
        """The record of a relation to at most one."""
        return next(iter(self.beside(name)), None)

    def parts(self, name: str) -> list[Row]:
        """The parts of the record."""
        return self.siblings.parts(name, self.row)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a page stands in its list: whether more lie beyond it, and the maker of its cursors."""

    more: bool
    cursors: Cursors
    wanted: Wanted

    @property
    def has_next(self) -> bool:
        """True where more follow."""
        return self.wanted.before is not None if self.wanted.backwards else self.more

    @property
    def has_previous(self) -> bool:
        """True where some come before."""
        return self.more if self.wanted.backwards else self.wanted.after is not None


@dataclass(frozen=True, slots=True)
class Listed(Standing):
    """A page and its records."""

    records: Sequence[Record]


@dataclass(frozen=True, slots=True)
class Records:
    """Every list, for one asker. ``key`` signs cursors."""

    desk: Desk
    key: bytes

    def page(
        self, kind: Kind, wanted: Wanted, after: str | None = None, before: str | None = None
    ) -> Listed:
        """The page after or before a cursor.

        :raises Refused: see :func:`core.access.roles.require`.
        :raises BadQuestion: ``MALFORMED_CURSOR``, or for a value that is in no list.
        """
        cursors, asked = self.opened(kind, wanted, after, before)
        with self.desk.seeing(READ[kind.name]) as act:
            found = records.page(act.connection, kind, asked)
            act.records = len(found.rows)
        return Listed(found.more, cursors, asked, self._together(kind, found.rows))

    def opened(
        self, kind: Kind, wanted: Wanted, after: str | None, before: str | None
    ) -> tuple[Cursors, Wanted]:
        """The page as the register is asked for it, and the maker of its cursors.

        :raises Refused: for a filter that tells of records the asker may not read.
        :raises BadQuestion: as :meth:`page`.
        """
        self._check(kind, wanted)
        cursors = Cursors(self.key, kind, wanted.order, wanted.descending)
        asked = replace(
            wanted,
            after=cursors.opened(after) if after is not None else None,
            before=cursors.opened(before) if before is not None else None,
            reach=self.reach,
        )
        return cursors, asked

    def count(self, kind: Kind, wanted: Wanted) -> int:
        """How many records all pages have together.

        :raises Refused: for whoever may not have exact counts, or not read the records.
        """
        self.desk.require(READ[kind.name])
        with self.desk.seeing(Action.COUNT_RECORDS, kind.name) as act:
            act.records = records.count(act.connection, kind, replace(wanted, reach=self.reach))
        return act.records

    def some(self, kind: Kind, keys: Collection[Any]) -> dict[Any, Record]:
        """The records of these keys that are there and within reach, by key."""
        with self.desk.seeing(READ[kind.name]) as act:
            found = records.some(act.connection, kind, keys, self.reach)
            act.records = len(found)
        return {record[kind.key]: record for record in self._together(kind, found)}

    def told(self, kind: Kind, key: Any) -> Record | None:
        """The record that news names; ``None`` beyond reach, where nothing is told or audited.

        :raises Refused: see :func:`core.access.roles.require`.
        """
        self.desk.require(READ[kind.name])
        with self.desk.register.reading() as connection:
            if not records.some(connection, kind, [key], self.reach):
                return None
        return self.some(kind, [key]).get(key)

    def related(
        self, relation: relations.Relation, keys: Collection[Any]
    ) -> dict[Any, list[Record]]:
        """The records beside some others, by what names those."""
        kind = relation.to
        with self.desk.seeing(READ[kind.name]) as act:
            found = relations.related(act.connection, relation, keys, self.reach)
            rows = [row for group in found.values() for row in group]
            act.records = len(rows)
        together = iter(self._together(kind, rows))
        return {near: [next(together) for _ in group] for near, group in found.items()}

    def parts(self, kind: Kind, name: str, keys: Collection[Any]) -> dict[Any, list[Row]]:
        """The parts of records that were read already; they need no other right."""
        self.desk.require(READ[kind.name])
        with self.desk.register.reading() as connection:
            return relations.parts(connection, kind, name, keys)

    def _together(self, kind: Kind, rows: Sequence[Row]) -> list[Record]:
        siblings = Siblings(self, kind, rows)
        return [Record(kind, row, siblings) for row in rows]

    @property
    def reach(self) -> Reach:
        """How far the asker reaches."""
        return reach_of(self.desk.asker)

    def _check(self, kind: Kind, wanted: Wanted) -> None:
        for condition in wanted.where:
            asked = kind.filters[condition.name]
            if asked.tells_of:
                self.desk.require(READ[asked.tells_of])
            _check_values(asked, condition)


def reach_of(who: Asker) -> Reach:
    """How far somebody reaches, in reading and in writing."""
    places = who.scope.departments if who.scope else frozenset()
    theirs = (who.institution or "") if who.role is Role.RECIPIENT else None
    return Reach(frozenset(places), theirs)


def _check_values(asked: Filter, condition: Condition) -> None:
    for value in condition.chosen:
        if asked.test is Test.PLACE and value not in departments() and value not in provinces():
            raise BadQuestion(Code.UNKNOWN_UBIGEO, field=condition.name, value=str(value))
        if asked.codes is not None:
            check_listed(asked.codes, condition.name, value)
    if condition.first and condition.last and condition.first > condition.last:
        first, last = condition.first.isoformat(), condition.last.isoformat()
        raise BadQuestion(Code.REVERSED_RANGE, first=first, last=last)
