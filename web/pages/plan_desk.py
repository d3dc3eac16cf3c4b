"""``/plan/registro``: what one's institution owes, what waits for a review, and the periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import RedirectResponse, Response

from core.access.roles import Action, allowed
from core.desk.plan_evidence import read_evidence
from core.desk.plan_periods import Moved, close_period, publish_period, reopen_period
from core.desk.plan_readings import Commented, Reviewed, Verdict, comment, review_reading
from core.errors import BadQuestion, Code
from core.moments import lima_day
from core.plan.definition import Indicator, Measure
from core.plan.ledger import Closing, State
from core.plan.periods import Frequency, Period
from core.plan.status import due_on
from web import plan_words as words
from web.i18n import Tongue
from web.ids import uuid_of
from web.parts.reading_form import in_spanish, refusal
from web.screen import Screen
from web.sign_in import check_form

PATH = "/plan/registro"
COMMENTS = "/plan/comentarios"
REVIEWS = "/plan/registro/revisiones"
PERIODS = "/plan/registro/periodos"

_MOVES = {"cerrar": close_period, "publicar": publish_period, "reabrir": reopen_period}
_VERDICTS = {"aceptar": Verdict.ACCEPT, "devolver": Verdict.RETURN}


@dataclass(frozen=True, slots=True)
class Owed:
    """One reading that one's institution reports: where it is, and what it was last."""

    indicator: Indicator
    period: Period
    due: str
    late: bool
    state: str
    value: str
    note: str


def desk_page(screen: Screen, problem: str = "", status: int = 200) -> Response:
    """The page."""
    assert screen.visit is not None
    planning, tongue, asker = screen.planning(), screen.tongue, screen.visit.asker
    entered = planning.entered()
    closings = planning.closings()
    reviewing = allowed(asker, Action.REVIEW_READING)
    facts = {
        "plan": planning.plan,
        "problem": problem,
        "institution": asker.institution,
        "owed": _owed(screen, entered, closings),
        "waiting": [_waiting(row, tongue, screen) for row in entered if row["verdict"] is None]
        if reviewing
        else [],
        "periods": _periods(screen, closings) if allowed(asker, Action.CLOSE_PERIOD) else [],
        "reviewing": reviewing,
        "key": planning.recording().new_id().hex,
    }
    return screen.page("plan_desk", facts, status)


def _owed(screen: Screen, entered: Any, closings: Mapping[Period, Closing]) -> list[Owed]:
    """Every open period that is over, of every indicator the institution reports."""
    assert screen.visit is not None
    planning, asker = screen.planning(), screen.visit.asker
    today = lima_day(planning.recording().present())
    last = {(row["indicator"], row["period"]): row for row in entered}
    found = []
    for indicator in planning.plan.indicators:
        if indicator.computed or asker.institution not in indicator.reporters:
            continue
        for at in planning.plan.periods(indicator.frequency):
            if at.last_day < today and _open(at, closings):
                row = last.get((indicator.code, at.code))
                found.append(_one(indicator, at, row, screen.tongue))
    return found


def _open(at: Period, closings: Mapping[Period, Closing]) -> bool:
    return all(closings.get(each, Closing()).state is State.OPEN for each in (at, Period(at.year)))


def _one(indicator: Indicator, at: Period, row: Any, tongue: Tongue) -> Owed:
    due = due_on(indicator, at)
    return Owed(
        indicator,
        at,
        tongue.date(due),
        row is None,
        tongue.say("sin informe") if row is None else words.verdict(row["verdict"], tongue),
        "" if row is None else words.amount(row["value"], indicator.unit, tongue),
        "" if row is None else row["note"] or "",
    )


def _waiting(row: Any, tongue: Tongue, screen: Screen) -> dict[str, Any]:
    assert screen.visit is not None
    indicator = screen.planning().plan.by_code.get(row["indicator"])
    unit = indicator.unit if indicator else Measure.NUMBER
    return {
        **row,
        "name": indicator.name.label(tongue.code) if indicator else "",
        "told": words.amount(row["value"], unit, tongue),
        "own": row["entered_by"] == screen.visit.asker.name,
    }


def _periods(screen: Screen, closings: Mapping[Period, Closing]) -> list[dict[str, Any]]:
    planning, tongue = screen.planning(), screen.tongue
    today = lima_day(planning.recording().present())
    every = [at for frequency in Frequency for at in planning.plan.periods(frequency)]
    return [
        {
            "code": at.code,
            "words": words.period_words(at, tongue),
            "state": (closing := closings.get(at, Closing())).state.value,
            "told": tongue.say(words.STATES[closing.state.value]),
            "revision": closing.revision,
        }
        for at in sorted(every, reverse=True)
        if at.last_day < today
    ]


def _done_or_said(screen: Screen, act: Any) -> Response:
    """The page again after an act; with the reason where it was refused, status 400."""
    try:
        act()
    except BadQuestion as wrong:
        said = refusal(wrong, screen.tongue)
        return desk_page(screen, said, 409 if wrong.code is Code.CONFLICT else 400)
    return RedirectResponse(f"{screen.plan_root}/registro", 303)


def review(screen: Screen, form: Mapping[str, str]) -> Response:
    """Accept a reading or return it.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    """
    check_form(screen.request, form)
    planning = screen.planning()

    def act() -> None:
        verdict = _VERDICTS.get(form.get("veredicto", ""))
        if verdict is None:
            raise BadQuestion(
                Code.UNKNOWN_VALUE, field="veredicto", value=form.get("veredicto", "")
            )
        reading = uuid_of(form.get("lectura", ""), "lectura")
        said = Reviewed(reading=reading, verdict=verdict, note=form.get("nota", "").strip())
        review_reading(planning, key=form.get("clave", ""), reviewed=said)

    return _done_or_said(screen, act)


def move_period(screen: Screen, form: Mapping[str, str]) -> Response:
    """Close, publish or open a period again; what is published goes out with the bulletin.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours; else as the act.
    """
    check_form(screen.request, form)
    planning = screen.planning()

    def act() -> None:
        move = _MOVES.get(form.get("acto", ""))
        if move is None:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="acto", value=form.get("acto", ""))
        moved = Moved(period=form.get("periodo", ""), reason=form.get("motivo", "").strip())
        move(planning, key=form.get("clave", ""), moved=moved)

    return _done_or_said(screen, act)


def comment_on(screen: Screen, form: Mapping[str, str]) -> Response:
    """Keep a comment and show the indicator again.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    :raises BadQuestion: what the desk refuses.
    """
    check_form(screen.request, form)
    said = Commented(indicator=form.get("indicador", ""), text=form.get("texto", "").strip())
    try:
        comment(screen.planning(), key=form.get("clave", ""), commented=said)
    except BadQuestion as wrong:
        raise in_spanish(wrong) from None
    return RedirectResponse(f"{screen.plan_root}/indicadores/{said.indicator}", 303)


def evidence_file(screen: Screen) -> Response:
    """A file of evidence, never shown in the browser.

    :raises BadQuestion: ``NOT_FOUND``.
    """
    asked = uuid_of(screen.request.path_params["id"], "id")
    found = read_evidence(screen.planning(), asked)
    response = Response(found.content, media_type=found.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="evidencia-{asked}"'
    return response
