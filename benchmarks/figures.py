"""The time GraphQL takes to tell figures, beside the same cells told with nothing in between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median

from api.execution import Asked, prepared, run
from app.house import House
from benchmarks.measuring import Line, paired_ratio, turns
from core.bulletin.bulletin import Bulletin
from core.bulletin.comparisons import Before
from core.bulletin.figures import Figure, number
from core.bulletin.rates import rates
from core.desk.visit import Visit
from core.filters import Dimension, Question, question
from core.periods import Grain, between
from core.vocabulary import Unit

_ROUNDS = 40
_TOLD = "count { value status } rate { value status }"
COUNTS = f"{{ callCounts(groupBy: [DEPARTMENT, FORM]) {{ cells {{ keys {{ code }} {_TOLD} }} }} }}"
_SERIES = (
    "{ series(unit: CALLS, groupBy: [DEPARTMENT], grain: QUARTER) {"
    f" series {{ keys {{ code }} points {{ period {_TOLD} }} }} }} }}"
)
_COMPARED = (
    '{ comparePrevious(unit: CALLS, groupBy: [DEPARTMENT, FORM], from: "2010", to: "2010") {'
    " cells { keys { code } current { value status } previous { value status }"
    " difference { value status } change { value status } } } }"
)


def telling(house: House) -> Iterator[Line]:
    """Median milliseconds of a document in this process, and its paired ratio to its floor.

    The floor reads the same cells, and works out the same rates or differences, from a bulletin
    that nobody has asked before, and writes them as JSON. The document gets such a bulletin too.
    """
    visit = house.visit(None)
    bulletin = visit.bulletin
    by_form = question(Unit.CALLS, by=[Dimension.DEPARTMENT, Dimension.FORM])
    quarters = question(Unit.CALLS, by=[Dimension.DEPARTMENT], grain=Grain.QUARTER)
    in_2010 = question(Unit.CALLS, by=by_form.by, span=between("2010", "2010"))
    pairs: dict[str, tuple[str, Callable[[], str]]] = {
        "callCounts, department x form": (COUNTS, lambda: _cells(_fresh(bulletin), by_form)),
        "series, quarters x department": (_SERIES, lambda: _cells(_fresh(bulletin), quarters)),
        "comparePrevious, 2010 and 2009": (_COMPARED, lambda: _sides(_fresh(bulletin), in_2010)),
    }
    for name, (document, floor) in pairs.items():
        runs = turns({name: lambda d=document: _run(d, visit), "floor": floor}, _ROUNDS)
        yield Line(name, median(runs[name]) * 1000, "ms", "", runs[name])
        yield Line("  floor: cells as JSON", median(runs["floor"]) * 1000, "ms", "", runs["floor"])
        ratio, raw = paired_ratio(runs[name], runs["floor"])
        yield Line("  to the floor", ratio, "x", "", raw)


def _run(document: str, visit: Visit) -> str:
    fresh = replace(visit, bulletin=_fresh(visit.bulletin))
    outcome = run(prepared(Asked(document), fresh), fresh)
    assert "errors" not in outcome.told, outcome.told
    return json.dumps(outcome.told)


def _fresh(bulletin: Bulletin) -> Bulletin:
    return Bulletin(bulletin.release, bulletin.cube, bulletin.facts)


def _cells(bulletin: Bulletin, asked: Question) -> str:
    answer = bulletin.figures(asked)
    bulletin.nearest(answer)
    return json.dumps(
        [
            (cell.key, *_spelled(cell.figure), *_spelled(rate.figure))
            for cell, rate in zip(answer, rates(answer), strict=True)
        ]
    )


def _sides(bulletin: Bulletin, asked: Question) -> str:
    return json.dumps(
        [
            (
                cell.key,
                *_spelled(cell.current),
                *_spelled(cell.previous),
                *_spelled(cell.difference),
                *_spelled(cell.change),
            )
            for cell in bulletin.compared(asked, Before.YEAR).cells
        ]
    )


def _spelled(figure: Figure) -> tuple[float | None, str]:
    return number(figure), figure.status.value
