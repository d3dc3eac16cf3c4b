"""The command line: ``yanapay serve | seed | release | ...``.

Serving: app.doors; people: app.people, app.tokens.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence

from sqlalchemy.exc import DBAPIError

from app import custody, doors, maps, people, plan_commands, settings, tokens
from app.commands import added
from app.house import House, open_house
from app.progress import console, of_release, told_steps
from app.settings import Settings, WrongSetting
from app.workers import Fallen
from core.bulletin.file import read as read_bulletin
from core.errors import BulletinFault, Unavailable
from core.plan.entries import WrongDefinition
from core.release.protect import Unprotectable
from core.release.publish import TooSoon
from core.sentences import sentence
from seeds.seeding import AlreadySeeded, Size, seed

WRONG_SETTING = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. A wrong setting is one sentence and 2."""
    asked = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    run: Callable[[argparse.Namespace], int] = asked.run
    try:
        return run(asked)
    except WrongSetting as wrong:
        return _complain(str(wrong))
    except WrongDefinition as wrong:
        return _complain(f"the plan: {wrong}")
    except DBAPIError as error:
        reason = str(error.orig).strip().splitlines()[0] if error.orig else "no answer"
        return _complain(f"YANAPAY_DATABASE_URL: the register does not answer ({reason})")
    except (AlreadySeeded, TooSoon, Unprotectable, Unavailable, Fallen) as refused:
        told = sentence(refused, "en") if isinstance(refused, Unavailable) else str(refused)
        return _complain(told, code=1)
    except KeyboardInterrupt:
        return _complain("stopped; what was finished is kept, run it again to go on", code=130)


def _complain(sentence: str, code: int = WRONG_SETTING) -> int:
    print(f"yanapay: {sentence}", file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yanapay", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    doors.add_commands(commands, _read, _opened)
    seeding = added(commands, "seed", _seed, "Fill the register with facts and synthetic records")
    seeding.add_argument("--scale", type=_positive, default=1, metavar="N", help="N times the size")
    seeding.add_argument("--cases", type=_positive, metavar="N", help="this many cases instead")
    seeding.add_argument("--calls", type=_positive, metavar="N", help="this many calls instead")
    added(commands, "release", _release, "Count, protect and publish a new bulletin")
    added(commands, "check", _check, "Say whether settings, register, keys and bulletin are sound")
    added(commands, "schema", _schema, "Print the GraphQL schema")
    people.add_commands(commands, _opened)
    tokens.add_commands(commands, _opened)
    custody.add_commands(commands, _opened)
    plan_commands.add_commands(commands, _opened)
    maps.add_commands(commands)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _read(*, public: bool = False) -> Settings:
    return settings.read(os.environ, public=public)


def _opened() -> House:
    """The house of the settings, its tables brought up to date."""
    house = open_house(_read())
    house.the_register().migrate()
    return house


def _seed(asked: argparse.Namespace) -> int:
    house = _opened()
    size = Size().times(asked.scale)
    size = Size(asked.cases or size.cases, asked.calls or size.calls)
    with told_steps() as told:
        written = seed(house.the_register(), house.keys.record, size, told)
    console.print(f"{written:,} records written; all of them are synthetic")
    return 0


def _release(_asked: argparse.Namespace) -> int:
    house = _opened()
    with told_steps() as told:
        bulletin = house.release(of_release(told))
    console.print(f"released {bulletin.release.id}, cut {bulletin.release.cut}")
    return 0


def _check(_asked: argparse.Namespace) -> int:
    house = _opened()
    _ = house.keys
    try:
        release = read_bulletin(house.settings.bulletin).release
    except BulletinFault as fault:
        return _complain(f"register and keys are sound; bulletin: {fault.facts['why']}", code=1)
    console.print(f"sound: register, keys, bulletin {release.id} (cut {release.cut})")
    return 0


def _schema(_asked: argparse.Namespace) -> int:
    from api.schema import schema  # noqa: PLC0415 (slow to import, and only this needs it)

    print(schema.as_str())
    return 0


if __name__ == "__main__":
    sys.exit(main())
