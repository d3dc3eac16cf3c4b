"""Fields of records, declared in one line each: a column, a code, a place, parts, relations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import strawberry

import api.types.figures  # noqa: F401 (it tells Strawberry the enums of the core)
from api.policy import DECLARED, Declared, Stands, guarded, of_source, plain
from api.types.places import Department, Term
from core.access.roles import Action
from core.bulletin.figures import Bound
from core.places import departments
from core.vocabulary import CodeList, Provenance


def _department(code: str | None) -> Department | None:
    known = departments().get(code or "")
    return Department.of(known) if known else None


def _term(codes: CodeList) -> Callable[[str | None], Term | None]:
    return lambda code: None if code is None else Term.of(codes[code])


class Fields:
    """The fields of one kind of record, all guarded alike unless they say otherwise."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def column(self, description: str, column: str = "") -> Any:
        """A column of the record's own row; by default the one of the field's own name."""
        if not column:
            return plain(self._declared(Stands.COLUMN, ""), description)

        def value(root: Any) -> Any:
            return of_source(root, column)

        return self._resolved(Stands.COLUMN, column, description, value)

    def provenance(self) -> Any:
        """Where the record comes from; said of every record."""
        told = "SYNTHETIC: generated; RECORDED: entered by people on duty."
        return self._made(Stands.COLUMN, "provenance", told, Provenance)

    def bound(self, column: str) -> Any:
        """How a number beside this field is meant."""
        return self._made(Stands.COLUMN, column, "Exact, at least, or about.", Bound)

    def coded(self, codes: CodeList, column: str, description: str) -> Any:
        """The term of a code the row holds."""
        return self._made(Stands.CODED, column, description, _term(codes))

    def place(self, column: str, description: str) -> Any:
        """The department of a code the row holds; null where that is abroad or unknown."""
        return self._made(Stands.PLACE, column, description, _department)

    def parts(self, name: str, description: str) -> Any:
        """The rows a record consists of."""

        def parts(root: Any) -> Any:
            return root.parts(name)

        return self._resolved(Stands.PART, name, description, parts)

    def codes(self, codes: CodeList, name: str, column: str, description: str) -> Any:
        """The terms of the codes among a record's parts."""
        return self._each(name, column, description, _term(codes))

    def values(self, name: str, column: str, description: str) -> Any:
        """One column of a record's parts."""
        return self._each(name, column, description)

    def made_of(self, name: str, description: str, make: Callable[[Any], Any]) -> Any:
        """What is made of a record's parts, for whoever may see them."""

        def made(root: Any) -> Any:
            return make(root.parts(name))

        declared = Declared(Stands.PART, name, self.action, made=make)
        return _field(declared, description, made)

    def one(self, name: str, action: Action, description: str) -> Any:
        """The record beside this one; null where there is none, or the asker may not see it."""

        def one(root: Any) -> Any:
            return root.one(name)

        return guarded(Declared(Stands.RELATION, name, action), description)(one)

    def many(self, name: str, action: Action, description: str) -> Any:
        """The records beside this one; null where the asker may not see them."""

        def many(root: Any) -> Any:
            return root.beside(name)

        return guarded(Declared(Stands.RELATION, name, action), description)(many)

    def _declared(self, stands: Stands, name: str) -> Declared:
        return Declared(stands, name, self.action)

    def _resolved(self, stands: Stands, name: str, description: str, resolver: Any) -> Any:
        return _field(self._declared(stands, name), description, resolver)

    def _made(
        self, stands: Stands, column: str, description: str, made: Callable[[Any], Any]
    ) -> Any:
        """What is made of a column's value."""

        def value(root: Any) -> Any:
            return made(of_source(root, column))

        return _field(Declared(stands, column, self.action, made=made), description, value)

    def _each(
        self, name: str, column: str, description: str, made: Callable[[Any], Any] | None = None
    ) -> Any:
        """A column of each of a record's parts, or what is made of it."""

        def each(root: Any) -> Any:
            values = [part[column] for part in root.parts(name)]
            return [made(value) for value in values] if made else values

        return _field(Declared(Stands.PART, name, self.action, column, made), description, each)


def _field(declared: Declared, description: str, resolver: Any) -> Any:
    return strawberry.field(
        resolver=resolver, description=description, metadata={DECLARED: declared}
    )
