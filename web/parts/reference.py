"""The reference of the GraphQL API as its pages show it: types, their fields, what each needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import mode


class Sort(StrEnum):
    """The sorts of types, in the order they are listed."""

    OBJECT = "object"
    INPUT = "input"
    ENUM = "enum"
    SCALAR = "scalar"


@dataclass(frozen=True, slots=True)
class Member:
    """A field, an argument or a value of an enum.

    ``written``: its type as GraphQL writes it (``[Case!]!``); ``kind``: the type behind, by name.
    ``action``: what whoever asks must be allowed, where not everybody is.
    """

    name: str
    description: str
    written: str = ""
    kind: str = ""
    default: str = ""
    deprecated: str = ""
    action: str = ""
    arguments: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A type. ``root``: what is asked, done or listened to begins here."""

    name: str
    sort: Sort
    description: str
    members: tuple[Member, ...] = ()
    root: bool = False

    @property
    def usual_action(self) -> str:
        """What most of its fields ask for; nothing where most are for everybody."""
        return mode(member.action for member in self.members) if self.members else ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Every type by its name, and the whole schema as text."""

    kinds: Mapping[str, Kind]
    text: str = field(repr=False)

    @property
    def roots(self) -> list[Kind]:
        """Where everything begins."""
        return [kind for kind in self.kinds.values() if kind.root]

    def of(self, sort: Sort) -> list[Kind]:
        """The types of a sort that are no roots, by name."""
        return [kind for kind in self.kinds.values() if kind.sort is sort and not kind.root]

    def found(self, words: str) -> Iterator[tuple[Kind, Member | None]]:
        """Types and members in whose name or description all the words stand."""
        wanted = words.casefold().split()

        def holds(part: Kind | Member) -> bool:
            text = f"{part.name} {part.description}".casefold()
            return all(word in text for word in wanted)

        for kind in self.kinds.values():
            if holds(kind):
                yield kind, None
            yield from ((kind, member) for member in kind.members if holds(member))
