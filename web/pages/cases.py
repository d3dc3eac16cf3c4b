"""``/casos``: how far cases come, and what each register counted, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.bulletin.facts import PublishedFact
from core.filters import DOMAINS, Dimension, question
from core.periods import Grain
from core.vocabulary import CASE_STATUSES, Provenance, Unit
from web import measures
from web.i18n import Tongue, marked
from web.pages.figures_page import figures_page
from web.parts.months import by_year, month_chart, month_sheet
from web.parts.sheet import Line, Sheet
from web.parts.splits import leading, rows, split_sheet
from web.period_questions import PeriodQuestion
from web.periods import span_words
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
_SIDE_BY_SIDE = ("hotline_referred", "reta_complaints", "mp_cases", "mp_complaints")


def cases_page(screen: Screen) -> Response:
    """The page, or a file of one of its figures."""
    tongue = screen.tongue
    splits = {
        "estado": (Dimension.STATUS, tongue.say("Casos según estado")),
        "registro": (Dimension.REGISTER, tongue.say("Casos según registro")),
        "alcance": (Dimension.DESTINATION, tongue.say("Casos según alcance de la ruta")),
    }

    def split(name: str) -> Any:
        by, title = splits[name]

        def made(bulletin: Bulletin, asked: PeriodQuestion) -> Sheet:
            by_one = question(Unit.CASES, by=(by,), span=asked.span)
            return split_sheet(bulletin, by_one, name, (Measure.CASES, title), tongue)

        return made

    def months(bulletin: Bulletin, _asked: PeriodQuestion) -> Sheet:
        by_month = question(Unit.CASES, grain=Grain.MONTH)
        return month_sheet(bulletin, by_month, Measure.CASES, tongue)

    sheets = {
        "embudo": lambda bulletin, asked: _funnel(bulletin, asked, tongue),
        "registros": lambda bulletin, _asked: _registers(bulletin, tongue),
        "meses": months,
        **{name: split(name) for name in splits},
    }
    return figures_page(screen, "cases", sheets, lambda _b, _asked, made: _facts(made, tongue))


def _facts(made: Mapping[str, Sheet], tongue: Tongue) -> dict[str, Any]:
    split = ("estado", "registro", "alcance")
    return {
        "funnel": rows(made["embudo"].lines, tongue),
        "registers": made["registros"].lines,
        "chart": month_chart(made["meses"], [], tongue),
        "years": by_year(made["meses"]),
        "splits": {name: rows(made[name].lines, tongue) for name in split},
        "leading": {name: leading(made[name], tongue) for name in split},
    }


def _funnel(bulletin: Bulletin, asked: PeriodQuestion, tongue: Tongue) -> Sheet:
    """Cases that have come at least so far, by their status of today."""
    asks = {
        step: question(Unit.CASES, where={Dimension.STATUS: statuses}, span=asked.span)
        for step, statuses in _STEPS
    }
    names = DOMAINS[Dimension.STATUS]
    return Sheet(
        "embudo",
        tongue.say("Casos que llegaron al menos a cada paso"),
        ("status",),
        (Unit.CASES.value,),
        tuple(
            Line((step,), (names[step].label(tongue.code),), (bulletin.figure(asks[step]),))
            for step, _ in _STEPS
        ),
        bulletin.query_id("|".join(each.normal_form for each in asks.values())),
        measures.register(Measure.CASES, bulletin.release, tongue),
        span_words(asked.span, tongue),
        provenance=bulletin.release.provenance,
    )


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
    if series != "mp_complaints":
        return [fact for fact in facts if fact.sex == fact.age == "all"]
    whole = sum(fact.value for fact in facts)
    return [replace(facts[0], value=whole, area="Perú", department=None)]
