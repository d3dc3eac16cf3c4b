"""Records and what lies beside them, read level by level into columns: one question a level.

What core.desk.records gives record by record, for whoever turns it into text at once. The rights,
the reach and the audit events are the same; they are written down together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.access.roles import Action
from core.desk.cursors import Cursors
from core.desk.reading import Acts, Event
from core.desk.records import KINDS, READ, Records, Standing
from core.register import flat, records
from core.register.flat import Read, Spelled, spelled, spelled_in
from core.register.kinds import Kind
from core.register.records import Wanted
from core.register.relations import RELATIONS, Relation

__all__ = [
    "KINDS",
    "Found",
    "Kind",
    "Level",
    "Page",
    "Read",
    "Sought",
    "Spelled",
    "Wanted",
    "read",
    "relation_of",
    "spelled",
    "spelled_in",
]


def relation_of(kind: Kind, name: str) -> Relation:
    """The relation of this name."""
    return RELATIONS[kind.name, name]


@dataclass(frozen=True, slots=True)
class Level:
    """Which ``columns`` of some records are read, and what lies beside each: by relation, and by
    part with its own columns. A relation's near column is among the columns."""

    kind: Kind
    columns: tuple[str, ...]
    beside: tuple[tuple[str, Level], ...] = ()
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def actions(self) -> Iterator[Action]:
        """What must be allowed to read it."""
        yield READ[self.kind.name]
        for _, further in self.beside:
            yield from further.actions()


@dataclass(frozen=True, slots=True)
class Sought:
    """A page of a list, by its level. ``counted``: how many all pages have is asked, too."""

    level: Level
    counted: bool
    wanted: Wanted
    after: str | None = None
    before: str | None = None

    def actions(self) -> Iterator[Action]:
        """What must be allowed to read it."""
        yield from self.level.actions()
        if self.counted:
            yield Action.COUNT_RECORDS


@dataclass(slots=True)
class Found:
    """The rows of a level, and what was found beside and in them."""

    read: Read
    beside: dict[str, Found] = field(default_factory=dict)
    parts: dict[str, Read] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page(Standing):
    """A page as :class:`core.desk.records.Listed` is one. ``columns``: those of its rows;
    ``count``: how many all pages have, where that was asked."""

    columns: tuple[str, ...]
    found: Found
    count: int | None

    def cursors_of_rows(self) -> list[str]:
        """The cursor of each row; the columns of its order are among those read."""
        told = [self.found.read.told(self.columns.index(name)) for name in self.cursors.names]
        return [self.cursors.named(position) for position in zip(*told, strict=True)]


def read(lists: Records, sought: Sequence[Sought]) -> tuple[list[Page], list[Event]]:
    """The pages sought, all in one view of the register, and what was written down of that.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: as :meth:`core.desk.records.Records.page`.
    """
    opened = [_opened(lists, each) for each in sought]
    with lists.desk.looking() as acts:
        pages = [
            _page(lists, acts, each, cursors, wanted)
            for each, (cursors, wanted) in zip(sought, opened, strict=True)
        ]
    return pages, acts.done


def _opened(lists: Records, sought: Sought) -> tuple[Cursors, Wanted]:
    """The page as the register is asked for it. All that can be refused is refused here, before a
    transaction is open: a refusal is written down in one of its own."""
    for action in sought.actions():
        lists.desk.require(action)
    return lists.opened(sought.level.kind, sought.wanted, sought.after, sought.before)


def _page(lists: Records, acts: Acts, sought: Sought, cursors: Cursors, wanted: Wanted) -> Page:
    level, kind = sought.level, sought.level.kind
    rows, more = flat.page(acts.connection, kind, level.columns, wanted)
    acts.did(READ[kind.name], len(rows))
    found = _filled(lists, acts, level, rows)
    count = None
    if sought.counted:
        count = records.count(acts.connection, kind, wanted)
        acts.did(Action.COUNT_RECORDS, count, kind.name)
    return Page(more, cursors, wanted, level.columns, found, count)


def _filled(lists: Records, acts: Acts, level: Level, rows: Read) -> Found:
    """The rows of a level with all that lies beside them."""
    found = Found(rows)
    if not len(rows):
        return found
    for name, further in level.beside:
        relation = relation_of(level.kind, name)
        at = level.columns.index(relation.near)
        keys = [key for key in rows.columns[at] if key is not None]
        there = flat.related(acts.connection, relation, further.columns, keys, lists.reach)
        acts.did(READ[relation.to.name], len(there))
        found.beside[name] = _filled(lists, acts, further, there)
    at = level.columns.index(level.kind.key) if level.parts else 0
    for name, columns in level.parts:
        owners = rows.columns[at]
        found.parts[name] = flat.parts(acts.connection, level.kind, name, columns, owners)
    return found
