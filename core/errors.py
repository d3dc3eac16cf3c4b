"""Errors with a code a door can spell in the reader's language.

A door never prints ``str(error)`` of anything else: these are the only sentences that leave the
house. ``code`` is stable and documented; ``facts`` fill the sentence the door keeps for the code.
"""

from __future__ import annotations

from enum import StrEnum


class Code(StrEnum):
    """Why a question or an action was refused. Stable: partners program against these names."""

    UNKNOWN_VALUE = "UNKNOWN_VALUE"
    UNKNOWN_FILTER = "UNKNOWN_FILTER"
    GIVEN_TWICE = "GIVEN_TWICE"
    MALFORMED_PERIOD = "MALFORMED_PERIOD"
    REVERSED_RANGE = "REVERSED_RANGE"
    OUTSIDE_SERIES = "OUTSIDE_SERIES"
    UNKNOWN_UBIGEO = "UNKNOWN_UBIGEO"
    NOT_IN_THIS_MEASURE = "NOT_IN_THIS_MEASURE"
    NOTHING_LEFT = "NOTHING_LEFT"
    MALFORMED_TEXT = "MALFORMED_TEXT"
    MALFORMED_CURSOR = "MALFORMED_CURSOR"
    MALFORMED_ID = "MALFORMED_ID"
    PAGE_TOO_LARGE = "PAGE_TOO_LARGE"
    FORBIDDEN = "FORBIDDEN"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    NO_BULLETIN = "NO_BULLETIN"
    NOT_FOUND = "NOT_FOUND"
    TOO_LARGE = "TOO_LARGE"
    SIGN_IN_FAILED = "SIGN_IN_FAILED"
    FEDERATED_SIGN_IN_FAILED = "FEDERATED_SIGN_IN_FAILED"
    TOO_MANY_ATTEMPTS = "TOO_MANY_ATTEMPTS"
    NO_PASSWORD = "NO_PASSWORD"  # noqa: S105 (a code, not a password)  # nosec B105
    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105  # nosec B105
    PASSWORDS_DIFFER = "PASSWORDS_DIFFER"  # nosec B105
    EASY_PASSWORD = "EASY_PASSWORD"  # noqa: S105  # nosec B105
    OUTSIDE_AGREEMENT = "OUTSIDE_AGREEMENT"
    TOKEN_INVALID = "TOKEN_INVALID"  # noqa: S105 (a code, not a password)  # nosec B105
    FOREIGN_REQUEST = "FOREIGN_REQUEST"
    OUT_OF_RANGE = "OUT_OF_RANGE"
    NO_TIME_ZONE = "NO_TIME_ZONE"
    UNSUITABLE_TEXT = "UNSUITABLE_TEXT"
    ELSEWHERE = "ELSEWHERE"
    NEEDED = "NEEDED"
    ONE_OF_THEM = "ONE_OF_THEM"
    NOT_A_NEXT_STEP = "NOT_A_NEXT_STEP"
    CONFLICT = "CONFLICT"
    IDEMPOTENCY_KEY_REUSED = "IDEMPOTENCY_KEY_REUSED"
    IDENTIFYING_DATA = "IDENTIFYING_DATA"
    PERIOD_CLOSED = "PERIOD_CLOSED"
    PERIOD_NOT_OVER = "PERIOD_NOT_OVER"
    NOT_RESPONSIBLE = "NOT_RESPONSIBLE"
    WRONG_UNIT = "WRONG_UNIT"
    COUNTED_HERE = "COUNTED_HERE"
    OWN_WORK = "OWN_WORK"
    UNSUITABLE_FILE = "UNSUITABLE_FILE"
    TOO_FEW_STOPS = "TOO_FEW_STOPS"
    STOP_OUT_OF_ROLE = "STOP_OUT_OF_ROLE"
    STOP_DATES_REVERSED = "STOP_DATES_REVERSED"
    STOP_UNKNOWN = "STOP_UNKNOWN"
    STOP_REPEATED = "STOP_REPEATED"
    STOP_IN_RENIEC_CODES = "STOP_IN_RENIEC_CODES"
    LINK_SPENT = "LINK_SPENT"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    BAD_REQUEST = "BAD_REQUEST"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    UNKNOWN_OPERATION = "UNKNOWN_OPERATION"
    UNKNOWN_DOCUMENT = "UNKNOWN_DOCUMENT"
    DOCUMENTS_ONLY = "DOCUMENTS_ONLY"
    TOO_COMPLEX = "TOO_COMPLEX"
    RATE_LIMITED = "RATE_LIMITED"
    TOO_MANY_AT_ONCE = "TOO_MANY_AT_ONCE"
    TOO_MANY_OPERATIONS = "TOO_MANY_OPERATIONS"
    BUSY = "BUSY"
    TIMED_OUT = "TIMED_OUT"
    INTERNAL = "INTERNAL"


class YanapayError(Exception):
    """Base of every error the house raises on purpose.

    ``code``: a :class:`Code`; ``facts``: what the sentence needs (field, value, allowed ...).
    """

    def __init__(self, code: Code, **facts: str) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


class BadQuestion(YanapayError):
    """A question that cannot be understood: answered with a 4xx and a sentence, never dropped."""


class Refused(YanapayError):
    """The asker may not see or do this; or nobody is signed in."""


class Unavailable(YanapayError):
    """It can be answered, only not now: ask again."""


class BulletinFault(YanapayError):
    """There is no bulletin to read, or the file is half-written or corrupt."""

    def __init__(self, why: str) -> None:
        super().__init__(Code.NO_BULLETIN, why=why)


class ProviderFault(YanapayError):
    """The provider of identities does not answer, or not as a provider must."""

    def __init__(self, why: str) -> None:
        super().__init__(Code.FEDERATED_SIGN_IN_FAILED, why=why)
