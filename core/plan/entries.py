"""Reading one TOML file of a plan, so that whatever is wrong names its file and its line."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from core.vocabulary import Term

_LANGUAGES = ("es", "en", "fr")
_LONGEST = 1_000
_HEAD = re.compile(r"\s*\[\[?\s*(?P<name>[^\]]+?)\s*\]\]?")
_KEY = re.compile(r"\s*(?P<name>[\w.\"-]+)\s*=")
_AT_LINE = re.compile(r"line (\d+)")

Choice = TypeVar("Choice", bound=StrEnum)


class WrongDefinition(ValueError):
    """A file of a plan is wrong: one sentence with its name and the line."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}")
        self.file = file
        self.line = line


@dataclass(slots=True)
class Entry:
    """One table of a file. Every key that is read is remembered: the rest is not known.

    ``at``: where the table stands in its file, as the names that lead to it.
    """

    file: str
    text: str
    table: dict[str, Any]
    at: tuple[str, ...] = ()
    _read: set[str] = field(default_factory=set)

    def wrong(self, key: str, why: str) -> WrongDefinition:
        """The error of a key (the table itself, where it is missing)."""
        return WrongDefinition(self.file, _line(self.text, (*self.at, key)), why)

    def has(self, key: str) -> bool:
        """True where the key is given."""
        self._read.add(key)
        return key in self.table

    def text_of(self, key: str, default: str | None = None) -> str:
        """A text that says something."""
        value = self._given(key, str, "a text", default)
        if default is None and not value.strip():
            raise self.wrong(key, f"“{key}” is empty")
        if len(value) > _LONGEST:
            raise self.wrong(key, f"“{key}” is longer than {_LONGEST} characters")
        return str(value)

    def words(self, key: str, code: str = "") -> Term:
        """A text in every language of the house."""
        inner = self.inner(key)
        found = Term(code, *(inner.text_of(language) for language in _LANGUAGES))
        inner.finish()
        return found

    def number(self, key: str, default: float | None = None) -> float:
        """A number, whole or not; never infinite."""
        value = self._given(key, (int, float), "a number", default)
        if isinstance(value, bool) or not abs(value) < 1e15:
            raise self.wrong(key, f"“{key}” must be a number")
        return float(value)

    def whole(self, key: str, default: int | None = None, least: int = 0) -> int:
        """A whole number, ``least`` or more."""
        value = self._given(key, int, "a whole number", default)
        if isinstance(value, bool) or value < least:
            raise self.wrong(key, f"“{key}” must be a whole number, {least} or more")
        return int(value)

    def yes(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._given(key, bool, "true or false", default))

    def day(self, key: str) -> dt.date:
        """A day."""
        value = self._given(key, dt.date, "a day such as 2013-12-31", None)
        if isinstance(value, dt.datetime):
            raise self.wrong(key, f"“{key}” must be a day, without an hour")
        assert isinstance(value, dt.date)
        return value

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """One of the values of a kind."""
        return self.one_of(key, self.text_of(key), kind)

    def one_of(self, key: str, value: str, kind: type[Choice]) -> Choice:
        """The choice a value stands for, for the key that gives it."""
        try:
            return kind(value)
        except ValueError:
            known = ", ".join(kind)
            raise self.wrong(key, f"unknown {key} “{value}”; one of: {known}") from None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty if nothing is said."""
        value = self._given(key, list, "a list of texts", [])
        if not all(isinstance(each, str) and each for each in value):
            raise self.wrong(key, f"“{key}” must be a list of texts")
        return tuple(value)

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers."""
        value = self._given(key, list, "a list of numbers", None)
        if not all(isinstance(each, int | float) for each in value):
            raise self.wrong(key, f"“{key}” must be a list of numbers")
        return tuple(float(each) for each in value)

    def inner(self, key: str) -> Entry:
        """A table in this one."""
        value = self._given(key, dict, "a table", None)
        return Entry(self.file, self.text, value, (*self.at, key))

    def each(self, key: str) -> Iterator[Entry]:
        """The tables of an array; none if nothing is said."""
        value = self._given(key, list, "an array of tables", [])
        for number, table in enumerate(value):
            if not isinstance(table, dict):
                raise self.wrong(key, f"“{key}” must be an array of tables")
            yield Entry(self.file, self.text, table, (*self.at, f"{key}#{number}"))

    def keys(self) -> list[str]:
        """Every key of the table, for those that are data themselves; all count as read."""
        self._read.update(self.table)
        return list(self.table)

    def finish(self) -> None:
        """Nothing where every key was asked for.

        :raises WrongDefinition: for the first that is not known.
        """
        for key in self.table:
            if key not in self._read:
                raise self.wrong(key, f"“{key}” is not known here")

    def _given(self, key: str, kind: Any, what: str, default: Any) -> Any:
        self._read.add(key)
        value = self.table.get(key, default)
        if value is None:
            raise self.wrong(key, f"“{key}” is missing")
        if not isinstance(value, kind):
            raise self.wrong(key, f"“{key}” must be {what}")
        return value


def read_file(path: Path, name: str) -> Entry:
    """The table of a whole file, called ``name`` in errors.

    :raises WrongDefinition: where it is not there, not UTF-8, or not TOML.
    """
    try:
        text = path.read_text("utf-8")
        return Entry(name, text, tomllib.loads(text))
    except OSError as error:
        raise WrongDefinition(name, 1, error.strerror or "cannot be read") from error
    except UnicodeDecodeError as error:
        raise WrongDefinition(name, 1, "is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        raise WrongDefinition(name, int(at[1]) if at else 1, str(error)) from error


def _line(text: str, at: tuple[str, ...]) -> int:
    """The line of a key: its own, or that of the nearest table around it that is written."""
    found: dict[tuple[str, ...], int] = {}
    arrays: dict[str, int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.match(line):
            name = head["name"].replace('"', "")
            if line.lstrip().startswith("[["):
                arrays[name] = arrays.get(name, -1) + 1
                name = f"{name}#{arrays[name]}"
            table = tuple(name.split("."))
            _note(found, table, number)
        elif key := _KEY.match(line):
            _note(found, (*table, *key["name"].replace('"', "").split(".")), number)
    while at and at not in found:
        at = at[:-1]
    return found.get(at, 1)


def _note(found: dict[tuple[str, ...], int], at: tuple[str, ...], line: int) -> None:
    """A name stands where it, or the first thing in it, is written."""
    for length in range(1, len(at) + 1):
        found.setdefault(at[:length], line)
