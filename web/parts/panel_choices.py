"""The form of the panel, and the head of its table: what it can be asked, as links and selects."""

from __future__ import annotations

from typing import Any

from core.filters import DIMENSIONS_OF, DOMAINS
from core.periods import Grain, bands
from web import measures
from web.choices import FILTERS, Measure, Order, Role, Shape
from web.i18n import Tongue
from web.parts.filter_words import role_words
from web.questions import PanelQuestion


def heads(asked: PanelQuestion, tongue: Tongue) -> list[tuple[str, str, bool]]:
    """(text, address, whether the table is sorted by it) of the table's head."""
    names = {
        Order.NAME: tongue.say("Departamento"),
        Order.COUNT: measures.column(asked.measure, tongue),
        Order.RATE: tongue.say("Tasa"),
    }
    return [
        (
            text,
            asked.address("/panel", orden="" if order is Order.RATE else order.value),
            order is asked.order,
        )
        for order, text in names.items()
    ]


def choices(asked: PanelQuestion, tongue: Tongue) -> list[dict[str, Any]]:
    """The selects of the filter form; those that cannot apply are disabled and say so."""
    published = asked.measure is Measure.COMPLAINTS
    counted_by = DIMENSIONS_OF.get(asked.measure.unit, ())
    labels = {
        "forma": tongue.say("Forma"),
        "industria": tongue.say("Industria"),
        "sexo": tongue.say("Sexo"),
        "edad": tongue.say("Edad"),
        "tipo": tongue.say("Tipo de llamada"),
    }
    shapes = _select(
        "como", tongue.say("Mapa"), asked.shape.value, _shape_options(tongue), asked.by_route
    )
    found = [
        _select("medida", tongue.say("Medida"), asked.measure.value, _measure_options(tongue)),
        shapes,
        _select("desde", tongue.say("Desde"), asked.start, _period_options(tongue), published),
        _select("hasta", tongue.say("Hasta"), asked.end, _period_options(tongue), published),
    ]
    if not published:
        roles = [
            (role.value, role_words(role, tongue)) for role in Role if role.dimension in counted_by
        ]
        if len(roles) > 1:
            found.append(_select("papel", tongue.say("Papel"), asked.role.value, roles))
    for name, dimension in FILTERS.items():
        if published and name not in ("forma", "industria"):
            continue
        if published or dimension in counted_by:
            terms = [(t.code, t.label(tongue.code)) for t in DOMAINS[dimension].terms]
            options = [("", tongue.say("Todas")), *terms]
            chosen = asked.chosen.get(name, "")
            found.append(_select(name, labels[name], chosen, options, published))
    return found


def _select(
    name: str,
    label: str,
    chosen: str,
    options: list[tuple[str, str]],
    disabled: bool = False,
) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "chosen": chosen,
        "options": options,
        "disabled": disabled,
    }


def _measure_options(tongue: Tongue) -> list[tuple[str, str]]:
    return [(measure.value, measures.column(measure, tongue)) for measure in Measure]


def _shape_options(tongue: Tongue) -> list[tuple[str, str]]:
    return [
        (Shape.RATE.value, tongue.say("Tasa")),
        (Shape.COUNT.value, tongue.say("Número")),
    ]


def _period_options(tongue: Tongue) -> list[tuple[str, str]]:
    years = [(band.code, band.code) for band in bands(Grain.YEAR)]
    semesters = [(band.code, band.code) for band in bands(Grain.SEMESTER)]
    return [("", tongue.say("Toda la serie")), *years, *semesters]
