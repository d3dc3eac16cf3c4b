"""Commands that list who may come in, and close what is open: accounts, tokens, sessions."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Sequence

from rich.table import Table
from sqlalchemy import RowMapping

from app import clock
from app.house import House
from app.progress import console
from core.access.sign_in import IDLE, LONGEST
from core.errors import BadQuestion, Code
from core.register import people, sessions, tokens

_OF_ACCOUNTS = ("name", "role", "institution", "created_at", "disabled_at")
_OF_TOKENS = (
    "prefix",
    "role",
    "agreement",
    "institution",
    "scopes",
    "expires_at",
    "revoked_at",
    "last_used_at",
)


def list_users(_asked: argparse.Namespace, house: House) -> int:
    """Every account: name, role, when it was made and when it was closed."""
    with house.the_register().reading() as connection:
        _print(people.accounts(connection), _OF_ACCOUNTS)
    return 0


def list_tokens(_asked: argparse.Namespace, house: House) -> int:
    """Every token by its prefix, with what it is good for and when it was last used."""
    with house.the_register().reading() as connection:
        _print(tokens.all_tokens(connection), _OF_TOKENS)
    return 0


def list_sessions(_asked: argparse.Namespace, house: House) -> int:
    """Every open session: whose, since when, when it was last used."""
    now = clock.now()
    with house.the_register().reading() as connection:
        rows = sessions.open_sessions(connection, now - IDLE, now - LONGEST)
        _print(rows, ("name", "role", "created_at", "last_used_at"))
    return 0


def end_sessions(asked: argparse.Namespace, house: House) -> int:
    """Close every open session of an account.

    :raises BadQuestion: where there is no such account.
    """
    with house.the_register().writing() as connection:
        account = people.account_named(connection, asked.name)
        if account is None:
            raise BadQuestion(Code.UNKNOWN_VALUE, field="name", value=asked.name)
        closed = sessions.revoke_sessions_of(connection, account["id"], clock.now())
    console.print(f"{closed} sessions of {asked.name} are closed")
    return 0


def _print(rows: Iterable[RowMapping], columns: Sequence[str]) -> None:
    table = Table(*(name.replace("_", " ") for name in columns), box=None)
    for row in rows:
        table.add_row(*(_short(row[name]) for name in columns))
    console.print(table)


def _short(cell: object) -> str:
    """A moment to the minute, nothing as a dash, anything else as it is."""
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return str(cell) if cell else "-"
