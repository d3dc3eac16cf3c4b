"""Facts other institutions published, carried in the bulletin as they were published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.bulletin.figures import Bound, Figure, Missing, Shown, Zero


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """One published number. ``area`` is the area as its source names it.

    ``approximate_place``: the department was inferred by us from a judicial district.
    """

    series: str
    register: str
    measure: str
    unit: str
    period: str
    department: str | None
    area: str
    sex: str
    age: str
    value: float
    bound: str
    approximate_place: bool
    source: str
    note: str

    @property
    def figure(self) -> Figure:
        """The number with its bound; whole numbers as integers."""
        if self.value == 0:
            return Zero()
        whole = int(self.value) if self.value.is_integer() else self.value
        return Shown(whole, Bound(self.bound))


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a documented route, in order. ``precision``: how exactly the place is known."""

    position: int
    role: str
    place: str
    country: str
    department: str | None
    mode: str
    precision: str
    border_point: bool


@dataclass(frozen=True, slots=True)
class BorderPoint:
    """A place at the border that sources name. ``department``: its UBIGEO."""

    place: str
    department: str


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of evidence behind a documented route."""

    source_type: str
    grade: str
    publisher: str
    source: str
    dated: str


@dataclass(frozen=True, slots=True)
class DocumentedRoute:
    """A route described in studies or the press; never the trace of one person.

    ``grade`` and ``corroboration``: of all its evidence, by the written rule (core.evidence).
    """

    code: str
    name: str
    form: str
    scope: str
    note: str
    grade: str
    corroboration: int
    stops: tuple[Stop, ...]
    evidence: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class CampaignFact:
    """A campaign somebody published. ``starts_on``: ISO 8601, ``None`` where that is vague."""

    name: str
    dated: str
    starts_on: str | None
    reach: int | None
    reach_bound: str
    source: str


@dataclass(frozen=True, slots=True)
class PlanCut:
    """A published period of the plan, as it was frozen (core.plan.cuts): JSON and its SHA-256."""

    plan: str
    period: str
    revision: int
    content: str
    sha256: str
    published_on: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a release."""

    published: tuple[PublishedFact, ...] = ()
    routes: tuple[DocumentedRoute, ...] = ()
    campaigns: tuple[CampaignFact, ...] = ()
    plan: tuple[PlanCut, ...] = ()
    border_points: tuple[BorderPoint, ...] = ()

    def series(self, name: str) -> tuple[PublishedFact, ...]:
        """The facts of one series, in the order of their source."""
        return tuple(fact for fact in self.published if fact.series == name)

    def as_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries, as kept in the bulletin file."""
        return {
            "published": [asdict(fact) for fact in self.published],
            "routes": [asdict(route) for route in self.routes],
            "campaigns": [asdict(campaign) for campaign in self.campaigns],
            "plan": [asdict(cut) for cut in self.plan],
            "border_points": [asdict(point) for point in self.border_points],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Sequence[Mapping[str, Any]]]) -> Facts:
        """The facts of a bulletin file."""
        return cls(
            tuple(PublishedFact(**fact) for fact in kept["published"]),
            tuple(
                DocumentedRoute(
                    **{
                        **route,
                        "stops": tuple(Stop(**stop) for stop in route["stops"]),
                        "evidence": tuple(Source(**source) for source in route["evidence"]),
                    }
                )
                for route in kept["routes"]
            ),
            tuple(CampaignFact(**campaign) for campaign in kept["campaigns"]),
            tuple(PlanCut(**cut) for cut in kept.get("plan", ())),
            tuple(BorderPoint(**point) for point in kept.get("border_points", ())),
        )


def complaints_by_department(facts: Facts, codes: Sequence[str]) -> dict[str, Figure]:
    """Prosecutors' complaints (1,976 in 2007-01/2014-04) added up by department.

    The source counts 32 judicial districts; which department each lies in is our inference.
    A department without a district is missing, not zero.
    """
    found: dict[str, float] = {}
    for fact in facts.series("mp_complaints"):
        if fact.department is not None:
            found[fact.department] = found.get(fact.department, 0) + fact.value
    return {code: Shown(int(found[code])) if code in found else Missing() for code in codes}
