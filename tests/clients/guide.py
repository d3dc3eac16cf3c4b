"""The partner guide as a list of programs, and whether they said what the guide says they say."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Stands in the guide for whatever differs from house to house.
ANYTHING = "…"

_FENCE = re.compile(r"^```(?P<kind>[a-z][a-z ]*)\n(?P<text>.*?)^```$", re.M | re.S)
_TELLS = ("text", "json", "json sample")


@dataclass(frozen=True)
class Example:
    """A block that runs (bash, python, javascript, graphql), and the block of what it tells."""

    place: str
    kind: str
    text: str
    tells: str
    told: str

    def agrees(self, output: str) -> bool:
        """True where the output is what the guide says."""
        if self.tells == "text":
            pattern = re.escape(self.told.strip()).replace(ANYTHING, ".+?")
            return re.fullmatch(pattern, output.strip()) is not None
        said, heard = json.loads(self.told), json.loads(output)
        if "extensions" not in said:
            heard.pop("extensions", None)  # the cost, told once
        return _alike(said, heard) if self.tells == "json sample" else _equal(said, heard)


def blocks(guide: Path) -> list[tuple[str, str]]:
    """(kind, text) of every fenced block."""
    return [(f["kind"], f["text"]) for f in _FENCE.finditer(guide.read_text("utf-8"))]


def examples(guide: Path) -> list[Example]:
    """Every block that runs, with what follows it; no block may stand alone."""
    found = blocks(guide)
    pairs = list(zip(found[::2], found[1::2], strict=True))
    assert all(tells in _TELLS and kind not in _TELLS for (kind, _), (tells, _) in pairs)
    return [
        Example(f"{place}-{kind}", kind, text, tells, told)
        for place, ((kind, text), (tells, told)) in enumerate(pairs, start=1)
    ]


def _equal(said: Any, heard: Any) -> bool:
    if said == ANYTHING:
        return True
    if isinstance(said, dict) and isinstance(heard, dict):
        return said.keys() == heard.keys() and all(_equal(said[k], heard[k]) for k in said)
    if isinstance(said, list) and isinstance(heard, list):
        return len(said) == len(heard) and all(map(_equal, said, heard))
    return type(said) is type(heard) and bool(said == heard)


def _alike(said: Any, heard: Any) -> bool:
    """The same fields with values of the same kinds; every item of a list like the one shown."""
    if isinstance(said, dict) and isinstance(heard, dict):
        return said.keys() == heard.keys() and all(_alike(said[k], heard[k]) for k in said)
    if isinstance(said, list) and isinstance(heard, list):
        return bool(heard) and all(_alike(said[0], each) for each in heard)
    return said is None or heard is None or type(said) is type(heard)
