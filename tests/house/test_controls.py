"""The document of controls says the numbers, rights, tables, keys and words in force."""

import dataclasses
import re
from pathlib import Path

from api import context, cost, guard, requests, view
from api.streams import bell
from api.streams.limits import Limits
from api.streams.opening import MOST_OF_AN_EVENT
from api.types.paging import MOST_A_PAGE
from app import house
from app.keys import Keys
from core import stops
from core.access import accounts, metering, passwords, sign_in, throttling, tokens
from core.access.roles import Action, Role, may
from core.desk import cases, documents, own_tokens, plan_evidence, recorder, routes
from core.desk.texts import MOST_CHARACTERS
from core.disclosure import RULE
from core.register.schema import METADATA
from web import door, kept_pages, turnstile
from web.pages import audit, explorer
from web.writers import press, process

LIMITS = Limits()
TEXT = Path("docs/controls.md").read_text("utf-8")


def part(heading: str) -> str:
    return re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", TEXT, re.S | re.M)[1]


def rows(heading: str) -> list[list[str]]:
    lines = [line for line in part(heading).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def listed(cell: str) -> list[str]:
    return [word.strip() for word in cell.split(",")]


def minutes(span) -> str:
    return f"{span.total_seconds() / 60:.0f} minutes"


def window(item) -> str:
    return f"{item.amount} in {item.multiples} minute{'s' if item.multiples > 1 else ''}"


def test_its_numbers_are_those_in_force():
    assert {what: limit for what, limit, _ in rows("Numbers")} == {
        "password, shortest": f"{passwords.SHORTEST} characters",
        "password without own words": f"{passwords.LEFT_OVER} characters left",
        "wrong passwords of an account": window(throttling._FAILURES),
        "attempts of an address": window(throttling._ATTEMPTS),
        "passwords hashed at once": "2",
        "sign-ins let in at once": f"{turnstile.AT_ONCE} sign-ins",
        "sign-ins waiting": f"{turnstile.WAITING} sign-ins",
        "session, idle": minutes(sign_in.IDLE),
        "session, longest": f"{sign_in.LONGEST.total_seconds() / 3600:.0f} hours",
        "sessions of an account": "no limit",
        "tokens of an account": f"{own_tokens.MOST} tokens",
        "sign-in form": f"{door._MOST_FORM_BYTES} bytes",
        "form of the API explorer": f"{explorer.MOST_BYTES} bytes",
        "GraphQL request": f"{requests.MOST_BYTES} bytes",
        "GraphQL document": f"{guard.MOST_TOKENS} tokens",
        "GraphQL fields": f"{guard.MOST_FIELDS} fields",
        "GraphQL depth": f"{guard.DEEPEST} levels",
        "GraphQL root": f"{guard.MOST_AT_THE_ROOT} fields",
        "GraphQL field at one place": f"{guard.MOST_AT_ONE_PLACE} times",
        "GraphQL selections": f"{guard.MOST_SELECTIONS} selections",
        "GraphQL aliases": f"{guard.MOST_ALIASES} aliases",
        "GraphQL directives": f"{guard.MOST_DIRECTIVES} directives",
        "GraphQL operations": f"{guard.MOST_OPERATIONS} operations",
        "GraphQL fragments": f"{guard.MOST_FRAGMENTS} fragments",
        "GraphQL cost": f"{cost.MOST_COST} points",
        "GraphQL variables": f"{requests.DEEPEST_VARIABLES} levels",
        "GraphQL body, slowest": f"{requests.SLOWEST:.0f} seconds",
        "GraphQL answer, slowest": f"{context.PATIENCE:.0f} seconds",
        "GraphQL documents at once": f"{view.THREADS} documents",
        "GraphQL documents of an asker at once": f"{metering.AT_ONCE} documents",
        "GraphQL points of a token or account": f"{metering.SIGNED_IN} in 1 minute",
        "GraphQL points of an address": f"{metering.STRANGERS} in 1 minute",
        "refusals of an address written down": (
            f"{metering.STRANGERS // metering.REFUSAL} in 1 minute"
        ),
        "trusted documents of an owner": f"{documents.MOST} documents",
        "statement for somebody who waits": f"{house.PATIENCE:.0f} seconds",
        "GraphQL cost of an event": f"{MOST_OF_AN_EVENT} points",
        "connections open": f"{LIMITS.connections} a process",
        "connections of an address": f"{LIMITS.of_an_address} a machine",
        "connections of a holder": f"{LIMITS.of_a_holder} a machine",
        "operations of a connection": f"{LIMITS.operations} operations",
        "WebSocket message": f"{LIMITS.message} bytes",
        "events that wait": f"{LIMITS.waiting} events",
        "time until connection_init": f"{LIMITS.until_init:g} seconds",
        "time to take a message": f"{LIMITS.until_sent:g} seconds",
        "time between two checks": f"{LIMITS.between_checks:g} seconds",
        "bell of the internal edition, slowest": f"{bell._LATEST:.0f} seconds",
        "time between two pings": f"{LIMITS.between_pings:g} seconds",
        "page of records": f"{MOST_A_PAGE} records",
        "page of the audit trail": f"{audit.MOST} events",
        "narrative or note": f"{MOST_CHARACTERS} characters",
        "reports that wait": f"{press.MOST_WAITING} orders",
        "reports that are kept": f"{press.MOST_KEPT} files",
        "evidence for the plan": f"{plan_evidence.MOST_MIB} MiB",
        "act under the same key": f"{recorder.KEPT.days} days",
        "people in a case, at once": f"{cases.MOST_VICTIMS} people",
        "pages kept in memory": f"{kept_pages.MOST} pages",
        "files written at once": f"{process.AT_ONCE} files",
        "files that wait": f"{process.WAITING} files",
        "stops of a route": f"{stops.MOST} stops",
        "sources behind a route": f"{routes.MOST_SOURCES} sources",
        "dimensions of a question": f"{RULE.most_dimensions} dimensions",
    }


def test_its_words_are_those_refused_in_passwords():
    words = re.search(r"Refused in passwords: (.*?)\.", part("Numbers"), re.S)[1]
    assert listed(words.replace("\n", " ")) == sorted(passwords.OWN_WORDS)


def test_its_ways_in_are_those_there_are():
    told = {way: ends for way, _, _, ends in rows("Ways in")}
    assert set(told) == {
        "password and code",
        "password",
        "token",
        "provider of identities",
        "development link",
    }
    assert f"{tokens.LONGEST.days} days" in told["token"]
    assert minutes(sign_in.LINK_LIFE) in part("Ways in")
    without_code = {role.value for role in set(Role) - accounts.NEEDS_SECOND_FACTOR}
    assert set(listed(rows("Ways in")[1][1])) == without_code - {"public"}


def test_its_rights_are_those_in_force():
    told = {action: set(listed(roles)) for action, roles in rows("Rights")}
    everybody = {a for a in Action if all(may(role, a) for role in Role)}
    assert told == {
        action.value: {role.value for role in Role if may(role, action)}
        for action in set(Action) - everybody
    }


def test_every_table_has_one_level_of_protection():
    told = [table for _, tables, _ in rows("Levels of protection") for table in listed(tables)]
    assert sorted(told) == sorted(METADATA.tables)
    assert all(kept for _, _, kept in rows("Levels of protection"))


def test_every_key_stands_in_the_inventory():
    told = {key: algorithm for key, algorithm, _, _ in rows("Keys and algorithms")}
    assert set(told) == {field.name for field in dataclasses.fields(Keys)}
    passes = f"{passwords.HASHER.memory_cost // 1024} MiB, {passwords.HASHER.time_cost} passes"
    assert passes in " ".join(part("Keys and algorithms").split())


def test_every_log_says_where_it_is_who_reads_it_and_how_long_it_is_kept():
    assert [log for log, *_ in rows("Logs")] == ["audit trail", "releases.log", "standard error"]
    assert all(len(row) == 5 and all(row) for row in rows("Logs"))


def test_every_kind_of_hole_has_its_days():
    days = [int(re.fullmatch(r"(\d+) days", within)[1]) for _, within in rows("Libraries")]
    assert days == sorted(days)
    assert len(days) == 4


def test_input_costs_and_connections_are_written_down():
    for word in ("vocabulary", "places", "periods", "filters", "identifying"):
        assert f"`core/{word}.py`" in part("What is taken as input")
    assert "What costs much:" in part("Numbers")
    assert "No address given by anybody outside is ever called." in " ".join(
        part("Connections").split()
    )
