"""Reading our ISIC Rev. 4 codes, which are written 'section/division': ``B/07``, ``I/55-56``."""

from __future__ import annotations


def isic_section(isic: str) -> str:
    """The letter of the ISIC Rev. 4 section of a term's ``isic``; nothing where it has none."""
    return isic.partition("/")[0]


def isic_divisions(isic: str) -> list[str]:
    """Its two-digit divisions, each by itself: ``I/55-56`` has 55 and 56, ``C/20,23`` 20 and 23."""
    ranges = [part.split("-") for part in isic.partition("/")[2].split(",") if part]
    return [f"{number:02d}" for ends in ranges for number in range(int(ends[0]), int(ends[-1]) + 1)]
