"""Commands for programs: agreements, and the tokens made under them."""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
from pathlib import Path

from app import clock, listing
from app.commands import Commands, Open, adder, needs_role, said
from app.house import House
from app.progress import console
from core.access import tokens
from core.access.roles import Action
from core.identifying import refuse_in
from core.register import tokens as token_rows

LOWEST_K, HIGHEST_K = 5, 10


def add_commands(commands: Commands, opened: Open) -> None:
    """``agreement`` and ``token`` beside the other commands."""
    command = adder(commands, opened, "agreement", "token")
    _agreement_arguments(command("agreement", "add", _add_agreement, "Record an agreement"))
    create = command("token", "create", _create_token, "Make an API token, shown once")
    needs_role(create)
    create.add_argument("--agreement", metavar="CODE")
    create.add_argument("--days", required=True, type=int, metavar="N")
    create.add_argument("--from-network", action="append", default=[], metavar="CIDR")
    create.add_argument("--institution", metavar="ACRONYM")
    create.add_argument("--only", action="append", default=[], type=Action, metavar="ACT")
    create.add_argument(
        "--documents-only", action="store_true", help="good for trusted documents alone"
    )
    command("token", "revoke", _revoke, "Revoke a token").add_argument("prefix")
    command("token", "list", listing.list_tokens, "List the tokens; no secret is kept to show")


def _agreement_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code")
    for name in ("partner", "purpose", "signed"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--departments", default="", help="UBIGEO codes, comma-separated")
    parser.add_argument("--dimensions", default="", help="names, comma-separated")
    parser.add_argument("--k", type=int, default=HIGHEST_K, choices=range(LOWEST_K, HIGHEST_K + 1))
    parser.add_argument("--from", dest="starts", required=True, type=dt.date.fromisoformat)
    parser.add_argument("--to", dest="ends", required=True, type=dt.date.fromisoformat)


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
        asked.documents_only,
    )
    made = tokens.create(house.the_register(), wish, clock.now)
    console.print(f"good for {asked.days} days as {asked.role.value}; shown once:")
    print(made)
    return 0


def _revoke(asked: argparse.Namespace, house: House) -> int:
    done = tokens.revoke(house.the_register(), asked.prefix, clock.now)
    return said(done, f"{asked.prefix} is revoked", "there is no such token to revoke")
