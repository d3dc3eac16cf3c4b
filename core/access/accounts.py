"""Accounts: making them, and signing in with a password and a second factor."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import IntegrityError

from core.access import passwords, second_factor
from core.access.roles import Role
from core.access.sealing import Ring, fingerprint
from core.access.sign_in import open_session
from core.access.throttling import Throttle
from core.errors import BadQuestion, Code, Refused
from core.identifying import refuse_in
from core.moments import Clock
from core.register import audit, people, sessions, tokens
from core.register.columns import uuid7
from core.register.database import Register
from core.register.institutions import institution_named

#: Roles that read records or manage others: a password alone never lets them in.
NEEDS_SECOND_FACTOR = frozenset({Role.OPERATOR, Role.CASE_WORKER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Shown once: the address for an authenticator app, and the recovery codes."""

    address: str
    recovery_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody typed, and from where. ``code``: of the app, or a recovery code."""

    name: str
    password: str
    code: str
    address: str


def add(
    register: Register, name: str, role: Role, password: str, *, ring: Ring, clock: Clock
) -> Enrolment | None:
    """Make an account; what its second factor needs, where the role must have one.

    :raises BadQuestion: for a name that is taken, or that identifies the person.
    :raises ValueError: for a password that is too short or too easy.
    """
    refuse_in(name=name)
    kept, account = passwords.hashed(password, name), uuid7()
    with register.writing() as connection:
        audit.take_turn(connection)  # no key is rotated away between sealing and keeping
        try:
            fields = {"id": account, "name": name, "role": role.value, "created_at": clock()}
            people.add_account(connection, password_hash=kept, **fields)
        except IntegrityError:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="name", value=name) from None
        return _enrol(connection, account, name, role, ring)


def employ(register: Register, name: str, institution: str) -> None:
    """Say whom the holder of an account works for.

    :raises BadQuestion: where there is no such account, or no such institution.
    """
    with register.writing() as connection:
        if not institution_named(connection, institution):
            raise BadQuestion(Code.UNKNOWN_VALUE, field="institution", value=institution)
        if people.change_account(connection, name, institution=institution) is None:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="name", value=name)


def renew(
    register: Register, name: str, password: str, *, ring: Ring, clock: Clock
) -> Enrolment | None:
    """Another password and second factor for whoever lost one; sessions, tokens and old codes end.

    :raises BadQuestion: where there is no such account.
    :raises ValueError: as :func:`add`.
    """
    kept = passwords.hashed(password, name)
    with register.writing() as connection:
        audit.take_turn(connection)
        account = people.account_named(connection, name)
        if account is None:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="name", value=name)
        people.change_account(connection, name, password_hash=kept)
        people.drop_recovery_codes(connection, account["id"])
        sessions.revoke_sessions_of(connection, account["id"], clock())
        tokens.revoke_tokens_of(connection, name, clock())
        return _enrol(connection, account["id"], name, Role(account["role"]), ring)


def _enrol(
    connection: Connection, account: uuid.UUID, name: str, role: Role, ring: Ring
) -> Enrolment | None:
    """A fresh second factor, where the role must have one."""
    if role not in NEEDS_SECOND_FACTOR:
        return None
    secret, codes = second_factor.new_secret(), second_factor.recovery_codes()
    people.replace_factor(connection, account, ring.seal(secret.encode(), factor_of(account)))
    people.add_recovery_codes(connection, account, map(_hash, codes))
    return Enrolment(second_factor.address(secret, name), tuple(codes))


def sign_in(
    register: Register, attempt: Attempt, throttle: Throttle, *, ring: Ring, clock: Clock
) -> str:
    """The secret of a new session.

    :raises Refused: ``SIGN_IN_FAILED`` whatever was wrong, after the same time;
        ``TOO_MANY_ATTEMPTS`` before anything is looked at.
    """
    if not throttle.may_try(attempt.name, attempt.address):
        raise Refused(Code.TOO_MANY_ATTEMPTS)
    with register.reading() as connection:
        account = people.account_named(connection, attempt.name)
    if not passwords.matches(account["password_hash"] if account else None, attempt.password):
        throttle.failed(attempt.name)
        raise Refused(Code.SIGN_IN_FAILED)
    with register.writing() as connection:
        audit.take_turn(connection)
        account = people.account_named(connection, attempt.name)  # as it is now: hashing took long
        holds = account and _second_factor_holds(connection, account, attempt.code, ring, clock())
    if account is None or not holds:
        throttle.failed(attempt.name)
        raise Refused(Code.SIGN_IN_FAILED)
    return open_session(register, Role(account["role"]), account["id"], clock)


def _second_factor_holds(
    connection: Connection, account: RowMapping, code: str, ring: Ring, now: dt.datetime
) -> bool:
    """True where no second factor is needed, or this one is right and unused."""
    sealed = account["totp_sealed"]
    if sealed is None:
        return Role(account["role"]) not in NEEDS_SECOND_FACTOR
    secret = ring.unseal(sealed, factor_of(account["id"])).decode()
    step = second_factor.step_of(secret, code, now, account["totp_last_step"])
    if step is not None:
        return people.use_step(connection, account["id"], step)
    return people.use_recovery_code(connection, account["id"], _hash(code), now)


def change_role(register: Register, name: str, role: Role, clock: Clock) -> bool:
    """Give an account another role, and end its sessions and tokens; False where there is none."""
    return _change(register, name, clock, role=role.value)


def disable(register: Register, name: str, clock: Clock) -> bool:
    """End an account, its sessions and its tokens for good; False where there is none."""
    return _change(register, name, clock, disabled_at=clock())


def _change(register: Register, name: str, clock: Clock, **fields: Any) -> bool:
    with register.writing() as connection:
        account = people.change_account(connection, name, **fields)
        if account is not None:
            sessions.revoke_sessions_of(connection, account, clock())
            tokens.revoke_tokens_of(connection, name, clock())
    return account is not None


def factor_of(account: uuid.UUID) -> str:
    """What the sealed second factor of an account is bound to."""
    return f"account.totp:{account}"


def _hash(code: str) -> str:
    return fingerprint(code.strip().lower())
