"""``/rutas/registro``: many routes from a file or typed rows, for case workers.

Each route is kept or refused by itself. What was refused comes back in the form with the stop and
the reason, and is found there again after leaving.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from core.desk.recorder import Recorder
from core.desk.route_drafts import draft, keep_draft
from core.desk.routes import record_route
from core.errors import BadQuestion, Code
from core.sentences import sentence
from web.i18n import Tongue
from web.parts.route_rows import (
    COLUMNS,
    SPANISH,
    Typed,
    as_text,
    new_route,
    table_of,
    text_rows,
    typed_routes,
)
from web.screen import Screen
from web.sign_in import check_form
from web.uploads import Sent

PATH = "/rutas/registro"


@dataclass(frozen=True, slots=True)
class RouteSaid:
    """What became of one route of a table. ``row``: where what is wrong stands in it."""

    name: str
    row: int
    done: bool
    said: str


def entry_page(screen: Screen) -> Response:
    """The form, with what was typed and not recorded."""
    assert screen.visit is not None
    return _form(screen, draft(screen.visit.recording()))


def _form(
    screen: Screen,
    text: str,
    told: Iterable[RouteSaid] = (),
    *,
    problem: str = "",
    status: int = 200,
    left_out: int = 0,
) -> Response:
    facts = {
        "columns": COLUMNS,
        "text": text,
        "told": list(told),
        "problem": problem,
        "left_out": left_out,
    }
    return screen.page("route_entry", facts, status)


def enter_routes(screen: Screen, sent: Sent) -> Response:
    """Record every route that can be; the rows of all others stay in the form and as a draft.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    """
    assert screen.visit is not None
    check_form(screen.request, sent.texts)
    recorder, tongue = screen.visit.recording(), screen.tongue
    text = sent.texts.get("texto", "")
    if "guardar" in sent.texts:
        left_out = keep_draft(recorder, text)
        return _form(screen, text, left_out=left_out) if left_out else RedirectResponse(PATH, 303)
    try:
        routes = _routes(sent, text)
    except BadQuestion as wrong:
        left_out, said = keep_draft(recorder, text), sentence(wrong, tongue.code)
        return _form(screen, text, problem=said, status=400, left_out=left_out)
    told = [_one(recorder, typed, tongue) for typed in routes]
    again = as_text(r for r, said in zip(routes, told, strict=True) if not said.done)
    left_out = keep_draft(recorder, again)
    return _form(screen, again, told, status=400 if again else 200, left_out=left_out)


def _routes(sent: Sent, text: str) -> list[Typed]:
    """The routes of the file and those that were typed.

    :raises BadQuestion: ``NEEDED`` where there are neither; see :mod:`web.parts.route_rows`.
    """
    tables = [table_of(*sent.files["archivo"])] if "archivo" in sent.files else []
    tables += [text_rows(text)] if text.strip() else []
    if not tables:
        raise BadQuestion(Code.NEEDED, field="archivo")
    return [route for table in tables for route in typed_routes(table)]


def _one(recorder: Recorder, typed: Typed, tongue: Tongue) -> RouteSaid:
    """Record one route, or say why not."""
    try:
        done = record_route(recorder, key=typed.key, route=new_route(typed))
    except BadQuestion as wrong:
        said = sentence(_in_spanish(wrong), tongue.code)
        stop = int(wrong.facts.get("stop", 1))
        return RouteSaid(typed.name, typed.numbers[min(stop, len(typed.numbers)) - 1], False, said)
    said = tongue.say("ya estaba registrada") if done.repeated else tongue.say("registrada")
    return RouteSaid(typed.name, typed.numbers[0], True, said)


def _in_spanish(error: BadQuestion) -> BadQuestion:
    """The same error, its field called as the table calls it."""
    facts = dict(error.facts)
    if "field" in facts:
        facts["field"] = SPANISH.get(facts["field"], facts["field"])
    return BadQuestion(error.code, **facts)
