"""Administrators read the audit trail, and nobody else does."""

import csv
import io

import pytest

from app import clock
from core.access.roles import Role
from core.access.sign_in import make_link
from web.files import harmless


def enter(client, house, role: Role) -> None:
    client.get(f"/entrar?enlace={make_link(house.register, role, clock.now)}")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_administrators_alone_may_read_it(client, house, role):
    enter(client, house, role)
    answer = client.get("/auditoria")
    assert answer.status_code == (200 if role is Role.ADMINISTRATOR else 403)
    assert answer.headers["cache-control"] == "no-store"


def test_the_public_is_asked_to_sign_in(client):
    assert client.get("/auditoria").status_code == 401


def test_a_refusal_is_the_first_thing_an_administrator_sees(client, house):
    enter(client, house, Role.PLANNER)
    assert client.get("/auditoria").status_code == 403
    enter(client, house, Role.ADMINISTRATOR)
    page = client.get("/auditoria?accion=read_audit")
    assert "negado" in page.text
    assert "planner" in page.text
    rows = list(csv.DictReader(io.StringIO(client.get("/auditoria?formato=csv").text)))
    numbers = [int(row["number"]) for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert (rows[0]["action"], rows[0]["allowed"]) == ("read_audit", "True")


@pytest.mark.parametrize(
    "query",
    [
        "accion=nada",
        "formato=xls",
        "desde=ayer",
        "desde=2026-02-02&hasta=2026-01-01",
        "resultado=quizas",
        "otro=1",
    ],
)
def test_what_is_not_understood_is_refused(client, house, query):
    enter(client, house, Role.ADMINISTRATOR)
    assert client.get(f"/auditoria?{query}").status_code == 400


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(text):
    assert harmless(text) == f"'{text}"
    assert harmless("Madre de Dios") == "Madre de Dios"
