"""``/plan``: how every indicator of the plan stands in one period."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from core.bulletin.bulletin import Bulletin
from core.desk.planning import Planning
from core.plan.ledger import Ledger, late_reports, tally
from core.plan.periods import Frequency, Period
from core.plan.status import Progress
from core.sentences import sentence
from web import plan_words as words
from web.choices import PublicOrExact
from web.files import File, as_file
from web.formats import Format
from web.i18n import Tongue
from web.parts.scorecard import facts_of, scorecard_sheet, sheet_head, table
from web.plan_paths import IN_FORCE
from web.plan_questions import PlanQuestion, plan_question
from web.screen import Screen

PATH = IN_FORCE
_BAD = 400


def plan_page(screen: Screen) -> Response:
    """The page, or its table as a file; 400 with a sentence for what was not understood."""
    assert screen.visit is not None
    planning = screen.planning()
    asked = plan_question(screen)
    ledger = ledger_of(planning, asked)
    at = asked.period or ledger.last_closed
    bulletin, tongue = screen.visit.bulletin, screen.tongue
    if asked.format is not Format.PAGE and not asked.problems:
        sheet = scorecard_sheet(ledger, at, asked, bulletin, tongue)
        return as_file(File(sheet, bulletin), asked.format, tongue)
    facts = _facts(ledger, at, asked, bulletin, tongue)
    facts["others"] = len(planning.plans) > 1
    return screen.page("plan", facts, _BAD if asked.problems else 200)


def ledger_of(planning: Planning, asked: PlanQuestion) -> Ledger:
    """The ledger a question is about.

    :raises Refused: for the live one, where the asker may not see it.
    """
    live = asked.held_by is PublicOrExact.INTERNAL
    return planning.live() if live else planning.public()


def _facts(
    ledger: Ledger, at: Period, asked: PlanQuestion, bulletin: Bulletin, tongue: Tongue
) -> dict[str, Any]:
    plan = ledger.plan

    def path_of(_path: str, **changes: str) -> str:
        return asked.address(**changes)

    def made() -> dict[str, Any]:
        lines = ledger.scorecard(at)
        return {
            "plan": plan,
            "period": at,
            "period_words": words.period_words(at, tongue),
            "finding": _finding(ledger, at, tongue),
            "lead": _lead(ledger, at, tongue),
            "closing": closing_words(ledger, at, tongue),
            "choices": _choices(ledger, tongue),
            "rules": [words.rule_words(t, tongue) for t in plan.thresholds.values()],
            "late": late_reports(lines),
            "periods": _periods(ledger, asked, tongue),
            "sheet": sheet_head(ledger, at, asked, bulletin, tongue),
            **facts_of(ledger, at, asked, tongue),
        }

    key = "page", asked.root, at, asked.axis, asked.progress, asked.held_by, tongue.code
    return {
        **ledger.remembered(key, made),
        "edition": asked.held_by.edition,
        "asked": asked,
        "path_of": path_of,
        "problems": [sentence(problem, tongue.code) for problem in asked.problems],
        "table": table(ledger, at, asked, tongue),
    }


def _finding(ledger: Ledger, at: Period, tongue: Tongue) -> str:
    lines = ledger.scorecard(at)
    return tongue.say(
        "%(good)s de %(all)s indicadores van en curso al cierre de %(period)s",
        good=tally(lines).get(Progress.ON_TRACK, 0),
        all=len(lines),
        period=words.period_words(at, tongue),
    )


def _lead(ledger: Ledger, at: Period, tongue: Tongue) -> str:
    """Every other class, in the order of its gravity."""
    told = [
        f"{n} {words.progress(stands, tongue)[1].lower()}"
        for stands, n in tally(ledger.scorecard(at)).items()
        if stands is not Progress.ON_TRACK
    ]
    return "; ".join(told).capitalize() + "." if told else ""


def closing_words(ledger: Ledger, at: Period, tongue: Tongue) -> str:
    """Where a period is, with the beginning of the digest of its cut."""
    closing = ledger.closing(at)
    state = tongue.say(words.STATES[closing.state.value])
    if not closing.sha256 or closing.on is None:
        return tongue.say("Período %(state)s: los valores pueden cambiar.", state=state)
    return tongue.say(
        "Período %(state)s el %(day)s, corte %(revision)s, huella %(hash)s.",
        state=state,
        day=tongue.date(closing.on),
        revision=closing.revision,
        hash=closing.sha256[:16],
    )


def _choices(ledger: Ledger, tongue: Tongue) -> dict[str, list[tuple[str, str]]]:
    plan = ledger.plan
    periods = [*plan.periods(Frequency.YEAR), *plan.periods(Frequency.SEMESTER)]
    every = ("", tongue.say("Todos"))
    return {
        "periods": [(at.code, words.period_words(at, tongue)) for at in periods],
        "axes": [every, *((a.code, f"{a.code}. {a.name.label(tongue.code)}") for a in plan.axes)],
        "progress": [every, *((p.value, words.progress(p, tongue)[1]) for p in Progress)],
        "editions": [
            (PublicOrExact.PUBLIC.value, tongue.say("pública")),
            (PublicOrExact.INTERNAL.value, tongue.say("interna")),
        ],
    }


def _periods(ledger: Ledger, asked: PlanQuestion, tongue: Tongue) -> list[dict[str, str]]:
    """Every year, and the semesters that were closed, with where they are."""
    plan = ledger.plan
    closed = [at for at in ledger.closings if at.half]
    shown = sorted([*plan.periods(Frequency.YEAR), *closed], reverse=True)
    return [
        {
            "address": asked.address(periodo=at.code),
            "words": words.period_words(at, tongue),
            "state": _state(ledger, at, tongue),
            "report": f"{asked.root}/informes/{at.code}" if ledger.closing(at).revision else "",
        }
        for at in shown
    ]


def _state(ledger: Ledger, at: Period, tongue: Tongue) -> str:
    closing = ledger.closing(at)
    state = tongue.say(words.STATES[closing.state.value])
    day = f" {tongue.date(closing.on)}" if closing.on else ""
    revised = " · " + tongue.say("revisado (r)") if closing.revision > 1 else ""
    return f"{state}{day}{revised}"
