"""Answers about the public bulletin, given again while the same bulletin is in service.

An answer of a steady document (api.steady) is a function of the document, the operation, the
variables and the bulletin, whoever asks. What its asker may do, pays and may still ask for has been
settled before it is looked for here. Strangers may do and pay the same whenever they say the same,
so what they said is remembered letter for letter with its price.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from graphql import OperationType

from api.bounded import Bounded, size_of
from api.execution import Outcome, Prepared, Said, bytes_of, etag_of
from api.requests import Letters
from core.access.roles import Action, allowed
from core.bulletin.bulletin import Bulletin
from core.desk.visit import Visit

#: Bytes that are kept in a process, and of one answer that is.
MOST, LARGEST = 16 << 20, 1 << 20

#: Requests of strangers that are remembered, and the letters of one that is.
MOST_REQUESTS, LONGEST = 1024, 4096


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The bytes of an answer, and the name HTTP knows them by."""

    body: bytes
    etag: str


@dataclass(slots=True)
class KeptAnswers:
    """The answers of one bulletin; a new one empties it."""

    _of: Bulletin | None = None
    _answers: Bounded[Said, KeptAnswer] = field(
        default_factory=lambda: Bounded(MOST, lambda said, answer: size_of(said, answer.body))
    )
    _priced: OrderedDict[Letters, tuple[Said, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def again(
        self, letters: Letters, in_service: Callable[[Bulletin], bool]
    ) -> tuple[KeptAnswer, int] | None:
        """The answer to a stranger who says what one has said before, and its cost."""
        with self._lock:
            priced = self._priced.get(letters)
            found = self._answers.get(priced[0]) if priced else None
            if not (priced and found and self._of and in_service(self._of)):
                return None
            return found, priced[1]

    def remember(self, letters: Letters, ready: Prepared | Outcome, visit: Visit) -> None:
        """What a stranger has said, and the cost of its answer, which is kept."""
        key = _key(ready)
        if isinstance(ready, Outcome) or key is None:
            return
        if visit.asker.signed_in or len(letters.text) > LONGEST:
            return
        with self._lock:
            if self._of is visit.bulletin and key in self._answers:
                self._priced[letters] = key, ready.cost
                if len(self._priced) > MOST_REQUESTS:
                    self._priced.popitem(last=False)

    def given(self, ready: Prepared | Outcome, visit: Visit) -> KeptAnswer | None:
        """The answer, if it is kept and the asker may have it."""
        if not allowed(visit.asker, Action.READ_BULLETIN):
            return None
        key = _key(ready)
        with self._lock:
            if self._of is not visit.bulletin:
                self._of = visit.bulletin
                self._answers.clear()
                self._priced.clear()
            return self._answers.get(key) if key else None

    def keep(self, ready: Prepared | Outcome, visit: Visit, outcome: Outcome) -> KeptAnswer | None:
        """The answer under its name, kept for the next; ``None`` where it is none to keep."""
        key = _key(ready)
        if key is None or not outcome.whole:
            return None
        body = bytes_of(outcome)
        answer = KeptAnswer(body, etag_of(body))
        with self._lock:
            if self._of is visit.bulletin and len(body) <= LARGEST:
                self._answers.put(key, answer)
        return answer


def _key(ready: Prepared | Outcome) -> Said | None:
    if isinstance(ready, Outcome) or not ready.steady or ready.kind is not OperationType.QUERY:
        return None
    return ready.said
