"""Commands for people: accounts and their sessions. Each is written into the audit trail."""

from __future__ import annotations

import argparse
import getpass
import sys

from app import clock, listing
from app.commands import Commands, Open, adder, needs_role, said
from app.house import House
from app.progress import console
from app.settings import WrongSetting
from core.access import accounts, federation


def add_commands(commands: Commands, opened: Open) -> None:
    """``user`` and ``session`` beside the other commands."""
    command = adder(commands, opened, "user", "session")
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
    command("user", "list", listing.list_users, "List the accounts")
    command("session", "list", listing.list_sessions, "List the open sessions")
    end = command("session", "end", listing.end_sessions, "End the sessions of an account")
    end.add_argument("name")


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
    return said(done, f"{asked.name} is now {asked.role.value}", "there is no such account")


def _employ(asked: argparse.Namespace, house: House) -> int:
    accounts.employ(house.the_register(), asked.name, asked.institution)
    return said(True, f"{asked.name} works for {asked.institution}", "")


def _disable(asked: argparse.Namespace, house: House) -> int:
    done = accounts.disable(house.the_register(), asked.name, clock.now)
    return said(done, f"{asked.name} is closed", "there is no such account")


def _link(asked: argparse.Namespace, house: House) -> int:
    provider = house.settings.provider
    if provider is None:
        raise WrongSetting("YANAPAY_OIDC_ISSUER is not set: there is no provider to link to")
    register = house.the_register()
    done = federation.link(register, asked.name, provider.issuer, asked.subject, clock.now)
    yes = f"{asked.name} may sign in at {provider.issuer}"
    return said(done, yes, "there is no such account")


def _unlink(asked: argparse.Namespace, house: House) -> int:
    done = federation.unlink(house.the_register(), asked.name, clock.now)
    return said(done, f"{asked.name} signs in here alone", "there is no such link")
