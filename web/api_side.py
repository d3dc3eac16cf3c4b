"""What pages know of the GraphQL door: app hands it over, this door knows no GraphQL itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from web.parts.reference import Reference


@dataclass(frozen=True, slots=True)
class Answered:
    """What the endpoint answered; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


#: Asks the endpoint on behalf of whoever asks a page.
Ask = Callable[[Request, Mapping[str, Any]], Awaitable[Answered]]


@dataclass(frozen=True, slots=True)
class ApiSide:
    """The other door, as far as pages need it."""

    ask: Ask
    reference: Callable[[], Reference]


def api_side(request: Request) -> ApiSide:
    """What the application of this request was made with."""
    side: ApiSide = request.app.state.api_side
    return side
