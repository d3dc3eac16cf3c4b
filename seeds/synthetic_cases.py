"""Synthetic cases with their victims, forms, citizenships and referrals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.periods import MONTHS, month_of
from core.places import departments, provinces, route_end
from core.vocabulary import UNKNOWN, Provenance
from seeds import calibration as known
from seeds.corridors import Pool
from seeds.draw import Columns, Draw, case_codes, date_texts, hexed, moment_texts, record_keys

_SYNTHETIC = Provenance.SYNTHETIC.value
_REPORTED_BY = {"hotline": "MININTER / CNDH", "reta": "PNP / DIVINTRAP", "mp": "MP", "ngo": "CHS"}
_SUBMITTED = frozenset({"submitted", "investigated", "charged", "convicted", "acquitted"})
_NOON = 17 * 3600  # noon in Lima, in UTC seconds of the day


@dataclass(frozen=True, slots=True)
class World:
    """What all chunks share: how many cases in all, the record secret, routes, and places."""

    cases: int
    secret: bytes
    pool: Pool
    places: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Made:
    """One chunk of cases by table. ``hotline`` repeats what their calls need."""

    cases: Columns
    forms: Columns
    victims: Columns
    citizenships: Columns
    referrals: Columns
    hotline: Columns


def months_of(ranks: NDArray[np.int64], total: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """(month index, came from the hotline) of each case by its rank among ``total``."""
    hotline = np.diff(known.cumulative(known.SUBMITTED_BY, known.SUBMITTED_AT_END), prepend=0)
    others = np.array([known.CASES_BY_YEAR[month_of(m)[0]] / 12 for m in range(MONTHS)])
    others *= (known.CASES - hotline.sum()) / others.sum()
    share = (ranks + 0.5) / total * known.CASES
    path = np.cumsum(np.stack([hotline, others], axis=1).ravel())
    slot = np.minimum(np.searchsorted(path, share), 2 * MONTHS - 1)
    return slot // 2, slot % 2 == 0


def cases(draw: Draw, first: int, count: int, world: World) -> Made:
    """Cases of rank ``first`` onward of the world."""
    months, hotline = months_of(np.arange(first, first + count), world.cases)
    days = draw.days(months)
    table, forms = _case_table(draw, first, days, hotline, world)
    ids = list(table["id"])
    victims, citizenships = _victims(draw, ids, days, table["route_id"], world)
    return Made(
        table,
        _forms(draw, ids, forms),
        victims,
        citizenships,
        _referrals(draw, ids, days, table["status"]),
        _calling({**table, "form": forms, "month": months.tolist()}, hotline),
    )


def _case_table(
    draw: Draw,
    first: int,
    days: NDArray[np.int64],
    hotline: NDArray[np.bool_],
    world: World,
) -> tuple[Columns, list[str]]:
    """The rows of the table, and the main form of each case (a table of its own holds forms)."""
    count = len(days)
    raw = draw.ids(days * 86_400_000)
    opened = date_texts(days)
    scope = draw.codes(known.SCOPES, count)
    department = _departments(draw, scope, world.places)
    forms = draw.codes(known.FORMS, count)
    industry = _industries(draw, department, forms)
    route = _routes(draw, scope, department, world.pool)
    register = _registers(draw, hotline)
    status = draw.codes(known.STATUSES, count)
    table: Columns = {
        "id": hexed(raw),
        "rkey": record_keys(world.secret, raw),
        "provenance": [_SYNTHETIC] * count,
        "code": case_codes(first, count),
        "opened_on": opened,
        "register_code": register,
        "reporting_institution": [_REPORTED_BY[code] for code in register],
        "status": _at_least_submitted(status, hotline),
        "submitted_to_police_on": _submitted_on(opened, status, hotline),
        "legal_article": ["153"] * count,
        "department": department,
        "industry": industry,
        "acts": draw.codes(known.ACTS, count),
        "means": draw.codes(known.MEANS, count),
        "suspects_female": draw.whole(0, 1, count).tolist(),
        "suspects_male": draw.whole(0, 1, count).tolist(),
        "suspects_unknown": draw.whole(0, 1, count).tolist(),
        "route_id": route,
        "destination": scope,
        "route_from": [route_end(*world.pool.origins[r]) if r else UNKNOWN for r in route],
        "route_to": [route_end(*world.pool.ended[r]) if r else UNKNOWN for r in route],
        "province": _provinces(draw, department),
    }
    return table, forms


def _provinces(draw: Draw, department: Sequence[str]) -> list[str | None]:
    """A province of the department, the capital's more often; for one in ten nobody noted it."""
    found = np.full(len(department), None, object)
    noted = draw.chances(0.9, len(department))
    where = np.array(department, object)
    for code, place in departments().items():
        here = np.nonzero(noted & (where == code))[0]
        weights = {
            p.ubigeo: 5.0 if p.capital == place.capital else 1.0
            for p in provinces().values()
            if p.department == code
        }
        found[here] = draw.codes(weights, len(here))
    named: list[str | None] = found.tolist()
    return named


