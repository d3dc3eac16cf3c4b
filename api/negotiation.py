"""Which media type a client prefers, by its q-values (GraphQL over HTTP, section 6)."""

from __future__ import annotations

from functools import lru_cache

GRAPHQL_JSON = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"

_OFFERED = (GRAPHQL_JSON, JSON)


@lru_cache(256)
def chosen_media_type(accept: str | None) -> str | None:
    """The offered type the client likes best; ``None`` where it takes neither.

    A client that says nothing, or that everything is fine, gets ``application/json``.
    """
    if not accept or not accept.strip():
        return JSON
    weights = [_weight(part) for part in accept.split(",")]
    ranked = []
    for place, offered in enumerate(_OFFERED):
        quality, precise = _quality(offered, weights)
        if quality > 0:
            # Between equals: the newer type where both are named, JSON where a wildcard took both.
            ranked.append((quality, precise, -place if precise == 2 else place, offered))
    return max(ranked)[-1] if ranked else None


@lru_cache(256)
def takes_events(accept: str | None) -> bool:
    """True where the client names event streams: nobody wants one without saying so."""
    weights = [_weight(part) for part in (accept or "").split(",")]
    return any(kind == EVENTS and quality > 0 for kind, quality in weights)


def _weight(part: str) -> tuple[str, float]:
    kind, *parameters = [piece.strip() for piece in part.split(";")]
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return kind.lower(), float(value)
            except ValueError:
                return kind.lower(), 0.0
    return kind.lower(), 1.0


def _quality(offered: str, weights: list[tuple[str, float]]) -> tuple[float, int]:
    """(q, precision) of the most precise range that covers the type: exact 2, type 1, any 0."""
    ranges = {offered: 2, offered.partition("/")[0] + "/*": 1, "*/*": 0}
    found = [(ranges[kind], quality) for kind, quality in weights if kind in ranges]
    if not found:
        return 0.0, 0
    precise, quality = max(found)
    return quality, precise
