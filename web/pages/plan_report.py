"""``/plan/informes/{periodo}``: the report of a published period, as page and as files."""

from __future__ import annotations

import json

from starlette.responses import Response

from core.plan.results import results
from core.sentences import sentence
from web import plan_words as words
from web.files import attached
from web.formats import Format
from web.pages.plan_report_file import KINDS, FileAsked, press_of
from web.parts.plan_report import report_of
from web.plan_questions import of_plan, plan_question
from web.screen import Screen
from web.writers.press import order_of

_BAD = 400


def report_page(screen: Screen) -> Response:
    """The page, or a file of the same report.

    :raises BadQuestion: ``NOT_FOUND`` for a period that is not published.
    """
    planning, tongue = screen.planning(), screen.tongue
    at = of_plan(screen.request.path_params["periodo"], planning.plan)
    cut = planning.cut(at)
    asked = plan_question(screen)
    paper = report_of(cut, tongue.code)
    name = f"yanapay-plan-{at.code}-{cut.revision}-{tongue.code}"
    if not asked.problems:
        match asked.format:
            case Format.PDF | Format.XLSX:
                kind = asked.format
                made = press_of(screen).made(order_of(kind.value, paper))
                return attached(made, kind.media, f"{name}.{kind.extension}")
            case Format.JSON:
                body = json.dumps(results(cut), ensure_ascii=False, indent=1)
                return attached(body, asked.format.media, f"yanapay-plan-{at.code}.json")
    facts = {
        "plan": planning.plan,
        "cut": cut,
        "paper": paper,
        "period_words": words.period_words(at, tongue),
        "synthetic": cut.told["synthetic"],
        "files": [FileAsked(kind, tongue.code).name for kind in KINDS],
        "problems": [sentence(problem, tongue.code) for problem in asked.problems],
    }
    return screen.page("plan_report", facts, _BAD if asked.problems else 200)
