"""``/plan/indicadores/{codigo}``: the sheet of an indicator, its values, where they come from."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from core.access.roles import Action, allowed
from core.desk.plan_lineage import counted_kind
from core.desk.plan_readings import comments_on, indicator_called
from core.desk.records import READ
from core.plan.definition import Indicator
from core.plan.ledger import Ledger
from core.plan.periods import Period
from core.sentences import sentence
from web import plan_words as words
from web.files import File, as_file
from web.formats import Format
from web.i18n import Tongue
from web.pages.indicator_records import SIDES
from web.pages.plan import ledger_of
from web.parts.indicator_history import closings, history
from web.parts.indicator_sheet import lineage, readings_sheet, rows, sheet_rows, splits
from web.parts.plan_charts import chart
from web.plan_questions import plan_question
from web.screen import Screen

_BAD = 400


def indicator_page(screen: Screen) -> Response:
    """The page, or its readings as a file.

    :raises BadQuestion: ``NOT_FOUND`` for an indicator that is not in the plan.
    """
    assert screen.visit is not None
    planning, tongue = screen.planning(), screen.tongue
    indicator = indicator_called(planning.plan, screen.request.path_params["codigo"])
    asked = plan_question(screen)
    ledger, bulletin = ledger_of(planning, asked), screen.visit.bulletin
    sheet = readings_sheet(ledger, indicator, bulletin, tongue)
    if asked.format is not Format.PAGE and not asked.problems:
        return as_file(File(sheet, bulletin), asked.format, tongue)
    at = asked.period or ledger.last_closed

    def path_of(_path: str, **changes: str) -> str:
        return asked.address(f"/indicadores/{indicator.code}", **changes)

    facts = {
        **_facts(ledger, indicator, at, tongue),
        **_remarks(screen, indicator),
        "sheet": sheet,
        "history": history(ledger, indicator, screen.visit.asker, tongue),
        "traces": _traces(screen, indicator, at),
        "splits": splits(ledger, indicator, at, bulletin, tongue),
        "asked": asked,
        "path_of": path_of,
        "edition": asked.held_by.edition,
        "problems": [sentence(problem, tongue.code) for problem in asked.problems],
    }
    return screen.page("indicator", facts, _BAD if asked.problems else 200)


def _facts(ledger: Ledger, indicator: Indicator, at: Period, tongue: Tongue) -> dict[str, Any]:
    line = ledger.line(indicator, at)
    return {
        "plan": ledger.plan,
        "indicator": indicator,
        "path_down": ledger.plan.path(indicator.attached_to),
        "synthetic": ledger.synthetic,
        "period_words": words.period_words(at, tongue),
        "finding": words.sentence_of(line, tongue),
        "progress": words.progress(line.standing.progress, tongue),
        "share": words.share(line, tongue),
        "report": words.report(line, tongue),
        "rule_words": words.rule_words(indicator.thresholds, tongue),
        "responsible": words.responsible(indicator, tongue),
        "unit": tongue.say(words.UNITS[indicator.unit]),
        "chart": chart(indicator, ledger.of(indicator), ledger.plan.years, tongue),
        "readings": rows(ledger, indicator, tongue),
        "sheet_rows": sheet_rows(ledger.plan, indicator, tongue),
        "lineage": lineage(line, ledger, tongue),
        "closings": closings(ledger, indicator, tongue),
    }


def _remarks(screen: Screen, indicator: Indicator) -> dict[str, Any]:
    """Comments, and the key of the next one, for whoever may comment."""
    assert screen.visit is not None
    if not allowed(screen.visit.asker, Action.COMMENT_INDICATOR):
        return {"comments": None, "fresh_key": ""}
    planning = screen.planning()
    key = planning.recording().new_id().hex
    return {"comments": comments_on(planning, indicator), "fresh_key": key}


def _traces(screen: Screen, indicator: Indicator, at: Period) -> list[tuple[str, str]]:
    """(name of a part, where its records are) for whoever may read records of the kind."""
    assert screen.visit is not None
    asker = screen.visit.asker
    if not allowed(asker, Action.READ_LINEAGE):
        return []
    path = f"{screen.plan_root}/indicadores/{indicator.code}/registros?periodo={at.code}&parte="
    kinds = {name: counted_kind(indicator, side) for name, side in SIDES.items()}
    return [(name, path + name) for name, k in kinds.items() if k and allowed(asker, READ[k.name])]
