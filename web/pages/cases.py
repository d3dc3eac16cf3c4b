"""``/casos``: how far cases come, and what each register counted, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.filters import Dimension, question
from core.periods import Span
from core.vocabulary import CASE_STATUSES, Unit
from web.choices import Measure
from web.i18n import Tongue
from web.pages.figures_page import Sheets, figures_page
from web.parts.months import by_year, month_chart, month_sheet
from web.parts.registers import apart, by_series, registers_sheet
from web.parts.sheet import Sheet
from web.parts.splits import Split, drawn, first_and_last, rows, steps_sheet
from web.screen import Screen

#: Each step, and the statuses of cases that have come at least so far.
_STEPS = (
    ("reported", tuple(CASE_STATUSES.codes)),
    ("submitted", ("submitted", "investigated", "charged", "convicted", "acquitted")),
    ("investigated", ("investigated", "charged", "convicted", "acquitted")),
    ("charged", ("charged", "convicted", "acquitted")),
    ("convicted", ("convicted",)),
)


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
        "registros": lambda bulletin, _asked: registers_sheet(bulletin, tongue),
        "meses": lambda bulletin, _asked: month_sheet(bulletin, Measure.CASES, tongue),
        **{
            name: Split(Measure.CASES, by, title).maker(name, tongue)
            for name, (by, title) in splits.items()
        },
    }


def _facts(made: Mapping[str, Sheet], tongue: Tongue) -> dict[str, Any]:
    return {
        "funnel": rows(made["embudo"].lines, tongue),
        "registers": by_series(made["registros"]),
        "span_of_registers": apart(made["registros"], tongue),
        "steps": first_and_last(made["embudo"], tongue),
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
