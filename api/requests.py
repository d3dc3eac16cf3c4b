"""Requests of the protocol, read with limits; anything else is a 4xx with a sentence."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request

from api.execution import Asked
from api.inputs.documents import digest_in
from api.negotiation import GRAPHQL_JSON, JSON
from core.errors import Code

MOST_BYTES = 100_000
DEEPEST_VARIABLES = 20
#: Seconds in which a body must have arrived.
SLOWEST = 10.0
ALLOWED = ("GET", "POST")


class Unreadable(Exception):
    """A request that is not a GraphQL request; ``status`` says in which way."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence

    @property
    def code(self) -> Code:
        """The code of its error."""
        known = {405: Code.METHOD_NOT_ALLOWED, 413: Code.TOO_LARGE}
        return known.get(self.status, Code.BAD_REQUEST)


@dataclass(frozen=True, slots=True)
class Letters:
    """What a request says, letter for letter: its body, or what stands in its address."""

    method: str
    text: bytes


async def letters_of(request: Request) -> Letters:
    """All that a request says. :raises Unreadable: where it is none of the protocol."""
    if request.method not in ALLOWED:
        raise Unreadable(405, "Use GET or POST.")
    if request.method == "GET":
        return Letters("GET", request.scope["query_string"])
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() not in (JSON, GRAPHQL_JSON):
        raise Unreadable(415, f"Send the request as {JSON}.")
    charset = rest.strip().lower()
    if charset and charset.replace(" ", "") not in ("charset=utf-8", 'charset="utf-8"'):
        raise Unreadable(415, "Send the request in UTF-8.")
    try:
        async with asyncio.timeout(SLOWEST):
            return Letters("POST", await _body(request))
    except TimeoutError:
        raise Unreadable(408, f"The request did not arrive within {SLOWEST:.0f} s.") from None


def asked_in(letters: Letters) -> Asked:
    """What a request asks. :raises Unreadable: where it is none of the protocol."""
    if letters.method == "GET":
        return _from_parameters(QueryParams(letters.text))
    return from_text(letters.text)


async def _body(request: Request) -> bytes:
    """The body, read no further than the limit."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length[:12]) > MOST_BYTES:
        raise Unreadable(413, f"A request may have at most {MOST_BYTES} bytes.")
    held = bytearray()
    async for chunk in request.stream():
        held += chunk
        if len(held) > MOST_BYTES:
            raise Unreadable(413, f"A request may have at most {MOST_BYTES} bytes.")
    return bytes(held)


def from_text(body: bytes) -> Asked:
    """The request in a JSON text. :raises Unreadable: where there is none."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable(400, "The request is not valid UTF-8.") from None
    given = _json(text, "The request")
    if not isinstance(given, dict):
        raise Unreadable(400, "The request must be one JSON object.")
    return checked(given)


def _json(text: str, what: str) -> Any:
    """RFC 8259 to the letter: no name twice, no NaN, no half of a letter."""
    try:
        given = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        json.dumps(given, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise Unreadable(400, f"{what} holds half of a surrogate pair.") from None
    except (ValueError, RecursionError):
        raise Unreadable(400, f"{what} is not valid JSON.") from None
    return given


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    held = dict(pairs)
    if len(held) != len(pairs):
        raise Unreadable(400, "A name stands twice in one JSON object.")
    return held


def _no_number(text: str) -> None:
    raise Unreadable(400, f"{text} is not a number of JSON.")


def _from_parameters(given: QueryParams) -> Asked:
    values: dict[str, Any] = dict(given)
    if len(values) != len(given.multi_items()):
        raise Unreadable(400, "A parameter is given twice.")
    for name in ("variables", "extensions"):
        if values.get(name):
            values[name] = _json(values[name], name)
        else:
            values.pop(name, None)
    return checked(values, reads_only=True)


def checked(given: Mapping[str, Any], *, reads_only: bool = False) -> Asked:
    """The request in a JSON object. :raises Unreadable: where it is none."""
    query, operation = given.get("query"), given.get("operationName")
    variables, extensions = given.get("variables"), given.get("extensions")
    document = _document(given)
    if document is None and (not isinstance(query, str) or not query.strip()):
        raise Unreadable(400, "query must be a text.")
    if operation is not None and not isinstance(operation, str):
        raise Unreadable(400, "operationName must be a text.")
    if variables is not None and not isinstance(variables, dict):
        raise Unreadable(400, "variables must be an object.")
    if extensions is not None and not isinstance(extensions, dict):
        raise Unreadable(400, "extensions must be an object.")
    if _deep(variables):
        raise Unreadable(400, f"variables nest more than {DEEPEST_VARIABLES} levels deep.")
    return Asked(query, operation or None, variables, reads_only, document)


def _document(given: Mapping[str, Any]) -> str | None:
    """The digest of a trusted document that is asked for by its id."""
    name = given.get("documentId")
    if name is None:
        return None
    digest = digest_in(name) if isinstance(name, str) else None
    if digest is None:
        raise Unreadable(400, "documentId must be sha256: and 64 hexadecimal digits.")
    if given.get("query") is not None:
        raise Unreadable(400, "Send query or documentId, not both.")
    return digest


def _deep(value: Any, levels: int = DEEPEST_VARIABLES) -> bool:
    """True where a value nests deeper than so many levels."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels < 0 or any(_deep(each, levels - 1) for each in inner)
