"""Changing one's own password, which ends one's other sessions."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.access import passwords
from core.access.roles import Action
from core.access.sealing import fingerprint
from core.access.throttling import Throttle
from core.desk.reading import Desk
from core.errors import BadQuestion, Code, Refused
from core.register import people, sessions


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """What was typed: the present password and the new one twice; in which session, from where."""

    present: str = field(repr=False)
    new: str = field(repr=False)
    again: str = field(repr=False)
    session: str = field(repr=False)
    address: str


def change_own_password(desk: Desk, change: PasswordChange, throttle: Throttle) -> None:
    """Keep the new password, and end every session of the account but the one that asks.

    Tokens stay: they were made apart, and are listed and revoked apart.

    :raises Refused: see :func:`core.access.roles.require`; ``TOO_MANY_ATTEMPTS`` before anything is
        looked at.
    :raises BadQuestion: ``NO_PASSWORD`` for a session of a link; ``WRONG_PASSWORD``;
        ``PASSWORDS_DIFFER``; ``EASY_PASSWORD``.
    """
    desk.require(Action.CHANGE_OWN_PASSWORD)
    name = desk.asker.name
    if not throttle.may_try(name, change.address):
        raise Refused(Code.TOO_MANY_ATTEMPTS)
    with desk.register.reading() as connection:
        account = people.account_named(connection, name)
    if account is None:
        raise BadQuestion(Code.NO_PASSWORD)
    if not passwords.matches(account["password_hash"], change.present):
        throttle.failed(name)
        desk.refused(Action.CHANGE_OWN_PASSWORD)
        raise BadQuestion(Code.WRONG_PASSWORD)
    kept = _hashed(name, change)  # takes long: no transaction is open meanwhile
    with desk.acting(Action.CHANGE_OWN_PASSWORD) as act:
        people.change_account(act.connection, name, password_hash=kept)
        act.records = 1
        sessions.revoke_sessions_of(
            act.connection, account["id"], desk.clock(), but=fingerprint(change.session)
        )


def _hashed(name: str, change: PasswordChange) -> str:
    if change.new != change.again:
        raise BadQuestion(Code.PASSWORDS_DIFFER)
    try:
        return passwords.hashed(change.new, name)
    except ValueError:
        raise BadQuestion(Code.EASY_PASSWORD, shortest=str(passwords.SHORTEST)) from None
