"""One request: its document prepared (remembered by its text), then run, errors told by code.

Nothing is run that was not prepared: :func:`run` takes what :func:`prepared` gives, and that has
been guarded, validated and priced.
"""

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
from api.cost import MOST_COST, Price, Tariff, given_to
from api.guard import MOST_TOKENS, fragments_of, operations_of, too_complex, too_heavy
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


class Failure(StrEnum):
    """Why a request was answered without data."""

    DOCUMENT = "document"  # it could not be run at all
    QUESTION = "question"  # it was run, and asked something that cannot be understood


@dataclass(frozen=True, slots=True)
class Outcome:
    """The response map, and why it has no data if it has none."""

    told: dict[str, Any]
    failure: Failure | None = None


class Unfit(Exception):
    """A request that may not run; ``outcome`` is its answer."""

    def __init__(self, *errors: GraphQLError) -> None:
        super().__init__(errors[0].message)
        self.outcome = failed(Failure.DOCUMENT, errors)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One operation that may run, with its variables and what it costs at most."""

    document: DocumentNode
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]
    cost: int

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.operation.operation


@dataclass(frozen=True, slots=True)
class _Read:
    """A document as it was read once: its operations and their prices, or why none may run."""

    document: DocumentNode | None
    operations: tuple[tuple[OperationDefinitionNode, Price], ...] = ()
    errors: tuple[GraphQLError, ...] = ()


_documents: OrderedDict[str, _Read] = OrderedDict()


def prepared(asked: Asked) -> Prepared:
    """The operation a request asks for: guarded, validated and priced.

    :raises Unfit: where the document cannot run, names no one operation, or costs too much.
    """
    known = _read(asked.query)
    if known.document is None:
        raise Unfit(*known.errors)
    operation, price = _chosen(known, asked.operation)
    variables = asked.variables or {}
    cost = price.of(given_to(operation, variables))
    if cost > MOST_COST:
        text = f"The document costs {cost} points; {MOST_COST} is the most."
        raise Unfit(too_complex(text, cost=cost, most=MOST_COST))
    return Prepared(known.document, operation, variables, cost)


def _chosen(known: _Read, name: str | None) -> tuple[OperationDefinitionNode, Price]:
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
    raise Unfit(_coded(GraphQLError(text), "UNKNOWN_OPERATION"))


def _read(query: str) -> _Read:
    """The document of a text: parsed, guarded, validated and priced once."""
    known = _documents.get(query)
    if known is None:
        known = _documents[query] = _read_anew(query)
        if len(_documents) > _REMEMBERED:
            _documents.popitem(last=False)
    return known


def _read_anew(query: str) -> _Read:
    try:
        document = parse(query, max_tokens=MOST_TOKENS)
        heavy = too_heavy(document)
    except GraphQLSyntaxError as error:
        return _Read(None, errors=(_coded(error, "GRAPHQL_PARSE_FAILED"),))
    except RecursionError:
        return _Read(None, errors=(too_complex("The document nests too deep."),))
    found = [heavy] if heavy else validate(EXECUTABLE, document, max_errors=_MOST_ERRORS)
    if found:
        return _Read(
            None, errors=tuple(_coded(error, "GRAPHQL_VALIDATION_FAILED") for error in found)
        )
    tariff = Tariff(EXECUTABLE, fragments_of(document))
    return _Read(document, tuple((each, tariff.of(each)) for each in operations_of(document)))


def _coded(error: GraphQLError, code: str) -> GraphQLError:
    error.extensions = {"code": code, **(error.extensions or {})}
    return error


def run(ready: Prepared, context: Context, event: Any = None) -> Outcome:
    """The outcome of one request. A bad question fails the whole request: nothing is dropped.

    ``event``: what a subscription is run for; its field gets it as its source.

    Acts are done one after the other; one that fails takes nothing back of those before it, and
    is an error beside their answers.
    """
    name = ready.operation.name
    result = execute(
        EXECUTABLE,
        ready.document,
        event,
        context_value=context,
        variable_values=dict(ready.variables),
        operation_name=name.value if name else None,
    )
    assert isinstance(result, ExecutionResult)
    return _outcome(result, ready)


def _outcome(result: ExecutionResult, ready: Prepared) -> Outcome:
    errors = result.errors or []
    bad = [error for error in errors if isinstance(error.original_error, BadQuestion)]
    if bad and ready.kind is not OperationType.MUTATION:
        return failed(Failure.QUESTION, bad)
    if errors and result.data is None and all(error.path is None for error in errors):
        return failed(Failure.DOCUMENT, errors)
    told: dict[str, Any] = {"errors": [_formatted(error) for error in errors]} if errors else {}
    return Outcome({**told, "data": result.data, "extensions": {"cost": ready.cost}})


def refusal(cause: YanapayError) -> Outcome:
    """The outcome of a request that somebody may not make."""
    return failed(Failure.QUESTION, [GraphQLError("", original_error=cause)])


def failed(why: Failure, errors: Sequence[GraphQLError]) -> Outcome:
    """The outcome of a request that has no data."""
    return Outcome({"errors": [_formatted(error) for error in errors]}, why)


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
