"""The published figures of a release beside those of the release it replaces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from core.bulletin import file
from core.bulletin.bulletin import Bulletin
from core.bulletin.cube import HIDDEN, Address, Cube
from core.bulletin.facts import Facts
from core.bulletin.revisions import IN_FULL, Change, Revision, Why
from core.errors import BulletinFault
from core.filters import DOMAINS
from core.periods import bands


def with_revisions(fresh: Bulletin, path: Path) -> Bulletin:
    """The bulletin with the list of what changed since the one that lies at ``path``."""
    return replace(fresh, revisions=_revisions(fresh, path))


def _revisions(fresh: Bulletin, path: Path) -> tuple[Revision, ...]:
    if not path.exists():
        return (_revision(fresh, Why.FIRST, 0, ()),)
    try:
        last = file.read(path)
    except BulletinFault:  # made under another rule, with other tables
        return (_revision(fresh, Why.RULE, None, ()),)
    changes = tuple(changes_between(last, fresh))
    if not changes and last.release.id == fresh.release.id:
        return last.revisions
    same_rule = last.release.rule_version == fresh.release.rule_version
    why = Why.REGISTER if same_rule else Why.RULE
    older = (*last.revisions[: IN_FULL - 1], *map(_shortened, last.revisions[IN_FULL - 1 :]))
    return (_revision(fresh, why, len(changes), changes), *older)


def _revision(
    fresh: Bulletin, why: Why, changed: int | None, changes: tuple[Change, ...]
) -> Revision:
    release = fresh.release
    return Revision(release.id, release.released_at, release.rule_version, why, changed, changes)


def _shortened(revision: Revision) -> Revision:
    return replace(revision, changes=())


def changes_between(last: Bulletin, fresh: Bulletin) -> Iterator[Change]:
    """Every figure that is shown in either and not the same in both, coarse tables first."""
    yield from _of_facts(last.facts, fresh.facts)
    known = [address for address in fresh.cube if address in last.cube]
    for address in sorted(known, key=lambda a: (len(a.dimensions), -a.grain.months, a.name)):
        yield from _of_table(address, last.cube, fresh.cube)


def _of_table(address: Address, last: Cube, fresh: Cube) -> Iterator[Change]:
    before, after = last[address].shown, fresh[address].shown
    for index in zip(*np.nonzero(before != after), strict=True):
        band, *places = (int(place) for place in index)
        codes = tuple(
            DOMAINS[d].codes[at] for d, at in zip(address.dimensions, places, strict=True)
        )
        yield Change(
            address.unit.value,
            "+".join(address.dimensions),
            bands(address.grain)[band].code,
            codes,
            _told(before[index]),
            _told(after[index]),
        )


def _told(shown: np.int64) -> int | None:
    return None if shown == HIDDEN else int(shown)


def _of_facts(last: Facts, fresh: Facts) -> Iterator[Change]:
    before, after = _values(last), _values(fresh)
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new:
            series, period, *codes = key
            yield Change("published", series, period, tuple(codes), old, new)


def _values(facts: Facts) -> dict[tuple[str, ...], float]:
    return {(f.series, f.period, f.area, f.sex, f.age, f.source): f.value for f in facts.published}
