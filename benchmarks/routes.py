"""Corridors from a bulletin, and the measures of a network where every corridor is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from app.house import House
from benchmarks.answers import COUNTED, bulletin_of, counted_in
from benchmarks.measuring import Line, timed
from core.bulletin import file
from core.bulletin.bulletin import Bulletin
from core.bulletin.corridors import corridor_question
from core.disclosure import RULE
from core.periods import WHOLE, Span, between, cover
from core.release.network import networks
from core.vocabulary import Unit

_SIZE = 1_000_000
_ASKED, _ROUNDS = 1_000, 40


def routing(house: House, folder: Path) -> Iterator[Line]:
    """The register of 100,000 cases is counted; its counts times ten stand for a million.

    A bulletin remembers the corridors of a span: *first asked* is of one that nobody asked before,
    in a process that was never asked anything of the kind.
    """
    yield from told_from(bulletin_of(counted_in(folder), _SIZE / COUNTED, house), "1 M cases")


def routing_large(folder: Path) -> Iterator[Line]:
    """The same of the register of a million cases that was released in ``folder``; read alone."""
    yield from told_from(file.read(folder / "public" / "bulletin"), "a register of 1 M cases")


def told_from(bulletin: Bulletin, size: str) -> Iterator[Line]:
    """Corridors of a bulletin, and the measures of both of its networks."""

    def first(unasked: Bulletin, span: Span) -> float:
        corridor_question.cache_clear()
        cover.cache_clear()
        return timed(lambda: unasked.corridors(Unit.CASES, span)) * 1e6

    def again() -> None:
        for _ in range(_ASKED):
            bulletin.corridors(Unit.CASES, WHOLE)

    for name, span in (("", WHOLE), ("of six years, ", between("2007", "2012"))):
        fresh = [first(each, span) for each in [replace(bulletin) for _ in range(_ROUNDS)]]
        yield Line(f"corridors {name}{size}, first asked", median(fresh), "µs", "<= 50", fresh)
    known = [timed(again) / _ASKED * 1e6 for _ in range(_ROUNDS)]
    yield Line(f"corridors, {size}", median(known), "µs", "<= 50", known)
    seconds = [timed(lambda: networks(bulletin.facts, bulletin.cube, RULE.k, ())) for _ in range(5)]
    yield Line(f"network measures, {size}", median(seconds), "s", "<= 5", seconds)
