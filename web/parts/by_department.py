"""The panel's main sheet: a count and a rate for every department."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Figure, rate_per_100_000
from core.bulletin.ranking import ranked
from core.bulletin.rates import rates
from core.filters import DOMAINS, Dimension
from core.places import departments, national_population
from core.vocabulary import Provenance
from web import measures
from web.as_graphql import Complaints, Counted
from web.choices import Measure, Order, Role
from web.i18n import Tongue
from web.parts.filter_words import filters_in_force
from web.parts.sheet import Line, Sheet
from web.periods import complaints_period, span_words
from web.questions import PanelQuestion

COUNT, RATE = 0, 1


def department_sheet(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> Sheet:
    """Every department in the order asked for; places outside the 25 always last."""
    if asked.measure is Measure.COMPLAINTS:
        return _published(bulletin, asked, tongue)
    question = asked.ask(asked.role.dimension)
    answer = bulletin.figures(question)
    counts = {cell.key[0]: cell.figure for cell in answer}
    per_head = {cell.key[0]: r.figure for cell, r in zip(answer, rates(answer), strict=True)}
    total = bulletin.figure(asked.ask())
    return Sheet(
        "departamentos",
        _title(asked, tongue, span_words(asked.span, tongue)),
        (asked.role.dimension.value,),
        (asked.measure.unit.value, "rate_per_100000"),
        tuple(
            replace(line, question=cell_question(question, line.codes))
            for line in _lines(counts, per_head, asked, tongue)
        ),
        answer.query_id,
        measures.register(asked.measure, bulletin.release, tongue),
        filters_in_force(asked, tongue),
        provenance=bulletin.release.provenance,
        total=replace(
            _total(total, rate_per_100_000(total, national_population()), tongue),
            question=asked.ask(),
        ),
        nearest=bulletin.nearest(answer),
        geometries={} if asked.by_route else None,
        asks=(Counted(question, rates=True), Counted(asked.ask(), rates=True)),
    )


def _published(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> Sheet:
    return Sheet(
        "denuncias-por-departamento",
        _title(asked, tongue, complaints_period(tongue)),
        ("department",),
        ("complaints", "rate_per_100000"),
        _lines(bulletin.complaints(), bulletin.complaint_rates(), asked, tongue),
        bulletin.complaints_query,
        tongue.say("Observatorio de Criminalidad, Ministerio Público"),
        filters_in_force(asked, tongue),
        provenance=Provenance.PUBLISHED,
        total=_total(*bulletin.complaints_total(), tongue),
        asks=(Complaints(),),
    )


def _title(asked: PanelQuestion, tongue: Tongue, period: str) -> str:
    if asked.measure is Measure.COMPLAINTS:
        return tongue.say(
            "Denuncias por trata de personas según departamento, %(period)s", period=period
        )
    told = {"column": measures.column(asked.measure, tongue), "period": period}
    match asked.role:
        case Role.ORIGIN:
            return tongue.say("%(column)s según dónde empieza su ruta, %(period)s", **told)
        case Role.TRANSIT:
            return tongue.say("%(column)s según por dónde pasa su ruta, %(period)s", **told)
        case Role.ARRIVAL:
            return tongue.say("%(column)s según dónde termina su ruta, %(period)s", **told)
    return tongue.say("%(column)s según departamento, %(period)s", **told)


def _lines(
    counts: Mapping[str, Figure],
    per_head: Mapping[str, Figure],
    asked: PanelQuestion,
    tongue: Tongue,
) -> tuple[Line, ...]:
    inside = [code for code in counts if code in departments()]
    match asked.order:
        case Order.NAME:
            codes = sorted(inside, key=lambda code: departments()[code].name)
        case Order.COUNT:
            codes = ranked({code: counts[code] for code in inside})
        case Order.RATE:
            codes = ranked({code: per_head[code] for code in inside})
    codes += [code for code in counts if code not in departments()]
    names = DOMAINS[asked.role.dimension]
    return tuple(
        Line((code,), (names[code].label(tongue.code),), (counts[code], per_head[code]))
        for code in codes
    )


def _total(count: Figure, rate: Figure, tongue: Tongue) -> Line:
    return Line(("PE",), (tongue.say("Perú"),), (count, rate))


def region_sheet(bulletin: Bulletin, asked: PanelQuestion, tongue: Tongue) -> Sheet:
    """The same question by natural region: the nearest view where departments are too small."""
    question = asked.ask(Dimension.NATURAL_REGION)
    answer = bulletin.figures(question)
    names = DOMAINS[Dimension.NATURAL_REGION]
    return Sheet(
        "regiones-naturales",
        tongue.say(
            "%(column)s según región natural, %(period)s",
            column=measures.column(asked.measure, tongue),
            period=span_words(asked.span, tongue),
        ),
        ("natural_region",),
        (asked.measure.unit.value,),
        tuple(
            Line(
                cell.key,
                (names[cell.key[0]].label(tongue.code),),
                (cell.figure,),
                cell_question(question, cell.key),
            )
            for cell in answer
        ),
        answer.query_id,
        measures.register(asked.measure, bulletin.release, tongue),
        filters_in_force(asked, tongue),
        provenance=bulletin.release.provenance,
        asks=(Counted(question),),
    )
