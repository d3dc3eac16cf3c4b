"""The tables of both networks of routes: places many pass, and stretches they depend on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.bulletin.bulletin import Bulletin
from core.bulletin.documented import place_name
from core.bulletin.figures import Figure, Missing, Shown, Zero
from core.bulletin.network import Bridge, Hub, Measured
from core.bulletin.network_sentences import bridge_sentence, hub_sentence
from core.places import ROUTE_ENDS, departments
from core.vocabulary import Unit
from web import measures
from web.choices import Measure
from web.i18n import Tongue
from web.parts.route_sheets import published
from web.parts.sheet import Line, Sheet
from web.route_questions import RouteQuestion

_CUT = ("cut", "cut_low", "cut_high")
_HUB = (("place", "department", "around"), ("betweenness", "betweenness_low", "betweenness_high"))
_BRIDGE = ("first_stop", "last_stop", "around")


def hub_sheet(bulletin: Bulletin, tongue: Tongue) -> Sheet:
    """Places that documented routes pass, with what the network tells of each, in percent."""
    stub, between = _HUB
    return published(
        ("nudos", tongue.say("Nudos de tránsito de las rutas descritas")),
        bulletin,
        RouteQuestion(),
        tongue,
        stub=stub,
        columns=("routes", *between, *_CUT),
        lines=tuple(_hub_line(hub, tongue) for hub in bulletin.networks.documented.hubs),
    )


def bridge_sheet(bulletin: Bulletin, tongue: Tongue) -> Sheet:
    """Stretches of documented routes, those that cut most first."""
    return published(
        ("tramos", tongue.say("Tramos de los que dependen las rutas descritas")),
        bulletin,
        RouteQuestion(),
        tongue,
        stub=_BRIDGE,
        columns=("routes", *_CUT),
        lines=tuple(_bridge_line(leg, tongue) for leg in bulletin.networks.documented.bridges),
    )


def register_hub_sheet(bulletin: Bulletin, tongue: Tongue) -> Sheet:
    """Departments that cases of released corridors pass, likewise."""
    stub, between = _HUB
    lines = [_hub_line(hub, tongue) for hub in bulletin.networks.register.hubs]
    title = tongue.say("Departamentos de paso en los casos del registro")
    return _counted(("nudos-registro", title), (stub, (*between, *_CUT)), lines, bulletin, tongue)


def register_bridge_sheet(bulletin: Bulletin, tongue: Tongue) -> Sheet:
    """Stretches of released corridors, likewise."""
    lines = [_bridge_line(leg, tongue) for leg in bulletin.networks.register.bridges]
    title = tongue.say("Tramos de los que dependen los casos del registro")
    return _counted(("tramos-registro", title), (_BRIDGE, _CUT), lines, bulletin, tongue)


def _counted(
    told: tuple[str, str],
    heads: tuple[tuple[str, ...], tuple[str, ...]],
    lines: Sequence[Line],
    bulletin: Bulletin,
    tongue: Tongue,
) -> Sheet:
    """A sheet of the register's network. ``told``: its name and its title."""
    stub, measured = heads
    return Sheet(
        *told,
        stub,
        (Unit.CASES.value, *measured),
        tuple(lines),
        bulletin.query_id(f"network|{told[0]}|-"),
        measures.register(Measure.CASES, bulletin.release, tongue),
        "",
        provenance=bulletin.release.provenance,
    )


def _hub_line(hub: Hub, tongue: Tongue) -> Line:
    where = departments()[hub.department].name if hub.department else hub.country
    return Line(
        (hub.place, hub.department or hub.country, " ".join(hub.around)),
        (named(hub.place, tongue), where, ", ".join(around(hub.around, tongue))),
        (Shown(hub.through), *_shares(hub.betweenness), *_shares(hub.cut)),
    )


def _bridge_line(leg: Bridge, tongue: Tongue) -> Line:
    return Line(
        (leg.first, leg.last, " ".join(leg.around)),
        (*around((leg.first, leg.last), tongue), ", ".join(around(leg.around, tongue))),
        (Shown(leg.through), *_shares(leg.cut)),
    )


def named(place: str, tongue: Tongue) -> str:
    """A code of the register's network in words; the name of a town as it is."""
    return place_name(place, tongue.code) if place in ROUTE_ENDS else place


def around(places: Iterable[str], tongue: Tongue) -> tuple[str, ...]:
    """Places in words."""
    return tuple(named(place, tongue) for place in places)


def hub_words(hubs: Iterable[Hub], tongue: Tongue) -> list[tuple[str, str, int]]:
    """Each hub by name, what is told of it, and how many pass it."""
    return [
        (
            named(hub.place, tongue),
            hub_sentence(hub, around(hub.around, tongue), tongue.code),
            hub.through,
        )
        for hub in hubs
    ]


def bridge_words(legs: Iterable[Bridge], tongue: Tongue) -> list[tuple[str, str, int]]:
    """The same of each stretch."""
    return [
        (
            " → ".join(around((leg.first, leg.last), tongue)),
            bridge_sentence(leg, around(leg.around, tongue), tongue.code),
            leg.through,
        )
        for leg in legs
    ]


def _shares(measure: Measured) -> tuple[Figure, ...]:
    return tuple(_percent(share) for share in (measure.value, measure.low, measure.high))


def _percent(share: float | None) -> Figure:
    if share is None:
        return Missing()
    return Shown(round(100 * share, 1)) if share else Zero()
