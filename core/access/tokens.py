"""API tokens: ``ynp_<prefix>_<secret>``, shown once, checked anew on every request."""

from __future__ import annotations

import datetime as dt
import hmac
import ipaddress
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from core.access.roles import Action, Asker, Role, Scope, may
from core.access.sealing import fingerprint
from core.errors import BadQuestion, Code, Refused
from core.moments import Clock, within
from core.register import tokens
from core.register.database import Register
from core.register.institutions import institution_named

LONGEST = dt.timedelta(days=365)
_MOST_OF_NETWORKS = 200  # characters, as the column has
_TOUCH_AFTER = dt.timedelta(minutes=1)
_FORM = re.compile(r"ynp_([0-9a-f]{8})_([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new token shall be good for.

    ``networks``: where it may be used, anywhere if empty; ``only``: for which acts of its role, all
    of them if empty; ``institution``: whom its holder works for, by its acronym;
    ``documents_only``: for trusted documents alone.
    """

    role: Role
    days: int
    agreement: str | None = None
    networks: Sequence[str] = ()
    only: Sequence[Action] = ()
    institution: str | None = None
    documents_only: bool = False


def create(register: Register, wish: Wish, clock: Clock) -> str:
    """The text of a new token; it is not kept and cannot be shown again.

    :raises BadQuestion: for a life of no day or more than a year, a partner without an agreement,
        an agreement or network that does not exist, the public role, or an act its role may not do.
    """
    with register.writing() as connection:
        _, text = make(connection, wish, clock())
    return text


def make(
    connection: Connection, wish: Wish, now: dt.datetime, owner: str | None = None
) -> tuple[str, str]:
    """(prefix, text) of a new token. ``owner``: the account it lives and dies with.

    :raises BadQuestion: as :func:`create`.
    """
    known = wish.agreement is None or tokens.agreement_of(connection, wish.agreement)
    _check(wish, bool(known))
    if wish.institution and not institution_named(connection, wish.institution):
        raise BadQuestion(Code.UNKNOWN_VALUE, field="institution", value=wish.institution)
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    tokens.add_token(
        connection,
        prefix=prefix,
        secret_hash=fingerprint(secret),
        role=wish.role.value,
        agreement=wish.agreement,
        institution=wish.institution,
        owner=owner,
        documents_only=wish.documents_only,
        scopes=",".join(sorted(set(wish.only))),
        addresses=",".join(wish.networks),
        created_at=now,
        expires_at=now + dt.timedelta(days=wish.days),
    )
    return prefix, f"ynp_{prefix}_{secret}"


def _check(wish: Wish, known: bool) -> None:
    if wish.role is Role.PUBLIC:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="role", value=wish.role.value)
    if not 1 <= wish.days <= LONGEST.days:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="days", value=str(wish.days))
    if not known or (wish.role is Role.PARTNER and wish.agreement is None):
        raise BadQuestion(Code.UNKNOWN_VALUE, field="agreement", value=wish.agreement or "")
    for action in wish.only:
        if not may(wish.role, action):
            raise BadQuestion(Code.UNKNOWN_VALUE, field="only", value=action.value)
    for network in wish.networks:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="network", value=network) from None
    if len(",".join(wish.networks)) > _MOST_OF_NETWORKS:
        raise BadQuestion(
            Code.UNSUITABLE_TEXT, field="network", least="0", most=str(_MOST_OF_NETWORKS)
        )


def asker(register: Register, text: str, address: str, clock: Clock, *, used: bool = True) -> Asker:
    """Who holds this token, asked from this address. ``used``: the token is used by this.

    :raises Refused: ``TOKEN_INVALID`` for one that is malformed, unknown, expired, revoked, of an
        agreement not in force, or used from elsewhere. The reason is not told.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise Refused(Code.TOKEN_INVALID)
    prefix, secret = found.groups()
    now = clock()
    with register.glancing() as connection:
        kept = tokens.token_of(connection, prefix, now)
    right = hmac.compare_digest(kept["secret_hash"] if kept else "", fingerprint(secret))
    if kept is None or not right or not _allowed_from(kept["addresses"], address):
        raise Refused(Code.TOKEN_INVALID)
    if used and not within(kept["last_used_at"], _TOUCH_AFTER, now):
        with register.noting() as connection:  # of two at once, one writes
            tokens.touch_token(connection, prefix, now, now - _TOUCH_AFTER)
    only = frozenset(map(Action, _listed(kept["scopes"])))
    return Asker(
        Role(kept["role"]),
        f"token-{prefix}",
        _scope(kept),
        only,
        kept["institution"],
        owner=kept["owner"],
        documents_only=kept["documents_only"],
    )


def _scope(kept: Mapping[str, Any]) -> Scope | None:
    if kept["agreement"] is None:
        return None
    return Scope(
        kept["agreement"],
        kept["agreed_k"],
        _listed(kept["agreed_departments"]),
        _listed(kept["agreed_dimensions"]),
    )


def _listed(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _allowed_from(networks: str, address: str) -> bool:
    if not networks:
        return True
    try:
        here = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(here in ipaddress.ip_network(network) for network in networks.split(","))


def revoke(register: Register, prefix: str, clock: Clock) -> bool:
    """Revoke a token from the next request on; False where there is none to revoke."""
    with register.writing() as connection:
        return tokens.revoke_token(connection, prefix, clock())
