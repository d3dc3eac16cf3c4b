"""``/llamadas``: when calls come, what they are about, and how far they lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.filters import Dimension, question
from core.periods import Grain
from core.vocabulary import Unit
from web import measures
from web.i18n import Tongue
from web.pages.figures_page import figures_page
from web.parts.hours import hour_rows, hour_sheet, weekdays
from web.parts.months import by_year, highest_month, month_chart, month_sheet
from web.parts.sheet import Line, Sheet
from web.parts.splits import leading, rows, split_sheet
from web.period_questions import PeriodQuestion
from web.periods import span_words
from web.questions import Measure
from web.screen import Screen

_OPENED = "2006-03-01"

#: Types of call that tell of a possible case.
_REPORTS = ("report", "emergency")


def calls_page(screen: Screen) -> Response:
    """The page, or a file of one of its figures."""
    tongue = screen.tongue
    splits = {
        "tipo": (Dimension.CALL_TYPE, tongue.say("Llamadas según tipo")),
        "efectividad": (Dimension.EFFECTIVE, tongue.say("Llamadas efectivas y no efectivas")),
        "medio": (Dimension.HOW_HEARD, tongue.say("Cómo conocieron la línea")),
    }

    def split(name: str) -> Any:
        by, title = splits[name]

        def made(bulletin: Bulletin, asked: PeriodQuestion) -> Sheet:
            by_one = question(Unit.CALLS, by=(by,), span=asked.span)
            return split_sheet(bulletin, by_one, name, (Measure.CALLS, title), tongue)

        return made

    def months(bulletin: Bulletin, _asked: PeriodQuestion) -> Sheet:
        by_month = question(Unit.CALLS, grain=Grain.MONTH)
        return month_sheet(bulletin, by_month, Measure.CALLS, tongue)

    sheets = {
        "meses": months,
        "embudo": lambda bulletin, asked: _funnel(bulletin, asked, tongue),
        "horas": lambda bulletin, asked: hour_sheet(bulletin, asked.span, tongue),
        **{name: split(name) for name in splits},
    }
    return figures_page(
        screen, "calls", sheets, lambda bulletin, _asked, made: _facts(bulletin, made, tongue)
    )


def _facts(bulletin: Bulletin, made: Mapping[str, Sheet], tongue: Tongue) -> dict[str, Any]:
    campaigns = [
        (held.starts_on[:7], held.name)
        for held in bulletin.facts.campaigns
        if held.starts_on and held.starts_on >= _OPENED
    ]
    split = ("tipo", "efectividad", "medio")
    return {
        "headline": highest_month(made["meses"], tongue),
        "chart": month_chart(made["meses"], campaigns, tongue),
        "years": by_year(made["meses"]),
        "hours": hour_rows(made["horas"], tongue),
        "weekdays": weekdays(tongue),
        "funnel": rows(made["embudo"].lines, tongue),
        "splits": {name: rows(made[name].lines, tongue) for name in split},
        "leading": {name: leading(made[name], tongue) for name in split},
    }


def _funnel(bulletin: Bulletin, asked: PeriodQuestion, tongue: Tongue) -> Sheet:
    """From every call to the cases passed to the police. Calls and cases are different units."""
    reported = {Dimension.CALL_TYPE: _REPORTS}
    effective = {Dimension.EFFECTIVE: ("effective",)}
    hotline = {Dimension.REGISTER: ("hotline",)}
    steps = (
        ("calls", tongue.say("Llamadas"), question(Unit.CALLS, span=asked.span)),
        (
            "effective",
            tongue.say("Llamadas efectivas"),
            question(Unit.CALLS, where=effective, span=asked.span),
        ),
        (
            "reports",
            tongue.say("Denuncias y emergencias"),
            question(Unit.CALLS, where=reported, span=asked.span),
        ),
        (
            "cases",
            tongue.say("Casos de la línea remitidos a la Policía"),
            question(Unit.CASES, where=hotline, span=asked.span),
        ),
    )
    return Sheet(
        "embudo",
        tongue.say("De la llamada al caso"),
        ("step",),
        ("count",),
        tuple(Line((code,), (label,), (bulletin.figure(asks),)) for code, label, asks in steps),
        bulletin.query_id("|".join(asks.normal_form for _, _, asks in steps)),
        measures.register(Measure.CALLS, bulletin.release, tongue),
        span_words(asked.span, tongue),
        provenance=bulletin.release.provenance,
    )
