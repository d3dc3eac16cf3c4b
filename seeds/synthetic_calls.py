"""Synthetic hotline calls, calibrated to the published cumulative counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.vocabulary import UNKNOWN, Provenance
from seeds import calibration as known
from seeds.draw import Columns, Draw, date_texts, hexed, lima_seconds, moment_texts, record_keys

_OPERATORS = {"operator-1": 1.0, "operator-2": 1.0}
_PAIRS = 10


def months_of(ranks: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    """The month index of each call by its rank among ``total``, along the published path."""
    path = known.cumulative(known.CALLS_BY, known.CALLS_AT_END)
    share = (ranks + 0.5) / total * path[-1]
    months: NDArray[np.int64] = np.searchsorted(path, share).astype(np.int64)
    return months


def calls(
    draw: Draw, months: NDArray[np.int64], secret: bytes, places: Mapping[str, float]
) -> Columns:
    """Calls in the given months; none belongs to a case."""
    count = len(months)
    effective = draw.codes(known.EFFECTIVE, count)
    spoke = np.array([state == "effective" for state in effective])
    kinds = draw.codes(known.CALL_TYPES, count)
    placed = spoke & ~draw.chances(known.CALLS_WITHOUT_PLACE, count)
    told = placed & np.isin(kinds, ("report", "emergency", "follow_up"))
    facts = {
        "effective": effective,
        "call_type": _where(spoke, kinds, "none"),
        "caller_relation": _where(spoke, draw.codes(known.CALLER_RELATIONS, count), UNKNOWN),
        "how_heard": _where(spoke, draw.codes(known.HOW_HEARD, count), UNKNOWN),
        "department": _where(placed, draw.codes(places, count), UNKNOWN),
        "form": _where(told, draw.codes(known.FORMS, count), UNKNOWN),
        "industry": _where(told, draw.codes(known.INDUSTRY_OTHERWISE, count), UNKNOWN),
        "possible_victims": (told * draw.whole(1, 3, count)).tolist(),
        "case_id": [None] * count,
    }
    return _with_times(draw, months, secret, facts)


def case_calls(draw: Draw, cases: Mapping[str, Sequence[Any]], secret: bytes) -> Columns:
    """One to three report calls for each hotline case, in the month it was opened or before."""
    repeat = draw.whole(1, 3, len(cases["id"]))
    of = np.repeat(np.arange(len(repeat)), repeat)
    count = len(of)
    facts = {
        "effective": ["effective"] * count,
        "call_type": draw.codes({"report": 85, "emergency": 15}, count),
        "caller_relation": draw.codes(known.CALLER_RELATIONS, count),
        "how_heard": draw.codes(known.HOW_HEARD, count),
        "possible_victims": draw.whole(1, 3, count).tolist(),
        "case_id": _taken(cases["id"], of),
        **{name: _taken(cases[name], of) for name in ("department", "form", "industry")},
    }
    return _with_times(draw, np.asarray(cases["month"], np.int64)[of], secret, facts)


def _taken(values: Sequence[Any], of: NDArray[np.int64]) -> list[Any]:
    return [values[position] for position in of.tolist()]


def _where(kept: NDArray[np.bool_], values: Sequence[str], otherwise: str) -> list[str]:
    return [v if k else otherwise for v, k in zip(values, kept.tolist(), strict=True)]


def _with_times(draw: Draw, months: NDArray[np.int64], secret: bytes, facts: Columns) -> Columns:
    """The columns that every call has, in the table's names; ids run with the time of the call."""
    count = len(months)
    days = np.sort(draw.days(months))
    hour = draw.indices(known.HOURS, count)
    seconds = lima_seconds(days, hour * 3600 + draw.whole(0, 3599, count))
    raw = draw.ids(seconds * 1000)
    spoke = np.array([state == "effective" for state in facts["effective"]])
    length = np.where(spoke, draw.random.lognormal(5.4, 0.6, count), draw.whole(2, 40, count))
    return {
        "id": hexed(raw),
        "rkey": record_keys(secret, raw),
        "provenance": [Provenance.SYNTHETIC.value] * count,
        "received_at": moment_texts(seconds),
        "received_on": date_texts(days),
        "operator": draw.codes(_OPERATORS, count),
        "anonymous": draw.chances(0.7, count).astype(int).tolist(),
        "language": draw.codes({"es": 96, "qu": 3, "ay": 1}, count),
        "caller_department": facts["department"],
        "duration_seconds": length.astype(int).tolist(),
        "answered_after_seconds": draw.whole(2, 35, count).tolist(),
        **facts,
    }
