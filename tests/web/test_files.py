"""Files keep the filters and say what they are."""

import csv
import io

import pytest


def rows(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    lines = text.splitlines()
    head = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))
    table = csv.DictReader(io.StringIO("\n".join(ln for ln in lines if not ln.startswith("# "))))
    return head, list(table)


@pytest.mark.parametrize("part", ["mapa", "semestres", "matriz", "linea", "regiones"])
@pytest.mark.parametrize("measure", ["denuncias", "casos", "victimas", "llamadas"])
def test_every_sheet_of_the_panel_is_a_csv_and_a_json(client, measure, part):
    address = f"/panel?medida={measure}&cuadro={part}"
    head, table = rows(client.get(f"{address}&formato=csv").text)
    told = client.get(f"{address}&formato=json").json()
    assert head["query_id"] == told["query_id"]
    assert len(table) == len(told["rows"]) > 0
    assert ("warning" in head) is (head["provenance"] == "synthetic")
    assert {"title", "source", "cut", "rule_version", "licence", "citation"} <= set(head)


def test_a_withheld_cell_has_no_number_but_a_status(client):
    head, table = rows(client.get("/panel?medida=casos&formato=csv").text)
    withheld = [row for row in table if row["cases_status"] == "withheld"]
    assert withheld
    assert {row["cases"] for row in withheld} == {""}
    assert all(row["cases"].isdigit() for row in table if row["cases_status"] == "shown")
    assert head["provenance"] == "synthetic"


def test_the_file_is_named_after_its_release(client, bulletin):
    response = client.get("/panel?formato=csv")
    name = f"yanapay-denuncias-por-departamento-{bulletin.release.id}.csv"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_filters_stand_in_the_file(client):
    address = "/panel?medida=casos&industria=mining&desde=2009&hasta=2010&formato=csv"
    head, _ = rows(client.get(address).text)
    assert head["filters"] == "Casos · ene 2009 – dic 2010 · Minería"
