"""``/industrias/{codigo}``: one industry, where it is found, since when, and whom it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from core.bulletin.answers import cell_question
from core.bulletin.bulletin import Bulletin
from core.bulletin.figures import Status
from core.filters import DOMAINS, Dimension, check_code, question
from core.periods import Grain
from core.vocabulary import INDUSTRIES, Term, Unit
from geo.boundaries import load_departments
from web import measures
from web.as_graphql import Counted
from web.choices import Measure
from web.i18n import Tongue
from web.pages.figures_page import Sheets, figures_page
from web.parts.choropleth import Drawing, count_map
from web.parts.sheet import Line, Sheet
from web.parts.splits import Split, drawn, highest_year
from web.periods import year_words
from web.screen import Screen
from web.spelling import spell


def industry_page(screen: Screen, code: str) -> Response:
    """The profile, or a file of one of its figures.

    :raises BadQuestion: ``UNKNOWN_VALUE`` for a code that is none of the industries.
    """
    check_code(Dimension.INDUSTRY, code)
    industry, tongue = INDUSTRIES[code], screen.tongue
    return figures_page(
        screen,
        "industry",
        industry_sheets(industry, tongue),
        lambda _b, _asked, made: _facts(industry, made, tongue),
    )


def industry_sheets(industry: Term, tongue: Tongue) -> Sheets:
    """How each of its figures is made, by its name."""
    kept = {Dimension.INDUSTRY: (industry.code,)}
    cases, victims = Measure.CASES, Measure.VICTIMS
    splits = {
        "departamentos": (cases, Dimension.DEPARTMENT, tongue.say("Casos por departamento")),
        "formas": (cases, Dimension.FORM, tongue.say("Casos por forma de explotación")),
        "sexo": (victims, Dimension.SEX, tongue.say("Víctimas según sexo")),
        "edad": (victims, Dimension.AGE, tongue.say("Víctimas según edad")),
    }
    named = industry.label(tongue.code)
    return {
        **{
            name: Split(measure, by, f"{title}: {named}", kept).maker(name, tongue)
            for name, (measure, by, title) in splits.items()
        },
        "anos": lambda bulletin, _asked: _years(bulletin, industry, tongue),
    }


def _facts(industry: Term, made: Mapping[str, Sheet], tongue: Tongue) -> dict[str, Any]:
    places = made["departamentos"]
    hidden = sum(line.figures[0].status is Status.WITHHELD for line in places.lines)
    return {
        "industry": industry.label(tongue.code),
        "isic": industry.isic,
        "headline": _headline(industry, places, tongue),
        "hidden": hidden,
        "map": _map(places, tongue),
        "outlines": load_departments(),
        "years_said": highest_year(made["anos"], tongue),
        **drawn(made, made, tongue),
        "others": [
            (term.code, term.label(tongue.code)) for term in INDUSTRIES.terms if term != industry
        ],
    }


def _headline(industry: Term, places: Sheet, tongue: Tongue) -> str:
    first = places.lines[0]
    if first.figures[0].status is not Status.SHOWN:
        return industry.label(tongue.code)
    return tongue.say(
        "%(industry)s: %(place)s reúne el mayor número de casos, %(value)s",
        industry=industry.label(tongue.code),
        place=first.labels[0],
        value=spell(first.figures[0], tongue).text,
    )


def _map(places: Sheet, tongue: Tongue) -> Drawing:
    return count_map({line.codes[0]: line.figures[0] for line in places.lines}, tongue)


def _years(bulletin: Bulletin, industry: Term, tongue: Tongue) -> Sheet:
    asked = question(Unit.CASES, where={Dimension.INDUSTRY: (industry.code,)}, grain=Grain.YEAR)
    answer = bulletin.figures(asked)
    return Sheet(
        "anos",
        tongue.say("Casos por año: %(name)s", name=industry.label(tongue.code)),
        ("year",),
        (Unit.CASES.value,),
        tuple(
            Line(
                cell.key,
                (year_words(cell.key[0], tongue),),
                (cell.figure,),
                cell_question(asked, cell.key),
            )
            for cell in answer
        ),
        answer.query_id,
        measures.register(Measure.CASES, bulletin.release, tongue),
        DOMAINS[Dimension.INDUSTRY][industry.code].label(tongue.code),
        provenance=bulletin.release.provenance,
        asks=(Counted(asked),),
    )
