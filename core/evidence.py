"""How well a route is evidenced: a grade from A to D by one written rule, and by how many.

| grade | what is needed |
|---|---|
| A | a judgment, or two independent registers |
| B | one register, or two independent sources of any type |
| C | one study |
| D | one press note, or one call |

A register is a case file or a police file. Sources are independent where different publishers stand
behind them: two reports of one publisher, or one report on two sites, are one source. The
*corroboration* of a route is how many independent sources it has. The rule is ours; its ends are
those the project was asked for (docs/model.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.vocabulary import CodeList, Term

SOURCE_TYPES = CodeList(
    "source_type",
    (
        Term("judgment", "Sentencia", "Judgment", "Jugement"),
        Term("case", "Expediente", "Case file", "Dossier"),
        Term("police", "Atestado policial", "Police file", "Dossier de police"),
        Term("study", "Estudio", "Study", "Étude"),
        Term("press", "Prensa", "Press", "Presse"),
        Term("call", "Llamada", "Call", "Appel"),
    ),
    "Our own list, strongest first; what each is worth stands below",
)

GRADES = ("A", "B", "C", "D")

_ALONE = {"judgment": "A", "case": "B", "police": "B", "study": "C", "press": "D", "call": "D"}
_REGISTERS = frozenset({"case", "police"})

assert set(_ALONE) == set(SOURCE_TYPES.codes)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as the rule sees it: its type (SOURCE_TYPES) and who published it."""

    source_type: str
    publisher: str


def grade_alone(source_type: str) -> str:
    """The grade of a route that has one source of this type and no other."""
    return _ALONE[source_type]


def grade(sources: Iterable[Cited]) -> str | None:
    """The grade of a route by all of its sources; ``None`` where it has none."""
    cited = tuple(sources)
    if not cited:
        return None
    best = min(grade_alone(each.source_type) for each in cited)
    if corroboration(each for each in cited if each.source_type in _REGISTERS) >= 2:
        return "A"
    return min(best, "B") if corroboration(cited) >= 2 else best


def corroboration(sources: Iterable[Cited]) -> int:
    """How many independent sources there are."""
    return len({" ".join(each.publisher.casefold().split()) for each in sources})
