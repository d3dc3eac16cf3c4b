"""The filters of a question, in words: above the table, in files, and for screen readers."""

from __future__ import annotations

from core.filters import DOMAINS
from web import measures
from web.i18n import Tongue
from web.periods import complaints_period, span_words
from web.questions import FILTERS, Measure, PanelQuestion


def filters_in_force(asked: PanelQuestion, tongue: Tongue) -> str:
    """``Casos · mar 2006 – dic 2013 · Minería``."""
    published = asked.measure is Measure.COMPLAINTS
    period = complaints_period(tongue) if published else span_words(asked.span, tongue)
    chosen = [
        DOMAINS[FILTERS[name]][code].label(tongue.code) for name, code in asked.chosen.items()
    ]
    return " · ".join([measures.column(asked.measure, tongue), period, *chosen])
