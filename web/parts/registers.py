"""The registers side by side, as their owners published them, and why they differ."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from core.bulletin.bulletin import Bulletin
from core.bulletin.facts import PublishedFact
from core.bulletin.figures import number
from core.vocabulary import Provenance
from web.as_graphql import Complaints, Series
from web.i18n import Tongue, marked
from web.parts.sheet import Line, Sheet
from web.spelling import spell

#: Published series that count much the same thing in different registers.
_BY_DISTRICT = "mp_complaints"
_SIDE_BY_SIDE = (
    "hotline_referred",
    "reta_complaints",
    "pnp_puno_cases",
    "mp_cases",
    _BY_DISTRICT,
)

#: Why the figures of a series are not those of the others; each says what its sources say.
_REASONS = {
    "hotline_referred": marked(
        "Cuenta casos que la línea remitió a la Policía, desde que abrió en marzo de 2006, "
        "acumulados: lo que llega por otra vía no está, y cada fila contiene a la anterior."
    ),
    "reta_complaints": marked(
        "Cuenta denuncias que la Policía anota, desde 2004. El servidor es del 31 de octubre de "
        "2006, y el registro empezó como piloto en 13 lugares."
    ),
    "pnp_puno_cases": marked(
        "Lo dijo el jefe de la Policía en Puno, y no es de RETA. Para Puno y el mismo año el "
        "Ministerio Público cuenta menos: son dos registros, y ninguno contiene al otro."
    ),
    "mp_cases": marked(
        "Cuenta casos, no denuncias, de las fiscalías, y sus períodos se solapan: por eso no se "
        "restan ni se suman entre sí."
    ),
    _BY_DISTRICT: marked(
        "Cuenta denuncias por distrito judicial, que no coincide con el departamento, de enero de "
        "2007 a abril de 2014."
    ),
}


def registers_sheet(bulletin: Bulletin, tongue: Tongue) -> Sheet:
    """What each register published, with its unit, period and territory; never added up."""
    facts = [f for name in _SIDE_BY_SIDE for f in _of(bulletin, name)]
    return Sheet(
        "registros",
        tongue.say("Los registros, lado a lado, como los publicó su titular"),
        ("register", "measure", "period", "area", "source", "difference_reason"),
        ("value",),
        tuple(
            Line(
                (f.register, f.measure, f.period, f.area, f.source, f.series),
                (
                    *(_register(f, tongue), _measure(f, tongue), _period(f, tongue)),
                    *(f.area, f.source),
                    tongue.say(_REASONS[f.series]),
                ),
                (f.figure,),
            )
            for f in facts
        ),
        bulletin.query_id("published|registers|-"),
        tongue.say("Fuentes en cada fila"),
        "",
        provenance=Provenance.PUBLISHED,
        asks=(*(Series(name) for name in _SIDE_BY_SIDE if name != _BY_DISTRICT), Complaints()),
    )


def by_series(sheet: Sheet) -> list[tuple[str, list[Line]]]:
    """The rows of each series together: they have one reason."""
    return [(name, list(lines)) for name, lines in groupby(sheet.lines, lambda li: li.codes[-1])]


def apart(sheet: Sheet, tongue: Tongue) -> str:
    """A sentence for the registers: how far apart what they publish lies."""
    low, high = (f(sheet.lines, key=lambda line: number(line.figures[0]) or 0) for f in (min, max))
    return tongue.say(
        "De %(low)s (%(first)s) a %(high)s (%(last)s): cuentan cosas distintas.",
        low=spell(low.figures[0], tongue).text,
        first=f"{low.labels[0]}, {low.labels[2]}",
        high=spell(high.figures[0], tongue).text,
        last=f"{high.labels[0]}, {high.labels[2]}",
    )


#: What the published series count, as their sources say it in English, and in our words.
_MEASURES = {
    "cases passed to the police since March 2006, cumulative": marked(
        "casos remitidos a la Policía desde marzo de 2006, acumulado"
    ),
    "complaints": marked("denuncias"),
    "cases": marked("casos"),
    "possible cases": marked("posibles casos"),
    "complaints of trafficking": marked("denuncias por trata"),
}


#: What registers are called by sources in English, and in our words.
_REGISTERS = {"PNP Puno (territorial chief)": marked("PNP Puno (jefe territorial)")}


def _register(fact: PublishedFact, tongue: Tongue) -> str:
    known = _REGISTERS.get(fact.register)
    return tongue.say(known) if known else fact.register


def _measure(fact: PublishedFact, tongue: Tongue) -> str:
    return tongue.say(_MEASURES[fact.measure]) if fact.measure in _MEASURES else fact.measure


def _period(fact: PublishedFact, tongue: Tongue) -> str:
    """The period as its source gives it, its two English words in the language of the page."""
    to, mid = tongue.say("a"), tongue.say("mediados de")
    return fact.period.replace(" to ", f" {to} ").replace("mid ", f"{mid} ").replace("/", " – ")


def _of(bulletin: Bulletin, series: str) -> list[PublishedFact]:
    """A series for the country; the prosecutors' districts as their one total."""
    facts = bulletin.facts.series(series)
    if series != _BY_DISTRICT:
        return [fact for fact in facts if fact.sex == fact.age == "all"]
    whole = sum(fact.value for fact in facts)
    return [replace(facts[0], value=whole, area="Perú", department=None)]