def _calling(cases: Columns, hotline: NDArray[np.bool_]) -> Columns:
    """What the calls behind the hotline's cases repeat of them."""
    picked = np.nonzero(hotline)[0].tolist()
    names = ("id", "department", "form", "industry", "month")
    return {name: [cases[name][i] for i in picked] for name in names}


def _departments(draw: Draw, scope: Sequence[str], places: Mapping[str, float]) -> list[str]:
    drawn = draw.codes(places, len(scope))
    return [known.OUTSIDE if s == "outbound" else d for s, d in zip(scope, drawn, strict=True)]


def _industries(draw: Draw, department: Sequence[str], forms: Sequence[str]) -> list[str]:
    """Forced labour by what the sources name in the department; otherwise bars or nothing."""
    found = np.empty(len(forms), object)
    labour = np.array([form == "forced_labour" for form in forms])
    where = np.array(department, object)
    for code in sorted(set(department)):
        factors = known.INDUSTRY_FACTORS.get(code, {})
        for kind, base in ((labour, known.INDUSTRY_OF_LABOUR), (~labour, known.INDUSTRY_OTHERWISE)):
            here = np.nonzero(kind & (where == code))[0]
            found[here] = draw.codes(known.tilted(base, factors), len(here))
    industries: list[str] = found.tolist()
    return industries


def _routes(
    draw: Draw, scope: Sequence[str], department: Sequence[str], pool: Pool
) -> list[str | None]:
    """A route of the pool that ends where the case was found; none where the scope is unknown."""
    found = np.full(len(scope), None, object)
    ends = np.array([_end(s, d) for s, d in zip(scope, department, strict=True)], object)
    for end in sorted(set(ends.tolist()) & set(pool.ends)):
        here = np.nonzero(ends == end)[0]
        found[here] = draw.codes(pool.ends[end], len(here))
    routes: list[str | None] = found.tolist()
    return routes


def _end(scope: str, department: str) -> str:
    return department if scope == "internal" else scope


def _registers(draw: Draw, hotline: NDArray[np.bool_]) -> list[str]:
    others = draw.codes(known.OTHER_REGISTERS, len(hotline))
    return ["hotline" if h else o for h, o in zip(hotline.tolist(), others, strict=True)]


def _at_least_submitted(status: Sequence[str], hotline: NDArray[np.bool_]) -> list[str]:
    """The hotline's cases were counted when they were passed to the police."""
    return [
        "submitted" if h and s == "reported" else s
        for s, h in zip(status, hotline.tolist(), strict=True)
    ]


def _submitted_on(
    opened: Sequence[str], status: Sequence[str], hotline: NDArray[np.bool_]
) -> list[str | None]:
    """The day a case was opened, where it reached the police."""
    return [
        day if h or s in _SUBMITTED else None
        for day, s, h in zip(opened, status, hotline.tolist(), strict=True)
    ]


