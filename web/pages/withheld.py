"""``/reservado``: why one cell is not shown, in words, and the nearest that can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Withheld
from core.disclosure import Reason
from core.errors import YanapayError
from core.filters import DOMAINS, Dimension, Question, question
from core.periods import between
from core.sentences import sentence
from core.vocabulary import Unit
from web.choices import choice, single
from web.dictionary import words_of
from web.i18n import Tongue, marked
from web.parts.views import view_of
from web.periods import span_words
from web.screen import Screen
from web.spelling import spell

_OWN = frozenset({"de", "desde", "hasta", "lang"})

_SMALL = marked(
    "Detrás de esta celda hay menos de %(k)s registros, cero incluido, o hace falta reservarla "
    "para que nadie calcule por resta una celda vecina. Cuál de las dos cosas es, tampoco se dice."
)

#: Why, at more length than beside the cell.
_WORDS = {
    Reason.SMALL: _SMALL,
    Reason.COMPLEMENT: _SMALL,
    Reason.DOMINANT: marked(
        "Un solo valor reúne casi todo este grupo: mostrarlo diría algo de cada persona que se "
        "sabe que está en él."
    ),
    Reason.DIMENSIONS: marked(
        "La pregunta cruza más de %(most)s dimensiones, contando el período, o dos que no se "
        "publican juntas: celdas tan finas hablarían de una sola persona."
    ),
    Reason.TIME_TOO_FINE: marked(
        "El período es demasiado corto para este cruce: cuantas más dimensiones, más largo tiene "
        "que ser."
    ),
}


def withheld_page(screen: Screen) -> Response:
    """The cell of the query string; 400 with a sentence where it names none."""
    assert screen.visit is not None
    problems: list[YanapayError] = []
    asked = _asked(screen, problems)
    tongue = screen.tongue
    facts: dict[str, Any] = {
        "problems": [sentence(problem, tongue.code) for problem in problems],
        "cell": None,
    }
    if asked is not None:
        facts |= _facts(screen.visit.bulletin, asked, tongue)
    return screen.page("withheld", facts, 400 if problems else 200)


def _asked(screen: Screen, problems: list[YanapayError]) -> Question | None:
    known = _OWN | {dimension.value for dimension in Dimension}
    values = single(screen.request.query_params.multi_items(), known, problems)
    unit = choice(Unit, "de", values, problems, default=Unit.CASES)
    where = {d: values[d.value].split(",") for d in Dimension if d.value in values}
    try:
        return question(unit, where=where, span=between(values.get("desde"), values.get("hasta")))
    except YanapayError as problem:
        problems.append(problem)
        return None


def _facts(bulletin: Bulletin, asked: Question, tongue: Tongue) -> Mapping[str, Any]:
    answer = bulletin.figures(asked)
    figure = bulletin.figure(asked)
    told: dict[str, Any] = {"cell": _words(asked, tongue), "value": spell(figure, tongue)}
    if isinstance(figure, Withheld):
        told["nearest"] = [
            (_words(wider, tongue), spell(bulletin.figure(wider), tongue), view_of(wider))
            for wider in bulletin.nearest(answer)
        ]
        told["reason"] = _WORDS[figure.reason]
    return told


def _words(asked: Question, tongue: Tongue) -> str:
    """``Casos · Tala de madera · ene 2008 – jun 2008``."""
    labels = [
        ", ".join(DOMAINS[d][code].label(tongue.code) for code in codes) for d, codes in asked.where
    ]
    return " · ".join((words_of(asked.unit.value, tongue), *labels, span_words(asked.span, tongue)))
