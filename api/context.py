"""What a resolver is handed: the visit, and nothing it could reach a table with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from core.access.metering import Quota
from core.desk.visit import Visit
from core.errors import Code, Unavailable

#: Seconds after which nothing more is begun for a request.
PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Context:
    """One request at the GraphQL door: what it cost, where its asker stands, when it must end.

    ``check_document``: nothing for the text of a document that may run, else ``BadQuestion``.
    """

    visit: Visit
    cost: int
    quota: Quota
    check_document: Callable[[str], None]
    end: float = field(default_factory=lambda: time.monotonic() + PATIENCE)

    def check_time(self) -> None:
        """Nothing while there is time. :raises Unavailable: ``TIMED_OUT``."""
        if time.monotonic() > self.end:
            raise Unavailable(Code.TIMED_OUT)
