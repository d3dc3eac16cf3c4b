"""Results as IATI tells them: indicator, baseline, and periods with target and actual.

IATI Standard 2.03, element ``result``, as JSON. A value that may not be said is left out with the
reason as its comment; nothing stands for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.bulletin.figures import number
from core.plan.as_json import figure_from_json
from core.plan.cuts import Cut
from core.plan.periods import Period

#: IATI codelist IndicatorMeasure.
_MEASURES = {"percentage": "2", "quantity": "1", "number": "1"}
_OTHER_MEASURE = "5"


def results(cut: Cut) -> dict[str, Any]:
    """The results of a cut, one per axis."""
    told = cut.told
    return {
        "iati-version": "2.03",
        "reporting": {"plan": cut.plan, "period": cut.period.code, "revision": cut.revision},
        "sha256": cut.sha256,
        "synthetic": told["synthetic"],
        "result": [
            {
                "type": "2",  # outcome
                "title": {"narrative": axis["name"]},
                "indicator": [
                    _indicator(line, cut.period)
                    for line in told["indicators"]
                    if line["axis"] == axis["code"]
                ],
            }
            for axis in told["plan"]["axes"]
        ],
    }


def _indicator(line: Mapping[str, Any], at: Period) -> dict[str, Any]:
    base = line["baseline"]
    return {
        "reference": line["code"],
        "measure": _MEASURES.get(line["unit"], _OTHER_MEASURE),
        "illustrative": line["illustrative"],
        "title": {"narrative": line["name"]},
        "description": {"narrative": line["method"]},
        "baseline": [{"year": base["period"][:4], "value": base["value"]}] if base else [],
        "period": [_period(line, at)],
    }


def _period(line: Mapping[str, Any], at: Period) -> dict[str, Any]:
    figure = figure_from_json(line["figure"])
    value, bound = number(figure), line["figure"]["bound"]
    said = [line["figure"]["status"], *([bound] if bound != "exact" else [])]
    actual: dict[str, Any] = {"comment": {"narrative": {"en": ", ".join(said)}}}
    if value is not None:
        actual["value"] = value
    return {
        "period-start": at.first_day.isoformat(),
        "period-end": at.last_day.isoformat(),
        "target": [] if line["target"] is None else [{"value": line["target"]}],
        "actual": [actual],
    }
