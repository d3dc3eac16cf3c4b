"""Roles and what each may do. Anything not written here is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.errors import Code, Refused


class Role(StrEnum):
    """Who is asking. Everybody who has not signed in is the public."""

    PUBLIC = "public"
    PARTNER = "partner"
    OPERATOR = "operator"
    CASE_WORKER = "case_worker"
    RECIPIENT = "recipient"
    PLANNER = "planner"
    MONITOR = "monitor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done. Every page and every field of GraphQL names the one it needs."""

    READ_BULLETIN = "read_bulletin"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    USE_TOKEN = "use_token"  # noqa: S105 (an action, not a password)  # nosec B105
    READ_CALLS = "read_calls"
    READ_CASES = "read_cases"
    READ_ROUTES = "read_routes"
    READ_VICTIMS = "read_victims"
    READ_REFERRALS = "read_referrals"
    READ_INSTITUTIONS = "read_institutions"
    READ_TRAININGS = "read_trainings"
    READ_CAMPAIGNS = "read_campaigns"
    COUNT_RECORDS = "count_records"
    RECORD_CALL = "record_call"
    OPEN_CASE = "open_case"
    UPDATE_CASE = "update_case"
    SUBMIT_REFERRAL = "submit_referral"
    ANSWER_REFERRAL = "answer_referral"
    RECORD_ROUTE = "record_route"
    RECORD_TRAINING = "record_training"
    RECORD_CAMPAIGN = "record_campaign"
    READ_NARRATIVES = "read_narratives"
    WRITE_NARRATIVES = "write_narratives"
    READ_NOTES = "read_notes"
    WRITE_NOTES = "write_notes"
    ERASE_NOTES = "erase_notes"
    READ_INTERNAL_FIGURES = "read_internal_figures"
    READ_PARTNER_FIGURES = "read_partner_figures"
    READ_OWN_SESSIONS = "read_own_sessions"
    END_OWN_SESSION = "end_own_session"
    CHANGE_OWN_PASSWORD = "change_own_password"  # noqa: S105 (an act)  # nosec B105
    READ_READINGS = "read_readings"
    READ_LINEAGE = "read_lineage"
    RECORD_READING = "record_reading"
    REVIEW_READING = "review_reading"
    COMMENT_INDICATOR = "comment_indicator"
    READ_EVIDENCE = "read_evidence"
    CLOSE_PERIOD = "close_period"
    PUBLISH_PERIOD = "publish_period"
    REOPEN_PERIOD = "reopen_period"
    READ_OWN_TOKENS = "read_own_tokens"
    CREATE_OWN_TOKEN = "create_own_token"  # noqa: S105 (as above)  # nosec B105
    REVOKE_OWN_TOKEN = "revoke_own_token"  # noqa: S105 (as above)  # nosec B105
    READ_DOCUMENTS = "read_documents"
    REGISTER_DOCUMENT = "register_document"
    REMOVE_DOCUMENT = "remove_document"
    READ_AUDIT = "read_audit"
    MANAGE_ACCESS = "manage_access"
    ROTATE_KEYS = "rotate_keys"


_EVERYBODY = frozenset(Role)
_SIGNED_IN = _EVERYBODY - {Role.PUBLIC}
_REPORTERS = frozenset({Role.RECIPIENT, Role.PLANNER, Role.MONITOR})

#: A token is one factor: roles that need two make none for themselves.
_OWN_TOKENS = frozenset({Role.PARTNER, Role.RECIPIENT, Role.PLANNER, Role.MONITOR})

