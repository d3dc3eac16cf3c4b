"""Things kept by their keys up to so many bytes; what was asked for longest ago is given up first.

Whoever shares one between threads holds a lock of its own.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from api.execution import Said

#: Bytes that an answer takes beside its texts, its key and all that holds it together.
_AN_ANSWER = 1 << 10

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")


class Bounded(Generic[Key, Thing]):
    """``size``: the bytes that a key and its thing take; ``most``: of all of them."""

    def __init__(self, most: int, size: Callable[[Key, Thing], int]) -> None:
        self._most, self._size = most, size
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self._bytes = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._things

    def get(self, key: Key) -> Thing | None:
        """The thing of a key, which is the newest from now on."""
        found = self._things.get(key)
        if found is not None:
            self._things.move_to_end(key)
        return found

    def put(self, key: Key, thing: Thing) -> None:
        """Keep a thing in place of what its key had."""
        self._drop(key)
        self._things[key] = thing
        self._bytes += self._size(key, thing)
        while self._bytes > self._most:
            self._drop(next(iter(self._things)))

    def clear(self) -> None:
        """Keep nothing."""
        self._things.clear()
        self._bytes = 0

    def _drop(self, key: Key) -> None:
        if key in self._things:
            self._bytes -= self._size(key, self._things.pop(key))


def size_of(said: Said, body: bytes) -> int:
    """The bytes that an answer takes under what was asked."""
    text, _, variables = said
    return _AN_ANSWER + len(body) + len(text) + len(variables)
