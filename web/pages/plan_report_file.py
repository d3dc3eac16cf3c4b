"""``/plan/informes/{periodo}/{archivo}``: a report's file, made in the background and kept.

The page says how far it is, by itself with and without scripts; it can be left and come back to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from core.errors import BadQuestion, Code, Refused
from core.plan.cuts import Cut
from core.sentences import sentence
from web import plan_words as words
from web.formats import Format
from web.i18n import LANGUAGES, marked
from web.parts.plan_report import report_of
from web.plan_questions import of_plan
from web.screen import Screen
from web.sign_in import check_form
from web.writers.press import Order, Press, Step, order_of

PATH = "/plan/informes/{periodo}/{archivo}"
KINDS = (Format.PDF, Format.XLSX)
_FULL = 429

#: The steps in their order, and what each says.
_STEPS = {
    Step.WAITING: marked("en espera"),
    Step.WRITING: marked("escribiendo el archivo"),
    Step.CHECKING: marked("escribiéndolo otra vez para comprobar que es igual"),
    Step.KEPT: marked("guardado"),
}


@dataclass(frozen=True, slots=True)
class FileAsked:
    """A kind of file in a language: ``es.pdf``."""

    kind: Format
    language: str

    @property
    def name(self) -> str:
        """As the address has it."""
        return f"{self.language}.{self.kind.extension}"


def press_of(screen: Screen) -> Press:
    """The press of the house."""
    press: Press = screen.request.app.state.press
    return press


def _asked(screen: Screen) -> tuple[Cut, FileAsked]:
    """The cut and the file that the address names.

    :raises BadQuestion: ``NOT_FOUND``.
    """
    planning, given = screen.planning(), screen.request.path_params
    cut = planning.cut(of_plan(given["periodo"], planning.plan))
    for kind in KINDS:
        for language in LANGUAGES:
            if given["archivo"] == (asked := FileAsked(kind, language)).name:
                return cut, asked
    raise BadQuestion(Code.NOT_FOUND, field="archivo")


def _order(cut: Cut, asked: FileAsked) -> Order:
    return order_of(asked.kind.value, report_of(cut, asked.language))


def report_file_page(screen: Screen, problem: str = "", status: int = 200) -> Response:
    """How far the file is; where it is kept, the way to it with its digest."""
    cut, asked = _asked(screen)
    press, order, tongue = press_of(screen), _order(cut, asked), screen.tongue
    state = press.state(order)
    content = press.file(order)
    steps = list(_STEPS)
    working = state.step in steps and state.step is not Step.KEPT
    facts = {
        "cut": cut,
        "asked": asked,
        "language": LANGUAGES[asked.language],
        "period_words": words.period_words(cut.period, tongue),
        "state": state,
        "working": working,
        "done": steps.index(state.step) + 1 if state.step in steps else 0,
        "all": len(steps),
        "said": tongue.say(_STEPS[state.step]) if state.step in steps else "",
        "size": len(content or b""),
        "sha256": hashlib.sha256(content).hexdigest() if content is not None else "",
        "problem": problem,
    }
    if screen.wanted_block == "progreso":
        return screen.blocks("plan_report_file", ("progreso",), facts, status)
    return screen.page("plan_report_file", facts, status)


def ask_for_report(screen: Screen, form: Mapping[str, str]) -> Response:
    """Have the file made, and show how far it is.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    """
    check_form(screen.request, form)
    try:
        press_of(screen).ask(_order(*_asked(screen)))
    except Refused as full:
        return report_file_page(screen, sentence(full, screen.tongue.code), _FULL)
    return RedirectResponse(screen.request.url.path, 303)
