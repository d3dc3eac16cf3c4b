"""What the commands that change something have in common: guarded, and written down."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TypeAlias

from app.house import House
from core.access.roles import Action, Asker, Role
from core.errors import YanapayError
from core.sentences import sentence

Open = Callable[[], House]
Run = Callable[[argparse.Namespace, House], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Add = Callable[[str, str, Run, str], argparse.ArgumentParser]

#: Whoever holds a shell on the machine of the register acts as an administrator.
CONSOLE = Asker(Role.ADMINISTRATOR, "console")

#: The argument that says whom or what a command is about.
_ABOUT = ("name", "code", "prefix", "role")


def added(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    """A new command among others."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def adder(commands: Commands, opened: Open, *names: str) -> Add:
    """How a command is added to one of these groups: (group, name, run, text)."""
    groups = {name: group_of(commands, name) for name in names}

    def add(group: str, name: str, run: Run, text: str) -> argparse.ArgumentParser:
        noted = _written_down(group, name, run)
        return added(groups[group], name, lambda asked: guarded(noted, asked, opened), text)

    return add


def group_of(commands: Commands, name: str) -> Commands:
    """A word that other words follow: ``yanapay user add``."""
    parser = commands.add_parser(name, help=f"{name}: see yanapay {name} --help")
    return parser.add_subparsers(required=True, metavar="COMMAND")


def needs_role(parser: argparse.ArgumentParser) -> None:
    """``--role ROLE``, one of those there are."""
    parser.add_argument("--role", required=True, type=Role, choices=list(Role), metavar="ROLE")


def guarded(run: Run, asked: argparse.Namespace, opened: Open) -> int:
    """Run a command in the house; a wrong argument is one sentence and exit 1."""
    house = opened()
    try:
        return run(asked, house)
    except YanapayError as error:
        print(f"yanapay: {sentence(error, 'en')}", file=sys.stderr)
    except (ValueError, OSError) as error:
        print(f"yanapay: {error}", file=sys.stderr)
    return 1


def _written_down(group: str, name: str, run: Run) -> Run:
    """The command, with an audit event once it has changed something."""

    def written_down(asked: argparse.Namespace, house: House) -> int:
        status = run(asked, house)
        if status == 0:
            about = next((told[a] for a in _ABOUT if (told := vars(asked)).get(a)), "")
            house.desk_of(CONSOLE).note(Action.MANAGE_ACCESS, f"{group} {name} {about}")
        return status

    return written_down


def said(done: bool, yes: str, no: str) -> int:
    """Say how it went; the exit code."""
    print(yes if done else f"yanapay: {no}", file=sys.stdout if done else sys.stderr)
    return 0 if done else 1