#: Who may do what. What is not written here nobody may.
_ALLOWED: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.READ_BULLETIN: _EVERYBODY,
        Action.SIGN_IN: _EVERYBODY,
        Action.SIGN_OUT: _EVERYBODY,
        Action.USE_TOKEN: _EVERYBODY,
        Action.READ_CALLS: frozenset({Role.OPERATOR, Role.CASE_WORKER}),
        Action.READ_CASES: frozenset({Role.CASE_WORKER}),
        Action.READ_ROUTES: frozenset({Role.CASE_WORKER}),
        Action.READ_VICTIMS: frozenset({Role.CASE_WORKER}),
        # A recipient reads what was referred to its own institution (core.register.reach).
        Action.READ_REFERRALS: frozenset({Role.OPERATOR, Role.CASE_WORKER, Role.RECIPIENT}),
        Action.READ_INSTITUTIONS: _SIGNED_IN,
        Action.READ_TRAININGS: _SIGNED_IN,
        Action.READ_CAMPAIGNS: _SIGNED_IN,
        # Whoever may page through all of a list, or sees exact figures anyway.
        Action.COUNT_RECORDS: frozenset(
            {Role.OPERATOR, Role.CASE_WORKER, Role.PLANNER, Role.MONITOR}
        ),
        Action.RECORD_CALL: frozenset({Role.OPERATOR}),
        Action.OPEN_CASE: frozenset({Role.CASE_WORKER}),
        Action.UPDATE_CASE: frozenset({Role.CASE_WORKER}),
        Action.SUBMIT_REFERRAL: frozenset({Role.OPERATOR, Role.CASE_WORKER}),
        Action.ANSWER_REFERRAL: frozenset({Role.RECIPIENT}),
        Action.RECORD_ROUTE: frozenset({Role.CASE_WORKER}),
        Action.RECORD_TRAINING: frozenset({Role.MONITOR}),
        Action.RECORD_CAMPAIGN: frozenset({Role.MONITOR}),
        Action.READ_NARRATIVES: frozenset({Role.OPERATOR, Role.CASE_WORKER}),
        Action.WRITE_NARRATIVES: frozenset({Role.OPERATOR}),
        Action.READ_NOTES: frozenset({Role.CASE_WORKER}),
        Action.WRITE_NOTES: frozenset({Role.CASE_WORKER}),
        # Erasing shows nothing: it is asked for by people outside the case.
        Action.ERASE_NOTES: frozenset({Role.ADMINISTRATOR}),
        Action.READ_INTERNAL_FIGURES: frozenset({Role.PLANNER, Role.MONITOR}),
        Action.READ_PARTNER_FIGURES: frozenset({Role.PARTNER}),
        Action.READ_OWN_SESSIONS: _SIGNED_IN,
        Action.END_OWN_SESSION: _SIGNED_IN,
        Action.CHANGE_OWN_PASSWORD: _SIGNED_IN,
        # Only what one's own institution is responsible for (core.desk.plan_readings).
        Action.READ_READINGS: _REPORTERS,
        # Beside the right to read records of the kind that is counted (core.desk.plan_lineage).
        Action.READ_LINEAGE: frozenset({Role.OPERATOR, Role.CASE_WORKER}),
        Action.RECORD_READING: _REPORTERS,
        Action.READ_EVIDENCE: _REPORTERS,
        Action.COMMENT_INDICATOR: _REPORTERS,
        Action.REVIEW_READING: frozenset({Role.MONITOR}),
        Action.CLOSE_PERIOD: frozenset({Role.MONITOR}),
        Action.PUBLISH_PERIOD: frozenset({Role.MONITOR}),
        Action.REOPEN_PERIOD: frozenset({Role.MONITOR}),
        Action.READ_OWN_TOKENS: _OWN_TOKENS,
        Action.CREATE_OWN_TOKEN: _OWN_TOKENS,
        Action.REVOKE_OWN_TOKEN: _OWN_TOKENS,
        # One's own alone (core.desk.documents).
        Action.READ_DOCUMENTS: _SIGNED_IN,
        Action.REGISTER_DOCUMENT: _SIGNED_IN,
        Action.REMOVE_DOCUMENT: _SIGNED_IN,
        Action.READ_AUDIT: frozenset({Role.ADMINISTRATOR}),
        Action.MANAGE_ACCESS: frozenset({Role.ADMINISTRATOR}),
        Action.ROTATE_KEYS: frozenset({Role.ADMINISTRATOR}),
    }
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an agreement lets a partner see. Empty sets mean all."""

    agreement: str
    k: int
    departments: frozenset[str] = frozenset()
    dimensions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody asking: a role, and a pseudonym for the audit trail. Partners have a scope.

    ``only``: a token may be good for these acts of its role alone; empty means all of them.
    ``institution``: whom the asker works for, by its acronym. ``account``: the account that has
    signed in itself; ``None`` for tokens and development links. ``owner``: the account that a token
    was made by; ``documents_only``: it is good for trusted documents alone.
    """

    role: Role = Role.PUBLIC
    name: str = "anonymous"
    scope: Scope | None = None
    only: frozenset[Action] = frozenset()
    institution: str | None = None
    account: str | None = None
    owner: str | None = None
    documents_only: bool = False

    @property
    def signed_in(self) -> bool:
        """False for the public."""
        return self.role is not Role.PUBLIC


PUBLIC = Asker()


def may(role: Role, action: Action) -> bool:
    """True where the role is allowed the action. Deny is the default."""
    return role in _ALLOWED.get(action, frozenset())


def _within(asker: Asker, action: Action) -> bool:
    """False where a token leaves an act of its role out. What everybody may do it cannot."""
    return not asker.only or action in asker.only or may(Role.PUBLIC, action)


def allowed(asker: Asker, action: Action) -> bool:
    """True where the asker's role may, and the token, if it is one, leaves the act in."""
    return may(asker.role, action) and _within(asker, action)


def require(asker: Asker, action: Action) -> None:
    """Nothing where the asker may; otherwise the refusal that fits.

    :raises Refused: ``UNAUTHENTICATED`` for the public, ``FORBIDDEN`` for any other role.
    """
    if allowed(asker, action):
        return
    if asker.signed_in:
        raise Refused(Code.FORBIDDEN, action=action.value, role=asker.role.value)
    raise Refused(Code.UNAUTHENTICATED, action=action.value)
