"""``/api``: asking the GraphQL API in the browser, with the dashboard's own questions as examples.

Without JavaScript too: a plain form is posted, and the answer is the page with the answer in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from core.errors import BadQuestion, Code, YanapayError
from core.sentences import sentence
from web.api_side import Answered, api_side
from web.as_graphql import EXPLORER, Asking
from web.choices import single
from web.parts.api_changes import CHANGES
from web.parts.examples import examples
from web.screen import Screen
from web.sign_in import check_form, origin_of

#: The most of an answer that a page shows, in characters; programs get all of it.
MOST_SHOWN = 40_000

#: The form, read no further; what it holds is then limited like any request.
MOST_BYTES = 100_000

_OWN = frozenset({"documento", "variables", "operacion", "ejemplo", "lang"})
_INDENT = 2

#: What the endpoint says of its limits, which browsers and programs read in the page's answer too.
_TOLD_ON = frozenset({"retry-after", "ratelimit", "ratelimit-policy"})


def explorer_page(screen: Screen) -> Response:
    """The form, filled in from the address: an example, or a document and its variables."""
    problems: list[YanapayError] = []
    given = single(screen.request.query_params.multi_items(), _OWN, problems)
    known = {example.name: example for example in examples(screen.tongue)}
    chosen = given.get("ejemplo") or next(iter(known))
    if chosen not in known:
        problems.append(BadQuestion(Code.UNKNOWN_VALUE, field="ejemplo", value=chosen))
        chosen = next(iter(known))
    typed = dict(given) if "documento" in given else _typed(known[chosen].asking)
    return _shown(screen, typed, [sentence(problem, screen.tongue.code) for problem in problems])


async def explore(screen: Screen, form: Mapping[str, str]) -> Response:
    """The page, or its one block, with what the endpoint answered, under the status it gave.

    :raises Refused: ``FOREIGN_REQUEST`` for a form that is not one of ours.
    """
    check_form(screen.request, form)
    try:
        asked = _asked(form)
    except (ValueError, RecursionError):
        return _shown(screen, form, [screen.tongue.say("Las variables no son JSON válido.")])
    answered = await api_side(screen.request).ask(screen.request, asked)
    return await run_in_threadpool(_shown, screen, form, [], answered)


def _asked(form: Mapping[str, str]) -> dict[str, Any]:
    """The request in a form. :raises ValueError: for variables that are not JSON."""
    asked: dict[str, Any] = {"query": form.get("documento", "")}
    if form.get("operacion", "").strip():
        asked["operationName"] = form["operacion"].strip()
    if form.get("variables", "").strip():
        asked["variables"] = json.loads(form["variables"])
    return asked


def _typed(asking: Asking) -> dict[str, str]:
    variables = json.dumps(asking.variables, ensure_ascii=False, indent=_INDENT)
    return {"documento": asking.document, "variables": variables if asking.variables else ""}


def _shown(
    screen: Screen,
    typed: Mapping[str, str],
    problems: list[str],
    answered: Answered | None = None,
) -> Response:
    assert screen.visit is not None
    facts = {
        "quota": screen.visit.allowance.quota(),
        "typed": typed,
        "problems": problems,
        "examples": examples(screen.tongue),
        "changes": CHANGES,
        "explorer": EXPLORER,
        "origin": origin_of(screen.request),
        "by_link": screen.asker is not None and "documento" in screen.request.query_params,
        **_facts(answered),
    }
    status = answered.status if answered else 400 if problems else 200
    if screen.wanted_block == "respuesta":
        response = screen.blocks("explorer", ["respuesta"], facts, status)
    else:
        response = screen.page("explorer", facts, status)
    if answered:
        told_on = _TOLD_ON.intersection(answered.headers)
        response.headers.update({name: answered.headers[name] for name in told_on})
    return response


def _facts(answered: Answered | None) -> dict[str, Any]:
    if answered is None:
        return {"status": None}
    told = json.loads(answered.body)
    text = json.dumps(told, ensure_ascii=False, indent=_INDENT)
    return {
        "status": answered.status,
        "cost": told.get("extensions", {}).get("cost"),
        "text": text[:MOST_SHOWN],
        "cut": len(text) > MOST_SHOWN,
    }
