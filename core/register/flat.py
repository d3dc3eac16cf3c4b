"""The rows of core.register.records and relations, for whoever turns them into text at once,
thousands at a time: only the columns that are asked for, as core.register.spelled tells them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import count, islice
from typing import Any

from sqlalchemy import ARRAY, Connection, Select, any_, literal, select

from core.register.conditions import Condition, column_of
from core.register.kinds import Kind, Test
from core.register.reach import Reach, within
from core.register.records import Wanted, question_of
from core.register.relations import PARTS, Relation
from core.register.spelled import Spelled, spelled_as
from core.register.statements import Driven, Raw, Read, Slot, asked, asked_once

__all__ = ["Read", "Spelled", "page", "parts", "related", "spelled", "spelled_in"]


def spelled(kind: Kind, name: str) -> Spelled:
    """What a column of a kind of record is. :raises KeyError: for one that may not leave."""
    return spelled_as(_shown(kind)[name].type)


def spelled_in(kind: Kind, part: str, name: str) -> Spelled:
    """What a column of a part of a kind of record is."""
    return spelled_as(_part_columns(kind, part)[name].type)


def _shown(kind: Kind) -> dict[str, Any]:
    return {column.name: column for column in kind.shown}


def _part_columns(kind: Kind, part: str) -> dict[str, Any]:
    question, _ = PARTS[kind.name, part]
    return {column.name: column for column in question.selected_columns}


def page(
    connection: Connection, kind: Kind, names: tuple[str, ...], wanted: Wanted
) -> tuple[Read, bool]:
    """The page wanted, and whether more lie beyond it (see core.register.records.page)."""

    def question(wanted: Wanted) -> Select[Any]:
        shown = _shown(kind)
        return question_of([shown[name] for name in names], kind, wanted)

    if all(kind.filters[each.name].test in _CHOOSES for each in wanted.where):
        key = "page", kind.name, names, *_key_of(wanted)
        found = asked(connection, key, lambda: question(_shape_of(kind, wanted)), _values(wanted))
    else:
        found = asked_once(connection, question(wanted))
    kept, more = found.only(slice(wanted.limit)), len(found) > wanted.limit
    return kept.only(slice(None, None, -1)) if wanted.backwards else kept, more


#: Tests whose values are all compared alike; what the others ask depends on the value.
_CHOOSES = frozenset({Test.CODE, Test.KEY})


def _values(wanted: Wanted) -> Raw:
    """Where a page begins and ends, and what is chosen: what pages of one shape differ in."""
    chosen = (value for each in wanted.where for value in each.chosen)
    return (*(wanted.after or ()), *(wanted.before or ()), *chosen)


def _key_of(wanted: Wanted) -> tuple[Hashable, ...]:
    """What pages of one shape have in common."""
    ends = len(wanted.after or ()), len(wanted.before or ())
    counts = tuple((each.name, len(each.chosen)) for each in wanted.where)
    return replace(wanted, after=None, before=None, where=()), ends, counts


def _shape_of(kind: Kind, wanted: Wanted) -> Wanted:
    """The page with slots in place of its values, in their order."""
    slots = map(Slot, count())

    def in_slots(condition: Condition) -> Condition:
        type_ = column_of(kind, kind.filters[condition.name]).type
        return replace(
            condition, chosen=tuple(literal(next(slots), type_) for _ in condition.chosen)
        )

    return replace(
        wanted,
        after=wanted.after and tuple(islice(slots, len(wanted.after))),
        before=wanted.before and tuple(islice(slots, len(wanted.before))),
        where=tuple(in_slots(each) for each in wanted.where),
    )


def related(
    connection: Connection,
    relation: Relation,
    names: tuple[str, ...],
    keys: Iterable[Any],
    reach: Reach,
) -> Read:
    """The records beside some others; the last column is what names those."""
    given = _padded(connection, keys)

    def question() -> Select[Any]:
        shown, far = _shown(relation.to), relation.to.column(relation.far)
        asked = select(*(shown[name] for name in names), far.label("_far"))
        asked = asked.where(_among(connection, far, given))
        return within(asked.order_by(relation.to.column(relation.to.key)), relation.to, reach)

    key = ("related", relation.to.name, relation.far, names, reach, len(given))
    return asked(connection, key, question, given)


def parts(
    connection: Connection, kind: Kind, part: str, names: tuple[str, ...], keys: Iterable[Any]
) -> Read:
    """The parts of some records; the last column is the key of whose they are."""
    given = _padded(connection, keys)

    def question() -> Select[Any]:
        (whole, owner), known = PARTS[kind.name, part], _part_columns(kind, part)
        asked = whole.with_only_columns(*(known[name] for name in names), owner.label("_owner"))
        return asked.where(_among(connection, owner, given))

    return asked(connection, ("parts", kind.name, part, names, len(given)), question, given)


def _among(connection: Connection, column: Any, given: Sequence[Any]) -> Any:
    """One of some keys, which are given when the question is asked."""
    if connection.dialect.name == "postgresql":
        return column == any_(literal(Slot(0), ARRAY(column.type)))
    return column.in_([literal(Slot(at), Driven()) for at in range(len(given))])


def _padded(connection: Connection, keys: Iterable[Any]) -> list[Any]:
    """Keys as they are given to :func:`_among`: one list, or as many values as one of few shapes
    of the question has room for."""
    given = list(dict.fromkeys(keys))
    if connection.dialect.name == "postgresql":
        return [given]
    room = 1 << max(0, len(given) - 1).bit_length()
    return given + given[-1:] * (room - len(given))
