"""``/revisiones``: every published figure that changed between releases; also as an Atom feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from core.bulletin.revisions import Change, Revision, Why
from core.errors import BadQuestion, Code, YanapayError
from core.filters import DOMAINS, Dimension
from core.sentences import sentence
from web.choices import single
from web.dictionary import words_of
from web.i18n import Tongue, marked
from web.screen import Screen, templates

PATH = "/revisiones"
FEED = "/revisiones.atom"
MOST = 100

_WHY = {
    Why.FIRST: marked("primera edición"),
    Why.RULE: marked("regla nueva: todas las cifras pueden haber cambiado"),
    Why.REGISTER: marked("registros nuevos o corregidos desde la edición anterior"),
}

#: How codes of published facts are spelled where they say nothing.
_SAYS_NOTHING = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which revision, and which hundred of its changes."""

    release: str
    page: int

    def address(self, page: int) -> str:
        """The same revision at another page."""
        kept = {"boletin": self.release, "pagina": str(page)}
        return f"{PATH}?{urlencode(kept)}"


def revisions_page(screen: Screen) -> Response:
    """The releases, and the changes of the one that is asked for (else the newest that has any)."""
    assert screen.visit is not None
    tongue, known = screen.tongue, screen.visit.bulletin.revisions
    problems: list[YanapayError] = []
    chosen, page = _asked(screen, known, problems)
    facts: dict[str, Any] = {
        "problems": [sentence(problem, tongue.code) for problem in problems],
        "revisions": [(revision, tongue.say(_WHY[revision.why])) for revision in known],
        "chosen": chosen,
        "feed": FEED,
        "most": MOST,
    }
    if chosen is not None:
        at = Asked(chosen.release, page)
        first = (page - 1) * MOST
        facts |= {
            "changes": [_spelled(c, tongue) for c in chosen.changes[first : first + MOST]],
            "first": first,
            "earlier": at.address(page - 1) if page > 1 else "",
            "later": at.address(page + 1) if first + MOST < len(chosen.changes) else "",
        }
    return screen.page("revisions", facts, 400 if problems else 200)


def _asked(
    screen: Screen, known: tuple[Revision, ...], problems: list[YanapayError]
) -> tuple[Revision | None, int]:
    given = screen.request.query_params.multi_items()
    values = single(given, frozenset({"boletin", "pagina", "lang"}), problems)
    chosen = next((revision for revision in known if revision.changes), None)
    wanted = values.get("boletin")
    if wanted is not None:
        found = [revision for revision in known if revision.release == wanted]
        if found:
            chosen = found[0]
        else:
            problems.append(BadQuestion(Code.UNKNOWN_VALUE, field="boletin", value=wanted))
    return chosen, _page(values, chosen, problems)


def _page(values: Mapping[str, str], chosen: Revision | None, problems: list[YanapayError]) -> int:
    text = values.get("pagina", "1")
    last = max(1, -(-len(chosen.changes) // MOST)) if chosen else 1
    if text in map(str, range(1, last + 1)):
        return int(text)
    problems.append(BadQuestion(Code.UNKNOWN_VALUE, field="pagina", value=text))
    return 1


def _spelled(change: Change, tongue: Tongue) -> tuple[str, str, str, str]:
    """(figure, period, before, after) in words."""
    return (
        _figure(change, tongue),
        "" if change.period == _SAYS_NOTHING else change.period,
        _value(change.old, tongue),
        _value(change.new, tongue),
    )


def _figure(change: Change, tongue: Tongue) -> str:
    if change.of == "published":
        told = [code for code in change.codes[:-1] if code not in (_SAYS_NOTHING, "")]
        return " · ".join((change.by, *told))
    dimensions = [Dimension(name) for name in change.by.split("+") if name]
    labels = [
        DOMAINS[dimension][code].label(tongue.code)
        for dimension, code in zip(dimensions, change.codes, strict=True)
    ]
    return " · ".join((words_of(change.of, tongue), *labels))


def _value(value: int | float | None, tongue: Tongue) -> str:
    return "[c]" if value is None else tongue.number(value)


def feed(screen: Screen) -> Response:
    """The releases as an Atom feed (RFC 4287)."""
    assert screen.visit is not None
    tongue, known = screen.tongue, screen.visit.bulletin.revisions
    base = str(screen.request.base_url).rstrip("/")
    text = (
        templates()
        .get_template("files/revisions.atom")
        .render(
            title=tongue.say("Revisiones del boletín de Yanapay"),
            language=tongue.code,
            base=base,
            feed=FEED,
            path=PATH,
            updated=screen.visit.bulletin.release.released_at,
            entries=[(revision, _summary(revision, tongue)) for revision in known],
        )
    )
    response = Response(text, media_type="application/atom+xml; charset=utf-8")
    response.headers["Vary"] = "Cookie"
    return response


def _summary(revision: Revision, tongue: Tongue) -> str:
    why = tongue.say(_WHY[revision.why])
    if revision.changed is None:
        return why
    return tongue.say("Cifras que cambiaron: %(count)s. %(why)s.", count=revision.changed, why=why)
