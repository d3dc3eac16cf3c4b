"""An operation that was compiled, answered: the bytes the reference would give, or none at all."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from graphql import OperationType, get_variable_values

from api.compiled.leaves import Surprise
from api.compiled.objects import Given, joined
from api.compiled.operations import Compiled, compiled, way_of
from api.context import Context
from api.documents import check_document
from api.execution import Outcome, Prepared
from api.schema import EXECUTABLE
from core.access.roles import allowed
from core.desk.flat import Kind, Page, Sought, Wanted, read
from core.desk.visit import Visit
from core.errors import Unavailable, YanapayError

_log = logging.getLogger("yanapay.graphql")


def answered(ready: Prepared, visit: Visit) -> Outcome | None:
    """The answer; ``None`` where the reference must give it, because of what is asked, who asks,
    or what was found.

    :raises Unavailable: where there was no time; asking again at once would make it worse.
    """
    if ready.kind is not OperationType.QUERY:
        return None
    definitions = ready.operation.variable_definitions or ()
    variables = get_variable_values(EXECUTABLE, definitions, dict(ready.variables))
    if isinstance(variables, list):
        return None
    operation = compiled(way_of(ready, variables.coerced))
    if operation is None or not all(allowed(visit.asker, each) for each in operation.actions):
        return None
    try:
        data = _data(operation, ready, visit, variables)
    except Unavailable:
        raise
    except (Surprise, YanapayError):
        return None
    except Exception as cause:  # the reference masks it, or does not meet it
        _log.warning("a compiled operation failed: %s", type(cause).__name__)
        return None
    body = f'{{"data":{data},"extensions":{{"cost":{ready.cost}}}}}'
    return Outcome({}, body=body.encode("utf-8", "replace"))


def _data(operation: Compiled, ready: Prepared, visit: Visit, variables: Any) -> str:
    """The JSON of what was asked for."""
    context = Context(_only_seeking(visit), ready.cost, ready.quota, check_document)
    given = Given(variables, context)
    found = [root.resolve([None], given)[0] for root in operation.roots]
    pages = iter(_pages(operation, found, visit))
    texts = [
        root.page.told(next(pages), given) if root.page else root.told([each], given)[0]
        for root, each in zip(operation.roots, found, strict=True)
    ]
    return joined([root.key for root in operation.roots], [[text] for text in texts], 1)[0]


def _pages(operation: Compiled, found: list[Any], visit: Visit) -> list[Page]:
    """The pages among what was found, read together."""
    sought = [
        Sought(root.page.level, root.page.counted, *each.listed)
        for root, each in zip(operation.roots, found, strict=True)
        if root.page
    ]
    return read(visit.records(), sought) if sought else []


class _Seeking:
    """Takes the place of the lists while their resolvers say which page they want of them."""

    def page(
        self, _kind: Kind, wanted: Wanted, after: str | None = None, before: str | None = None
    ) -> tuple[Wanted, str | None, str | None]:
        """What :meth:`core.desk.records.Records.page` is asked."""
        return wanted, after, before


def _only_seeking(visit: Visit) -> Visit:
    lists: Any = _Seeking()
    return replace(visit, lists=lists) if visit.lists else visit
