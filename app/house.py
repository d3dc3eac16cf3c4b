"""The assembled house: register, keys and bulletin of one set of settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from app import clock
from app.exact import LiveEdition
from app.keys import Keys, load_or_make
from app.planning import report_and_close
from app.settings import Mode, Settings
from core.access import accounts, tokens
from core.access.accounts import Attempt
from core.access.metering import Meter
from core.access.roles import Action, Asker
from core.access.sign_in import asker, sign_out, use_link
from core.access.tallies import Tallies
from core.access.throttling import Throttle
from core.bulletin.bulletin import Bulletin
from core.bulletin.shelf import Shelf
from core.desk.audit import Trail
from core.desk.planning import Ledgers, Planning
from core.desk.reading import Desk
from core.desk.recorder import Recorder
from core.desk.records import Records
from core.desk.visit import Editions, Visit
from core.errors import Code, ProviderFault, Refused
from core.moments import Clock
from core.plan.counting import asked_of
from core.plan.definition import Plan
from core.plan.loading import load_every
from core.register.audit import Event
from core.register.database import Register
from core.register.record_keys import record_key
from core.release.columns import Progress
from core.release.publish import asked_edition, carry_facts, make_release, partner_path
from seeds.seeding import Size, seed

#: Nobody who asks waits longer for the database; counting for a release takes what it takes.
PATIENCE = 10.0

SeedProgress = Callable[[str, int, int], None]


def _silent(*_told: object) -> None:
    return None


@dataclass(slots=True)
class House:
    """What a command or the server works with. ``register`` is ``None`` behind ``--public``."""

    settings: Settings
    register: Register | None
    shelf: Shelf
    throttle: Throttle = field(default_factory=Throttle)
    meter: Meter = field(default_factory=Meter)
    _keys: Keys | None = None
    _trail: Trail | None = None
    _ledgers: tuple[Ledgers, ...] = ()
    _partner: dict[int, Shelf] = field(default_factory=dict)
    _exact: LiveEdition = field(default_factory=LiveEdition)
    _exact_for_plan: LiveEdition = field(init=False)

    def __post_init__(self) -> None:
        self._exact_for_plan = LiveEdition(self._count_for_plan)

    @property
    def every_ledgers(self) -> tuple[Ledgers, ...]:
        """The readings of every plan, the one in force first; each ledger is made once."""
        if not self._ledgers:
            self._ledgers = tuple(Ledgers(plan, clock.now) for plan in plans_of(self.settings))
        return self._ledgers

    @property
    def ledgers(self) -> Ledgers:
        """The readings of the plan in force."""
        return self.every_ledgers[0]

    def planning_of(self, recorder: Recorder) -> Planning:
        """The plan as whoever records may read and write it."""
        bulletin = self.shelf.bulletin
        ring = self.keys.seal
        told = self.exact_for_plan, recorder, self.carry_facts, ring, self.every_ledgers
        return Planning(self.ledgers, bulletin, *told)

    def carry_facts(self) -> None:
        """Let the bulletin in service tell the facts of now; its figures stay as they are."""
        carry_facts(self.the_register(), self.shelf.bulletin, self.settings.bulletin)

    @property
    def keys(self) -> Keys:
        """The secrets of the house, made or read at their first use."""
        if self._keys is None:
            self._keys = load_or_make(self.settings.keys, self.settings.seal_keys)
        return self._keys

    def prepare(self, size: Size, told_seed: SeedProgress, told_release: Progress) -> None:
        """What is missing: tables, facts and synthetic records, a first release."""
        register = self.the_register()
        register.migrate()
        if not self.settings.bulletin.exists():
            seed(register, self.keys.record, size, told_seed)
            self.release(told_release)
            report_and_close(self)

    def release(self, told: Progress = _silent) -> Bulletin:
        """A new release in place of the old one."""
        return make_release(
            self.the_register(), self.keys.noise, self.settings.bulletin, clock.now, told
        )

    @property
    def trail(self) -> Trail:
        """The audit trail; one for all who write to it, so that they can wait together."""
        if self._trail is None:
            self._trail = Trail(self.keys.audit, self.settings.keys / "audit.anchor")
        return self._trail

    def sign_in(self, attempt: Attempt) -> str:
        """The secret of a new session; refusals and entries are written down.

        :raises Refused: see :func:`core.access.accounts.sign_in`.
        """
        register = self.the_register()
        with self.refusals_noted(attempt.address):
            session = accounts.sign_in(
                register, attempt, self.throttle, ring=self.keys.seal, clock=clock.now
            )
        self.note(attempt.name, Action.SIGN_IN, "", allowed=True)
        return session

    @contextmanager
    def refusals_noted(self, address: str) -> Iterator[None]:
        """Write down a sign-in that is refused in here, and why; a flood of them once a minute."""
        try:
            yield
        except (Refused, ProviderFault) as refused:
            flood = refused.code is Code.TOO_MANY_ATTEMPTS
            if not flood or self.throttle.worth_telling(address):
                why = " ".join(filter(None, (refused.code.value, refused.facts.get("why"))))
                self.note("unknown", Action.SIGN_IN, why, allowed=False)
            raise

    def sign_in_by_link(self, link: str) -> str | None:
        """The secret of a new session for a one-time development link; written down either way.

        ``None`` for a link that is not good, and outside development.
        """
        session = None
        if self.settings.mode is Mode.DEVELOPMENT:
            session = use_link(self.the_register(), link, clock.now)
        self.note("development-link", Action.SIGN_IN, "", allowed=session is not None)
        return session

    def sign_out(self, session: str) -> None:
        """End a session for good; written down where it was open."""
        register = self.the_register()
        who = asker(register, session, clock.now)
        sign_out(register, session, clock.now)
        if who.signed_in:
            self.desk_of(who).note(Action.SIGN_OUT)

    def _holder(self, token: str, address: str, *, used: bool) -> Asker:
        """Who holds this token; a refusal is written down, a flood of them for a while."""
        try:
            return tokens.asker(self._patient(), token, address, clock.now, used=used)
        except Refused:
            if self.meter.worth_telling(address):
                self.note("unknown", Action.USE_TOKEN, "", allowed=False)
            raise

    def note(self, actor: str, action: Action, subject: str, *, allowed: bool) -> None:
        """Write down what was done, or refused, before anybody had signed in."""
        event = Event(clock.now(), actor, "-", action.value, subject, 0, allowed)
        with self.the_register().noting() as connection:
            self.trail.write(connection, event)

    def visit(
        self, session: str | None, token: str | None = None, address: str = "", *, used: bool = True
    ) -> Visit:
        """The visit of whoever holds this token, or else this session.

        ``used``: somebody asks now. A stream that is open asks nothing, and keeps no session alive.

        :raises BulletinFault: when nothing has been released yet.
        :raises Refused: for a token that is not good.
        """
        bulletin = self.shelf.bulletin
        if self.register is None:
            allowance = self.meter.allowance(Asker(), address)
            planning = Planning(self.ledgers, bulletin, every=self.every_ledgers)
            return Visit(Asker(), bulletin, allowance, planning=planning)
        if token is not None:
            who = self._holder(token, address, used=used)
        else:
            who = asker(self._patient(), session, clock.now, used=used)
        desk = self.desk_of(who, address)
        editions = Editions(self.exact, self.partner)
        lists = Records(desk, self.keys.cursors)
        recorder = self.recorder_of(desk)
        planning = self.planning_of(recorder)
        allowance = self.meter.allowance(who, address)
        return Visit(who, bulletin, allowance, desk, editions, lists, recorder, planning)

    def desk_of(self, who: Asker, address: str = "") -> Desk:
        """The desk of whoever asks, from this address."""
        told = self.trail, lambda: self.meter.worth_telling(address)
        return Desk(self._patient(), who, clock.now, *told)

    def recorder_of(self, desk: Desk) -> Recorder:
        """The acts that write, for whoever's desk it is; the record secret goes no further."""
        secret = self.keys.record
        return Recorder(desk, lambda record: record_key(secret, record))

    def exact(self) -> Bulletin:
        """The internal edition."""
        return self._exact.of(self.the_register(), clock.now)

    def exact_for_plan(self) -> Bulletin:
        """The tables of the internal edition that the plan's formulas read."""
        return self._exact_for_plan.of(self.the_register(), clock.now)

    def _count_for_plan(self, register: Register, now: Clock) -> Bulletin:
        return asked_edition(register, now, asked_of(*(each.plan for each in self.every_ledgers)))

    def partner(self, k: int) -> Bulletin:
        """The edition of a partner's threshold.

        :raises BulletinFault: where the last release could not protect it, or came before the
            agreement.
        """
        if k not in self._partner:
            self._partner[k] = Shelf(partner_path(self.settings.bulletin, k))
        return self._partner[k].bulletin

    def _patient(self) -> Register:
        """The register for whoever asks, and waits."""
        return self.the_register().within(PATIENCE)

    def the_register(self) -> Register:
        """The register of a process that has one."""
        assert self.register is not None, "this process serves the public edition alone"
        return self.register


def plans_of(settings: Settings) -> tuple[Plan, ...]:
    """The plan in force, and those beside it."""
    return load_every(settings.plan, settings.plans)


def open_house(settings: Settings) -> House:
    """The house with its register."""
    assert settings.database_url is not None
    plans_of(settings)  # a wrong file stops the start, not the first who asks
    register = Register(settings.database_url)
    tallies = Tallies(settings.tallies)
    shelf, throttle = Shelf(settings.bulletin), Throttle(tallies)
    return House(settings, register, shelf, throttle, _meter(settings, tallies))


def open_public_house(settings: Settings) -> House:
    """The house without the register's address: nothing in this process could open it."""
    plans_of(settings)
    meter = _meter(settings, Tallies(settings.tallies))
    return House(settings, None, Shelf(settings.bulletin), meter=meter)


def _meter(settings: Settings, tallies: Tallies) -> Meter:
    return Meter(settings.points_signed_in, settings.points_strangers, tallies)
