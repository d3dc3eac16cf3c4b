"""An operation that was compiled, answered: the bytes the reference would give, or none at all."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from graphql import OperationType, get_variable_values

from api.compiled.again import Seen, SeenAnswers
from api.compiled.leaves import Surprise
from api.compiled.objects import Given, joined
from api.compiled.operations import Compiled, compiled, way_of
from api.context import Context
from api.documents import check_document
from api.execution import Outcome, Prepared, etag_of
from api.schema import EXECUTABLE
from core.access.roles import allowed
from core.desk.flat import Kind, Page, Sought, Wanted, read
from core.desk.reading import Event
from core.desk.visit import Visit
from core.errors import Unavailable, YanapayError

_log = logging.getLogger("yanapay.graphql")


def answered(ready: Prepared, visit: Visit, seen: SeenAnswers | None = None) -> Outcome | None:
    """The answer; ``None`` where the reference must give it, because of what is asked, who asks,
    or what was found. ``seen``: answers that may be given again, and where this one is kept.

    :raises Unavailable: where there was no time; asking again at once would make it worse.
    """
    way = _compiled(ready, visit)
    if way is None:
        return None
    try:
        if seen is None or not way[0].records_alone:
            return Outcome({}, body=_answer(*way, ready, visit)[0])
        return _seen(seen, *way, ready, visit)
    except Unavailable:
        raise
    except (Surprise, YanapayError):
        return None
    except Exception as cause:  # the reference masks it, or does not meet it
        _log.warning("a compiled operation failed: %s", type(cause).__name__)
        return None


def _compiled(ready: Prepared, visit: Visit) -> tuple[Compiled, Any] | None:
    """The operation with its variables, where it can be compiled and the asker may do all of it."""
    if ready.kind is not OperationType.QUERY:
        return None
    definitions = ready.operation.variable_definitions or ()
    variables = get_variable_values(EXECUTABLE, definitions, dict(ready.variables))
    if isinstance(variables, list):
        return None
    operation = compiled(way_of(ready, variables.coerced))
    if operation is None or not all(allowed(visit.asker, each) for each in operation.actions):
        return None
    return operation, variables


def _seen(
    seen: SeenAnswers, operation: Compiled, variables: Any, ready: Prepared, visit: Visit
) -> Outcome:
    """An answer of records alone, given again or kept."""
    desk = visit.at_desk()
    known = seen.again(ready, desk)
    if known is None:
        version = seen.version(desk)
        body, done = _answer(operation, variables, ready, visit)
        known = Seen(body, etag_of(body), done, version)
        seen.keep(ready, desk.asker, known)
    return Outcome({}, body=known.body, etag=known.etag)


def _answer(
    operation: Compiled, variables: Any, ready: Prepared, visit: Visit
) -> tuple[bytes, list[Event]]:
    """The response map as JSON, and what was written down for it."""
    context = Context(_only_seeking(visit), ready.cost, ready.quota, check_document)
    given = Given(variables, context)
    found = [root.resolve([None], given)[0] for root in operation.roots]
    listed, done = _pages(operation, found, visit)
    pages = iter(listed)
    texts = [
        root.page.told(next(pages), given) if root.page else root.told([each], given)[0]
        for root, each in zip(operation.roots, found, strict=True)
    ]
    data = joined([root.key for root in operation.roots], [[text] for text in texts], 1)[0]
    body = f'{{"data":{data},"extensions":{{"cost":{ready.cost}}}}}'
    return body.encode("utf-8", "replace"), done


def _pages(operation: Compiled, found: list[Any], visit: Visit) -> tuple[list[Page], list[Event]]:
    """The pages among what was found, read together, and what was written down of that."""
    sought = [
        Sought(root.page.level, root.page.counted, *each.listed)
        for root, each in zip(operation.roots, found, strict=True)
        if root.page
    ]
    return read(visit.records(), sought) if sought else ([], [])


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
