"""Make a release: one consistent reading, one protected cube, one file put in place at once."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from core.bulletin import file
from core.bulletin.bulletin import Bulletin, Edition, Release
from core.bulletin.cube import Cube
from core.bulletin.facts import Facts
from core.disclosure import FINEST_GRAIN, FINEST_GRAIN_AGREED, RULE
from core.errors import BulletinFault
from core.moments import Clock
from core.periods import MONTHS, last_day
from core.register.counted import any_synthetic
from core.register.database import Register
from core.register.tokens import agreed_thresholds
from core.release.asked import Asked, count_asked
from core.release.attack import EVERYBODY, Beneath, Tier
from core.release.columns import Progress
from core.release.count import ExactCube, count
from core.release.differences import with_revisions
from core.release.facts import facts_of
from core.release.network import networks, newly_shown, with_facts
from core.release.protect import Unprotectable, protect, unprotected
from core.vocabulary import Provenance


class TooSoon(Exception):
    """The last release is less than an hour old, and this one would tell something new."""

    def __init__(self, since: dt.datetime) -> None:
        super().__init__(
            f"the last release is of {since:%H:%M} UTC: changed figures may follow after "
            f"{RULE.hours_between_releases} hour, so that no single record shows between two"
        )


def make_release(
    register: Register,
    noise_secret: bytes,
    path: Path,
    clock: Clock,
    progress: Progress = lambda _step, _done: None,
) -> Bulletin:
    """Count, protect and publish; the file at ``path`` is replaced only when all of it held.

    Every threshold of an agreement in force gets a file of its own beside the public folder.

    :raises Unprotectable: when a cell could be proven small; the old bulletin stays, and the log
        beside it names the cells.
    :raises TooSoon: when figures that changed would follow too fast on the last ones.
    """
    with register.reading() as connection:
        whose = _provenance(connection)
        thresholds = agreed_thresholds(connection, clock().date())
        # Bands that only partners may ask for are counted where one has an agreement in force.
        exact = count(connection, progress, FINEST_GRAIN_AGREED if thresholds else FINEST_GRAIN)
    progress("protect", 0)
    try:
        cube = protect(exact, noise_secret)
    except Unprotectable as blocked:
        _log(path, clock(), {"blocked": [str(breach) for breach in blocked.found]})
        raise
    release = _release(cube, clock(), Edition.PUBLIC, whose)
    with turn_at(path):
        _check_rhythm(path, release)
        with register.reading() as connection:
            facts = facts_of(connection)  # those of now: some may have been carried meanwhile
        newly = newly_shown(path, release, cube)
        bulletin = Bulletin(release, cube, facts, networks=networks(facts, cube, RULE.k, newly))
        progress("write", 0)
        bulletin = with_revisions(bulletin, path)
        file.write(bulletin, path)
        _log(path, clock(), {"released": bulletin.release.id})
        _release_to_partners(exact, noise_secret, path, bulletin, thresholds)
    return bulletin


def carry_facts(register: Register, public: Bulletin, path: Path) -> None:
    """Write the bulletins again with the facts of now; not one count of theirs changes.

    ``public``: what whoever calls has read at ``path``; it is read again where a release came
    between.
    """
    with turn_at(path):
        with register.reading() as connection:
            facts = facts_of(connection)
        held = public if file.read_release(path) == public.release else file.read(path)
        file.write(with_facts(held, facts), path)
        for each in partner_path(path, 0).parent.glob("bulletin-k*"):
            file.write(with_facts(file.read(each), facts), each)


@contextmanager
def turn_at(path: Path) -> Iterator[None]:
    """One writer of the bulletins at a time, in whatever process: the others wait. The lock lies
    beside the public folder, which may be copied anywhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.parent.parent.joinpath("bulletin.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _check_rhythm(path: Path, fresh: Release) -> None:
    """Nothing where the same figures are told again, or the last ones are old enough."""
    try:
        last = file.read_release(path)
    except BulletinFault:
        return
    age = fresh.released_at - last.released_at
    if fresh.id != last.id and age < dt.timedelta(hours=RULE.hours_between_releases):
        _log(path, fresh.released_at, {"too soon after": last.id})
        raise TooSoon(last.released_at)


def partner_path(public: Path, k: int) -> Path:
    """Where the file of a threshold lies: never in the folder that may be copied anywhere."""
    return public.parent.parent / "partner" / f"bulletin-k{k}"


def _release_to_partners(
    exact: ExactCube, secret: bytes, path: Path, public: Bulletin, thresholds: Sequence[int]
) -> None:
    """One file per threshold, each standing on the next higher; one that fails is not offered."""
    beneath = Beneath(EVERYBODY, public.cube)
    for stale in partner_path(path, 0).parent.glob("bulletin-k*"):
        stale.unlink()
    for k in sorted(thresholds, reverse=True):
        tier = Tier(k, FINEST_GRAIN_AGREED, beneath)
        try:
            cube = protect(exact, secret, tier)
        except Unprotectable as blocked:
            told = [str(breach) for breach in blocked.found]
            _log(path, public.release.released_at, {"k": k, "blocked": told})
            continue
        release = replace(
            public.release,
            id=f"{public.release.id}-k{k}",
            edition=Edition.PARTNER,
            threshold=k,
        )
        known = networks(public.facts, cube, k, public.networks.newly_shown)
        file.write(Bulletin(release, cube, public.facts, networks=known), partner_path(path, k))
        _log(path, release.released_at, {"released": release.id})
        beneath = Beneath(tier, cube)


def internal_edition(register: Register, clock: Clock) -> Bulletin:
    """The exact, live edition for cleared staff. It is never written to a file."""
    with register.reading() as connection:
        cube = unprotected(count(connection))
        facts = facts_of(connection)
        whose = _provenance(connection)
    release = _release(cube, clock(), Edition.INTERNAL, whose)
    return Bulletin(release, cube, facts, networks=networks(facts, cube, 1, ()))


def asked_edition(register: Register, clock: Clock, asked: Asked) -> Bulletin:
    """The tables of the internal edition that are asked for, and no facts: made in seconds."""
    with register.reading() as connection:
        cube = count_asked(connection, asked)
        whose = _provenance(connection)
    return Bulletin(_release(cube, clock(), Edition.INTERNAL, whose), cube, Facts())


def _provenance(connection: Connection) -> Provenance:
    """Synthetic as long as one generated record is counted: nobody could tell it from the rest."""
    return Provenance.SYNTHETIC if any_synthetic(connection) else Provenance.RECORDED


def _release(cube: Cube, now: dt.datetime, edition: Edition, whose: Provenance) -> Release:
    digest = hashlib.sha256()
    for address, table in sorted(cube.items()):
        digest.update(address.name.encode() + table.shown.tobytes())
    cut = last_day(MONTHS - 1)
    return Release(
        f"{cut:%Y%m%d}-{digest.hexdigest()[:6]}",
        cut,
        now,
        RULE.version,
        whose,
        edition,
        0 if edition is Edition.INTERNAL else RULE.k,
    )


def _log(path: Path, now: dt.datetime, entry: dict[str, object]) -> None:
    """One line of JSON per attempt, beside the bulletin: no count ever stands in it."""
    line = json.dumps({"at": now.isoformat(), "rule": RULE.version, **entry}, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name("releases.log").open("a", encoding="utf-8") as log:
        log.write(line + "\n")
