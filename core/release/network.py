"""The networks of a release, and which corridors it shows that the one before did not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from core.bulletin import file
from core.bulletin.bulletin import Bulletin, Release
from core.bulletin.cube import HIDDEN, Address, Cube
from core.bulletin.facts import Facts
from core.bulletin.network import Networks
from core.disclosure import RULE
from core.errors import BulletinFault
from core.filters import DOMAINS, Dimension
from core.periods import Grain
from core.release.documented_network import documented_network
from core.release.register_network import register_network
from core.vocabulary import UNKNOWN, Unit

_CORRIDORS = Address(Unit.CASES, (Dimension.ORIGIN, Dimension.ARRIVAL), Grain.ALL)


def networks(facts: Facts, cube: Cube, k: int, newly: tuple[tuple[str, str], ...]) -> Networks:
    """Both networks. ``k``: from which count on the cube shows cells."""
    return Networks(documented_network(facts.routes), register_network(cube, k), newly)


def with_facts(bulletin: Bulletin, facts: Facts) -> Bulletin:
    """The same figures beside other facts, with the network of the routes among these."""
    known = replace(bulletin.networks, documented=documented_network(facts.routes))
    return replace(bulletin, facts=facts, networks=known)


def newly_shown(path: Path, release: Release, cube: Cube) -> tuple[tuple[str, str], ...]:
    """Corridors that the release in ``path`` withheld, and that no noise alone can have brought up.

    Both releases are public, so this tells nothing that holding the one beside the other would
    not. A cell just over the threshold may have been as large before: it is not called new.
    """
    try:
        before, known, then = file.read_table(path, _CORRIDORS)
    except BulletinFault:
        return ()
    if before.id == release.id:
        return known.newly_shown
    if before.rule_version != release.rule_version:
        return ()
    surely = RULE.k + RULE.largest_difference_noise
    risen = (then[0] == HIDDEN) & (cube[_CORRIDORS].shown[0] >= surely)
    codes = DOMAINS[Dimension.ORIGIN].codes
    pairs = ((codes[first], codes[last]) for first, last in zip(*np.nonzero(risen), strict=True))
    return tuple(pair for pair in pairs if UNKNOWN not in pair)
