"""The list of ASVS 5.0 requirements is whole, and what it calls met is held by tests that exist."""

import ast
import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

FILE = Path("docs/asvs.csv")
STATUSES = ("met", "not applicable", "open")
MOST_WORDS = 8

#: How many requirements of levels 1 and 2 each section has; their numbers run from 1.
SECTIONS = """
    1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1
    3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3
    6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2
    8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3
    11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5
    14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
    17.1:1 17.2:4 17.3:2
"""
OF_LEVEL_1 = 70

Row = dict[str, str]


def expected() -> list[str]:
    """Every id of levels 1 and 2, in order."""
    parts = [section.split(":") for section in SECTIONS.split()]
    return [f"V{name}.{n}" for name, count in parts for n in range(1, int(count) + 1)]


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests in a file; none where it is not there."""
    if not (path.startswith("tests/") and Path(path).is_file()):
        return frozenset()
    tree = ast.parse(Path(path).read_text("utf-8"))
    return frozenset(n.name for n in tree.body if isinstance(n, ast.FunctionDef))


def faults(rows: list[Row]) -> Iterator[str]:
    """Everything that is wrong with the list."""
    seen = Counter(row["requirement"] for row in rows)
    yield from (f"{name} is missing" for name in expected() if not seen[name])
    yield from (f"{name} is no requirement" for name in sorted(set(seen) - {*expected()}))
    yield from (f"{name} stands {count} times" for name, count in seen.items() if count > 1)
    for row in rows:
        yield from (f"{row['requirement']} {fault}" for fault in _faults_of(row))


def _faults_of(row: Row) -> Iterator[str]:
    if row["level"] not in ("1", "2"):
        yield f"is of level {row['level']}"
    if not 1 <= len(row["about"].split()) <= MOST_WORDS:
        yield "says too much or nothing"
    if row["status"] not in STATUSES:
        yield f"has the status {row['status']}"
    if not (row["held_by"] or "").strip():
        yield "has neither test nor reason"
    elif row["status"] == "met":
        yield from _faults_of_tests(row["held_by"].split(";"))


def _faults_of_tests(named: list[str]) -> Iterator[str]:
    for test in named:
        path, _, name = test.strip().partition("::")
        if not name.startswith("test_") or name not in names_in(path):
            yield f"names {test.strip()}, which does not exist"


def listed() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_every_requirement_of_levels_1_and_2_stands_there_once_and_is_held():
    rows = listed()
    assert list(faults(rows)) == []
    assert [row["requirement"] for row in rows] == expected()
    assert len(rows) == 253
    assert sum(row["level"] == "1" for row in rows) == OF_LEVEL_1


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"requirement": "V1.1.9"}, "V1.1.9 is no requirement"),
        ({"requirement": "V1.1.9"}, "V1.1.1 is missing"),
        ({"requirement": "V1.1.2"}, "V1.1.2 stands 2 times"),
        ({"level": "3"}, "V1.1.1 is of level 3"),
        ({"about": "one two three four five six seven eight nine"}, "V1.1.1 says too much"),
        ({"about": ""}, "V1.1.1 says too much or nothing"),
        ({"status": "probably"}, "V1.1.1 has the status probably"),
        ({"held_by": " "}, "V1.1.1 has neither test nor reason"),
        ({"status": "open", "held_by": ""}, "V1.1.1 has neither test nor reason"),
        ({"status": "not applicable", "held_by": ""}, "V1.1.1 has neither test nor reason"),
        ({"held_by": "we looked"}, "V1.1.1 names we looked"),
        ({"held_by": "tests/house/test_asvs.py::test_nothing"}, "V1.1.1 names tests/house"),
        ({"held_by": "tests/house/test_none.py::test_x"}, "V1.1.1 names tests/house/test_none"),
        ({"held_by": "tests/house/test_asvs.py::expected"}, "V1.1.1 names tests/house"),
    ],
)
def test_a_list_that_promises_too_much_is_caught(changed, fault):
    first, *others = listed()
    assert first["requirement"] == "V1.1.1"
    assert first["status"] == "met"
    assert any(told.startswith(fault) for told in faults([{**first, **changed}, *others]))
