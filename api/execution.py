"""One request: its document prepared (remembered by its text), then run, errors told by code.

Nothing is run that was not prepared: :func:`run` takes what :func:`prepared` gives, and that has
been guarded, validated, priced and charged.
"""

from __future__ import annotations

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
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    execute,
    parse,
    validate,
)

from api.context import Context
from api.cost import MOST_COST, Price, Tariff, given_to
from api.errors import coded, error_of, formatted
from api.guard import MOST_TOKENS, fragments_of, operations_of, too_complex, too_heavy
from api.schema import schema
from core.access.metering import Quota
from core.desk.visit import Visit
from core.errors import BadQuestion, Code, Unavailable, YanapayError

_REMEMBERED = 256
_MOST_ERRORS = 20

#: Strawberry keeps the executable schema here; graphql-core's own execution is our reference.
EXECUTABLE = schema._schema


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
    """The response map, and why it has no data if it has none. ``refused``: as STATUS knows it."""

    told: dict[str, Any]
    failure: Failure | None = None
    refused: Code | None = None


class Unfit(Exception):
    """A request that may not run; ``outcome`` is its answer."""

    def __init__(self, *errors: GraphQLError, refused: Code | None = None) -> None:
        super().__init__(errors[0].message)
        self.outcome = failed(Failure.REFUSED if refused else Failure.DOCUMENT, errors, refused)


def refusal(cause: YanapayError) -> Outcome:
    """The answer to a whole request that is refused, or cannot be answered now."""
    return failed(Failure.REFUSED, [error_of(cause)], cause.code)


@dataclass(frozen=True, slots=True)
class Prepared:
    """One operation that may run: with its variables, what it cost, where its asker stands."""

    document: DocumentNode
    operation: OperationDefinitionNode
    variables: Mapping[str, Any]
    cost: int
    quota: Quota

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


_documents: OrderedDict[tuple[str, bool], _Read] = OrderedDict()


def prepared(asked: Asked, visit: Visit) -> Prepared:
    """The operation a request asks for: guarded, validated, priced, and charged to its asker.

    :raises Unfit: where the document cannot run, names no one operation, costs too much, or more
        than remains.
    """
    known = _read(_text(asked, visit), visit.asker.signed_in)
    if known.document is None:
        raise Unfit(*known.errors)
    operation, price = _chosen(known, asked.operation)
    if asked.reads_only and operation.operation is OperationType.MUTATION:
        by_post = GraphQLError("Send mutations by POST.")
        raise Unfit(coded(by_post, Code.METHOD_NOT_ALLOWED), refused=Code.METHOD_NOT_ALLOWED)
    variables = asked.variables or {}
    cost = price.of(given_to(operation, variables))
    if cost > MOST_COST:
        text = f"The document costs {cost} points; {MOST_COST} is the most."
        raise Unfit(too_complex(text, cost=cost, most=MOST_COST))
    try:
        quota = visit.allowance.charge(cost)
    except YanapayError as refused:
        raise Unfit(error_of(refused), refused=refused.code) from None
    return Prepared(known.document, operation, variables, cost, quota)


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


def check_document(text: str) -> None:
    """Nothing for a document that may run as far as its text tells.

    :raises BadQuestion: with the code and the sentence of what is wrong first.
    """
    known = _read(text, signed_in=True)
    for error in known.errors:
        raise BadQuestion(Code((error.extensions or {})["code"]), why=error.message)


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
    raise Unfit(coded(GraphQLError(text), Code.UNKNOWN_OPERATION))


def _read(query: str, signed_in: bool) -> _Read:
    """The document of a text: parsed, guarded, validated and priced once.

    Who has signed in may ask for the schema and is told what a mistake may have meant.
    """
    known = _documents.get((query, signed_in))
    if known is None:
        known = _documents[query, signed_in] = _read_anew(query, signed_in)
        if len(_documents) > _REMEMBERED:
            _documents.popitem(last=False)
    return known


def _read_anew(query: str, signed_in: bool) -> _Read:
    try:
        document = parse(query, max_tokens=MOST_TOKENS)
        heavy = too_heavy(document)
    except GraphQLSyntaxError as error:
        return _Read(None, errors=(coded(error, Code.GRAPHQL_PARSE_FAILED),))
    except RecursionError:
        return _Read(None, errors=(too_complex("The document nests too deep."),))
    found = [heavy] if heavy else _faults(document, signed_in)
    if found:
        told = tuple(coded(error, Code.GRAPHQL_VALIDATION_FAILED) for error in found)
        return _Read(None, errors=told)
    tariff = Tariff(EXECUTABLE, fragments_of(document))
    return _Read(document, tuple((each, tariff.of(each)) for each in operations_of(document)))


def _faults(document: DocumentNode, signed_in: bool) -> list[GraphQLError]:
    """What validation finds. Introspection needs a sign-in; the schema itself lies in the open."""
    found = validate(EXECUTABLE, document, max_errors=_MOST_ERRORS, hide_suggestions=not signed_in)
    if not found and not signed_in:
        hidden = validate(EXECUTABLE, document, [NoSchemaIntrospectionCustomRule])
        text = "Sign in to introspect; the schema lies at /api/esquema.graphql."
        return [coded(GraphQLError(text, each.nodes), Code.UNAUTHENTICATED) for each in hidden[:1]]
    return found


def run(ready: Prepared, visit: Visit, event: Any = None) -> Outcome:
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
        context_value=Context(visit, ready.cost, ready.quota, check_document),
        variable_values=dict(ready.variables),
        operation_name=name.value if name else None,
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
