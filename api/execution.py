"""One request: its document prepared, then run, errors told by code.

Nothing is run that was not prepared: :func:`run` takes what :func:`prepared` gives, and that has
been guarded, validated, priced and charged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute,
)

from api.context import Context
from api.cost import MOST_COST, Price, given_to
from api.documents import Read, check_document, read
from api.errors import coded, error_of, formatted
from api.guard import too_complex
from api.schema import EXECUTABLE
from core.access.metering import Quota
from core.desk.visit import Visit
from core.errors import BadQuestion, Code, Unavailable, YanapayError

#: Reading a document that is then refused is work, too: a point for so many letters.
LETTERS_A_POINT = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the protocol. ``reads_only``: it came in a way that may change nothing;
    ``document``: the digest of a trusted document, in place of the text."""

    query: str | None
    operation: str | None = None
    variables: Mapping[str, Any] | None = None
    reads_only: bool = False
    document: str | None = None


class Failure(StrEnum):
    """Why a request was answered without data."""

    DOCUMENT = "document"  # it could not be run at all
    QUESTION = "question"  # it was run, and asked something that cannot be understood
    REFUSED = "refused"  # it may not be asked, or not now


@dataclass(frozen=True, slots=True)
class Outcome:
    """The response map, and why it has no data if it has none. ``refused``: as STATUS knows it;
    ``body``: the map, where it was written as JSON at once; ``etag``: the name HTTP knows that by,
    where it has one."""

    told: dict[str, Any]
    failure: Failure | None = None
    refused: Code | None = None
    body: bytes = b""
    etag: str = ""

    @property
    def whole(self) -> bool:
        """True where it has data and no error."""
        return bool(self.body) or ("data" in self.told and "errors" not in self.told)


def bytes_of(outcome: Outcome) -> bytes:
    """The response map as JSON."""
    if outcome.body:
        return outcome.body
    text = json.dumps(outcome.told, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def etag_of(body: bytes) -> str:
    """The name HTTP knows an answer by."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


class Unfit(Exception):
    """A request that may not run; ``outcome`` is its answer."""

    def __init__(self, *errors: GraphQLError, refused: Code | None = None) -> None:
        super().__init__(errors[0].message)
        self.outcome = failed(Failure.REFUSED if refused else Failure.DOCUMENT, errors, refused)


def refusal(cause: YanapayError) -> Outcome:
    """The answer to a whole request that is refused, or cannot be answered now."""
    return failed(Failure.REFUSED, [error_of(cause)], cause.code)


#: A text, the name of its operation, and the JSON of its variables.
Said = tuple[str, str | None, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """One operation that may run: with its variables, what it cost, where its asker stands.

    ``steady``: the whole document is answered from the public bulletin alone.
    """

    text: str
    document: DocumentNode
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]
    cost: int
    quota: Quota
    steady: bool

    @property
    def name(self) -> str | None:
        """The operation's name, if it has one."""
        return self.operation.name.value if self.operation.name else None

    @property
    def said(self) -> Said:
        """All that is asked: the same for whoever asks the same."""
        return self.text, self.name, json.dumps(self.variables, sort_keys=True)

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.operation.operation


def prepared(asked: Asked, visit: Visit) -> Prepared:
    """The operation a request asks for: guarded, validated, priced, and charged to its asker.

    :raises Unfit: where the document cannot run, names no one operation, costs too much, or more
        than remains.
    """
    text = _text(asked, visit)
    known = read(text, visit.asker.signed_in)
    if known.document is None:
        _charged(visit, len(text) // LETTERS_A_POINT)
        raise Unfit(*known.errors)
    operation, price = _chosen(known, asked.operation)
    if asked.reads_only and operation.operation is OperationType.MUTATION:
        by_post = GraphQLError("Send mutations by POST.")
        raise Unfit(coded(by_post, Code.METHOD_NOT_ALLOWED), refused=Code.METHOD_NOT_ALLOWED)
    variables = asked.variables or {}
    cost = price.of(given_to(operation, variables))
    if cost > MOST_COST:
        told = f"The document costs {cost} points; {MOST_COST} is the most."
        _charged(visit, len(text) // LETTERS_A_POINT)
        raise Unfit(too_complex(told, cost=cost, most=MOST_COST))
    quota = _charged(visit, cost)
    return Prepared(text, known.document, operation, variables, cost, quota, known.steady)


def _charged(visit: Visit, points: int) -> Quota:
    """Where the asker stands once it was charged. :raises Unfit: where less remains."""
    try:
        return visit.allowance.charge(points)
    except YanapayError as refused:
        raise Unfit(error_of(refused), refused=refused.code) from None


def _text(asked: Asked, visit: Visit) -> str:
    """The text of the document, written or registered."""
    if asked.query is None:
        text = visit.registered_text(asked.document or "")
        cause = BadQuestion(Code.UNKNOWN_DOCUMENT)
    else:
        text = None if visit.asker.documents_only else asked.query
        cause = BadQuestion(Code.DOCUMENTS_ONLY)
    if text is None:
        raise Unfit(error_of(cause), refused=cause.code)
    return text


def _chosen(known: Read, name: str | None) -> tuple[OperationDefinitionNode, Price]:
    if name is None and len(known.operations) == 1:
        return known.operations[0]
    for operation, price in known.operations:
        if name is not None and operation.name and operation.name.value == name:
            return operation, price
    text = (
        "Name one of the operations of the document."
        if name is None
        else f"The document has no operation named {name[:60]!r}."
    )
    raise Unfit(coded(GraphQLError(text), Code.UNKNOWN_OPERATION))


def run(ready: Prepared, visit: Visit, event: Any = None) -> Outcome:
    """The outcome of one request. A bad question fails the whole request: nothing is dropped.

    ``event``: what a subscription is run for; its field gets it as its source.

    Acts are done one after the other; one that fails takes nothing back of those before it, and
    is an error beside their answers.
    """
    result = execute(
        EXECUTABLE,
        ready.document,
        event,
        context_value=Context(visit, ready.cost, ready.quota, check_document),
        variable_values=dict(ready.variables),
        operation_name=ready.name,
        hide_suggestions=not visit.asker.signed_in,
    )
    assert isinstance(result, ExecutionResult)
    return _outcome(result, ready)


def _outcome(result: ExecutionResult, ready: Prepared) -> Outcome:
    errors = result.errors or []
    acted = ready.kind is OperationType.MUTATION
    bad = [error for error in errors if isinstance(error.original_error, BadQuestion)]
    if bad and not acted:
        return failed(Failure.QUESTION, bad)
    busy = [error for error in errors if isinstance(error.original_error, Unavailable)]
    if busy and not (acted and any((result.data or {}).values())):
        cause: Any = busy[0].original_error
        return failed(Failure.REFUSED, busy, cause.code)
    if errors and result.data is None and all(error.path is None for error in errors):
        return failed(Failure.DOCUMENT, errors, variables=ready.variables)
    told: dict[str, Any] = {"errors": [formatted(e) for e in errors]} if errors else {}
    return Outcome({**told, "data": result.data, "extensions": {"cost": ready.cost}})


def failed(
    why: Failure,
    errors: Sequence[GraphQLError],
    refused: Code | None = None,
    variables: Mapping[str, Any] | None = None,
) -> Outcome:
    """The outcome of a request that has no data."""
    return Outcome({"errors": [formatted(e, variables or {}) for e in errors]}, why, refused)
