"""Rows of routes that were typed and are no routes yet: whoever typed them finds them again.

A draft is plain text in the register: a line that seems to identify somebody is not kept in it.
"""

from __future__ import annotations

from core.access.roles import Action
from core.desk.recorder import Recorder
from core.identifying import Kind, found_in
from core.register import route_entries

#: A table of a thousand stops.
MOST_LETTERS = 200_000


def keep_draft(recorder: Recorder, text: str) -> int:
    """Keep a draft in place of the one before; how many of its lines were not kept.

    :raises Refused: see :func:`core.access.roles.require`.
    """
    desk = recorder.desk
    desk.require(Action.RECORD_ROUTE)
    lines = text[:MOST_LETTERS].splitlines()
    kept = [line for line in lines if not set(found_in(line)) - {Kind.LINK}]
    with desk.register.writing() as connection:
        content = "\n".join(kept)
        route_entries.keep_draft(connection, desk.asker.name, content, recorder.present())
    return len(lines) - len(kept)


def draft(recorder: Recorder) -> str:
    """What the asker has typed; empty where there is nothing.

    :raises Refused: see :func:`core.access.roles.require`.
    """
    desk = recorder.desk
    desk.require(Action.RECORD_ROUTE)
    with desk.register.reading() as connection:
        return route_entries.draft(connection, desk.asker.name)
