"""Commands for people: accounts, agreements and tokens. Each is written into the audit trail."""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from app import clock, listing
from app.house import House
from app.progress import console
from app.settings import WrongSetting
from core.access import accounts, federation, tokens
from core.access.roles import Action, Asker, Role
from core.errors import YanapayError
from core.identifying import refuse_in
from core.register import tokens as token_rows
from core.sentences import sentence

Open = Callable[[], House]
Run = Callable[[argparse.Namespace, House], int]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
LOWEST_K, HIGHEST_K = 5, 10

#: Whoever holds a shell on the machine of the register acts as an administrator.
CONSOLE = Asker(Role.ADMINISTRATOR, "console")

#: The argument that says whom or what a command is about.
_ABOUT = ("name", "code", "prefix", "role")


def add_commands(commands: Commands, opened: Open) -> None:
    """``user``, ``agreement``, ``token`` and ``session`` beside the other commands."""

    groups = {name: group_of(commands, name) for name in ("user", "agreement", "token", "session")}

    def command(group: str, name: str, run: Run, text: str) -> argparse.ArgumentParser:
        added = groups[group].add_parser(name, help=text, description=text)
        noted = _written_down(group, name, run)
        added.set_defaults(run=lambda asked: guarded(noted, asked, opened))
        return added

    add = command("user", "add", _add_user, "Make an account")
    add.add_argument("name")
    needs_role(add)
    add.add_argument("--password-stdin", action="store_true", help="read it from standard input")
    renew = command("user", "renew", _renew_user, "Another password and second factor")
    renew.add_argument("name")
    renew.add_argument("--password-stdin", action="store_true", help="read it from standard input")
    employ = command("user", "employ", _employ, "Say whom somebody works for")
    employ.add_argument("name")
    employ.add_argument("--institution", required=True, metavar="ACRONYM")
    role = command("user", "role", _change_role, "Change a role; open sessions end")
    role.add_argument("name")
    needs_role(role)
    command("user", "disable", _disable, "Close an account").add_argument("name")
    tie = command("user", "link", _link, "Let an account sign in at the provider of identities")
    tie.add_argument("name")
    tie.add_argument("--subject", required=True, metavar="SUB", help="its sub at the provider")
    untie = command("user", "unlink", _unlink, "Take that back; open sessions end")
    untie.add_argument("name")
    _agreement_arguments(command("agreement", "add", _add_agreement, "Record an agreement"))
    create = command("token", "create", _create_token, "Make an API token, shown once")
    needs_role(create)
    create.add_argument("--agreement", metavar="CODE")
    create.add_argument("--days", required=True, type=int, metavar="N")
    create.add_argument("--from-network", action="append", default=[], metavar="CIDR")
    create.add_argument("--institution", metavar="ACRONYM")
    create.add_argument("--only", action="append", default=[], type=Action, metavar="ACT")
    command("token", "revoke", _revoke, "Revoke a token").add_argument("prefix")
    command("user", "list", listing.list_users, "List the accounts")
    command("token", "list", listing.list_tokens, "List the tokens; no secret is kept to show")
    command("session", "list", listing.list_sessions, "List the open sessions")
    end = command("session", "end", listing.end_sessions, "End the sessions of an account")
    end.add_argument("name")


def group_of(commands: Commands, name: str) -> Commands:
    """A word that other words follow: ``yanapay user add``."""
    parser = commands.add_parser(name, help=f"{name}: see yanapay {name} --help")
    return parser.add_subparsers(required=True, metavar="COMMAND")


def needs_role(parser: argparse.ArgumentParser) -> None:
    """``--role ROLE``, one of those there are."""
    parser.add_argument("--role", required=True, type=Role, choices=list(Role), metavar="ROLE")


