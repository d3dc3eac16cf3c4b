"""Languages of the screens: gettext catalogs, and numbers as people write them.

Spanish is the language of the templates. ``en`` and ``fr`` are catalogs in locales/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from babel.core import Locale
from babel.dates import format_date
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from starlette.requests import Request

from web.cookies import cookie_name

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"es": "Español", "en": "English", "fr": "Français"}
)
DEFAULT = "es"
COOKIE = "idioma"

_LOCALES = Path(__file__).resolve().parent.parent / "locales"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_BABEL = {"es": "es_PE", "en": "en_GB", "fr": "fr_FR"}


@cache
def catalog(language: str) -> Mapping[str, str]:
    """The translations of a language; Spanish needs none."""
    return {
        m.id: str(m.string)
        for m in _messages(language)
        if isinstance(m.id, str) and m.id and m.string and not m.fuzzy
    }


def _messages(language: str) -> Iterable[Message]:
    path = _LOCALES / language / "LC_MESSAGES" / "yanapay.po"
    if not path.exists():
        return ()
    with path.open("rb") as source:
        return read_po(source, locale=language)


@cache
def plurals(language: str) -> Mapping[str, tuple[str, str]]:
    """The translations of texts that have a form for one and a form for many."""
    return {
        str(m.id[0]): (str(m.string[0]), str(m.string[1]))
        for m in _messages(language)
        if isinstance(m.id, tuple) and isinstance(m.string, tuple) and all(m.string)
    }


def _plural(language: str, number: int) -> str:
    """Which form a number takes (CLDR)."""
    return str(Locale.parse(_BABEL[language]).plural_form(number))


def language_of(request: Request) -> str:
    """``?lang=``, else the cookie, else Spanish, whatever the browser was installed in."""
    wanted = request.query_params.get("lang") or request.cookies.get(cookie_name(request, COOKIE))
    return str(wanted) if wanted in LANGUAGES else DEFAULT


def marked(text: str) -> str:
    """``text`` itself, found by the catalogs' extraction; it is translated where it is said."""
    return text


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: what is said, and how numbers and dates are written."""

    code: str

    def say(self, text: str, **facts: object) -> str:
        """``text`` (Spanish) in this language, its placeholders filled."""
        said = catalog(self.code).get(text, text)
        return said % facts if facts else said

    def count(self, number: int, one: str, many: str, **facts: object) -> str:
        """``one`` or ``many`` (Spanish) in this language, by its own rule for the number, which
        stands for ``%(count)s``: none is one in French, and many in Spanish and English."""
        several = _plural(self.code, number) != "one"
        said = plurals(self.code).get(one, (one, many))[several]
        return said % {"count": self.number(number), **facts}

    def number(self, value: int | float) -> str:
        """``1 976`` or ``162,5`` (es, fr); ``1,976`` or ``162.5`` (en). No line breaks inside."""
        text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
        if self.code == "en":
            return text
        return text.replace(",", _NO_BREAK).replace(".", ",")

    def percent(self, value: int | float) -> str:
        """``79,6 %`` with a no-break space; in English without."""
        return self.number(value) + ("%" if self.code == "en" else f"{_NO_BREAK}%")

    def date(self, day: dt.date) -> str:
        """``31 dic 2013``."""
        return format_date(day, "d MMM y", locale=_BABEL[self.code]).replace(".", "")

    def month(self, day: dt.date) -> str:
        """``dic 2013``."""
        return format_date(day, "MMM y", locale=_BABEL[self.code]).replace(".", "")
