"""A subscription before its first event: may the asker hear it, and of what is it news."""

from __future__ import annotations

from graphql.execution import get_variable_values
from strawberry.schema.schema_converter import GraphQLCoreConverter

from api.execution import Failure, Outcome, Prepared, failed, refusal
from api.guard import fragments_of, too_complex, written_out
from api.policy import Declared, declared_of
from api.schema import EXECUTABLE
from core.desk.visit import Visit
from core.errors import Refused

#: Points an event may cost. Opening is charged, events are not: they come as often as they come.
MOST_OF_AN_EVENT = 2_000


def topic_of(ready: Prepared, visit: Visit) -> str | Outcome:
    """The topic a subscription listens to, or why it is not opened; a refusal is written down."""
    if ready.cost > MOST_OF_AN_EVENT:
        text = f"An event would cost {ready.cost} points; {MOST_OF_AN_EVENT} is the most."
        wrong = too_complex(text, cost=ready.cost, most=MOST_OF_AN_EVENT)
        return failed(Failure.DOCUMENT, [wrong])
    variables = ready.operation.variable_definitions or ()
    values = get_variable_values(EXECUTABLE, variables, dict(ready.variables))
    if isinstance(values, list):
        return failed(Failure.DOCUMENT, values)
    declared = _declared(ready)
    try:
        visit.require(declared.action)
    except Refused as refused:
        return refusal(refused)
    return declared.name


def _declared(ready: Prepared) -> Declared:
    """The declaration of the one field that a valid subscription has at its root."""
    root = EXECUTABLE.subscription_type
    assert root is not None
    fields = written_out([ready.operation.selection_set], fragments_of(ready.document))
    field = root.fields[next(fields).name.value]
    return declared_of(field.extensions[GraphQLCoreConverter.DEFINITION_BACKREF])
