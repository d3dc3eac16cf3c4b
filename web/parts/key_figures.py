"""The four headline figures: all of them published by their owners, each with unit and period."""

from __future__ import annotations

from dataclasses import dataclass

from core.bulletin.bulletin import Bulletin
from core.bulletin.facts import PublishedFact
from web.i18n import Tongue
from web.periods import complaints_period
from web.spelling import spell

_SEVENTEEN_MONTHS = "2006-03/2007-07"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A number never stands without what it means."""

    label: str
    value: str
    meaning: str


def key_figures(bulletin: Bulletin, tongue: Tongue) -> tuple[KeyFigure, ...]:
    """Complaints, share of women, calls and cases passed to the police in the first 17 months."""
    women, men, unknown = (
        tongue.percent(_share(bulletin, sex).value) for sex in ("female", "male", "unknown")
    )
    period = complaints_period(tongue)
    calls = _reading(bulletin, "hotline_calls")
    cases = _reading(bulletin, "hotline_referred")
    return (
        KeyFigure(
            tongue.say("Denuncias"),
            spell(bulletin.complaints_total()[0], tongue).text,
            tongue.say(
                "Ministerio Público, 32 distritos judiciales. %(period)s",
                period=period[:1].upper() + period[1:],
            ),
        ),
        KeyFigure(
            tongue.say("Presuntas víctimas mujeres"),
            women,
            tongue.say(
                "%(men)s hombres, %(unknown)s sin información. Mismas denuncias",
                men=men,
                unknown=unknown,
            ),
        ),
        KeyFigure(
            tongue.say("Llamadas al 0800-2-3232"),
            spell(calls.figure, tongue).text,
            tongue.say("Primeros 17 meses, marzo de 2006 a julio de 2007. Llamadas, no casos"),
        ),
        KeyFigure(
            tongue.say("Casos remitidos a la Policía"),
            spell(cases.figure, tongue).text,
            tongue.say("Por la línea, mismos 17 meses. Menos de 1 de cada 100 llamadas"),
        ),
    )


def _share(bulletin: Bulletin, sex: str) -> PublishedFact:
    shares = bulletin.facts.series("mp_victim_sex_share")
    return next(fact for fact in shares if fact.sex == sex)


def _reading(bulletin: Bulletin, series: str) -> PublishedFact:
    readings = bulletin.facts.series(series)
    return next(fact for fact in readings if fact.period == _SEVENTEEN_MONTHS)
