"""The open sessions of whoever asks, so that a forgotten one can be seen and ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection

from core.access.roles import Action
from core.access.sealing import fingerprint
from core.access.sign_in import IDLE, LONGEST
from core.desk.reading import Desk
from core.errors import BadQuestion, Code
from core.register import sessions

_MARK = 12


@dataclass(frozen=True, slots=True)
class OwnSession:
    """An open session. ``mark`` names it and opens nothing; ``present``: the one that asks."""

    mark: str
    opened_at: dt.datetime
    used_at: dt.datetime
    present: bool


def own_sessions(desk: Desk, secret: str) -> list[OwnSession]:
    """The open sessions of the account whose session ``secret`` is, the newest first.

    :raises Refused: see :func:`core.access.roles.require`.
    """
    with desk.seeing(Action.READ_OWN_SESSIONS) as act:
        found = list(_marked(act.connection, desk, secret).values())
        act.records = len(found)
    return found


def end_session(desk: Desk, secret: str, mark: str) -> None:
    """End one of one's own sessions for good.

    :raises Refused: see :func:`core.access.roles.require`.
    :raises BadQuestion: ``NOT_FOUND`` for a mark that is none of one's own.
    """
    with desk.acting(Action.END_OWN_SESSION, mark[:_MARK]) as act:
        chosen = {o.mark: kept for kept, o in _marked(act.connection, desk, secret).items()}
        if mark not in chosen:
            raise BadQuestion(Code.NOT_FOUND)
        sessions.revoke_session(act.connection, chosen[mark], desk.clock())
        act.records = 1


def _marked(connection: Connection, desk: Desk, secret: str) -> dict[str, OwnSession]:
    """Open sessions by what the register knows them by."""
    now, kept = desk.clock(), fingerprint(secret)
    return {
        row["secret_hash"]: OwnSession(
            row["secret_hash"][:_MARK],
            row["created_at"],
            row["last_used_at"],
            row["secret_hash"] == kept,
        )
        for row in sessions.own_sessions(connection, kept, now - IDLE, now - LONGEST)
    }
