"""``/llamadas``: when calls come, what they are about, and how far they lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin, Edition
from core.desk.response import response_of
from core.filters import Dimension, question
from core.periods import Span
from core.vocabulary import Unit
from web.choices import Measure
from web.i18n import Tongue
from web.pages.figures_page import Sheets, figures_page
from web.parts.hours import busiest, hour_rows, hour_sheet, weekdays
from web.parts.months import by_year, campaign_months, highest_month, month_chart, month_sheet
from web.parts.response import Interval, intervals
from web.parts.sheet import Sheet
from web.parts.splits import Split, drawn, first_and_last, rows, steps_sheet
from web.period_questions import PeriodQuestion
from web.screen import Screen

#: Types of call that tell of a possible case.
_REPORTS = ("report", "emergency")


def calls_page(screen: Screen) -> Response:
    """The page, or a file of one of its figures."""
    tongue = screen.tongue
    return figures_page(
        screen,
        "calls",
        call_sheets(tongue),
        lambda bulletin, asked, made: {
            **_facts(bulletin, made, tongue),
            "response": _response(screen, asked),
        },
    )


def call_sheets(tongue: Tongue) -> Sheets:
    """How each of its figures is made, by its name."""
    splits = {
        "tipo": (Dimension.CALL_TYPE, tongue.say("Llamadas según tipo")),
        "efectividad": (Dimension.EFFECTIVE, tongue.say("Llamadas efectivas y no efectivas")),
        "medio": (Dimension.HOW_HEARD, tongue.say("Cómo conocieron la línea")),
    }
    return {
        "meses": lambda bulletin, _asked: month_sheet(bulletin, Measure.CALLS, tongue),
        "embudo": lambda bulletin, asked: _funnel(bulletin, asked.span, tongue),
        "horas": lambda bulletin, asked: hour_sheet(bulletin, asked.span, tongue),
        **{
            name: Split(Measure.CALLS, by, title).maker(name, tongue)
            for name, (by, title) in splits.items()
        },
    }


def _response(screen: Screen, asked: PeriodQuestion) -> tuple[Interval, ...]:
    """How long it took, where the page shows the internal edition; nothing anywhere else."""
    if asked.held_by.edition is not Edition.INTERNAL or screen.visit is None:
        return ()
    return intervals(response_of(screen.visit.at_desk(), asked.span), screen.tongue)


def _facts(bulletin: Bulletin, made: Mapping[str, Sheet], tongue: Tongue) -> dict[str, Any]:
    return {
        "headline": highest_month(made["meses"], tongue),
        "chart": month_chart(made["meses"], campaign_months(bulletin.facts, tongue), tongue),
        "years": by_year(made["meses"]),
        "hours": hour_rows(made["horas"], tongue),
        "weekdays": weekdays(tongue),
        "busiest": busiest(made["horas"], tongue),
        "funnel": rows(made["embudo"].lines, tongue),
        "steps": first_and_last(made["embudo"], tongue),
        **drawn(made, ("tipo", "efectividad", "medio"), tongue),
    }


def _funnel(bulletin: Bulletin, span: Span, tongue: Tongue) -> Sheet:
    """From every call to the cases passed to the police. Calls and cases are different units."""
    steps: tuple[tuple[str, str, Unit, dict[Dimension, tuple[str, ...]]], ...] = (
        ("calls", tongue.say("Llamadas"), Unit.CALLS, {}),
        (
            "effective",
            tongue.say("Llamadas efectivas"),
            Unit.CALLS,
            {Dimension.EFFECTIVE: ("effective",)},
        ),
        (
            "reports",
            tongue.say("Denuncias y emergencias"),
            Unit.CALLS,
            {Dimension.CALL_TYPE: _REPORTS},
        ),
        (
            "cases",
            tongue.say("Casos de la línea remitidos a la Policía"),
            Unit.CASES,
            {Dimension.REGISTER: ("hotline",)},
        ),
    )
    asked = [
        (code, label, question(unit, where=kept, span=span)) for code, label, unit, kept in steps
    ]
    words = Measure.CALLS, tongue.say("De la llamada al caso")
    return steps_sheet(bulletin, words, ("step", "count"), asked, tongue)
