"""What a page shows, its question in GraphQL answers: the same values, states and bounds."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access.roles import Role
from core.access.sign_in import make_link, use_link
from core.vocabulary import INDUSTRIES
from tests.promises.test_same_number_at_every_exit import PERIODS, questions
from web.choices import Part
from web.cookies import SESSION

CALLS = ["meses", "embudo", "horas", "tipo", "efectividad", "medio"]
CASES = ["embudo", "registros", "meses", "estado", "registro", "alcance"]
INDUSTRY = ["departamentos", "formas", "sexo", "edad", "anos"]


#: Columns worked out from the others: the year before is a cell of the same answer.
COMPUTED = ("year_before", "difference", "change_percent")


def asked(client, path: str, **question) -> tuple[dict, dict]:
    """(the file of a page's figure, what the question it opens in the explorer answers)."""
    kept = {name: text for name, text in question.items() if text}
    told = client.get(path, params={**kept, "formato": "json"}).json()
    sent = client.get(path, params={**kept, "formato": "graphql"}, follow_redirects=False)
    assert sent.status_code == 303
    return told, answered(client, sent.headers["location"])


def answered(client, address: str) -> dict:
    """What the document that an address of the explorer holds is answered."""
    where = urlsplit(address)
    assert where.path == "/api"
    given = {name: texts[0] for name, texts in parse_qs(where.query).items()}
    body = {"query": given["documento"], "variables": json.loads(given.get("variables", "null"))}
    answer = client.post("/graphql", json=body).json()
    assert "errors" not in answer, answer
    data: dict = answer["data"]
    return data


def cells(answer: dict, part: str) -> dict[tuple[str, ...], dict]:
    """The cells of a part, by period and codes."""
    return {
        (*filter(None, [cell["period"]]), *(key["code"] for key in cell["keys"])): cell
        for cell in answer[part]["cells"]
    }


def agree(file: dict, graphql: dict) -> None:
    """A figure of a file and one of GraphQL."""
    assert file["status"].upper() == graphql["status"]
    assert file["value"] == graphql["value"]
    if "bound" in file:
        assert file["bound"].upper() == graphql["bound"]
        assert file["provisional"] is graphql["provisional"]
        assert file["withheld_parts"] == graphql["withheldParts"]
    if "reason" in file:
        assert file["reason"].upper() == graphql["reason"]
    if "unstable" in graphql and file["status"] == "shown":
        assert file["unstable"] is graphql["unstable"]


def compared(told: dict, answer: dict) -> None:
    """Every figure of a file of counts is a cell of the answer."""
    assert told["rows"]
    figures = [name for name, cell in told["rows"][0].items() if isinstance(cell, dict)]
    columns = [name for name in figures if name not in COMPUTED]
    known = cells(answer, "q1")
    for place, row in enumerate(told["rows"], start=1):
        code = next(iter(row.values()))
        for column in columns:
            if "step" in row or "q3" in answer:  # a funnel: one question for each step
                cell = cells(answer, f"q{place}")[()]
            elif column == "all_forms" or code == "PE":  # what is not split so
                cell = cells(answer, "q2")[(code,) if code != "PE" else ()]
            else:
                crossed = column.removeprefix("weekday_") if len(columns) > 2 else ""
                cell = known[tuple(filter(None, (code, crossed)))]
            agree(row[column], cell["rate" if column == "rate_per_100000" else "count"])
    assert told["query_id"] in [part["queryId"] for part in answer.values()] or len(answer) > 2
    assert {part["release"]["id"] for part in answer.values()} == {told["release"]}


SPREAD = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
PERIOD = st.sampled_from(PERIODS)


@given(
    asks=questions(),
    part=st.sampled_from([Part.MAP, Part.REGIONS, Part.SERIES, Part.MONTHS, Part.MATRIX]),
)
@SPREAD
def test_the_panel(client, asks, part):
    measure, chosen, first, last = asks
    period = {"desde": first, "hasta": last}
    compared(*asked(client, "/panel", medida=measure, cuadro=part, **period, **chosen))


def test_the_year_before_is_the_cell_of_the_year_before(client):
    told, answer = asked(client, "/panel", medida="casos", cuadro="semestres")
    known = cells(answer, "q1")
    for row in told["rows"]:
        year, _, half = row["semester"].partition("-")
        before = (f"{int(year) - 1}-{half}",)
        if before in known and before != ("2006-S1",):  # which is not whole: it begins in March
            agree(row["year_before"], known[before]["count"])
        else:
            assert row["year_before"]["status"] == "missing"


@given(
    where=st.one_of(
        st.tuples(st.just("/llamadas"), st.sampled_from(CALLS)),
        st.tuples(st.just("/casos"), st.sampled_from([s for s in CASES if s != "registros"])),
        st.tuples(
            st.sampled_from([f"/industrias/{code}" for code in INDUSTRIES.codes]),
            st.sampled_from(INDUSTRY),
        ),
    ),
    period=PERIOD,
)
@SPREAD
def test_the_pages_of_calls_cases_and_industries(client, where, period):
    path, sheet = where
    compared(*asked(client, path, cuadro=sheet, desde=period, hasta=period))


def test_the_prosecutors_table(client):
    told, answer = asked(client, "/panel", cuadro="mapa")
    table = answer["q1"]
    *rows, total = told["rows"]
    known = {row["department"]["ubigeo"]: row for row in table["byDepartment"]}
    assert len(rows) == len(known) == 25
    for row in rows:
        agree(row["complaints"], known[row["department"]]["count"])
        agree(row["rate_per_100000"], known[row["department"]]["rate"])
    agree(total["complaints"], table["total"])
    agree(total["rate_per_100000"], table["totalRate"])
    assert table["queryId"] == told["query_id"]


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_labels_come_in_the_language_of_the_page(client, language):
    told, answer = asked(client, "/llamadas", cuadro="tipo", lang=language)
    labels = {key["code"]: key["label"] for cell in answer["q1"]["cells"] for key in cell["keys"]}
    assert labels == {row["call_type"]: row["call_type_label"] for row in told["rows"]}


@pytest.mark.parametrize(("path", "sheet"), [("/panel", "linea"), ("/casos", "registros")])
def test_what_others_published(client, path, sheet):
    told, answer = asked(client, path, cuadro=sheet)
    names = ("series", "register", "period", "area", "source", "value", "bound")
    known = [
        tuple(fact[name] for name in names)
        for part in answer.values()
        if isinstance(part, list)
        for fact in part
        if fact["sex"] == fact["age"] == "all"
    ]
    for row in told["rows"]:
        figure = row["value"]["value"], row["value"]["bound"].upper()
        if sheet == "linea":
            assert (row["series"], row["period"], row["source"], *figure) in [
                (fact[0], fact[2], *fact[4:]) for fact in known
            ]
        elif (row["register"], row["period"], row["area"], row["source"], *figure) not in [
            fact[1:] for fact in known
        ]:  # the prosecutors' districts as their one total
            assert row["area"] == "Perú"
            assert figure == (answer["q5"]["total"]["value"], "EXACT")
    assert len(told["rows"]) in (len(known), len(known) + 1)


def test_the_exact_edition_asks_for_the_exact_edition(house):
    link = make_link(house.register, Role.PLANNER, clock.now)
    kept = {SESSION: use_link(house.register, link, clock.now)}
    with TestClient(make_app(house), "http://127.0.0.1", cookies=kept) as planner:
        told, answer = asked(planner, "/panel", medida="casos", cuadro="mapa", edicion="interna")
        compared(told, answer)
        assert told["edition"] == "internal"
        assert answer["q1"]["release"]["edition"] == "INTERNAL"


@pytest.mark.parametrize(
    "ends", [{}, {"origen": "16"}, {"destino": "17"}, {"origen": "16", "destino": "15"}]
)
def test_the_ends_of_corridors(client, ends):
    told, answer = asked(client, "/rutas", cuadro="extremos", desde="2008", **ends)
    splits = list(dict.fromkeys(row["split"] for row in told["rows"]))
    columns = [name for name, cell in told["rows"][0].items() if isinstance(cell, dict)]
    assert len(answer) == len(splits) * len(columns)
    for row in told["rows"]:
        for at, column in enumerate(columns):
            part = f"q{at * len(splits) + splits.index(row['split']) + 1}"
            agree(row[column], cells(answer, part)[row["part"],]["count"])


@pytest.mark.parametrize("ubigeo", ["15", "17", "07", "25"])
def test_the_page_of_a_department(client, ubigeo):
    path = f"/departamentos/{ubigeo}"
    for sheet in ("provincias", "industrias", "formas"):
        compared(*asked(client, path, cuadro=sheet, desde="2009"))
    told, answer = asked(client, path, cuadro="registro")
    for place, row in enumerate(told["rows"]):
        here, country = (cells(answer, f"q{2 * place + side}")[()] for side in (1, 2))
        agree(row["count"], here["count"])
        agree(row["rate_per_100000"], here["rate"])
        agree(row["country_rate_per_100000"], country["rate"])
    told, answer = asked(client, path, cuadro="anos")
    for row in told["rows"]:
        for part, unit in (("q1", "cases"), ("q2", "calls")):
            agree(row[unit], cells(answer, part)[row["year"],]["count"])
