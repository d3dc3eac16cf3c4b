"""Worlds for tests: a whole house in a temporary folder, seeded and released at its first run."""

from __future__ import annotations

from pathlib import Path

from app.house import House, open_house
from app.settings import read
from core.bulletin.bulletin import Bulletin
from seeds.seeding import Size


def house_in(folder: Path, url: str | None = None, size: Size | None = None) -> House:
    """A prepared house. ``url``: a database of its own; else SQLite in the folder."""
    environment = {"YANAPAY_HOME": str(folder), **ENOUGH}
    if url is not None:
        environment["YANAPAY_DATABASE_URL"] = url
    house = open_house(read(environment))
    house.prepare(size or Size(), lambda *_: None, lambda *_: None)
    return house


class FixedShelf:
    """A shelf that holds one bulletin, until a test puts another in its place."""

    def __init__(self, bulletin: Bulletin) -> None:
        self.bulletin = bulletin

    def serves(self, known: Bulletin) -> bool:
        """As :meth:`core.bulletin.shelf.Shelf.serves`."""
        return known is self.bulletin


#: Tests ask more in a minute than anybody; those of the quota have a meter of their own.
ENOUGH = {f"YANAPAY_POINTS_{who}": "1000000000" for who in ("SIGNED_IN", "STRANGERS")}

SMALL = Size(cases=300, calls=900)