def _agreement_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code")
    for name in ("partner", "purpose", "signed"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--departments", default="", help="UBIGEO codes, comma-separated")
    parser.add_argument("--dimensions", default="", help="names, comma-separated")
    parser.add_argument("--k", type=int, default=HIGHEST_K, choices=range(LOWEST_K, HIGHEST_K + 1))
    parser.add_argument("--from", dest="starts", required=True, type=dt.date.fromisoformat)
    parser.add_argument("--to", dest="ends", required=True, type=dt.date.fromisoformat)


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


def _add_user(asked: argparse.Namespace, house: House) -> int:
    register, ring = house.the_register(), house.keys.seal
    enrolment = accounts.add(
        register, asked.name, asked.role, _typed(asked), ring=ring, clock=clock.now
    )
    console.print(f"{asked.name} may sign in as {asked.role.value}")
    return _shown_once(enrolment)


def _renew_user(asked: argparse.Namespace, house: House) -> int:
    register, ring = house.the_register(), house.keys.seal
    enrolment = accounts.renew(register, asked.name, _typed(asked), ring=ring, clock=clock.now)
    console.print(f"{asked.name} may sign in again; sessions and codes of before are ended")
    return _shown_once(enrolment)


def _typed(asked: argparse.Namespace) -> str:
    return sys.stdin.readline().rstrip("\n") if asked.password_stdin else getpass.getpass()


def _shown_once(enrolment: accounts.Enrolment | None) -> int:
    if enrolment is not None:
        console.print("Shown once. For the authenticator app:")
        print(enrolment.address)
        console.print("Recovery codes, each good once:")
        print("\n".join(enrolment.recovery_codes))
    return 0


def _change_role(asked: argparse.Namespace, house: House) -> int:
    done = accounts.change_role(house.the_register(), asked.name, asked.role, clock.now)
    return _said(done, f"{asked.name} is now {asked.role.value}", "there is no such account")


def _employ(asked: argparse.Namespace, house: House) -> int:
    accounts.employ(house.the_register(), asked.name, asked.institution)
    return _said(True, f"{asked.name} works for {asked.institution}", "")


def _disable(asked: argparse.Namespace, house: House) -> int:
    done = accounts.disable(house.the_register(), asked.name, clock.now)
    return _said(done, f"{asked.name} is closed", "there is no such account")


def _link(asked: argparse.Namespace, house: House) -> int:
    provider = house.settings.provider
    if provider is None:
        raise WrongSetting("YANAPAY_OIDC_ISSUER is not set: there is no provider to link to")
    register = house.the_register()
    done = federation.link(register, asked.name, provider.issuer, asked.subject, clock.now)
    said = f"{asked.name} may sign in at {provider.issuer}"
    return _said(done, said, "there is no such account")


def _unlink(asked: argparse.Namespace, house: House) -> int:
    done = federation.unlink(house.the_register(), asked.name, clock.now)
    return _said(done, f"{asked.name} signs in here alone", "there is no such link")


def _add_agreement(asked: argparse.Namespace, house: House) -> int:
    if asked.ends < asked.starts:
        raise ValueError("--to is before --from")
    refuse_in(partner=asked.partner, purpose=asked.purpose)
    with house.the_register().writing() as connection:
        token_rows.add_agreement(
            connection,
            code=asked.code,
            partner=asked.partner,
            purpose=asked.purpose,
            departments=asked.departments,
            dimensions=asked.dimensions,
            k=asked.k,
            starts_on=asked.starts,
            ends_on=asked.ends,
            signed_hash=hashlib.sha256(Path(asked.signed).read_bytes()).hexdigest(),
        )
    console.print(f"agreement {asked.code} is in force from {asked.starts} to {asked.ends}")
    return 0


def _create_token(asked: argparse.Namespace, house: House) -> int:
    wish = tokens.Wish(
        asked.role,
        asked.days,
        asked.agreement,
        tuple(asked.from_network),
        tuple(asked.only),
        asked.institution,
    )
    made = tokens.create(house.the_register(), wish, clock.now)
    console.print(f"good for {asked.days} days as {asked.role.value}; shown once:")
    print(made)
    return 0


def _revoke(asked: argparse.Namespace, house: House) -> int:
    done = tokens.revoke(house.the_register(), asked.prefix, clock.now)
    return _said(done, f"{asked.prefix} is revoked", "there is no such token to revoke")


def _said(done: bool, yes: str, no: str) -> int:
    print(yes if done else f"yanapay: {no}", file=sys.stdout if done else sys.stderr)
    return 0 if done else 1
