"""Telling what would identify a person: such values are refused in fields and warned of in texts.

The patterns are Peru's: the DNI has 8 digits, the RUC 11 (10, 15, 17 or 20 first), a mobile number
9 (9 first), a fixed line 7 or 8 with its area code. A pattern cannot tell a name: people are told
not to write any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from core.errors import BadQuestion, Code


class Kind(StrEnum):
    """What a piece of text looks like."""

    EMAIL = "email"
    PHONE = "phone"
    DOCUMENT = "document"
    COORDINATES = "coordinates"
    ADDRESS = "address"
    LINK = "link"


_GAP = r"[\s.\-]?"
_STREET = r"(?:av(?:enida|da)?|jr|jir[oó]n|calle|pasaje|psje|mz|manzana|urb|asent\w*\s+h\w*)\b\.?"

_PATTERNS: Mapping[Kind, re.Pattern[str]] = MappingProxyType(
    {
        Kind.EMAIL: re.compile(r"[\w.+-]+@[\w-]+\.\w", re.A),
        Kind.PHONE: re.compile(
            rf"(?<!\d)(?:\+?51{_GAP})?(?:9\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{3}}"
            rf"|\(?0\d{{1,2}}\)?{_GAP}\d{{3}}{_GAP}\d{{3,4}})(?!\d)"
        ),
        Kind.DOCUMENT: re.compile(
            r"(?<!\d)(?:\d{8}|(?:10|15|17|20)\d{9})(?!\d)|\bpasaporte\s+\w*\d{5,}", re.I
        ),
        Kind.COORDINATES: re.compile(r"-?\d{1,2}\.\d{3,}\s*[,;\s]\s*-?\d{1,3}\.\d{3,}"),
        Kind.ADDRESS: re.compile(rf"\b{_STREET}\s+[^.,;\n]{{1,60}}?\d", re.I),
        Kind.LINK: re.compile(r"https?://|\bwww\.|(?<!\w)@\w{3,}", re.I),
    }
)


def found_in(text: str) -> tuple[Kind, ...]:
    """Every kind that the text seems to hold."""
    return tuple(kind for kind, pattern in _PATTERNS.items() if pattern.search(text))


def refuse_in(*but: Kind, **fields: str) -> None:
    """Nothing where no field seems to identify anybody. ``but``: kinds that may stand in them.

    :raises BadQuestion: ``IDENTIFYING_DATA``, naming the field and never its value.
    """
    for field, value in fields.items():
        kinds = [kind for kind in found_in(value) if kind not in but]
        if kinds:
            raise BadQuestion(Code.IDENTIFYING_DATA, field=field, kind=kinds[0].value)
