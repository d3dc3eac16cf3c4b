"""Documents as nobody would write them, each told by its seed: the same seed, the same document."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from api.schema import EXECUTABLE
from core.register.kinds import KINDS

DEEPEST, WIDEST = 5, 7
LISTS = ("calls", "cases", "victims", "routes", "referrals", "institutions", "trainings")
LISTS = (*LISTS, "campaigns")
SELDOM = ("node", "nodes", "rateLimit", "plan", "documents", "__schema")
_PAGED = ("edges", "nodes", "pageInfo", "totalCount")
_CODES = {
    name: tuple(filter_.codes.terms)
    for kind in KINDS.values()
    for name, filter_ in kind.filters.items()
    if filter_.codes
}
_WORDS: dict[str, tuple[Any, ...]] = {
    "ubigeo": ("17", "15", "1701", "99", "170"),
    "from": ("2009", "2010-01-01", "2012-06-30", "nonsense"),
    "to": ("2011", "2012-12-31", "2013-06-30"),
    "first": (1, 2, 3, 5, 20, 50, 100, 1, 2, 3, 7, 12, 20, None, 101),
    "last": (1, 2, 4, 7, 30, 100, 0),
}


@dataclass
class Author:
    """Writes one document. ``known``: ids and cursors that exist, by the field they are for."""

    random: Random
    known: dict[str, tuple[str, ...]]
    declared: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    numbers: int = 0

    def document(self) -> tuple[str, dict[str, Any]]:
        """Its text and variables."""
        assert EXECUTABLE.query_type is not None
        fields = EXECUTABLE.query_type.fields
        roots = self.random.choices(LISTS, k=self.random.choice((1, 1, 1, 2, 3)))
        if self._seldom(4):
            steady = [name for name in fields if name not in LISTS and name not in SELDOM]
            roots.append(self.random.choice(steady))
        if self._seldom(40):
            roots.append(self.random.choice([name for name in SELDOM if name in fields]))
        asked = [self._field(EXECUTABLE.query_type, name, 0) for name in roots]
        if self._seldom(10):
            asked.append("__typename")
        declared = f"({', '.join(self.declared)})" if self.declared else ""
        text = " ".join((f"query Q{declared} {{ {' '.join(asked)} }}", *self.fragments))
        return text, self.variables

    def _seldom(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def _fresh(self, letter: str) -> str:
        self.numbers += 1
        return f"{letter}{self.numbers}"

    def _selection(self, type_: Any, depth: int) -> str:
        names = self._names(type_, depth)
        asked = [self._selected(type_, name, depth) for name in names]
        if self._seldom(8) or not asked:
            asked.append("__typename")
        return "{ " + " ".join(asked) + " }"

    def _names(self, type_: Any, depth: int) -> list[str]:
        """Fields to ask for, some twice; near the bottom only those without further ones."""
        fits = [
            name
            for name, field_ in type_.fields.items()
            if depth < DEEPEST or is_leaf_type(get_named_type(field_.type))
        ]
        if "pageInfo" in type_.fields:
            return self.random.sample(_PAGED, k=self.random.choice((1, 1, 2, 3)))
        most = WIDEST - depth if depth > 2 else WIDEST
        return self.random.choices(fits, k=self.random.randint(1, max(2, most))) if fits else []

    def _selected(self, type_: Any, name: str, depth: int) -> str:
        """A field, now and then within a fragment."""
        on = type_
        if self._seldom(4) and isinstance(type_, GraphQLObjectType) and type_.interfaces:
            on = self.random.choice((type_, *type_.interfaces))
        told = self._field(on, name if name in on.fields else "id", depth)
        if self._seldom(12):
            return f"... on {on.name}{self._directive()} {{ {told} }}"
        if self._seldom(14):
            fragment = self._fresh("F")
            self.fragments.append(f"fragment {fragment} on {on.name} {{ {told} }}")
            return f"...{fragment}{self._directive()} ...{fragment}"
        return told

    def _field(self, type_: Any, name: str, depth: int) -> str:
        if name == "__schema":
            return "__schema { queryType { name } }"
        field_: GraphQLField = type_.fields[name]
        given = self._arguments(field_.args, name)
        alias = f"{self._fresh('a')}: " if given or self._seldom(6) else ""
        named = get_named_type(field_.type)
        further = "" if is_leaf_type(named) else " " + self._selection(named, depth + 1)
        return f"{alias}{name}{given}{self._directive()}{further}"

    def _directive(self) -> str:
        if not self._seldom(14):
            return ""
        truth = self.random.choice((True, False))
        told = json.dumps(truth)
        if self._seldom(2):
            name = self._fresh("v")
            self.declared.append(f"${name}: Boolean!")
            self.variables[name] = truth
            told = f"${name}"
        return f" @{self.random.choice(('skip', 'include'))}(if: {told})"

    def _arguments(self, arguments: dict[str, GraphQLArgument], of: str) -> str:
        told = []
        end = "last" if self._seldom(5) else "first"
        left_out = {"first", "last", "before" if end == "first" else "after"} - {end}
        for name, argument in arguments.items():
            if name in left_out and not self._seldom(50):
                continue
            needed = is_required_argument(argument)
            if needed or self._seldom(3) or name == end:
                told.append(f"{name}: {self._given(argument.type, name, of)}")
        return f"({', '.join(told)})" if told else ""

    def _given(self, type_: Any, name: str, of: str) -> str:
        """A value, written down or handed over beside the document."""
        value = self._value(type_, name, of)
        if not self._seldom(3):
            return _literal(value, type_)
        variable = self._fresh("v")
        self.declared.append(f"${variable}: {type_}")
        self.variables[variable] = value
        return f"${variable}"

    def _value(self, type_: Any, name: str, of: str) -> Any:
        if isinstance(type_, GraphQLNonNull):
            value = self._value(type_.of_type, name, of)
            return value if value is not None else self._plain(get_named_type(type_).name)
        if isinstance(type_, GraphQLList):
            many = self.random.randint(0, 3)
            return [self._value(type_.of_type, name, of) for _ in range(many)]
        if isinstance(type_, GraphQLEnumType):
            return self.random.choice(list(type_.values))
        if isinstance(type_, GraphQLInputObjectType):
            return self._input(type_, name, of)
        pool = self._pool(type_.name, name, of)
        return self.random.choice(pool) if pool else self._plain(type_.name)

    def _input(self, type_: GraphQLInputObjectType, name: str, of: str) -> dict[str, Any]:
        some = self.random.sample(list(type_.fields), k=min(len(type_.fields), 2))
        needed = [n for n, f in type_.fields.items() if isinstance(f.type, GraphQLNonNull)]
        return {
            each: self._value(
                type_.fields[each].type, name if each in ("equals", "oneOf") else each, of
            )
            for each in dict.fromkeys((*needed, *some))
        }

    def _pool(self, scalar: str, name: str, of: str) -> tuple[Any, ...]:
        if scalar == "Date":
            return ("2009-03-01", "2010-06-30", "2012-01-01", "2013-12-31")
        known = self.known.get(f"{of}.{name}") or self.known.get(name)
        if known:
            return known
        snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
        if snake in _CODES:
            return tuple(term.code for term in self.random.sample(_CODES[snake], k=1))
        return _WORDS.get(name, ())

    def _plain(self, scalar: str) -> Any:
        words = {"Int": 3, "Float": 1.5, "Boolean": True, "Date": "2010-01-01"}
        return words.get(scalar, "17")


def _literal(value: Any, type_: Any) -> str:
    """A value as documents spell it."""
    if value is None:
        return "null"
    if isinstance(type_, GraphQLNonNull):
        return _literal(value, type_.of_type)
    if isinstance(type_, GraphQLList):
        return f"[{', '.join(_literal(each, type_.of_type) for each in value)}]"
    if isinstance(type_, GraphQLInputObjectType):
        fields = (f"{name}: {_literal(v, type_.fields[name].type)}" for name, v in value.items())
        return f"{{{', '.join(fields)}}}"
    return str(value) if isinstance(type_, GraphQLEnumType) else json.dumps(value)
