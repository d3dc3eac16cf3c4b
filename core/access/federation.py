"""Signing in with the account of an institution: a provider vouches, an administrator has linked.

Nobody becomes an account by signing in. What is under way is kept here, in the register: the state
and the browser by their SHA-256, for ten minutes, good once. A state that was planted in another
browser does not fit the cookie of that browser (login CSRF).
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from core.access.accounts import NEEDS_SECOND_FACTOR
from core.access.roles import Role
from core.access.sealing import fingerprint
from core.access.sign_in import open_session
from core.errors import BadQuestion, Code, Refused
from core.moments import Clock
from core.register import federated, people, sessions
from core.register.database import Register

LIFE = dt.timedelta(minutes=10)
LONGEST_SUBJECT = 255

#: Methods (RFC 8176) of another kind than a password: something held, or something one is. Not
#: here: pwd, pin, kba (known, like a password); sms, tel (a number can be taken over); swk (a key
#: that can be copied); vbm (a voice can be played); geo, rba, user, wia (no factor).
SECOND_FACTORS = frozenset({"otp", "hwk", "sc", "fpt", "face", "iris", "retina"})
#: The provider's own word that there were several.
SEVERAL_FACTORS = "mfa"


@dataclass(frozen=True, slots=True, repr=False)
class Departure:
    """The secrets of one sign-in under way; ``browser`` is kept by the browser alone."""

    state: str
    browser: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identified:
    """Whom a provider vouches for, and by which methods (``amr``) it made sure."""

    issuer: str
    subject: str
    methods: frozenset[str]

    @property
    def twice(self) -> bool:
        """True where a second factor was used beside another method, or the provider says so."""
        second = bool(self.methods & SECOND_FACTORS) and len(self.methods) > 1
        return second or SEVERAL_FACTORS in self.methods


def depart() -> Departure:
    """Fresh secrets, 256 random bits each."""
    return Departure(*(secrets.token_urlsafe(32) for _ in range(4)))


def keep(register: Register, departure: Departure, clock: Clock) -> None:
    """Remember a departure for ten minutes, and forget those that are older."""
    now = clock()
    with register.writing() as connection:
        federated.remove_old_pending(connection, now)
        federated.add_pending(
            connection,
            state_hash=fingerprint(departure.state),
            browser_hash=fingerprint(departure.browser),
            nonce=departure.nonce,
            verifier=departure.verifier,
            expires_at=now + LIFE,
        )


def take(register: Register, state: str, browser: str, clock: Clock) -> Departure:
    """The departure this browser comes back from; it is used up.

    :raises Refused: for a state that is unknown, used, too old, or another browser's.
    """
    with register.writing() as connection:
        kept = federated.take_pending(connection, fingerprint(state), fingerprint(browser), clock())
    if kept is None:
        raise refusal("state")
    return Departure(state, browser, kept["nonce"], kept["verifier"])


def enter(register: Register, who: Identified, clock: Clock) -> tuple[str, str]:
    """(the secret of a new session, the account's name).

    :raises Refused: for a subject that is not linked, a disabled account, or a role that reads
        records where the provider does not tell of a second factor.
    """
    with register.reading() as connection:
        account = federated.account_of(connection, who.issuer, who.subject)
    if account is None:
        raise refusal("subject")
    role = Role(account["role"])
    if role in NEEDS_SECOND_FACTOR and not who.twice:
        raise refusal("second factor")
    return open_session(register, role, account["id"], clock), account["name"]


def refusal(why: str) -> Refused:
    """One refusal for everything. ``why`` is for the audit trail: whoever asks is not told."""
    return Refused(Code.FEDERATED_SIGN_IN_FAILED, why=why)


def link(register: Register, name: str, issuer: str, subject: str, clock: Clock) -> bool:
    """Tie a provider's subject to an account; False where there is no such account.

    :raises BadQuestion: for a subject that is tied already, or that no provider may give.
    """
    if not is_subject(subject):
        raise BadQuestion(Code.UNKNOWN_VALUE, field="subject", value=subject)
    with register.writing() as connection:
        account = people.account_named(connection, name)
        if account is None:
            return False
        fields = {"issuer": issuer, "subject": subject, "account_id": account["id"]}
        try:
            federated.add_identity(connection, **fields, linked_at=clock())
        except IntegrityError:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="subject", value=subject) from None
    return True


def is_subject(subject: str) -> bool:
    """True for what OpenID Connect allows: 1 to 255 ASCII characters; we ask for printable ones."""
    return 1 <= len(subject) <= LONGEST_SUBJECT and subject.isascii() and subject.isprintable()


def unlink(register: Register, name: str, clock: Clock) -> bool:
    """Untie an account from every provider and close its sessions; False where nothing was tied."""
    with register.writing() as connection:
        account = federated.remove_identities(connection, name)
        if account is not None:
            sessions.revoke_sessions_of(connection, account, clock())
    return account is not None
