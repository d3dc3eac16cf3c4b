"""One request at the HTML door: its visit, its language, and how a template is filled for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.access.roles import Action, Asker, may
from core.desk.planning import Planning
from core.desk.visit import Visit
from core.disclosure import RULE
from web.cookies import cookie_name, form_token, session_of
from web.dictionary import words_of
from web.formats import offered
from web.i18n import COOKIE, LANGUAGES, Tongue, language_of
from web.parts.why import told
from web.plan_paths import root_of
from web.roles import role_in_words
from web.spelling import spell

_HERE = Path(__file__).resolve().parent
STATIC = _HERE / "static"

#: The block that is all of a page but its head and foot: what it asks for when it comes by itself.
MAIN = "contenido"
_YEAR = 365 * 24 * 3600


class Unindented(Extension):
    """Templates without the indentation of their lines: a twentieth of what goes over the wire.

    What a reader types or reads as lines (``<pre>``, ``<textarea>``) comes in values, never here.
    """

    def preprocess(self, source: str, _name: str | None, _filename: str | None = None) -> str:
        """The source with each line where it was, for errors that name it."""
        return re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE)


@cache
def templates() -> Environment:
    """The templates: everything escaped, nothing undefined passed over."""
    made = Environment(
        loader=FileSystemLoader([_HERE / "templates", STATIC]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        extensions=[Unindented],
    )
    made.globals |= {"offered": offered, "words_of": words_of}
    return made


@cache
def static_url(name: str) -> str:
    """The address of a static file with the digest of its content, so that it may be kept."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@dataclass(frozen=True, slots=True)
class Screen:
    """``visit`` is ``None`` only on error pages made before anybody was let in."""

    request: Request
    visit: Visit | None

    @property
    def tongue(self) -> Tongue:
        """The language of the page."""
        return Tongue(language_of(self.request))

    @property
    def asker(self) -> Asker | None:
        """Who has signed in, if anybody has."""
        if self.visit is None or not self.visit.asker.signed_in:
            return None
        return self.visit.asker

    @property
    def plan_root(self) -> str:
        """What the addresses of the plan of this page begin with."""
        return root_of(self.request)

    def planning(self) -> Planning:
        """The plan that the address names, else the one in force.

        :raises BadQuestion: ``NOT_FOUND``.
        """
        assert self.visit is not None
        return self.visit.plan(self.request.path_params.get("plan"))

    @property
    def wanted_block(self) -> str | None:
        """The id htmx will swap, where it asks for one block (``figure#vista`` -> ``vista``)."""
        headers = self.request.headers
        if headers.get("hx-request") != "true" or "hx-history-restore-request" in headers:
            return None
        return headers.get("hx-target", "").partition("#")[2] or None

    def page(self, name: str, facts: Mapping[str, Any], status: int = 200) -> HTMLResponse:
        """The whole page."""
        template = templates().get_template(f"pages/{name}.html")
        return self._sent(template.render(self._context(facts, fragment=False)), status)

    def blocks(
        self, name: str, wanted: Sequence[str], facts: Mapping[str, Any], status: int = 200
    ) -> HTMLResponse:
        """Some blocks of the same page: the first is swapped in, the others go out of band.

        With them, where the page has an edition, the links that must keep its new address.
        """
        template = templates().get_template(f"pages/{name}.html")
        told = self._context(facts, fragment=True)
        context = template.new_context(told)
        parts = ["".join(template.blocks[block](context)) for block in wanted]
        if told["switched"]:
            parts.append(templates().get_template("parts/around.html").render(told))
        return self._sent("".join(parts), status)

    def _context(self, facts: Mapping[str, Any], *, fragment: bool) -> dict[str, Any]:
        tongue = self.tongue
        return {
            "tongue": tongue,
            "say": tongue.say,
            "count": tongue.count,
            "number": tongue.number,
            "spell": lambda figure: spell(figure, tongue),
            "told": lambda line, at=0, column="": told(line, at, column, tongue),
            "rule": RULE,
            "release": self.visit.bulletin.release if self.visit else None,
            "nonce": self.request.state.nonce,
            "form_token": form_token(session_of(self.request) or ""),
            "asker": self.asker,
            "asker_role": role_in_words(self.asker.role, tongue) if self.asker else "",
            "may": self._may,
            "languages": [
                (code, name, self._with("lang", code)) for code, name in LANGUAGES.items()
            ],
            "path": self.request.url.path,
            "plan_root": self.plan_root,
            "static_url": static_url,
            "fragment": fragment,
            "edition": None,
            "switched": False,
            "editions": {code: self._with("edicion", code) for code in ("", "interna")},
            "alone": self.wanted_block == MAIN,
            **facts,
        }

    def _may(self, action: str) -> bool:
        """True where whoever has signed in may; a menu leaves out what it would refuse."""
        return self.asker is not None and may(self.asker.role, Action(action))

    def _with(self, name: str, value: str) -> str:
        """This address with another value under one name; nothing is kept that is empty."""
        given = self.request.query_params.multi_items()
        kept = [(k, v) for k, v in given if v and k != name]
        asked = urlencode([*kept, (name, value)] if value else kept)
        return f"{self.request.url.path}?{asked}" if asked else self.request.url.path

    def _sent(self, html: str, status: int) -> HTMLResponse:
        response = HTMLResponse(html, status)
        response.headers["Vary"] = "Cookie, HX-Request, HX-Target"
        response.headers["Content-Language"] = self.tongue.code
        if self.asker is not None:
            response.headers["Cache-Control"] = "no-store"
        self._remember_language(response)
        return response

    def _remember_language(self, response: Response) -> None:
        chosen = self.request.query_params.get("lang")
        if chosen in LANGUAGES:
            response.set_cookie(
                cookie_name(self.request, COOKIE),
                str(chosen),
                max_age=_YEAR,
                samesite="lax",
                httponly=True,
                secure=self.request.url.scheme == "https",
            )
