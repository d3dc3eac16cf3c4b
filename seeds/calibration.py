"""What the synthetic register is calibrated to: published totals and shares, and our assumptions.

A constant marked *published* repeats a figure of seeds/facts/published_figures.csv. One marked
*assumption* is ours: no source gives it, and no figure drawn from it may be read as a fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.periods import MONTHS
from core.places import ABROAD
from core.vocabulary import UNKNOWN

Weights = Mapping[str, float]

#: Cumulative calls at the end of a month index. Published: more than 8,000 after a year, more than
#: 8,500 after 17 months, more than 11,000 in 2008, about 12,000 by 2010. The end is an assumption.
CALLS_BY: Sequence[tuple[int, int]] = (
    (-1, 0),
    (11, 8_190),
    (16, 8_690),
    (30, 11_190),
    (57, 12_080),
)
CALLS_AT_END = 12_900

#: Cumulative hotline cases submitted to the police. Published: 60, 70, 96, more than 100 (September
#: 2008) and 126 of the 300 cases the police confirmed by then. The end is an assumption.
SUBMITTED_BY: Sequence[tuple[int, int]] = ((-1, 0), (11, 60), (16, 70), (28, 96), (31, 126))
SUBMITTED_AT_END = 210

#: Cases of the other registers by year, in proportion. Assumption, guided by the prosecutors'
#: 1,112 cases of 2008-01/2012-07 and 2,241 of 2009-2014 (552 of them in 2014).
CASES_BY_YEAR: Mapping[int, int] = MappingProxyType(
    {2006: 40, 2007: 90, 2008: 130, 2009: 210, 2010: 250, 2011: 300, 2012: 370, 2013: 400}
)
CASES = 2_000

#: Published: 3,911 alleged victims in 2,241 cases, 1.75 a case. The spread is an assumption.
VICTIMS_IN_A_CASE: Sequence[float] = (0.62, 0.20, 0.08, 0.04, 0.025, 0.015, 0.01, 0.01)

#: Published (prosecutors, 2007-01/2014-04): women 79.6 %, men 16.1 %, unknown 4.3 %.
SEX: Weights = MappingProxyType({"female": 79.6, "male": 16.1, UNKNOWN: 4.3})

#: Published: 0-12 6 %, 13-17 53 %, 18-24 17.8 %. The rest, 23.2 %, is split by assumption.
AGES: Mapping[tuple[int, int] | None, float] = MappingProxyType(
    {(3, 12): 6.0, (13, 17): 53.0, (18, 24): 17.8, (25, 45): 9.5, (46, 72): 1.2, None: 12.5}
)

#: Published: Peruvian 84.7 %, foreign 3.8 %, unknown 11.5 %. Which foreign country: assumption.
CITIZENSHIP: Weights = MappingProxyType(
    {"PE": 84.7, "BO": 1.4, "EC": 1.4, "CO": 0.6, "BR": 0.3, "CN": 0.1, UNKNOWN: 11.5}
)

#: Assumption: registers of the cases that did not come from the hotline.
OTHER_REGISTERS: Weights = MappingProxyType({"mp": 58, "reta": 36, "ngo": 6})

#: Assumption: where cases stand; the sources give 13 trials with sentence in 2008 and no series.
STATUSES: Weights = MappingProxyType(
    {
        "reported": 21,
        "submitted": 17,
        "investigated": 30,
        "charged": 9,
        "convicted": 5,
        "acquitted": 2,
        "archived": 13,
        "not_trafficking": 3,
    }
)

#: Assumption: forms of exploitation; sources name sexual exploitation first, then forced labour.
FORMS: Weights = MappingProxyType(
    {"sexual": 55, "forced_labour": 31, "begging": 4, "other": 3, UNKNOWN: 7}
)
SECOND_FORM = 0.05

#: Assumption: industries where a case is not of forced labour (bars and lodgings, mostly none).
INDUSTRY_OTHERWISE: Weights = MappingProxyType(
    {"hospitality": 42, "mining": 9, "domestic_work": 4, "trade": 5, UNKNOWN: 40}
)

#: Assumption: industries of forced labour in the country, and where sources name them.
INDUSTRY_OF_LABOUR: Weights = MappingProxyType(
    {
        "mining": 20,
        "logging": 8,
        "agriculture": 14,
        "fishing": 3,
        "domestic_work": 22,
        "hospitality": 9,
        "manufacturing": 7,
        "construction": 4,
        "trade": 6,
        "transport": 2,
        "waste": 1,
        UNKNOWN: 4,
    }
)

#: Sources name mining in Madre de Dios, Puno, Cusco and Arequipa, timber in Ucayali, Loreto and
#: Madre de Dios, brick kilns and domestic work in the cities. The factors are assumptions.
INDUSTRY_FACTORS: Mapping[str, Weights] = MappingProxyType(
    {
        "17": {"mining": 12, "logging": 4},
        "21": {"mining": 7},
        "08": {"mining": 2, "manufacturing": 2},
        "04": {"mining": 2},
        "25": {"logging": 14},
        "16": {"logging": 10, "fishing": 3},
        "15": {"domestic_work": 3, "manufacturing": 2, "trade": 2, "mining": 0.05, "logging": 0.02},
        "07": {"fishing": 6, "domestic_work": 2, "mining": 0.02, "logging": 0.02},
        "20": {"agriculture": 3, "fishing": 4},
        "11": {"agriculture": 4},
    }
)

#: Published for the line 100 of 2024, another line: 84,176 effective, 91,347 not, 54,539 abandoned.
#: Used here because no share of 0800-2-3232 was published.
EFFECTIVE: Weights = MappingProxyType({"effective": 36.6, "not_effective": 39.7, "abandoned": 23.7})

#: Assumption: what effective calls are about (information first, as the sources tell it).
CALL_TYPES: Weights = MappingProxyType(
    {
        "information": 62,
        "report": 8,
        "emergency": 1.2,
        "follow_up": 5,
        "other_matter": 18,
        "training": 1.8,
        "wrong_number": 4,
    }
)

#: Assumption.
HOW_HEARD: Weights = MappingProxyType(
    {"campaign": 24, "press": 22, "poster": 14, "friend": 12, "institution": 8, UNKNOWN: 20}
)
CALLER_RELATIONS: Weights = MappingProxyType(
    {"public": 52, "relative": 18, "possible_victim": 9, "victim": 3, "official": 8, UNKNOWN: 10}
)

#: Assumption: a place of facts that no caller named, and cases abroad.
CALLS_WITHOUT_PLACE = 0.35
SCOPES: Weights = MappingProxyType({"internal": 62, "outbound": 4, "inbound": 3, UNKNOWN: 31})

#: Assumption: acts and means of the Palermo Protocol as a report names them.
ACTS: Weights = MappingProxyType(
    {"recruitment": 5, "recruitment,transportation": 4, "harbouring": 1}
)
MEANS: Weights = MappingProxyType({"deception": 6, "deception,abuse_of_power": 3, "threat": 1})

#: Assumption: calls by hour of the day in Lima (a low in the small hours, a high in the evening).
HOURS: Sequence[float] = (
    *(9, 6, 4, 3, 3, 4, 8, 16, 28, 36, 40, 42),
    *(40, 38, 40, 43, 44, 46, 50, 52, 48, 38, 26, 15),
)

#: Where no corridor is documented a case's origin is drawn here. Sources: facts on internal flows
#: (Madre de Dios receives from Cusco, Puno, Apurímac; Lima from Loreto and the highlands).
ORIGINS: Mapping[str, Weights] = MappingProxyType(
    {
        "17": {"08": 33, "21": 20, "03": 10, "16": 8, "22": 6, "04": 5, "25": 4, "17": 10},
        "15": {"16": 18, "12": 12, "05": 9, "22": 9, "08": 8, "06": 6, "03": 5, "15": 30},
        "21": {"08": 30, "03": 10, "21": 50},
        "04": {"08": 20, "21": 25, "03": 8, "04": 40},
        "16": {"16": 100},
    }
)


def cumulative(anchors: Sequence[tuple[int, int]], at_end: int) -> NDArray[np.float64]:
    """The running total at the end of every month of the series, straight between the anchors."""
    months, totals = zip(*anchors, (MONTHS - 1, at_end), strict=True)
    path: NDArray[np.float64] = np.interp(np.arange(MONTHS), months, totals)
    return path


def tilted(base: Weights, factors: Weights) -> Weights:
    """``base`` with the weight of each code in ``factors`` multiplied."""
    return {code: weight * factors.get(code, 1) for code, weight in base.items()}


#: Where an outbound case is exploited.
OUTSIDE = ABROAD
