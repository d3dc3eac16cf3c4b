"""What a document or workbook says, before anybody decides how it looks. Plain enough for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

#: A number stays a number in a workbook; ``None`` is an empty cell.
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second order; the first is the paper's title."""

    text: str
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing (SVG) and what it shows, for who cannot see it."""

    svg: str
    said: str
    kind: str = "picture"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. ``name``: of its sheet in a workbook; ``tags``: HXL, under the head.

    ``spoken``: the same rows as a reader is told them, where numbers are set in a language; a
    workbook has ``rows``, a document ``spoken`` under ``spoken_head``.
    """

    name: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    spoken_head: tuple[str, ...]
    spoken: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...] = ()
    kind: str = "table"


Block = Heading | Text | Picture | Table
_KINDS = {"heading": Heading, "text": Text, "picture": Picture, "table": Table}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. ``moment``: ISO 8601, when its figures were released: the same figures make the
    same file. ``notes``: (name, text) of what it is, from where and how to cite it."""

    title: str
    language: str
    moment: str
    notes_name: str
    notes: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]

    def plain(self) -> dict[str, Any]:
        """Dictionaries and lists."""
        return asdict(self)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


def paper_of(plain: Mapping[str, Any]) -> Paper:
    """The paper that was made plain."""
    blocks = tuple(_KINDS[block["kind"]](**block) for block in plain["blocks"])
    return Paper(**{**plain, "blocks": blocks})
