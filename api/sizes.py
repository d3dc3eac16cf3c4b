"""How long the lists of an answer get, told from the question alone.

Pages are as long as ``first``, ``last`` or what is said for neither; figures have as many cells as
their question. Other lists are as long as they are, or are on average; one that is not written down
here is taken for ten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from math import ceil, prod
from typing import Any

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    print_ast,
    value_from_ast_untyped,
)

from api.queries.paging import A_PAGE
from api.queries.plan_desk import MOST
from api.queries.reference import LISTS
from api.types.paging import MOST_A_PAGE
from core.bulletin.answers import bands_within
from core.desk.plan_readings import MOST_COMMENTS
from core.errors import BadQuestion
from core.filters import Dimension, Question, question
from core.periods import Grain, between
from core.places import ROUTE_ENDS, countries, departments, provinces
from core.vocabulary import INDUSTRIES, Unit

Variables = Mapping[str, Any]
Amount = int | Callable[[Variables], int]

#: What fields further in read: how long their lists get. ``work``: points of the field itself.
Sizes = Mapping[str, Amount]

UNKNOWN = 10

#: Points a cell costs where nothing of it is asked for: its figure, rate and nearest views.
_WORK_A_CELL = 2

_IN_A_DEPARTMENT = ceil(len(provinces()) / len(departments()))
_CODES = ceil(sum(len(codes.terms) for codes in LISTS.values()) / len(LISTS))

#: Lists whose length is always the same, or is so on average.
LONG: Mapping[str, int] = {
    "Query.departments": len(departments()),
    "Query.provinces": len(provinces()),
    "Query.countries": len(countries()),
    "Query.industries": len(INDUSTRIES.terms),
    "Query.naturalRegions": 3,
    "Query.codeLists": len(LISTS),
    "Query.plans": 2,
    "Query.indicators": 100,
    "Indicator.readings": 21,
    "IndicatorReading.changes": 2,
    "Query.indicatorComments": MOST_COMMENTS,
    "Indicator.targets": 7,
    "Plan.objectives": 10,
    "Plan.goals": 27,
    "Plan.activities": 60,
    "Query.publishedFigures": 100,
    "Query.documentedRoutes": 40,
    "Query.documents": 100,
    "CodeList.terms": _CODES,
    "NaturalRegion.departments": 9,
    "Department.provinces": _IN_A_DEPARTMENT,
    "Complaints.byDepartment": len(departments()),
    "Term.isicDivisions": 2,
    "UnitDimensions.dimensions": 12,
    "Query.routeCounts": 3,
    "CorridorAnswer.corridors": 200,
    "PlaceRolesAnswer.places": len(ROUTE_ENDS.terms),
    "TransitHubs.hubs": 12,
    "TransitHubs.bridges": 12,
    "TransitHubs.borderPoints": 7,
}

#: Lists that get as long as the field above them said.
_TOLD_ABOVE: Mapping[str, str] = {
    "Query.nodes": "ids",
    "Query.reportedReadings": "first",
    "Query.planSteps": "first",
    "CountAnswer.cells": "cells",
    "ComparisonAnswer.cells": "cells",
    "SeriesAnswer.series": "groups",
    "CountSeries.points": "bands",
    "CountCell.keys": "keys",
    "ComparedCell.keys": "keys",
    "CountSeries.keys": "keys",
    "NearestView.groupBy": "keys",
}

_UNIT_OF = {"callCounts": Unit.CALLS, "caseCounts": Unit.CASES, "victimCounts": Unit.VICTIMS}
_FIGURES = (*_UNIT_OF, "routeCounts", "series", "comparePrevious")


def length(schema: GraphQLSchema, parent: str, name: str, sizes: Sizes) -> Amount:
    """How long the list of a field gets."""
    if parent.endswith("Connection") and name in ("edges", "nodes"):
        return sizes.get("page", A_PAGE)
    place = f"{parent}.{name}"
    if parent.startswith("__"):
        return _of_the_schema(schema).get(name, 1)
    return sizes.get(_TOLD_ABOVE.get(place, ""), LONG.get(place, UNKNOWN))


def told_by(parent: str, node: FieldNode, inner: str, above: Sizes) -> Sizes:
    """How long lists get within a field, and the points of its own work."""
    if inner.endswith("Connection"):
        return {"page": _measured(node, _page)}
    name = node.name.value
    if parent != "Query":
        return {**above, "work": 0}
    if name == "nodes":
        return {"ids": _measured(node, lambda given: min(len(_several(given, "ids")), MOST_A_PAGE))}
    if name in ("reportedReadings", "planSteps"):
        return {"first": _measured(node, lambda given: min(given.get("first") or MOST, MOST))}
    if name not in _FIGURES:
        return {}
    asked = {
        "work": lambda q: _WORK_A_CELL * _groups(q) * _bands(q),
        "cells": lambda q: _groups(q) * _bands(q),
        "groups": _groups,
        "bands": _bands,
        "keys": lambda q: len(q.by),
    }
    return {what: _measured(node, _asking(name, tell)) for what, tell in asked.items()}


def _measured(node: FieldNode, measure: Callable[[Mapping[str, Any]], int]) -> Amount:
    """What a field's arguments tell, left open where variables are among them. What is asked for
    less than never will be refused, and earns nobody points."""
    arguments = node.arguments or ()

    def told(variables: Variables) -> int:
        given = {a.name.value: value_from_ast_untyped(a.value, dict(variables)) for a in arguments}
        return max(0, measure(given))

    return told if any("$" in print_ast(each) for each in arguments) else told({})


def _page(given: Mapping[str, Any]) -> int:
    asked = next((n for n in (given.get("last"), given.get("first")) if isinstance(n, int)), A_PAGE)
    return min(asked, MOST_A_PAGE)


def _asking(name: str, tell: Callable[[Question], int]) -> Callable[[Mapping[str, Any]], int]:
    def told(given: Mapping[str, Any]) -> int:
        try:
            return tell(_question(name, given))
        except (BadQuestion, KeyError, TypeError, AttributeError):
            return 0  # it will be refused

    return told


def _question(name: str, given: Mapping[str, Any]) -> Question:
    """The question a field of figures is about to ask, from its arguments as they were written."""
    if name == "routeCounts":  # once for each role, of which each is as long as the other
        by = [Dimension.ORIGIN, *(Dimension[each] for each in _several(given, "groupBy"))]
        given, name = {**given, "groupBy": [each.name for each in by]}, "caseCounts"
    where = given.get("where") or {}
    grain = given.get("grain") or ("YEAR" if name == "series" else None)
    return question(
        _UNIT_OF[name] if name in _UNIT_OF else Unit[given["unit"]],
        by=[Dimension[each] for each in _several(given, "groupBy")],
        where={d: codes for d in Dimension if (codes := _several(where, _camel(d.value)))},
        span=between(given.get("from") or None, given.get("to") or None),
        grain=Grain[grain] if grain else None,
    )


def _groups(asked: Question) -> int:
    return prod(len(asked.chosen(dimension)) for dimension in asked.by)


def _bands(asked: Question) -> int:
    return len(bands_within(asked)) if asked.grain else 1


def _several(given: Mapping[str, Any], name: str) -> list[Any]:
    """A list argument; one value alone is a list of it."""
    value = given.get(name)
    if isinstance(value, list):
        return [each for each in value if each]
    return [value] if value else []


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


@cache
def _of_the_schema(schema: GraphQLSchema) -> Mapping[str, int]:
    """How long the lists of introspection are, on average of all types."""
    kinds = list(schema.type_map.values())
    records = [k for k in kinds if isinstance(k, GraphQLObjectType | GraphQLInterfaceType)]
    fields = [field for kind in records for field in kind.fields.values()]
    inputs = [k for k in kinds if isinstance(k, GraphQLInputObjectType)]
    enums = [k for k in kinds if isinstance(k, GraphQLEnumType)]
    each = {
        "fields": len(fields),
        "args": sum(len(field.args) for field in fields),
        "inputFields": sum(len(kind.fields) for kind in inputs),
        "enumValues": sum(len(kind.values) for kind in enums),
        "possibleTypes": len(records),
    }
    whole = {"types": len(kinds), "directives": len(schema.directives)}
    return {**whole, **{name: ceil(held / len(kinds)) for name, held in each.items()}}