def _forms(draw: Draw, ids: Sequence[str], forms: Sequence[str]) -> Columns:
    """Known forms only: a case without a row here has no recorded form. A few have two."""
    second = draw.chances(known.SECOND_FORM, len(ids)).tolist()
    pairs = [(i, f) for i, f in zip(ids, forms, strict=True) if f != UNKNOWN]
    pairs += [
        (i, "forced_labour" if f == "sexual" else "sexual")
        for i, f, two in zip(ids, forms, second, strict=True)
        if two and f != UNKNOWN
    ]
    return {"case_id": [i for i, _ in pairs], "form": [f for _, f in pairs]}


def _victims(
    draw: Draw,
    ids: Sequence[str],
    days: NDArray[np.int64],
    route: Sequence[str | None],
    world: World,
) -> tuple[Columns, Columns]:
    repeat = 1 + draw.indices(known.VICTIMS_IN_A_CASE, len(ids))
    of = np.repeat(np.arange(len(ids)), repeat)
    count = len(of)
    raw = draw.ids(days[of] * 86_400_000)
    keys = hexed(raw)
    low, high = _ages(draw, count)
    cases = of.tolist()
    origins = [world.pool.origins[r] if (r := route[i]) else (None, None) for i in cases]
    country = draw.codes(known.CITIZENSHIP, count)
    table: Columns = {
        "id": keys,
        "rkey": record_keys(world.secret, raw),
        "provenance": [_SYNTHETIC] * count,
        "case_id": [ids[i] for i in cases],
        "sex": draw.codes(known.SEX, count),
        "age_min": low,
        "age_max": high,
        "origin_country": [origin[0] for origin in origins],
        "origin_department": [origin[1] for origin in origins],
        "trafficking_status": draw.codes({"possible": 55, "actual": 42, "not_victim": 3}, count),
        "consent_to_share": draw.chances(0.3, count).astype(int).tolist(),
        "assistance_given": draw.chances(0.4, count).astype(int).tolist(),
    }
    told = [(k, c) for k, c in zip(keys, country, strict=True) if c != UNKNOWN]
    return table, {"victim_id": [k for k, _ in told], "country": [c for _, c in told]}


def _ages(draw: Draw, count: int) -> tuple[list[int | None], list[int | None]]:
    """Lower and upper age in years: mostly one year, sometimes only a range, sometimes unknown."""
    ranges = draw.codes(known.AGES, count)
    within = draw.random.random(count)
    exact = draw.chances(0.85, count).tolist()
    low: list[int | None] = []
    high: list[int | None] = []
    for span, share, known_age in zip(ranges, within.tolist(), exact, strict=True):
        if span is None:
            low.append(None)
            high.append(None)
            continue
        age = span[0] + int(share * (span[1] - span[0] + 1))
        low.append(age)
        high.append(age if known_age else min(age + 1, span[1]))
    return low, high


def _referrals(
    draw: Draw, ids: Sequence[str], days: NDArray[np.int64], status: Sequence[str]
) -> Columns:
    """One referral for each case that reached the police: mostly to its own division."""
    sent = [i for i, s in enumerate(status) if s in _SUBMITTED]
    seconds = days[sent] * 86_400 + _NOON
    count = len(sent)
    return {
        "id": hexed(draw.ids(seconds * 1000)),
        "provenance": [_SYNTHETIC] * count,
        "case_id": [ids[i] for i in sent],
        "institution": draw.codes({"PNP / DIVINTRAP": 90, "MP": 6, "MIMDES / MIMP": 4}, count),
        "sent_at": moment_texts(seconds),
        "received_at": moment_texts(seconds + draw.whole(600, 40_000, count)),
        "outcome": draw.codes({"accepted": 88, "declined": 5, "expired": 7}, count),
    }
