"""Errors as GraphQL spells them: a sentence, a code of a documented list, nothing of the inside.

docs/errors.md has a row for each code. What nobody foresaw is masked: it goes to the log under a
correlation id, and the id alone is told.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from graphql import GraphQLError

from core.errors import Code, YanapayError
from core.sentences import sentence

_log = logging.getLogger("yanapay.graphql")

_LONGEST = 300
_SHORT = 4  # letters that may be told back: codes, not names
_NONE: Mapping[str, Any] = MappingProxyType({})

#: One of our tokens, wherever it was put by mistake.
_TOKEN = re.compile(r"ynp_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", re.ASCII)

#: The HTTP status where a whole request is refused for it. Any other: 400, or 200 where the
#: document was run and only a field failed.
STATUS: Mapping[Code, int] = MappingProxyType(
    {
        Code.TOKEN_INVALID: 401,
        Code.UNAUTHENTICATED: 401,
        Code.FORBIDDEN: 403,
        Code.DOCUMENTS_ONLY: 403,
        Code.UNKNOWN_DOCUMENT: 404,
        Code.METHOD_NOT_ALLOWED: 405,
        Code.TOO_LARGE: 413,
        Code.RATE_LIMITED: 429,
        Code.TOO_MANY_AT_ONCE: 429,
        Code.INTERNAL: 500,
        Code.BUSY: 503,
        Code.TIMED_OUT: 503,
        Code.NO_BULLETIN: 503,
    }
)


def coded(error: GraphQLError, code: Code) -> GraphQLError:
    """The error under this code, unless it has one."""
    error.extensions = {"code": code.value, **(error.extensions or {})}
    return error


def error_of(cause: YanapayError) -> GraphQLError:
    """An error of ours, for a whole request."""
    return GraphQLError(sentence(cause, "en"), extensions=_told(cause))


def _told(cause: YanapayError) -> dict[str, Any]:
    facts = {name: _TOKEN.sub("ynp_…", text) for name, text in cause.facts.items()}
    return {"code": cause.code.value, **facts}


def formatted(error: GraphQLError, variables: Mapping[str, Any] = _NONE) -> dict[str, Any]:
    """One error of a response. What was given in variables is not told back."""
    told: dict[str, Any] = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, YanapayError):
        told["message"] = sentence(cause, "en")
        told["extensions"] = _told(cause)
    elif cause is not None and not isinstance(cause, GraphQLError):
        told["message"], told["extensions"] = masked(cause, f"a field failed at {error.path}")
    else:
        told["message"] = _without(told["message"], variables)
        told["extensions"] = {"code": Code.BAD_REQUEST.value, **(error.extensions or {})}
    told["message"] = _TOKEN.sub("ynp_…", told["message"])
    return told


def _without(message: str, variables: Mapping[str, Any]) -> str:
    """A sentence of graphql-core, without the values it repeats: there may be people in them."""
    if message.startswith("Variable '$"):
        message, cut, _ = message.partition(", found: ")
        message += "." if cut else ""
        for text in sorted(set(_texts(variables)), key=len, reverse=True):
            message = message.replace(text, "…")
        message, why, _ = message.partition('"…". ')  # which part of a date is wrong, quoting it
        message += why.strip()
    return message if len(message) <= _LONGEST else message[:_LONGEST] + "…"


def _texts(value: Any) -> Iterator[str]:
    """The texts and long numbers in a value, names of unknown fields among them."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(name)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None and len(str(value)) > _SHORT:
        yield str(value)


def masked(cause: BaseException, where: str) -> tuple[str, dict[str, Any]]:
    """What is told of a failure that nobody foresaw; the rest is in the log, under the same id."""
    known_as = secrets.token_hex(8)
    _log.error("%s (correlation id %s)", where, known_as, exc_info=cause)
    told = sentence(YanapayError(Code.INTERNAL), "en")
    return told, {"code": Code.INTERNAL.value, "correlationId": known_as}
