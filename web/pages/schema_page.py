"""``/api/esquema``: the reference of the API, generated from the schema that answers."""

from __future__ import annotations

from itertools import islice

from starlette.responses import Response

from core.errors import BadQuestion, Code
from web.api_side import api_side
from web.parts.reference import Sort
from web.screen import Screen

PATH = "/api/esquema"
FILE = f"{PATH}.graphql"

#: How many finds one page lists, and how much of what was typed is looked for.
MOST_FOUND = 60
_LONGEST = 80


def schema_page(screen: Screen) -> Response:
    """Roots with their fields, and every type by its name; or what a search finds."""
    reference = api_side(screen.request).reference()
    sought = " ".join(screen.request.query_params.get("buscar", "").split())[:_LONGEST]
    found = list(islice(reference.found(sought), MOST_FOUND + 1)) if sought else []
    facts = {
        "roots": reference.roots,
        "sorts": [(sort, reference.of(sort)) for sort in Sort],
        "kinds": reference.kinds,
        "sought": sought,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
    }
    return screen.page("schema", facts)


def type_page(screen: Screen) -> Response:
    """One type with its fields, arguments or values.

    :raises BadQuestion: ``NOT_FOUND`` for a name that is no type.
    """
    reference = api_side(screen.request).reference()
    kind = reference.kinds.get(screen.request.path_params["tipo"])
    if kind is None:
        raise BadQuestion(Code.NOT_FOUND)
    facts = {"kind": kind, "kinds": reference.kinds, "action": kind.usual_action}
    return screen.page("schema_type", facts)


def schema_file(screen: Screen) -> Response:
    """The whole schema as text, in the language of schemas."""
    response = Response(
        api_side(screen.request).reference().text, media_type="text/plain; charset=utf-8"
    )
    response.headers["Content-Disposition"] = 'attachment; filename="yanapay.graphql"'
    return response
