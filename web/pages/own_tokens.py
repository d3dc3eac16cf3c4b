"""``/api/credenciales``: one's own API tokens: make one, see them without their secret, revoke."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from starlette.responses import RedirectResponse, Response

from core.access.roles import Action
from core.access.tokens import LONGEST
from core.desk.own_tokens import MOST, create_own, own_tokens, revoke_own
from core.errors import BadQuestion, Code
from core.sentences import sentence
from web.i18n import marked
from web.screen import Screen
from web.sign_in import check_form

PATH = "/api/credenciales"
REVOKE = f"{PATH}/revocar"

#: What the boxes of the form are called: this and the act.
_ACT = "acto."

#: Acts in words.
ACTS: Mapping[Action, str] = {
    Action.READ_PARTNER_FIGURES: marked("cifras con el umbral del convenio"),
    Action.READ_INTERNAL_FIGURES: marked("cifras exactas, edición interna"),
    Action.READ_INSTITUTIONS: marked("instituciones"),
    Action.READ_TRAININGS: marked("capacitaciones"),
    Action.READ_CAMPAIGNS: marked("campañas"),
    Action.READ_REFERRALS: marked("derivaciones a su institución"),
    Action.COUNT_RECORDS: marked("número total de las listas"),
    Action.ANSWER_REFERRAL: marked("responder derivaciones"),
    Action.RECORD_TRAINING: marked("registrar capacitaciones"),
    Action.RECORD_CAMPAIGN: marked("registrar campañas"),
    Action.READ_READINGS: marked("valores reportados del plan"),
    Action.RECORD_READING: marked("reportar valores del plan"),
    Action.REVIEW_READING: marked("revisar valores del plan"),
    Action.COMMENT_INDICATOR: marked("comentar indicadores"),
    Action.READ_EVIDENCE: marked("evidencia del plan"),
    Action.CLOSE_PERIOD: marked("cerrar períodos"),
    Action.PUBLISH_PERIOD: marked("publicar períodos"),
    Action.REOPEN_PERIOD: marked("reabrir períodos"),
    Action.READ_DOCUMENTS: marked("documentos registrados"),
    Action.REGISTER_DOCUMENT: marked("registrar documentos"),
    Action.REMOVE_DOCUMENT: marked("retirar documentos"),
}


def tokens_page(screen: Screen) -> Response:
    """Every token of whoever asks, and the form for another."""
    return _shown(screen, {})


def create_one(screen: Screen, form: Mapping[str, str]) -> Response:
    """The list with the new token on top of it, this once; the form again for what is wrong.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours; ``FORBIDDEN`` where
        nobody has signed in with an account.
    """
    assert screen.visit is not None
    check_form(screen.request, form)
    try:
        made = create_own(
            screen.visit.at_desk(),
            _days(form.get("dias", "")),
            form.get("convenio") or None,
            _acts(form),
            re.split(r"[,\s]+", form["redes"].strip()) if form.get("redes", "").strip() else (),
            documents_only="documentos" in form,
        )
    except BadQuestion as wrong:
        return _shown(screen, form, problem=sentence(wrong, screen.tongue.code), status=400)
    return _shown(screen, {}, made=made)


def revoke_one(screen: Screen, form: Mapping[str, str]) -> Response:
    """The list again, the token chosen revoked in it.

    :raises Refused: as :func:`create_one`.
    :raises BadQuestion: ``NOT_FOUND`` for a token that is not one's own.
    """
    assert screen.visit is not None
    check_form(screen.request, form)
    revoke_own(screen.visit.at_desk(), form.get("credencial", ""))
    return RedirectResponse(PATH, 303)


def _shown(
    screen: Screen, form: Mapping[str, str], *, made: str = "", problem: str = "", status: int = 200
) -> Response:
    assert screen.visit is not None
    found, choice = own_tokens(screen.visit.at_desk())
    say = screen.tongue.say
    words = {action.value: say(text) for action, text in ACTS.items()}
    facts = {
        "tokens": found,
        "choice": choice,
        "acts": [(f"{_ACT}{act.value}", act.value, words[act.value]) for act in choice.acts],
        "words": words,
        "most": MOST,
        "longest": LONGEST.days,
        "typed": form,
        "made": made,
        "problem": problem,
    }
    return screen.page("own_tokens", facts, status)


def _days(text: str) -> int:
    """:raises BadQuestion: ``OUT_OF_RANGE`` for anything but days of a year at most."""
    days = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0
    if not dt.timedelta() < dt.timedelta(days=days) <= LONGEST:
        raise BadQuestion(Code.OUT_OF_RANGE, field="dias", least="1", most=str(LONGEST.days))
    return days


def _acts(form: Mapping[str, str]) -> list[Action]:
    named = [name.removeprefix(_ACT) for name in form if name.startswith(_ACT)]
    unknown = [name for name in named if name not in set(Action)]
    if unknown:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="acto", value=unknown[0])
    return [Action(name) for name in named]
