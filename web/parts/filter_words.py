"""The filters of a question, in words: above the table, in files, and for screen readers."""

from __future__ import annotations

from core.filters import DOMAINS
from web import measures
from web.choices import FILTERS, Measure, Role
from web.i18n import Tongue
from web.periods import complaints_period, span_words
from web.questions import PanelQuestion


def filters_in_force(asked: PanelQuestion, tongue: Tongue) -> str:
    """``Casos · mar 2006 – dic 2013 · Minería``."""
    published = asked.measure is Measure.COMPLAINTS
    period = complaints_period(tongue) if published else span_words(asked.span, tongue)
    chosen = [
        DOMAINS[FILTERS[name]][code].label(tongue.code) for name, code in asked.chosen.items()
    ]
    roles = [role_words(asked.role, tongue)] if asked.by_route else []
    return " · ".join([measures.column(asked.measure, tongue), period, *roles, *chosen])


def role_words(role: Role, tongue: Tongue) -> str:
    """What a department is to a record, as the filter names it."""
    return {
        Role.PLACE: tongue.say("Lugar del registro"),
        Role.ORIGIN: tongue.say("Origen de la ruta"),
        Role.TRANSIT: tongue.say("Tránsito de la ruta"),
        Role.ARRIVAL: tongue.say("Destino de la ruta"),
    }[role]
