"""One visit to the house: who asks, and what may be read on their behalf. Both doors get one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from core.access.metering import Allowance
from core.access.roles import Action, Asker, Scope, require
from core.bulletin.answers import Answer
from core.bulletin.bulletin import Bulletin, Edition
from core.bulletin.comparisons import Before, Comparison, earlier_question
from core.bulletin.corridors import Corridors, corridor_question
from core.bulletin.network import NETWORK_BY
from core.desk.documents import registered_text
from core.desk.planning import Planning
from core.desk.reading import Desk
from core.desk.recorder import Recorder
from core.desk.records import Records
from core.errors import Code, Refused
from core.filters import Dimension, Question, question
from core.periods import Span
from core.vocabulary import Unit

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Editions:
    """Where the editions that are not public come from, in a process that has a register."""

    exact: Callable[[], Bulletin]
    partner: Callable[[int], Bulletin]


@dataclass(frozen=True, slots=True)
class Visit:
    """``bulletin`` is the public edition; ``allowance``, how much may be asked for. Whatever comes
    after them is ``None`` in a process that serves the public edition alone: it has no register to
    read or write. The plan is for everybody: ``planning`` reads the bulletin where there is none.
    """

    asker: Asker
    bulletin: Bulletin
    allowance: Allowance
    desk: Desk | None = None
    editions: Editions | None = None
    lists: Records | None = None
    recorder: Recorder | None = None
    planning: Planning | None = None

    def require(self, action: Action) -> None:
        """Nothing where the asker may; a refusal leaves an audit event where there is a register.

        :raises Refused: see :func:`core.access.roles.require`.
        """
        if self.desk is None:
            require(self.asker, action)
        else:
            self.desk.require(action)

    def edition(self, wanted: Edition) -> Bulletin:
        """The edition asked for; every reading of one that is not public is audited.

        :raises Refused: where the asker may not see it, or it is not here.
        """
        if wanted is Edition.PUBLIC:
            return self.bulletin
        if self.desk is None or self.editions is None:
            raise Refused(Code.UNAUTHENTICATED, action=Action.READ_INTERNAL_FIGURES.value)
        if wanted is Edition.INTERNAL:
            return self.desk.figures(Action.READ_INTERNAL_FIGURES, self.editions.exact)
        scope = self.asker.scope
        if scope is None:
            self.desk.require(Action.READ_PARTNER_FIGURES)
            raise Refused(Code.FORBIDDEN, action=Action.READ_PARTNER_FIGURES.value)
        partner = self.editions.partner
        return self.desk.figures(Action.READ_PARTNER_FIGURES, lambda: partner(scope.k))

    def figures(self, asked: Question, wanted: Edition) -> tuple[Bulletin, Answer]:
        """The edition and its answer.

        :raises Refused: as :meth:`edition`; ``OUTSIDE_AGREEMENT`` for a partner's question beyond
            the departments or dimensions agreed.
        """
        self._check_agreed(asked, wanted)
        bulletin = self.edition(wanted)
        return bulletin, bulletin.figures(asked)

    def _check_agreed(self, asked: Question, wanted: Edition) -> None:
        """Nothing where an edition may be asked this; a refusal is written down.

        :raises Refused: ``OUTSIDE_AGREEMENT``.
        """
        if wanted is not Edition.PARTNER or self.asker.scope is None:
            return
        try:
            check_scope(asked, self.asker.scope)
        except Refused:
            if self.desk is not None:
                self.desk.refused(Action.READ_PARTNER_FIGURES)
            raise

    def corridors(self, unit: Unit, span: Span, wanted: Edition) -> tuple[Bulletin, Corridors]:
        """The edition and its corridors: checked and audited like the question behind them.

        :raises Refused: as :meth:`figures`.
        :raises BadQuestion: as :meth:`core.bulletin.bulletin.Bulletin.corridors`.
        """
        self._check_agreed(corridor_question(unit, span), wanted)
        bulletin = self.edition(wanted)
        return bulletin, bulletin.corridors(unit, span)

    def networks(self, wanted: Edition) -> Bulletin:
        """The edition, for its networks: checked and audited like the questions behind them.

        :raises Refused: as :meth:`figures`.
        """
        for by in NETWORK_BY:
            self._check_agreed(question(Unit.CASES, by=by), wanted)
        return self.edition(wanted)

    def comparison(
        self, asked: Question, before: Before, wanted: Edition
    ) -> tuple[Bulletin, Comparison]:
        """The edition and a question beside its period before.

        It asks two questions, so each is checked and audited like one; both are answered by the
        same bulletin, even where the internal edition has moved on between them.

        :raises Refused: as :meth:`figures`.
        """
        bulletin, _ = self.figures(asked, wanted)
        earlier = earlier_question(asked, before)
        if earlier is not None:
            self.figures(earlier, wanted)
        return bulletin, bulletin.compared(asked, before)

    def at_desk(self) -> Desk:
        """The desk.

        :raises Refused: in a process without a register.
        """
        return _here(self.desk, Action.READ_OWN_SESSIONS)

    def records(self) -> Records:
        """The lists of records.

        :raises Refused: in a process without a register.
        """
        return _here(self.lists, Action.READ_CASES)

    def plan(self, code: str | None = None) -> Planning:
        """A plan, as far as the asker may read and write it; the one in force for ``None``.

        :raises BadQuestion: ``NOT_FOUND``.
        """
        assert self.planning is not None
        return self.planning.called(code)

    def registered_text(self, digest: str) -> str | None:
        """The text of one's own trusted document, where there is one."""
        if self.desk is None or not self.asker.signed_in:
            return None
        return registered_text(self.desk, digest)

    def recording(self) -> Recorder:
        """The acts that write.

        :raises Refused: in a process without a register.
        """
        return _here(self.recorder, Action.RECORD_CALL)


def _here(part: Part | None, action: Action) -> Part:
    """What a process with a register has; in any other nobody can have signed in."""
    if part is None:
        raise Refused(Code.UNAUTHENTICATED, action=action.value)
    return part


def check_scope(asked: Question, scope: Scope) -> None:
    """Nothing where a question stays within an agreement.

    :raises Refused: ``OUTSIDE_AGREEMENT``.
    """
    crossed = {dimension.value for dimension in asked.dimensions}
    beyond = scope.dimensions and crossed - scope.dimensions
    places = set(asked.chosen(Dimension.DEPARTMENT))
    elsewhere = scope.departments and (
        Dimension.DEPARTMENT not in asked.dimensions or places - scope.departments
    )
    if beyond or elsewhere:
        raise Refused(Code.OUTSIDE_AGREEMENT, agreement=scope.agreement)
