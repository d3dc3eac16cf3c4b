"""The API tokens of whoever asks: made for oneself alone, seen without their secret, revoked.

Only an account that has signed in itself makes or revokes any: a token makes no token, so that one
that was stolen cannot outlive its own end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping

from core.access import tokens
from core.access.roles import Action, Asker, Role, may
from core.access.tokens import Wish
from core.desk.reading import Desk
from core.errors import BadQuestion, Code, Refused
from core.register import tokens as rows
from core.register.database import wait_for_turn

#: How many of an account may be good at once.
MOST = 20

#: What is done in a browser alone.
_NOT_BY_TOKEN = frozenset(
    {
        Action.READ_OWN_SESSIONS,
        Action.END_OWN_SESSION,
        Action.CHANGE_OWN_PASSWORD,
        Action.READ_OWN_TOKENS,
        Action.CREATE_OWN_TOKEN,
        Action.REVOKE_OWN_TOKEN,
    }
)

_PREFIX = 8


@dataclass(frozen=True, slots=True)
class OwnToken:
    """``only``: the acts it is good for, all of its role if empty; ``networks`` likewise.

    ``good``: neither revoked nor expired; ``documents_only``: for trusted documents alone.
    """

    prefix: str
    agreement: str | None
    only: tuple[str, ...]
    networks: tuple[str, ...]
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    revoked_at: dt.datetime | None
    good: bool
    documents_only: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What a token may be made of: acts of one's role, and agreements of one's institution.

    ``account``: False where nobody has signed in with an account, who could make one.
    """

    acts: tuple[Action, ...]
    agreements: tuple[str, ...]
    agreement_needed: bool
    account: bool


def own_tokens(desk: Desk) -> tuple[list[OwnToken], Choice]:
    """The tokens of whoever asks, the newest first, and what another could be made of.

    :raises Refused: see :func:`core.access.roles.require`.
    """
    now, owner = desk.clock(), desk.asker.account
    with desk.seeing(Action.READ_OWN_TOKENS) as act:
        kept = rows.tokens_of(act.connection, owner) if owner else ()
        with_us = desk.asker.institution
        agreed = rows.agreements_with(act.connection, with_us, now.date()) if with_us else ()
        act.records = len(kept)
    return [_told(row, now) for row in kept], choice_of(desk.asker, agreed)


def create_own(
    desk: Desk,
    days: int,
    agreement: str | None = None,
    only: Sequence[Action] = (),
    networks: Sequence[str] = (),
    *,
    documents_only: bool = False,
) -> str:
    """The text of a new token of one's own role; it is not kept and cannot be shown again.

    Two at once are counted one after the other.

    :raises Refused: see :func:`core.access.roles.require`; for whoever has no account.
    :raises BadQuestion: as :func:`core.access.tokens.create`; ``UNKNOWN_VALUE`` for an agreement
        that is not with one's own institution, ``OUT_OF_RANGE`` for more than :data:`MOST`.
    """
    asker, owner = desk.asker, _account(desk, Action.CREATE_OWN_TOKEN)
    wish = Wish(
        asker.role,
        days,
        agreement,
        tuple(networks),
        tuple(only),
        asker.institution,
        documents_only,
    )
    with desk.acting(Action.CREATE_OWN_TOKEN) as act:
        wait_for_turn(act.connection, f"tokens of {owner}")
        now = desk.clock()
        agreed = rows.agreements_with(act.connection, asker.institution or "", now.date())
        if agreement is not None and agreement not in [row["code"] for row in agreed]:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="agreement", value=agreement)
        good = [row for row in rows.tokens_of(act.connection, owner) if _told(row, now).good]
        if len(good) >= MOST:
            raise BadQuestion(Code.OUT_OF_RANGE, field="tokens", least="0", most=str(MOST))
        act.subject, text = tokens.make(act.connection, wish, now, owner)
        act.records = 1
    return text


def revoke_own(desk: Desk, prefix: str) -> None:
    """Revoke one of one's own tokens from the next request on.

    :raises Refused: as :func:`create_own`.
    :raises BadQuestion: ``NOT_FOUND`` for a prefix that is none of one's own, or revoked already.
    """
    owner = _account(desk, Action.REVOKE_OWN_TOKEN)
    with desk.acting(Action.REVOKE_OWN_TOKEN, prefix[:_PREFIX]) as act:
        own = [row["prefix"] for row in rows.tokens_of(act.connection, owner)]
        if prefix not in own or not rows.revoke_token(act.connection, prefix, desk.clock()):
            raise BadQuestion(Code.NOT_FOUND)
        act.records = 1


def _account(desk: Desk, action: Action) -> str:
    desk.require(action)
    if desk.asker.account is None:
        desk.refused(action)
        raise Refused(Code.FORBIDDEN, action=action.value, role=desk.asker.role.value)
    return desk.asker.account


def choice_of(asker: Asker, agreed: Sequence[RowMapping]) -> Choice:
    """What somebody may make a token of, under these agreements."""
    own = [a for a in Action if may(asker.role, a) and not may(Role.PUBLIC, a)]
    return Choice(
        tuple(action for action in own if action not in _NOT_BY_TOKEN),
        tuple(row["code"] for row in agreed),
        asker.role is Role.PARTNER,
        asker.account is not None,
    )


def _told(row: RowMapping, now: dt.datetime) -> OwnToken:
    return OwnToken(
        row["prefix"],
        row["agreement"],
        tuple(filter(None, row["scopes"].split(","))),
        tuple(filter(None, row["addresses"].split(","))),
        row["created_at"],
        row["expires_at"],
        row["last_used_at"],
        row["revoked_at"],
        row["revoked_at"] is None and row["expires_at"] > now,
        row["documents_only"],
    )
