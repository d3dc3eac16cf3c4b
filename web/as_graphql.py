"""A page's own questions as one GraphQL document with its variables, for programs to ask the same.

Every question becomes a field of the document; filters, period and edition become variables, the
same ones once. What others published is asked for by the name of its series.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlencode

from core.bulletin.bulletin import Edition
from core.filters import Question
from core.periods import month_code
from core.vocabulary import Unit

#: Where a document is opened.
EXPLORER = "/api"

_FIELDS: Mapping[Unit, str] = {
    Unit.CALLS: "callCounts",
    Unit.CASES: "caseCounts",
    Unit.VICTIMS: "victimCounts",
}
_STATES = "value status bound provisional reason withheldParts"

_ANSWER = f"""on CountAnswer {{
  queryId
  release {{ id cut ruleVersion edition }}
  cells {{
    period
    keys {{ dimension code label(language: %s) }}
    count {{ {_STATES} }}%s
  }}
}}"""

_RATE = f"\n    rate {{ {_STATES} unstable }}"

#: What is asked of what others published.
_PUBLISHED: Mapping[str, str] = {
    "Published": """on PublishedFigure {
  series register measure unit period department area sex age
  value bound source note
}""",
    "Complaints": f"""on Complaints {{
  queryId
  total {{ {_STATES} }}
  totalRate {{ {_STATES} unstable }}
  byDepartment {{
    department {{ ubigeo name }}
    count {{ {_STATES} }}
    rate {{ {_STATES} unstable }}
  }}
}}""",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A question of the register. ``rates``: the page shows them beside the counts."""

    question: Question
    rates: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """A series others published, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Complaints:
    """The prosecutors' table by department, and its total."""


Part: TypeAlias = Counted | Series | Complaints


@dataclass(frozen=True, slots=True)
class Asking:
    """A document, and the values of its variables."""

    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where it can be seen, changed and asked."""
        asked = {"documento": self.document}
        if self.variables:
            asked["variables"] = json.dumps(self.variables, ensure_ascii=False)
        return f"{EXPLORER}?{urlencode(asked)}"


def as_graphql(parts: Iterable[Part], language: str, edition: Edition = Edition.PUBLIC) -> Asking:
    """One document that asks all of it: ``q1``, ``q2`` ... in the order given.

    ``language``: of the labels, ``es``, ``en`` or ``fr``.
    """
    asked = list(parts)
    given = _Variables()
    fields = [
        f"  q{place}: {_field(part, edition, given)}" for place, part in enumerate(asked, start=1)
    ]
    used = dict.fromkeys(_fragment_of(part) for part in asked)
    texts = [f"fragment {name} {_fragment(name, language)}" for name in used]
    query = "\n".join((f"query{given.declared} {{", *fields, "}"))
    return Asking("\n\n".join((query, *texts)), given.values)


class _Variables:
    """The variables of a document: one for each different value."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._types: dict[str, str] = {}

    @property
    def declared(self) -> str:
        """``($where: CountWhere, $from: String)``; nothing where there is none."""
        told = ", ".join(f"${name}: {kind}" for name, kind in self._types.items())
        return f" ({told})" if told else ""

    def named(self, name: str, kind: str, value: Any) -> str:
        """The variable that holds the value: ``$where``, or ``$where2`` beside another one."""
        place = 1
        while (known := name if place == 1 else f"{name}{place}") in self.values:
            if self.values[known] == value:
                return f"${known}"
            place += 1
        self.values[known], self._types[known] = value, kind
        return f"${known}"


def _field(part: Part, edition: Edition, given: _Variables) -> str:
    match part:
        case Series():
            call = f"publishedFigures(series: {given.named('series', 'String', part.name)})"
        case Complaints():
            call = "complaints"
        case Counted():
            call = _counts(part.question, edition, given)
    return f"{call} {{ ...{_fragment_of(part)} }}"


def _fragment_of(part: Part) -> str:
    match part:
        case Series():
            return "Published"
        case Complaints():
            return "Complaints"
        case Counted():
            return "Rates" if part.rates else "Counts"


def _fragment(name: str, language: str) -> str:
    """What is asked of a kind of answer."""
    if name in _PUBLISHED:
        return _PUBLISHED[name]
    return _ANSWER % (language.upper(), _RATE if name == "Rates" else "")


def _counts(asked: Question, edition: Edition, given: _Variables) -> str:
    told = []
    if asked.where:
        kept = {_camel(dimension.value): list(codes) for dimension, codes in asked.where}
        told.append(f"where: {given.named('where', 'CountWhere', kept)}")
    if asked.by:
        told.append(f"groupBy: [{', '.join(dimension.name for dimension in asked.by)}]")
    if asked.grain:
        told.append(f"grain: {asked.grain.name}")
    if not asked.span.whole:
        told.append(f"from: {given.named('from', 'String', month_code(asked.span.first))}")
        told.append(f"to: {given.named('to', 'String', month_code(asked.span.last))}")
    if edition is not Edition.PUBLIC:
        told.append(f"edition: {given.named('edition', 'Edition!', edition.name)}")
    return f"{_FIELDS[asked.unit]}({', '.join(told)})" if told else _FIELDS[asked.unit]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
