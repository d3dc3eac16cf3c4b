"""``/metodo``: the rule in force, read from the code's own constants, and what is counted."""

from __future__ import annotations

from starlette.responses import Response

from core.disclosure import FINEST_GRAIN, noise_law
from core.evidence import SOURCE_TYPES
from core.filters import DIMENSIONS_OF
from core.stops import PRECISIONS
from core.vocabulary import CODE_LISTS
from web.screen import Screen


def method(screen: Screen) -> Response:
    """The method note."""
    assert screen.visit is not None
    law = noise_law(20)
    facts = {
        "finest": [grain.value for grain in FINEST_GRAIN],
        "law": [(step, round(100 * probability, 1)) for step, probability in law],
        "units": [(unit.value, [d.value for d in by]) for unit, by in DIMENSIONS_OF.items()],
        "code_lists": [*CODE_LISTS.values(), SOURCE_TYPES, PRECISIONS],
        "sources": sorted({(f.register, f.source) for f in screen.visit.bulletin.facts.published}),
    }
    return screen.page("method", facts)
