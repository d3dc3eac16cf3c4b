"""The query string of a page whose only filter is the period, and its files by sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from core.errors import BadQuestion, Code, YanapayError
from core.periods import Span, between
from web.choices import PublicOrExact, choice, single
from web.formats import Format

PERIOD_NAMES = frozenset({"desde", "hasta", "formato", "cuadro", "edicion", "lang"})


@dataclass(frozen=True, slots=True)
class PeriodQuestion:
    """What such a page is asked. ``sheet``: the name of the one a file holds."""

    start: str = ""
    end: str = ""
    format: Format = Format.PAGE
    sheet: str = ""
    held_by: PublicOrExact = PublicOrExact.PUBLIC
    problems: tuple[YanapayError, ...] = ()

    @property
    def span(self) -> Span:
        """The months asked for."""
        return between(self.start or None, self.end or None)

    def address(self, path: str, **changes: str) -> str:
        """``path`` with this question in its query string, ``changes`` made, defaults left out."""
        asked = {**self.told(), **changes}
        kept = {name: value for name, value in asked.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path

    def told(self) -> dict[str, str]:
        """The question by the names addresses have for it; empty texts for what is usual."""
        public = self.held_by is PublicOrExact.PUBLIC
        edition = "" if public else self.held_by.value
        return {"desde": self.start, "hasta": self.end, "edicion": edition}


def period_question(given: Iterable[tuple[str, str]], sheets: Iterable[str]) -> PeriodQuestion:
    """The question in a query string, with a problem for everything not understood."""
    problems: list[YanapayError] = []
    asked = period_of(single(given, PERIOD_NAMES, problems), sheets, problems)
    return replace(asked, problems=tuple(problems))


def period_of(
    values: Mapping[str, str], sheets: Iterable[str], problems: list[YanapayError]
) -> PeriodQuestion:
    """The question in some values; what is not understood is added to ``problems``."""
    sheet = values.get("cuadro", "")
    if sheet and sheet not in set(sheets):
        problems.append(BadQuestion(Code.UNKNOWN_VALUE, field="cuadro", value=sheet))
    asked = PeriodQuestion(
        values.get("desde", ""),
        values.get("hasta", ""),
        choice(Format, "formato", values, problems),
        sheet,
        choice(PublicOrExact, "edicion", values, problems),
    )
    try:
        between(asked.start or None, asked.end or None)
    except BadQuestion as problem:
        problems.append(problem)
        asked = replace(asked, start="", end="")
    return asked
