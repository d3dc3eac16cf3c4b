"""The filters of ``/rutas`` in words: in its form, above its figures and in its files."""

from __future__ import annotations

from collections.abc import Iterable

from core.bulletin.documented import place_name
from core.evidence import GRADES
from core.vocabulary import DESTINATIONS, FORMS
from web.i18n import Tongue
from web.periods import span_words
from web.route_questions import ROUTE_FILTERS, RouteQuestion

#: What corridors of the register are kept by, beside the period.
ENDS = ("origen", "destino")


def label(name: str, tongue: Tongue) -> str:
    """What a filter is called."""
    return {
        "ambito": tongue.say("Ámbito"),
        "origen": tongue.say("Origen"),
        "destino": tongue.say("Destino"),
        "forma": tongue.say("Forma"),
        "evidencia": tongue.say("Evidencia"),
    }[name]


def value(name: str, code: str, tongue: Tongue) -> str:
    """What a code of a filter is called."""
    if name == "ambito":
        return DESTINATIONS[code].label(tongue.code)
    if name == "forma":
        return FORMS[code].label(tongue.code)
    if name == "evidencia":
        return code if code == GRADES[0] else tongue.say("%(grade)s o mejor", grade=code)
    return place_name(code, tongue.code)


def in_force(asked: RouteQuestion, tongue: Tongue, names: Iterable[str] = ROUTE_FILTERS) -> str:
    """The filters that are chosen, ``Origen: Loreto · Forma: Trabajo forzoso``; else nothing."""
    return " · ".join(
        f"{label(name, tongue)}: {value(name, asked.chosen[name], tongue)}"
        for name in names
        if name in asked.chosen
    )


def counted_words(asked: RouteQuestion, tongue: Tongue) -> str:
    """What figures of the register are of: the period, and the ends of corridors that are kept."""
    return " · ".join(filter(None, (span_words(asked.span, tongue), in_force(asked, tongue, ENDS))))
