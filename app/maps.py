"""``yanapay boundaries build FILE``: outlines of provinces from a file the operator has."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from app import settings
from app.commands import Commands, added, group_of
from app.progress import console


def add_commands(commands: Commands) -> None:
    """``boundaries`` beside the other commands."""
    text = "Check a GeoPackage, Shapefile or GeoJSON with UBIGEO codes, and draw provinces by it"
    build = added(group_of(commands, "boundaries"), "build", _build, text)
    build.add_argument("file", type=Path)


def _build(asked: argparse.Namespace) -> int:
    """The file in the public folder; 1 with the list of faults where it cannot be made."""
    # By name: nothing that serves may import it, and GeoPandas with it.
    building = import_module("geo.province_build")
    try:
        built = building.build(asked.file)
    except building.Refused as refused:
        for fault in refused.faults:
            print(f"yanapay: {fault}", file=sys.stderr)
        return 1
    path = settings.read(os.environ).provinces
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(built.text, "utf-8")
    fresh.replace(path)
    for line in built.report:
        console.print(line)
    console.print(f"written: {path.name}; pages show it from the next release or restart")
    return 0
