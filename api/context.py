"""What a resolver is handed: the visit, and nothing it could reach a table with."""

from __future__ import annotations

import time
from dataclasses import dataclass

from core.access.metering import Quota
from core.desk.visit import Visit
from core.errors import Code, Unavailable

#: Seconds after which nothing more is begun for a request.
PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Context:
    """One request at the GraphQL door: what it cost, where its asker stands, when it must end."""

    visit: Visit
    cost: int
    quota: Quota
    end: float

    @staticmethod
    def begun(visit: Visit, cost: int, quota: Quota) -> Context:
        """The context of a request that begins now."""
        return Context(visit, cost, quota, time.monotonic() + PATIENCE)

    def check_time(self) -> None:
        """Nothing while there is time. :raises Unavailable: ``TIMED_OUT``."""
        if time.monotonic() > self.end:
            raise Unavailable(Code.TIMED_OUT)
