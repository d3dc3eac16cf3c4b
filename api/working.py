"""What comes of a request, whatever it came by: known letters at once, all else in a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from graphql import OperationType
from starlette.requests import Request
from starlette.responses import Response

from api import replies
from api.compiled.again import SeenAnswers
from api.compiled.answering import answered
from api.errors import masked
from api.execution import Asked, Failure, Outcome, Prepared, Unfit, prepared, refusal, run
from api.kept import KeptAnswer, KeptAnswers
from api.negotiation import EVENTS, chosen_media_type, takes_events
from api.requests import Letters, Unreadable, asked_in
from core.access.metering import Allowance
from core.bulletin.bulletin import Bulletin
from core.desk.visit import Visit
from core.errors import BulletinFault, Code, Refused, Unavailable

VisitOf = Callable[[Request], Visit]

#: Headers of whoever is no stranger, or has been none.
_SHOWN = frozenset((b"authorization", b"cookie"))


@dataclass(frozen=True, slots=True)
class Strangers:
    """What is known of whoever shows nothing: whether a bulletin is still the one that is in
    service, and what may be asked for from where a request comes from."""

    serves: Callable[[Bulletin], bool]
    allowance: Callable[[Request], Allowance]


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of a request: its ``outcome`` or an answer that is ``known``; of one whose answer
    stays open, neither."""

    visit: Visit
    ready: Prepared | Outcome
    outcome: Outcome | None = None
    known: KeptAnswer | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """Where requests are answered, and answers about the public bulletin kept."""

    visit_of: VisitOf
    strangers: Strangers
    kept: KeptAnswers = field(default_factory=KeptAnswers)
    seen: SeenAnswers = field(default_factory=SeenAnswers)

    def again(self, request: Request, letters: Letters, media: str) -> Response | None:
        """The answer to a stranger who says what was said before, if it is kept and paid for. Some
        microseconds: the event loop gives it by itself."""
        if not _SHOWN.isdisjoint(name for name, _ in request.scope["headers"]):
            return None
        known = self.kept.again(letters, self.strangers.serves)
        if known is None:
            return None
        answer, cost = known
        try:
            quota = self.strangers.allowance(request).charge(cost)
        except Refused:  # the long way says so in the words of the protocol
            return None
        return replies.kept(answer, request, media, quota, signed_in=False)

    def worked(self, request: Request, letters: Letters) -> Worked:
        """What comes of a request, in a thread of its own.

        :raises Unreadable: where it is none of the protocol.
        :raises Refused: where nobody can be told apart who asks.
        """
        asked = asked_in(letters)
        visit = self.visit_of(request)
        ready = _ready(asked, visit)
        accept = request.headers.get("accept")
        if takes_events(accept) and _streams(ready, only=chosen_media_type(accept) is None):
            return Worked(visit, ready)
        known = self.kept.given(ready, visit)
        if known is not None:
            self.kept.remember(letters, ready, visit)
            return Worked(visit, ready, known=known)
        outcome = self._outcome(ready, visit)
        if outcome.etag:
            return Worked(visit, ready, known=KeptAnswer(outcome.body, outcome.etag))
        return Worked(visit, ready, outcome, self.kept.keep(ready, visit, outcome))

    def _outcome(self, ready: Prepared | Outcome, visit: Visit) -> Outcome:
        """:raises Unreadable: for what must be asked in another way."""
        if isinstance(ready, Outcome):
            return ready
        if _listens(ready):
            raise Unreadable(400, f"Open subscriptions over WebSocket, or accept {EVENTS}.")
        try:
            with visit.allowance.turn():
                return answered(ready, visit, self.seen) or run(ready, visit)
        except Exception as cause:
            return refused(cause)


def _ready(asked: Asked, visit: Visit) -> Prepared | Outcome:
    """What may be run, or the answer to what may not."""
    try:
        return prepared(asked, visit)
    except Unfit as unfit:
        return unfit.outcome


def _streams(ready: Prepared | Outcome, *, only: bool) -> bool:
    """True for what is told as events: subscriptions, and all but refusals where the asker takes
    nothing else."""
    refused = isinstance(ready, Outcome) and ready.refused is not None
    return _listens(ready) or (only and not refused)


def _listens(ready: Prepared | Outcome) -> bool:
    return isinstance(ready, Prepared) and ready.kind is OperationType.SUBSCRIPTION


def refused(cause: Exception) -> Outcome:
    """The answer to a whole request that is refused, or that failed."""
    if isinstance(cause, (Refused, Unavailable, BulletinFault)):
        return refusal(cause)
    message, extensions = masked(cause, "a request failed")
    told = {"errors": [{"message": message, "extensions": extensions}]}
    return Outcome(told, Failure.REFUSED, Code.INTERNAL)
