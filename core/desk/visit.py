"""One visit to the house: who asks, and what may be read on their behalf. Both doors get one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.access.roles import Action, Asker, require
from core.bulletin.bulletin import Bulletin, Edition
from core.desk.reading import Desk
from core.errors import Code, Refused


@dataclass(frozen=True, slots=True)
class Visit:
    """``bulletin`` is the public edition. ``desk`` and ``exact`` are ``None`` in a process that
    serves the public edition alone: it has no register to read."""

    asker: Asker
    bulletin: Bulletin
    desk: Desk | None = None
    exact: Callable[[], Bulletin] | None = None

    def require(self, action: Action) -> None:
        """Nothing where the asker may; a refusal leaves an audit event where there is a register.

        :raises Refused: see :func:`core.access.roles.require`.
        """
        if self.desk is None:
            require(self.asker, action)
        else:
            self.desk.require(action)

    def edition(self, wanted: Edition) -> Bulletin:
        """The edition asked for; every reading of the internal one is audited.

        :raises Refused: where the asker may not see the internal edition, or it is not here.
        """
        if wanted is Edition.PUBLIC:
            return self.bulletin
        if self.desk is None or self.exact is None:
            raise Refused(Code.UNAUTHENTICATED, action=Action.READ_INTERNAL_FIGURES.value)
        return self.desk.internal_figures(self.exact)

    def records(self) -> Desk:
        """The desk.

        :raises Refused: in a process without a register.
        """
        if self.desk is None:
            raise Refused(Code.UNAUTHENTICATED, action=Action.READ_CASES.value)
        return self.desk
