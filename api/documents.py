"""Documents as they are read: parsed, guarded, validated and priced once, kept by their text."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSyntaxError,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    parse,
    validate,
)

from api.cost import Price, Tariff
from api.errors import coded
from api.guard import MOST_TOKENS, fragments_of, operations_of, too_complex, too_heavy
from api.schema import EXECUTABLE
from api.steady import is_steady
from core.errors import BadQuestion, Code

_REMEMBERED = 256
_MOST_ERRORS = 20


@dataclass(frozen=True, slots=True)
class Read:
    """A document as it was read once: its operations and their prices, or why none may run.

    ``steady``: it is answered from the public bulletin alone.
    """

    document: DocumentNode | None
    operations: tuple[tuple[OperationDefinitionNode, Price], ...] = ()
    errors: tuple[GraphQLError, ...] = ()
    steady: bool = False


_documents: OrderedDict[tuple[str, bool], Read] = OrderedDict()


def read(query: str, signed_in: bool) -> Read:
    """The document of a text: parsed, guarded, validated and priced once.

    Who has signed in may ask for the schema and is told what a mistake may have meant.
    """
    known = _documents.get((query, signed_in))
    if known is None:
        known = _documents[query, signed_in] = read_anew(query, signed_in)
        if len(_documents) > _REMEMBERED:
            _documents.popitem(last=False)
    return known


def read_anew(query: str, signed_in: bool) -> Read:
    """The same, remembered by nobody."""
    if "\0" in query:  # the parser passes over one in a comment; no database keeps it
        null = GraphQLError("Syntax Error: U+0000 is no character of a document.")
        return Read(None, errors=(coded(null, Code.GRAPHQL_PARSE_FAILED),))
    try:
        document = parse(query, max_tokens=MOST_TOKENS)
        heavy = too_heavy(document)
    except GraphQLSyntaxError as error:
        return Read(None, errors=(coded(error, Code.GRAPHQL_PARSE_FAILED),))
    except RecursionError:
        return Read(None, errors=(too_complex("The document nests too deep."),))
    found = [heavy] if heavy else _faults(document, signed_in)
    if found:
        told = tuple(coded(error, Code.GRAPHQL_VALIDATION_FAILED) for error in found)
        return Read(None, errors=told)
    tariff = Tariff(EXECUTABLE, fragments_of(document))
    priced = tuple((each, tariff.of(each)) for each in operations_of(document))
    return Read(document, priced, steady=is_steady(EXECUTABLE, document))


def _faults(document: DocumentNode, signed_in: bool) -> list[GraphQLError]:
    """What validation finds. Introspection needs a sign-in; the schema itself lies in the open."""
    found = validate(EXECUTABLE, document, max_errors=_MOST_ERRORS, hide_suggestions=not signed_in)
    if not found and not signed_in:
        hidden = validate(EXECUTABLE, document, [NoSchemaIntrospectionCustomRule])
        text = "Sign in to introspect; the schema lies at /api/esquema.graphql."
        return [coded(GraphQLError(text, each.nodes), Code.UNAUTHENTICATED) for each in hidden[:1]]
    return found


def check_document(text: str) -> None:
    """Nothing for a document that may run as far as its text tells.

    :raises BadQuestion: with the code and the sentence of what is wrong first.
    """
    known = read(text, signed_in=True)
    for error in known.errors:
        raise BadQuestion(Code((error.extensions or {})["code"]), why=error.message)
