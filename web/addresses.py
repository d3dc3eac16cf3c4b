"""What an address of the door is: a path, the action it needs, and what is done behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import ASGIApp

from core.access.roles import Action
from web.screen import Screen
from web.uploads import Sent


@dataclass(frozen=True, slots=True)
class Address:
    """A path, the action it needs, and the page behind it. There is no other way to add one.

    ``kept``: the page is a function of its address, the language, the bulletin and the day alone.
    """

    path: str
    action: Action
    page: Callable[[Screen], Response]
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """A path that stays open, the action it needs, and what is told there.

    ``refused``: what whoever may not is told instead; it ends at once.
    """

    path: str
    action: Action
    opened: Callable[[Screen], ASGIApp]
    refused: Callable[[], ASGIApp]


@dataclass(frozen=True, slots=True)
class Post:
    """A path that takes a form, the action it needs, and the act behind it."""

    path: str
    action: Action
    act: Callable[[Screen, Mapping[str, str]], Response]


@dataclass(frozen=True, slots=True)
class Upload:
    """The same for a form with files."""

    path: str
    action: Action
    act: Callable[[Screen, Sent], Response]
