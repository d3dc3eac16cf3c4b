"""The plan as an asker may read it: published for everybody, live at the desk."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import RowMapping

from core.access.roles import Action, Asker, Role
from core.access.sealing import Ring
from core.bulletin.bulletin import Bulletin
from core.desk.plan_known import closings_of, known_of
from core.desk.recorder import Asked, Recorder
from core.errors import BadQuestion, Code, Refused
from core.moments import Clock, lima_day
from core.plan.assembling import (
    ledger_of,
    public_ledger,
    published_cuts,
)
from core.plan.cuts import Cut
from core.plan.definition import Plan
from core.plan.ledger import Closing, Ledger, Line
from core.plan.periods import Period, period
from core.register import plan_rows
from core.register.database import Register


@dataclass(slots=True)
class Ledgers:
    """The ledgers of a house, each kept until what it is made of changes."""

    plan: Plan
    clock: Clock
    _held: dict[str, tuple[object, Ledger]] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def public(self, bulletin: Bulletin) -> Ledger:
        """What everybody may read."""
        today = lima_day(self.clock())
        mark = bulletin, today
        return self._kept("public", mark, lambda: public_ledger(self.plan, bulletin, today))

    def live(self, register: Register, bulletin: Bulletin) -> Ledger:
        """The register as it stands, with the counts of the internal edition."""
        today = lima_day(self.clock())
        with register.reading() as connection:
            mark = bulletin, today, plan_rows.mark(connection)

            def made() -> Ledger:
                return ledger_of(self.plan, bulletin, today, known_of(connection, self.plan))

            return self._kept("live", mark, made)

    def _kept(self, name: str, mark: tuple[Any, ...], make: Callable[[], Ledger]) -> Ledger:
        """The ledger of this mark. A bulletin is compared by identity: it never changes."""
        with self._lock:
            kept = self._held.get(name)
            if kept is None or not _same(kept[0], mark):
                kept = self._held[name] = mark, make()
            return kept[1]


def _same(one: Any, other: tuple[Any, ...]) -> bool:
    return one[0] is other[0] and one[1:] == other[1:]


@dataclass(frozen=True, slots=True)
class OfPlan:
    """What an act on a plan is given: the same for another plan is another act."""

    plan: str
    given: Any


@dataclass(frozen=True, slots=True)
class Planning:
    """A plan at one visit. Without a ``recorder`` the process has no register.

    ``carry`` lets the bulletin in service tell what was published just now. ``every``: the ledgers
    of all plans of the house, the one in force first; none where there is this one alone.
    """

    ledgers: Ledgers
    bulletin: Bulletin
    exact: Callable[[], Bulletin] | None = None
    recorder: Recorder | None = None
    carry: Callable[[], None] = lambda: None
    ring: Ring | None = field(default=None, repr=False)
    every: tuple[Ledgers, ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan's definition."""
        return self.ledgers.plan

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Every plan of the house, the one in force first."""
        return tuple(ledgers.plan for ledgers in self.every or (self.ledgers,))

    def called(self, code: str | None) -> Planning:
        """The same visit at the plan of a code; at this one for ``None``.

        :raises BadQuestion: ``NOT_FOUND``.
        """
        if code in (None, self.plan.code):
            return self
        for ledgers in self.every:
            if ledgers.plan.code == code:
                return replace(self, ledgers=ledgers)
        raise BadQuestion(Code.NOT_FOUND, field="plan")

    def asked(
        self, action: Action, key: str, given: Any, record: uuid.UUID, *, known: bool = False
    ) -> Asked:
        """An act on this plan (see :class:`core.desk.recorder.Asked`)."""
        return Asked(action, key, OfPlan(self.plan.code, given), record, known)

    @property
    def today(self) -> dt.date:
        """The day in Lima that reports are late on."""
        return lima_day(self.ledgers.clock())

    def public(self) -> Ledger:
        """What everybody may read."""
        return self.ledgers.public(self.bulletin)

    def cut(self, at: Period) -> Cut:
        """The newest published cut of a period.

        :raises BadQuestion: ``NOT_FOUND`` where none was published.
        """
        for cut in published_cuts(self.plan, self.bulletin):
            if cut.period == at:
                return cut
        raise BadQuestion(Code.NOT_FOUND, field="period")

    def heard(self, subject: str) -> Line | None:
        """What news name (:func:`heard_as`), as it is published; ``None`` beyond the asker's
        reach. Where they name no period: in the last that was closed."""
        of, code, *at = subject.split(" ")
        planning = next((self.called(of) for plan in self.plans if plan.code == of), None)
        if planning is None or not reads_of(self.recording().desk.asker, planning.plan, code):
            return None
        indicator, ledger = planning.plan.by_code.get(code), planning.public()
        if indicator is None:
            return None
        return ledger.line(indicator, period(at[0]) if at else ledger.last_closed)

    def live(self) -> Ledger:
        """Exact and provisional, for cleared staff; the reading is audited.

        :raises Refused: see :func:`core.access.roles.require`.
        """
        recorder = self.recording()
        assert self.exact is not None
        exact = recorder.desk.figures(Action.READ_INTERNAL_FIGURES, self.exact)
        return self.ledgers.live(recorder.desk.register, exact)

    def recording(self) -> Recorder:
        """The acts that write.

        :raises Refused: in a process without a register.
        """
        if self.recorder is None:
            raise Refused(Code.UNAUTHENTICATED, action=Action.RECORD_READING.value)
        return self.recorder

    def closings(self) -> dict[Period, Closing]:
        """Where every period is that was ever closed, as the register knows it."""
        desk = self.recording().desk
        desk.require(Action.READ_READINGS)
        with desk.register.reading() as connection:
            return closings_of(connection, self.plan)

    def steps(self) -> Sequence[RowMapping]:
        """Every step of every period, the oldest of each first; audited.

        :raises Refused: see :func:`core.access.roles.require`.
        """
        with self.recording().desk.seeing(Action.READ_READINGS, self.plan.code) as act:
            found = plan_rows.steps(act.connection, self.plan.code)
            act.records = len(found)
        return found

    def entered(self, indicator: str | None = None) -> Sequence[RowMapping]:
        """Readings with reviews, those returned or waiting included; audited. An institution
        reads those of the indicators it reports.

        :raises Refused: see :func:`core.access.roles.require`.
        """
        desk = self.recording().desk
        with desk.seeing(Action.READ_READINGS, indicator or self.plan.code) as act:
            rows = plan_rows.readings(act.connection, self.plan.code, indicator)
            found = [row for row in rows if reads_of(desk.asker, self.plan, row["indicator"])]
            act.records = len(found)
        return found


def heard_as(plan: Plan, code: str, at: Period | None = None) -> str:
    """What news of an indicator name, in a period or without one: ``2007-2013 C-08 2009``."""
    return " ".join((plan.code, code, at.code) if at else (plan.code, code))


def reads_of(asker: Asker, plan: Plan, indicator: str) -> bool:
    """True where somebody may read what was entered for an indicator, reviewed or not."""
    if asker.role is not Role.RECIPIENT:
        return True
    known = plan.by_code.get(indicator)
    return known is not None and asker.institution in known.reporters
