"""One request executed: text to document (remembered), document to result, errors to codes."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    execute,
    parse,
    validate,
)

from api.context import Context
from api.guard import MOST_TOKENS, too_heavy
from api.schema import schema
from core.errors import BadQuestion, Code, YanapayError
from core.sentences import sentence

_log = logging.getLogger("yanapay.graphql")

_REMEMBERED = 256
_MOST_ERRORS = 20

#: Strawberry keeps the executable schema here; graphql-core's own execution is our reference.
EXECUTABLE = schema._schema


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the protocol."""

    query: str
    operation: str | None = None
    variables: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document that may run, or the reasons why it may not."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()


_documents: OrderedDict[str, Prepared] = OrderedDict()


def prepared(query: str) -> Prepared:
    """The document of a text, parsed and validated once."""
    known = _documents.get(query)
    if known is None:
        known = _prepare(query)
        _documents[query] = known
        if len(_documents) > _REMEMBERED:
            _documents.popitem(last=False)
    return known


def _prepare(query: str) -> Prepared:
    try:
        document = parse(query, no_location=False, max_tokens=MOST_TOKENS)
        heavy = too_heavy(document)
    except GraphQLSyntaxError as error:
        return Prepared(None, (_coded(error, "GRAPHQL_PARSE_FAILED"),))
    except RecursionError:
        return Prepared(
            None, (_coded(GraphQLError("The document nests too deep."), "TOO_COMPLEX"),)
        )
    if heavy is not None:
        return Prepared(None, (heavy,))
    found = validate(EXECUTABLE, document, max_errors=_MOST_ERRORS)
    if found:
        return Prepared(None, tuple(_coded(e, "GRAPHQL_VALIDATION_FAILED") for e in found))
    return Prepared(document)


def _coded(error: GraphQLError, code: str) -> GraphQLError:
    error.extensions = {**(error.extensions or {}), "code": code}
    return error


class Failure(StrEnum):
    """Why a request was answered without data."""

    DOCUMENT = "document"  # it could not be run at all
    QUESTION = "question"  # it was run, and asked something that cannot be understood


@dataclass(frozen=True, slots=True)
class Outcome:
    """The response map, and why it has no data if it has none."""

    told: dict[str, Any]
    failure: Failure | None = None


def changes(asked: Asked) -> bool:
    """True where the request is for a mutation, or might be."""
    return _is(OperationType.MUTATION, prepared(asked.query).document, asked.operation)


def listens(asked: Asked) -> bool:
    """True where the request is for a subscription, or might be."""
    return _is(OperationType.SUBSCRIPTION, prepared(asked.query).document, asked.operation)


def _is(kind: OperationType, document: DocumentNode | None, name: str | None) -> bool:
    return document is not None and any(
        node.operation is kind
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
        and name in (None, node.name.value if node.name else None)
    )


def run(asked: Asked, context: Context) -> Outcome:
    """The outcome of one request. A bad question fails the whole request: nothing is dropped.

    Acts are done one after the other; one that fails takes nothing back of those before it, and
    is an error beside their answers.
    """
    refused = unfit(asked)
    if refused is not None:
        return refused
    if listens(asked):
        text = "Open subscriptions over WebSocket, or as text/event-stream."
        return failed(Failure.QUESTION, [_coded(GraphQLError(text), "BAD_REQUEST")])
    return _executed(asked, context)


def run_event(asked: Asked, context: Context, event: Any) -> Outcome:
    """The outcome of a subscription for one event, which its field gets as its source."""
    return _executed(asked, context, event)


def unfit(asked: Asked) -> Outcome | None:
    """Why nothing of a request can be run; ``None`` where it can."""
    ready = prepared(asked.query)
    if ready.document is None:
        return failed(Failure.DOCUMENT, ready.errors)
    unclear = _which_operation(ready.document, asked.operation)
    return None if unclear is None else failed(Failure.DOCUMENT, [unclear])


def _executed(asked: Asked, context: Context, source: Any = None) -> Outcome:
    document = prepared(asked.query).document
    assert document is not None
    result = execute(
        EXECUTABLE,
        document,
        source,
        context_value=context,
        variable_values=dict(asked.variables or {}),
        operation_name=asked.operation,
    )
    assert isinstance(result, ExecutionResult)
    return _outcome(result, acted=changes(asked))


def _outcome(result: ExecutionResult, *, acted: bool) -> Outcome:
    errors = result.errors or []
    bad = [error for error in errors if isinstance(error.original_error, BadQuestion)]
    if bad and not acted:
        return failed(Failure.QUESTION, bad)
    if errors and result.data is None and all(error.path is None for error in errors):
        return failed(Failure.DOCUMENT, errors)
    told: dict[str, Any] = {"errors": [_formatted(error) for error in errors]} if errors else {}
    return Outcome({**told, "data": result.data})


def refusal(cause: YanapayError) -> Outcome:
    """The outcome of a request that somebody may not make."""
    return failed(Failure.QUESTION, [GraphQLError("", original_error=cause)])


def failed(why: Failure, errors: Sequence[GraphQLError]) -> Outcome:
    """The outcome of a request that has no data."""
    return Outcome({"errors": [_formatted(error) for error in errors]}, why)


def _which_operation(document: DocumentNode, name: str | None) -> GraphQLError | None:
    operations = [n for n in document.definitions if isinstance(n, OperationDefinitionNode)]
    if name is None and len(operations) == 1:
        return None
    if name is not None and any(n.name and n.name.value == name for n in operations):
        return None
    text = (
        "Name one of the operations of the document."
        if name is None
        else f"The document has no operation named {name[:60]!r}."
    )
    return _coded(GraphQLError(text), "UNKNOWN_OPERATION")


def _formatted(error: GraphQLError) -> dict[str, Any]:
    """One error: only sentences of ours and of graphql-core leave; anything else is logged."""
    told: dict[str, Any] = dict(error.formatted)
    cause = error.original_error
    if isinstance(cause, YanapayError):
        told["message"] = sentence(cause, "en")
        told["extensions"] = {"code": cause.code.value, **cause.facts}
    elif cause is not None and not isinstance(cause, GraphQLError):
        _log.error("a field failed at %s", error.path, exc_info=cause)
        told["message"] = "This field could not be answered."
        told["extensions"] = {"code": Code.INTERNAL.value}
    else:
        told["extensions"] = {"code": "BAD_REQUEST", **(error.extensions or {})}
    return told
