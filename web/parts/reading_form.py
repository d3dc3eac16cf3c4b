"""A typed reading as the desk takes it; forms have Spanish names for its fields."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from core.bulletin.figures import Bound
from core.desk.plan_readings import Reported
from core.errors import BadQuestion, Code
from core.plan.definition import Measure, Plan
from core.sentences import sentence
from web.i18n import Tongue, marked
from web.plan_words import UNITS

#: Fields of the form, of a draft, and columns of a workbook.
FIELDS = ("valor", "unidad", "cota", "numerador", "denominador", "respaldo", "motivo")

#: The columns a workbook may have.
COLUMNS = ("indicador", "periodo", *FIELDS)

#: Bounds as they are written in forms.
BOUNDS: Mapping[str, Bound] = {
    marked("exacto"): Bound.EXACT,
    marked("al menos"): Bound.AT_LEAST,
    marked("alrededor de"): Bound.ABOUT,
}

#: What the desk's errors call a field, and what the form calls it.
SPANISH = {
    "value": "valor",
    "unit": "unidad",
    "bound": "cota",
    "numerator": "numerador",
    "denominator": "denominador",
    "source": "respaldo",
    "reason": "motivo",
    "evidence": "evidencia",
    "period": "periodo",
    "indicator": "indicador",
    "note": "nota",
    "reading": "lectura",
    "text": "texto",
}


def reported(typed: Mapping[str, str], plan: Plan, evidence: uuid.UUID | None = None) -> Reported:
    """The reading that was typed. Without a unit, the indicator's own is meant.

    :raises BadQuestion: ``UNKNOWN_VALUE`` for what is no number, unit or bound; ``NEEDED``.
    """
    code = typed.get("indicador", "").strip()
    known = plan.by_code.get(code)
    unit = typed.get("unidad", "").strip() or (known.unit.value if known else "number")
    bound = typed.get("cota", "").strip() or "exacto"
    if unit not in set(Measure):
        raise BadQuestion(Code.UNKNOWN_VALUE, field="unit", value=unit)
    if bound not in BOUNDS:
        raise BadQuestion(Code.UNKNOWN_VALUE, field="bound", value=bound)
    value = _number("value", typed.get("valor", ""))
    if value is None:
        raise BadQuestion(Code.NEEDED, field="value")
    return Reported(
        indicator=code,
        period=typed.get("periodo", "").strip(),
        unit=Measure(unit),
        value=value,
        bound=BOUNDS[bound],
        numerator=_number("numerator", typed.get("numerador", "")),
        denominator=_number("denominator", typed.get("denominador", "")),
        source=typed.get("respaldo", "").strip(),
        reason=typed.get("motivo", "").strip(),
        evidence=evidence,
    )


def _number(field: str, text: str) -> float | None:
    """``1 510,5`` or ``1510.5``; ``None`` where nothing was typed.

    :raises BadQuestion: ``UNKNOWN_VALUE``.
    """
    plain = "".join(text.split()).removesuffix("%")
    if not plain:
        return None
    try:
        return float(
            plain.replace(",", ".") if plain.count(",") == 1 and "." not in plain else plain
        )
    except ValueError:
        raise BadQuestion(Code.UNKNOWN_VALUE, field=field, value=text) from None


def in_spanish(error: BadQuestion) -> BadQuestion:
    """The same error, its field called as the form calls it."""
    facts = {name: text for name, text in error.facts.items() if name != "field"}
    field = error.facts.get("field")
    return BadQuestion(
        error.code, **facts, **({"field": SPANISH.get(field, field)} if field else {})
    )


def refusal(error: BadQuestion, tongue: Tongue) -> str:
    """Why something was refused, in words alone: fields and units as the form calls them."""
    told = in_spanish(error)
    if told.code is Code.WRONG_UNIT:
        units = {n: tongue.say(UNITS[Measure(told.facts[n])]) for n in ("expected", "value")}
        told = BadQuestion(told.code, **{**told.facts, **units})
    return sentence(told, tongue.code)
