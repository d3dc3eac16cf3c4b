"""``/casos``: how far cases come, and what each register counted, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.bulletin.facts import PublishedFact
from core.filters import Dimension, question
from core.periods import Span
from core.vocabulary import CASE_STATUSES, Provenance, Unit
from web.as_graphql import Complaints, Series
from web.i18n import Tongue, marked
from web.pages.figures_page import Sheets, figures_page
from web.parts.months import by_year, month_chart, month_sheet
from web.parts.sheet import Line, Sheet
from web.parts.splits import Split, drawn, rows, steps_sheet
from web.questions import Measure
from web.screen import Screen

#: Each step, and the statuses of cases that have come at least so far.
_STEPS = (
    ("reported", tuple(CASE_STATUSES.codes)),
    ("submitted", ("submitted", "investigated", "charged", "convicted", "acquitted")),
    ("investigated", ("investigated", "charged", "convicted", "acquitted")),
    ("charged", ("charged", "convicted", "acquitted")),
    ("convicted", ("convicted",)),
)

#: Published series that count much the same thing in different registers.
_BY_DISTRICT = "mp_complaints"
_SIDE_BY_SIDE = ("hotline_referred", "reta_complaints", "mp_cases", _BY_DISTRICT)


def cases_page(screen: Screen) -> Response:
    """The page, or a file of one of its figures."""
    tongue = screen.tongue
    return figures_page(
        screen, "cases", case_sheets(tongue), lambda _b, _asked, made: _facts(made, tongue)
    )


def case_sheets(tongue: Tongue) -> Sheets:
    """How each of its figures is made, by its name."""
    splits = {
        "estado": (Dimension.STATUS, tongue.say("Casos según estado")),
        "registro": (Dimension.REGISTER, tongue.say("Casos según registro")),
        "alcance": (Dimension.DESTINATION, tongue.say("Casos según alcance de la ruta")),
    }
    return {
        "embudo": lambda bulletin, asked: _funnel(bulletin, asked.span, tongue),
        "registros": lambda bulletin, _asked: _registers(bulletin, tongue),
        "meses": lambda bulletin, _asked: month_sheet(bulletin, Measure.CASES, tongue),
        **{
            name: Split(Measure.CASES, by, title).maker(name, tongue)
            for name, (by, title) in splits.items()
        },
    }


def _facts(made: Mapping[str, Sheet], tongue: Tongue) -> dict[str, Any]:
    return {
        "funnel": rows(made["embudo"].lines, tongue),
        "registers": made["registros"].lines,
        "chart": month_chart(made["meses"], [], tongue),
        "years": by_year(made["meses"]),
        **drawn(made, ("estado", "registro", "alcance"), tongue),
    }


def _funnel(bulletin: Bulletin, span: Span, tongue: Tongue) -> Sheet:
    """Cases that have come at least so far, by their status of today."""
    steps = [
        (
            step,
            CASE_STATUSES[step].label(tongue.code),
            question(Unit.CASES, where={Dimension.STATUS: statuses}, span=span),
        )
        for step, statuses in _STEPS
    ]
    words = Measure.CASES, tongue.say("Casos que llegaron al menos a cada paso")
    return steps_sheet(bulletin, words, ("status", Unit.CASES.value), steps, tongue)


def _registers(bulletin: Bulletin, tongue: Tongue) -> Sheet:
    """What each register published, with its unit, period and territory; never added up."""
    facts = [f for name in _SIDE_BY_SIDE for f in _of(bulletin, name)]
    return Sheet(
        "registros",
        tongue.say("Los registros, lado a lado, como los publicó su titular"),
        ("register", "measure", "period", "area", "source"),
        ("value",),
        tuple(
            Line(
                (f.register, f.measure, f.period, f.area, f.source),
                (f.register, _measure(f, tongue), _period(f, tongue), f.area, f.source),
                (f.figure,),
            )
            for f in facts
        ),
        bulletin.query_id("published|registers|-"),
        tongue.say("Fuentes en cada fila"),
        "",
        provenance=Provenance.PUBLISHED,
        asks=(*(Series(name) for name in _SIDE_BY_SIDE if name != _BY_DISTRICT), Complaints()),
    )


#: What the published series count, as their sources say it in English, and in our words.
_MEASURES = {
    "cases passed to the police since March 2006, cumulative": marked(
        "casos remitidos a la Policía desde marzo de 2006, acumulado"
    ),
    "complaints": marked("denuncias"),
    "cases": marked("casos"),
    "possible cases": marked("posibles casos"),
    "complaints of trafficking": marked("denuncias por trata"),
}


def _measure(fact: PublishedFact, tongue: Tongue) -> str:
    return tongue.say(_MEASURES[fact.measure]) if fact.measure in _MEASURES else fact.measure


def _period(fact: PublishedFact, tongue: Tongue) -> str:
    """The period as its source gives it, its two English words in the language of the page."""
    to, mid = tongue.say("a"), tongue.say("mediados de")
    return fact.period.replace(" to ", f" {to} ").replace("mid ", f"{mid} ").replace("/", " – ")


def _of(bulletin: Bulletin, series: str) -> list[PublishedFact]:
    """A series for the country; the prosecutors' districts as their one total."""
    facts = bulletin.facts.series(series)
    if series != _BY_DISTRICT:
        return [fact for fact in facts if fact.sex == fact.age == "all"]
    whole = sum(fact.value for fact in facts)
    return [replace(facts[0], value=whole, area="Perú", department=None)]
