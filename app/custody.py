"""Commands that keep and destroy: proving the audit trail, rotating keys, erasing notes."""

from __future__ import annotations

import argparse
import sys

from app import keys
from app.commands import CONSOLE, Commands, Open, Run, added, group_of, guarded
from app.house import House
from app.progress import console, told_steps
from core.access.roles import Action
from core.access.rotation import rotate
from core.desk.audit import verify
from core.desk.texts import Texts


def add_commands(commands: Commands, opened: Open) -> None:
    """``audit verify``, ``rotate-keys`` and ``erase`` beside the other commands."""

    def command(among: Commands, name: str, run: Run, text: str) -> argparse.ArgumentParser:
        return added(among, name, lambda asked: guarded(run, asked, opened), text)

    command(
        group_of(commands, "audit"),
        "verify",
        _verify,
        "Prove the audit trail whole, or name what is not",
    )
    command(commands, "rotate-keys", _rotate, "Seal again with a new key and destroy the old one")
    erase = command(commands, "erase", _erase, "Erase the notes and narratives of a case for good")
    erase.add_argument("case_code", metavar="CASE")


def _verify(_asked: argparse.Namespace, house: House) -> int:
    faults = list(verify(house.the_register(), house.trail))
    for fault in faults:
        print(f"yanapay: {fault}", file=sys.stderr)
    if faults:
        return 1
    link = house.trail.remember(house.the_register())
    console.print(f"whole: {link.number} rows; the anchor remembers the last one")
    return 0


def _rotate(_asked: argparse.Namespace, house: House) -> int:
    """Interrupted anywhere, the same command goes on; nothing is destroyed before all is sealed."""
    folder = house.settings.keys
    ring = house.keys.seal
    held_here = not house.settings.seal_keys
    if held_here:
        keys.add_seal_key(folder)
    house.desk_of(CONSOLE).note(Action.ROTATE_KEYS, f"seal key {ring.current()}")
    with told_steps() as told:
        changed = rotate(house.the_register(), ring, lambda done, of: told("seal again", done, of))
    afterwards = "older keys are destroyed"
    if held_here:
        keys.drop_old_seal_keys(folder)
    else:
        afterwards = "take older keys out of YANAPAY_SEAL_KEYS everywhere"
    console.print(f"{changed:,} sealed again with key {ring.current()}; {afterwards}")
    return 0


def _erase(asked: argparse.Namespace, house: House) -> int:
    erased = Texts(house.desk_of(CONSOLE), house.keys.seal).erase(asked.case_code)
    console.print(f"{erased} versions erased; rotate-keys makes them unreadable in backups too")
    return 0
