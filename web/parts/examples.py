"""What the dashboard itself asks, as examples for programs."""

from __future__ import annotations

from dataclasses import dataclass

from core.filters import Dimension, question
from core.periods import Grain
from core.vocabulary import Unit
from web.as_graphql import Asking, Complaints, Counted, Part, as_graphql
from web.i18n import Tongue

_COMPARED = """query ($unit: Unit!, $from: String, $to: String) {
  comparePrevious(unit: $unit, groupBy: [NATURAL_REGION], from: $from, to: $to, before: YEAR) {
    queryId
    cells {
      keys { code label }
      current { value status }
      previous { value status }
      difference { value status }
    }
  }
}"""

_ROUTES = """{
  documentedRoutes {
    name
    form
    grade
    stops { position role place department }
    evidence { grade source }
  }
}"""

_RULE = """{
  release { id cut ruleVersion threshold provenance }
  method { threshold largestNoise mostDimensions hoursBetweenReleases }
}"""


@dataclass(frozen=True, slots=True)
class Example:
    """``name`` stands in the address."""

    name: str
    title: str
    asking: Asking


def examples(tongue: Tongue) -> list[Example]:
    """All of them, the simplest first."""
    cases, victims, calls = Unit.CASES, Unit.VICTIMS, Unit.CALLS
    mining = {Dimension.INDUSTRY: ["mining"]}
    period = {"unit": "CALLS", "from": "2012", "to": "2012"}
    asked: dict[str, tuple[str, Part]] = {
        "denuncias": (tongue.say("Denuncias publicadas, por departamento"), Complaints()),
        "casos": (
            tongue.say("Casos y tasas por departamento"),
            Counted(question(cases, by=[Dimension.DEPARTMENT]), rates=True),
        ),
        "matriz": (
            tongue.say("Casos por industria y forma"),
            Counted(question(cases, by=[Dimension.INDUSTRY, Dimension.FORM])),
        ),
        "victimas": (
            tongue.say("Víctimas por sexo y edad"),
            Counted(question(victims, by=[Dimension.SEX, Dimension.AGE])),
        ),
        "llamadas": (
            tongue.say("Llamadas por semestre"),
            Counted(question(calls, grain=Grain.SEMESTER)),
        ),
        "mineria": (
            tongue.say("Casos de la minería por región natural y año"),
            Counted(question(cases, by=[Dimension.NATURAL_REGION], where=mining, grain=Grain.YEAR)),
        ),
    }
    found = [
        Example(name, title, as_graphql([part], tongue.code))
        for name, (title, part) in asked.items()
    ]
    return [
        *found,
        Example(
            "comparacion",
            tongue.say("Llamadas de 2012 frente a 2011"),
            Asking(_COMPARED, period),
        ),
        Example("rutas", tongue.say("Rutas descritas, con sus fuentes"), Asking(_ROUTES)),
        Example("regla", tongue.say("La edición y la regla en vigor"), Asking(_RULE)),
    ]
