"""A table of figures as every exit of a page gives it: HTML, CSV and JSON spell the same sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.bulletin.figures import Figure
from core.filters import Question
from core.vocabulary import Provenance
from web.as_graphql import Part


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the codes that name it, their labels, and one figure per column.

    ``question``: what its first figure answers, where the register counts it.
    """

    codes: tuple[str, ...]
    labels: tuple[str, ...]
    figures: tuple[Figure, ...]
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """``stub``: names of the codes; ``columns``: names of the figures, both as files write them.

    ``total`` is a line of its own: cells are perturbed one by one and do not add up to it.
    ``provenance``: that of the release for what the register counts; every exit says it.
    ``geometries``: GeoJSON of lines, by their codes, where these are no places of their own;
    ``None`` where its lines are nothing on a map.
    ``asks``: the questions behind the figures, as programs ask them.
    """

    name: str
    title: str
    stub: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    query_id: str
    source: str
    filters: str
    provenance: Provenance
    total: Line | None = None
    nearest: tuple[Question, ...] = field(default=(), repr=False)
    geometries: Mapping[tuple[str, ...], Mapping[str, Any]] | None = None
    asks: tuple[Part, ...] = field(default=(), repr=False)

    @property
    def counted(self) -> bool:
        """True for what the register counts, False for what others published."""
        return self.provenance is not Provenance.PUBLISHED

    @property
    def file_head(self) -> tuple[str, ...]:
        """The columns of a file: codes, their labels, and each figure with its state."""
        labels = [f"{name}_label" for name in self.stub]
        figures = [part for name in self.columns for part in (name, f"{name}_status")]
        return (*self.stub, *labels, *figures)

    @property
    def every_line(self) -> tuple[Line, ...]:
        """Its lines and, at the end, its total."""
        return (*self.lines, self.total) if self.total is not None else self.lines

    @property
    def synthetic(self) -> bool:
        """True where generated records are counted in it."""
        return self.provenance is Provenance.SYNTHETIC
