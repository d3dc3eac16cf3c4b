"""The plan in words: where an indicator stands, what it is measured in, and how its values read."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.bulletin.figures import Figure, number
from core.plan.definition import (
    Accumulation,
    Direction,
    Indicator,
    Level,
    Measure,
    RuleName,
    Territory,
    Thresholds,
)
from core.plan.ledger import Line
from core.plan.periods import Frequency, Period
from core.plan.readings import Reading
from core.plan.status import Progress, Reporting
from web.i18n import Tongue, marked
from web.spelling import Spelled, spell

#: Shape, word, and class of the style sheet; never a colour alone.
PROGRESS: Mapping[Progress, tuple[str, str, str]] = MappingProxyType(
    {
        Progress.ON_TRACK: ("✔", marked("En curso"), "good"),
        Progress.AT_RISK: ("▲", marked("En riesgo"), "risk"),
        Progress.OFF_TRACK: ("■", marked("Fuera de curso"), "off"),
        Progress.NEEDS_ACCELERATION: ("▲", marked("Debe acelerar"), "risk"),
        Progress.LIMITED: ("■", marked("Avance limitado"), "off"),
        Progress.DETERIORATION: ("■", marked("Empeora"), "off"),
        Progress.NO_DATA: ("○", marked("Sin dato"), "none"),
        Progress.NOT_ENOUGH_DATA: ("○", marked("Datos insuficientes"), "none"),
        Progress.NO_TARGET: ("–", marked("Sin meta"), "none"),
    }
)

UNITS: Mapping[Measure, str] = MappingProxyType(
    {
        Measure.QUANTITY: marked("cantidad"),
        Measure.NUMBER: marked("número"),
        Measure.PERCENTAGE: marked("porcentaje"),
        Measure.RATIO: marked("razón"),
        Measure.RATE: marked("tasa"),
        Measure.INDEX: marked("índice"),
        Measure.RATE_OF_CHANGE: marked("tasa de variación"),
    }
)
DIRECTIONS: Mapping[Direction, str] = MappingProxyType(
    {
        Direction.ASCENDING: marked("ascendente"),
        Direction.DESCENDING: marked("descendente"),
        Direction.NONE: marked("no definido"),
    }
)
LEVELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.INPUT: marked("insumo"),
        Level.OUTPUT: marked("producto"),
        Level.OUTCOME: marked("resultado"),
    }
)
ACCUMULATIONS: Mapping[Accumulation, str] = MappingProxyType(
    {
        Accumulation.FLOW: marked("flujo del período"),
        Accumulation.STOCK: marked("existencias al cierre"),
        Accumulation.CUMULATIVE: marked("acumulado desde el inicio"),
    }
)
FREQUENCIES: Mapping[Frequency, str] = MappingProxyType(
    {Frequency.YEAR: marked("anual"), Frequency.SEMESTER: marked("semestral")}
)
TERRITORIES: Mapping[Territory, str] = MappingProxyType(
    {Territory.NATIONAL: marked("nacional"), Territory.DEPARTMENT: marked("departamental")}
)
#: The registers a sheet may name (core.plan.sheets.Source).
REGISTERS: Mapping[str, str] = MappingProxyType(
    {
        "hotline": marked("línea 0800-2-3232"),
        "all": marked("todos los registros de casos"),
        "training": marked("registro de capacitaciones"),
        "outreach": marked("registro de campañas"),
        "knowledge": marked("fichas de conocimiento"),
        "sector_report": marked("informe de la institución"),
        "survey": marked("encuesta"),
    }
)
#: What IOM said to a reading; nothing yet.
VERDICTS: Mapping[str | None, str] = MappingProxyType(
    {
        "accepted": marked("aceptado"),
        "returned": marked("devuelto"),
        None: marked("en revisión"),
    }
)
STATES: Mapping[str, str] = MappingProxyType(
    {
        "open": marked("abierto"),
        "closed": marked("cerrado"),
        "published": marked("publicado"),
    }
)


def value(figure: Figure, unit: Measure, tongue: Tongue) -> Spelled:
    """A figure with the sign of its unit."""
    spelled = spell(figure, tongue)
    if unit is not Measure.PERCENTAGE or not spelled.is_number:
        return spelled
    return Spelled(percent(spelled.text, tongue), spelled.state, spelled.title)


def percent(text: str, tongue: Tongue) -> str:
    """A number that was written, as a percentage."""
    return f"{text}%" if tongue.code == "en" else f"{text}\N{NO-BREAK SPACE}%"


def amount(amount: float | None, unit: Measure, tongue: Tongue) -> str:
    """A target or a baseline; a dash where there is none."""
    if amount is None:
        return "–"
    whole = int(amount) if float(amount).is_integer() else round(amount, 1)
    text = tongue.number(whole)
    return percent(text, tongue) if unit is Measure.PERCENTAGE else text


def share(line: Line, tongue: Tongue) -> str:
    """How much of what was required was reached."""
    if line.standing.share is None:
        return "–"
    return tongue.percent(round(line.standing.share * 100))


def progress(stands: Progress, tongue: Tongue) -> tuple[str, str, str]:
    """(shape, word, class) of where an indicator stands."""
    shape, word, style = PROGRESS[stands]
    return shape, tongue.say(word), style


def report(line: Line, tongue: Tongue) -> tuple[str, bool]:
    """(how its report came, whether that is late)."""
    match line.reporting:
        case Reporting.REPORTED:
            if line.indicator.computed:
                return tongue.say("calculado"), False
            return tongue.say("informado"), False
        case Reporting.IN_REVIEW:
            return tongue.say("en revisión"), False
        case Reporting.DUE:
            return tongue.say("por vencer"), False
    if line.indicator.computed:
        return tongue.say("sin dato"), False
    return tongue.say("sin informe"), True


def period_words(period: Period, tongue: Tongue) -> str:
    """``2009`` or ``1.er semestre de 2009``."""
    if period.half == 1:
        return tongue.say("1.er semestre de %(year)s", year=period.year)
    if period.half == 2:
        return tongue.say("2.º semestre de %(year)s", year=period.year)
    return str(period.year)


def rule_words(thresholds: Thresholds, tongue: Tongue) -> str:
    """A rule and its limits as a sentence."""
    limits = [tongue.percent(round(limit * 100)) for limit in thresholds.limits]
    match thresholds.rule:
        case RuleName.TARGET:
            return tongue.say(
                "Regla A (%(version)s): valor dividido entre la meta del período, o al revés donde "
                "menos es mejor. %(first)s o más, en curso; desde %(second)s, en riesgo; menos, "
                "fuera de curso.",
                version=thresholds.version,
                first=limits[0],
                second=limits[1],
            )
        case RuleName.TRAJECTORY:
            return tongue.say(
                "Regla B (%(version)s): crecimiento observado desde la línea de base entre el que "
                "hace falta para la última meta. %(first)s o más, en curso; desde %(second)s, debe "
                "acelerar; desde %(third)s, avance limitado; menos, empeora.",
                version=thresholds.version,
                first=limits[0],
                second=limits[1],
                third=limits[2],
            )
    return tongue.say(
        "Regla C (%(version)s): los recuentos sin meta no llevan estado, porque más denuncias "
        "puede ser mejor registro.",
        version=thresholds.version,
    )


def parts(reading: Reading, tongue: Tongue) -> str:
    """``46 / 112``; a dash where a value has no denominator."""
    if reading.numerator is None or reading.denominator is None:
        return "–"
    return " / ".join(spell(part, tongue).text for part in (reading.numerator, reading.denominator))


def sentence_of(line: Line, tongue: Tongue) -> str:
    """What an indicator was in a period, against its target."""
    told = {
        "period": period_words(line.period, tongue),
        "value": value(line.reading.figure, line.indicator.unit, tongue).text,
        "target": amount(line.standing.target, line.indicator.unit, tongue),
    }
    if number(line.reading.figure) is None:
        return tongue.say("De %(period)s no hay un valor que mostrar: %(value)s.", **told)
    if line.standing.target is None:
        return tongue.say("En %(period)s fue %(value)s; el plan no fija una meta.", **told)
    return tongue.say("En %(period)s fue %(value)s; la meta era %(target)s.", **told)


def verdict(said: str | None, tongue: Tongue) -> str:
    """What IOM said to a reading."""
    return tongue.say(VERDICTS[said])


def bounds(indicator: Indicator, tongue: Tongue) -> str:
    """What a value may be."""
    least = amount(indicator.least, indicator.unit, tongue)
    if indicator.most is None:
        return tongue.say("%(least)s o más", least=least)
    most = amount(indicator.most, indicator.unit, tongue)
    return tongue.say("de %(least)s a %(most)s", least=least, most=most)


def responsible(indicator: Indicator, tongue: Tongue) -> str:
    """Who reports it, and with whom."""
    if not indicator.co_responsible:
        return indicator.responsible
    return tongue.say(
        "%(first)s; con %(others)s",
        first=indicator.responsible,
        others=", ".join(indicator.co_responsible),
    )
