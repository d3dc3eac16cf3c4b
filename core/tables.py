"""Small CSV tables that lie in the tree; lines that begin with # are notes."""

from __future__ import annotations

import csv
from importlib import resources


def noted_rows(package: str, folder: str, name: str) -> list[dict[str, str]]:
    """The rows of ``folder/name`` in a package, every cell as text."""
    text = resources.files(package).joinpath(folder, name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
