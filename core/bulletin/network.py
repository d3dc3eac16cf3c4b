"""What the network of routes tells: places many pass, and what is left if one is controlled.

Two networks, never mixed: the *documented* one of places and legs that others described, and that
of the *register*, made of released corridors and of the places they pass. Both are computed once,
at a release (core.release.network), and read here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.filters import Dimension

#: The tables of cases that the register's network is made of.
NETWORK_BY = (
    (Dimension.ORIGIN, Dimension.ARRIVAL),
    (Dimension.ORIGIN, Dimension.TRANSIT),
    (Dimension.ARRIVAL, Dimension.TRANSIT),
    (Dimension.TRANSIT,),
)

#: In so many of ten redraws a measure lies between its two ends.
IN_TEN = 9


@dataclass(frozen=True, slots=True)
class Measured:
    """A share of 0 to 1, and the ends between which it lies in nine of ten redraws.

    Both ends are ``None`` where too little is known to tell them.
    """

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def enough(self) -> bool:
        """True where there are data enough to say how sure it is."""
        return self.low is not None


@dataclass(frozen=True, slots=True)
class Hub:
    """A place that routes pass. ``place``: its name, or in the register's network its code.

    ``through``: routes (documented) or cases (register, as released) that pass it; ``betweenness``:
    on which share of all connections it lies; ``cut``: which share would have no other way if it
    were controlled; ``around``: the places of the best other way, empty where there is none; in the
    register's network, the other places that its corridors pass, those of most corridors first.
    """

    place: str
    country: str
    department: str | None
    border_point: bool
    through: int
    betweenness: Measured
    cut: Measured
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bridge:
    """A stretch between two places; the measures as for a hub."""

    first: str
    last: str
    through: int
    cut: Measured
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """``size``: how many routes, or cases, it is made of; hubs and bridges the weightiest first."""

    size: int = 0
    hubs: tuple[Hub, ...] = ()
    bridges: tuple[Bridge, ...] = ()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Network:
        """The network of a bulletin file."""
        return cls(
            kept["size"],
            tuple(
                Hub(**{**_measured(hub, "betweenness", "cut"), "around": tuple(hub["around"])})
                for hub in kept["hubs"]
            ),
            tuple(
                Bridge(**{**_measured(leg, "cut"), "around": tuple(leg["around"])})
                for leg in kept["bridges"]
            ),
        )


def _measured(kept: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**kept, **{name: Measured(**kept[name]) for name in names}}


@dataclass(frozen=True, slots=True)
class Networks:
    """Both networks of a release, and the corridors it shows that the one before did not."""

    documented: Network = Network()
    register: Network = Network()
    newly_shown: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as kept in the bulletin file."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Networks:
        """The networks of a bulletin file."""
        pairs: Sequence[Sequence[str]] = kept["newly_shown"]
        return cls(
            Network.from_json(kept["documented"]),
            Network.from_json(kept["register"]),
            tuple((first, last) for first, last in pairs),
        )
