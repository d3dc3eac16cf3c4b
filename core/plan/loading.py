"""Loading a plan: ``plan.toml`` and one file per indicator, all of it checked before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from core.plan.definition import Indicator, Node, Plan, RuleName, Sizes, Thresholds
from core.plan.entries import Entry, WrongDefinition, read_file
from core.plan.sheets import indicator_of

#: The plan of the house: 2007-2013.
HERE = Path(__file__).resolve().parent

_LIMITS = {RuleName.TARGET: 2, RuleName.TRAJECTORY: 3, RuleName.NONE: 0}


#: The code of a plan stands in addresses and in news.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,23}")


def load_every(in_force: Path = HERE, beside: Path | None = None) -> tuple[Plan, ...]:
    """The plan in force, and those in the folders of another one, by their code.

    :raises WrongDefinition: for the first file that is wrong, and for two plans of one code.
    """
    plans = {(first := load(in_force)).code: first}
    folders = sorted(each.parent for each in beside.glob("*/plan.toml")) if beside else ()
    added = {}
    for folder in folders:
        plan = load(folder, f"{folder.name}/")
        if plan.code in plans or plan.code in added:
            raise WrongDefinition(f"{folder.name}/plan.toml", 1, f"“{plan.code}” is there twice")
        added[plan.code] = plan
    return first, *(added[code] for code in sorted(added))


@cache
def load(folder: Path = HERE, called: str = "") -> Plan:
    """The plan in a folder; ``called``: what its files are called by, in front of their names.

    :raises WrongDefinition: for the first file that is wrong, naming it and the line.
    """
    head = read_file(folder / "plan.toml", f"{called}plan.toml")
    axes = _nodes(head, "axes", "", {})
    objectives = _nodes(head, "objectives", "axis", _codes(axes))
    goals = _nodes(head, "goals", "objective", _codes(objectives))
    activities = _nodes(head, "activities", "goal", _codes(goals))
    first, last = head.whole("first_year"), head.whole("last_year")
    if first > last:
        raise head.wrong("last_year", "the plan ends before it begins")
    thresholds = {t.version: t for t in _thresholds(head)}
    code, nodes = head.text_of("code"), (*objectives, *goals, *activities)
    if not _CODE.fullmatch(code):
        raise head.wrong("code", "a code is 1 to 24 letters, digits and hyphens")
    plan = Plan(
        code=code,
        name=head.words("name", code),
        note=head.words("note"),
        source=head.text_of("source"),
        first_year=first,
        last_year=last,
        sizes=_sizes(head),
        axes=axes,
        objectives=objectives,
        goals=goals,
        activities=activities,
        thresholds=thresholds,
        indicators=_indicators((folder, called), nodes, thresholds, (first, last)),
    )
    head.finish()
    return plan


def _codes(nodes: Iterable[Node]) -> dict[str, Node]:
    return {node.code: node for node in nodes}


def _nodes(head: Entry, kind: str, above: str, known: Mapping[str, Node]) -> tuple[Node, ...]:
    found: dict[str, Node] = {}
    for entry in head.each(kind):
        code = entry.text_of("code")
        if code in found:
            raise entry.wrong("code", f"“{code}” is there twice")
        belongs = entry.text_of(above) if above else ""
        if above and belongs not in known:
            raise entry.wrong(above, f"there is no {above} “{belongs}”")
        found[code] = Node(code, entry.words("name", code), belongs, entry.yes("illustrative"))
        entry.finish()
    return tuple(found.values())


def _thresholds(head: Entry) -> Iterable[Thresholds]:
    for entry in head.each("thresholds"):
        rule = entry.choice("rule", RuleName)
        limits = entry.numbers("limits")
        if len(limits) != _LIMITS[rule] or list(limits) != sorted(limits, reverse=True):
            raise entry.wrong("limits", f"rule {rule} takes {_LIMITS[rule]} limits, falling")
        yield Thresholds(entry.text_of("version"), rule, limits)
        entry.finish()


def _sizes(head: Entry) -> Sizes:
    entry = head.inner("sizes")
    kinds = ("axes", "objectives", "goals", "activities", "indicators")
    sizes = Sizes(**{kind: entry.whole(kind) for kind in kinds})
    entry.finish()
    return sizes


def _indicators(
    place: tuple[Path, str],
    nodes: Iterable[Node],
    thresholds: Mapping[str, Thresholds],
    years: tuple[int, int],
) -> tuple[Indicator, ...]:
    (folder, called), known, found = place, _codes(nodes), []
    for path in sorted((folder / "indicators").glob("*.toml")):
        name = f"{called}indicators/{path.name}"
        entry = read_file(path, name)
        made = indicator_of(entry, known, thresholds, years)
        if made.code != path.stem:
            raise entry.wrong("code", f"the file of “{made.code}” must be called {made.code}.toml")
        found.append(made)
    if not found:
        raise WrongDefinition(f"{called}indicators", 1, "there is no indicator")
    return tuple(found)
