"""Routes brought in at the desk: from files and typed rows, each kept or refused with its reason;
what is recorded, or generated, never stands among what others documented."""

import io
import re
import zipfile

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from app import clock
from app.asgi import make_app
from core.access.roles import Role
from core.access.sign_in import make_link, use_link
from core.register import route_entries
from core.register.columns import columns_of
from core.register.routes import Leg, Route, RouteDraft
from core.vocabulary import Provenance
from tests.factories import SMALL, house_in
from web.cookies import SESSION

HEAD = "ruta;papel;pais;departamento;provincia;localidad;modo;visto_desde;tipo_fuente;editor;fuente"
GOOD = """uno;;;16;;Iquitos;;;Expediente;Fiscalía de prueba;Exp. 1
;;;Ucayali;;Pucallpa;río;2010-05-01;;;
;;;Lima;1501;;carretera;;;;
dos;;EC;;;;;;;;
;;;20;;;;;;;"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own: these tests write."""
    made = house_in(tmp_path_factory.mktemp("route-entry"), size=SMALL)
    yield made
    made.register.close()


@pytest.fixture
def enter(house):
    """A browser signed in with a role."""
    opened = []

    def entered(role: Role = Role.CASE_WORKER) -> TestClient:
        link = make_link(house.register, role, clock.now)
        kept = {SESSION: use_link(house.register, link, clock.now)}
        browser = TestClient(make_app(house), base_url="http://127.0.0.1", cookies=kept)
        opened.append(browser)
        browser.__enter__()
        return browser

    yield entered
    for browser in opened:
        browser.__exit__(None, None, None)


def send(browser, rows: str = "", content: bytes = b"", lang: str = "es", **more: str):
    page = browser.get("/rutas/registro").text
    proof = re.search(r'name="prueba" value="([^"]+)"', page)[1]
    files = {"archivo": ("rutas.csv", content)}
    data = {"prueba": proof, "texto": f"{HEAD}\n{rows}" if rows else "", **more}
    return browser.post(f"/rutas/registro?lang={lang}", data=data, files=files)


def told(answer) -> dict[str, tuple[int, str]]:
    """(row, what was said) of each route."""
    found = re.findall(
        r'<th scope="row">(.*?)</th>\s*<td[^>]*>(\d+)</td>\s*<td[^>]*>([^<]*)', answer.text, re.S
    )
    return {name: (int(row), said) for name, row, said in found}


def draft(answer) -> str:
    return re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.S)[1].strip()


def recorded(house) -> list:
    route = columns_of(Route)
    with house.register.reading() as connection:
        asked = sa.select(route.code, route.scope, route.grade)
        mine = asked.where(route.provenance == Provenance.RECORDED.value)
        return connection.execute(mine.order_by(route.code)).all()


def workbook(rows: list[list[str]]) -> bytes:
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in row) + "</row>"
        for row in rows
    )
    with zipfile.ZipFile(out := io.BytesIO(), "w") as made:
        made.writestr("xl/worksheets/sheet1.xml", f"<sheetData>{cells}</sheetData>")
    return out.getvalue()


def test_a_table_of_stops_is_recorded_route_by_route_and_only_once(house, enter):
    worker, before = enter(), len(recorded(house))
    answer = send(worker, GOOD)
    assert answer.status_code == 200
    assert told(answer) == {"uno": (2, "registrada"), "dos": (5, "registrada")}
    assert draft(answer) == ""
    mine = recorded(house)[before:] if before else recorded(house)
    assert sorted((scope, grade) for _, scope, grade in mine) == [
        ("inbound", None),
        ("internal", "B"),
    ]
    leg = columns_of(Leg)
    with house.register.reading() as connection:
        modes = set(connection.execute(sa.select(leg.mode)).scalars())
    assert {"river", "road"} <= modes
    asked = "{ routes(last: 50) { edges { node { code legs { province mode { code } } } } } }"
    body = worker.post("/graphql", json={"query": asked}).json()
    routes = {edge["node"]["code"]: edge["node"] for edge in body["data"]["routes"]["edges"]}
    (internal,) = (routes[code] for code, scope, _ in mine if scope == "internal")
    assert [leg["province"] for leg in internal["legs"]] == [None, None, "1501"]
    again = send(worker, GOOD)
    assert {said for _, said in told(again).values()} == {"ya estaba registrada"}
    assert len(recorded(house)) == before + 2


@pytest.mark.parametrize("apart", [";", ",", "\t"])
def test_a_csv_file_may_have_any_of_three_signs_between_its_cells(enter, apart):
    content = "ruta;departamento;localidad\nx;17;Mazuko\nx;8;\n".replace(";", apart)
    answer = send(enter(), content=b"\xef\xbb\xbf" + content.encode())
    assert told(answer) == {"x": (2, "registrada")}


def test_a_workbook_is_read_with_its_days_and_codes_as_it_keeps_them(house, enter):
    rows = [
        ["ruta", "departamento", "visto_desde", "explotacion"],
        ["libro", "9", "40179", "sí"],  # 2010-01-01, and the zero gone from 09
        ["libro", "21", "", "no"],
    ]
    answer = send(enter(), content=workbook(rows))
    assert told(answer) == {"libro": (2, "registrada")}
    leg = columns_of(Leg)
    with house.register.reading() as connection:
        days = set(connection.execute(sa.select(leg.first_seen)).scalars())
    assert "2010-01-01" in {str(day) for day in days}


#: rows, row said, what each language says
WRONG = [
    (";;;16;;;;;;;", 2, ("2 a 30 paradas", "2 to 30 stops", "2 à 30 étapes")),
    (
        ";destination;;16;;;;;;;\n;destination;;15;;;;;;;",
        2,
        ("Parada 1", "Stop 1: “destination”", "Étape 1"),
    ),
    (
        ";;;16;;;;;;;\n;origin;;15;;;;;;;",
        3,
        ("Parada 2", "Stop 2: “origin”", "Étape 2"),
    ),
    (
        ";;;16;;;;;;;\n;;Marte;;;;;;;;",
        3,
        ("«Marte» no se conoce en «pais»", "“Marte”", "« Marte »"),
    ),
    (
        ";;;16;;;;2011-01-01;;;\n;;;15;;;;1999-01-01;;;",
        3,
        ("Parada 2: ", "Stop 2: ", "Étape 2 : "),
    ),
    (";;;16;;;;;;;\n;;;16;;;;;;;", 3, ("mismo lugar", "same place", "même lieu")),
    (
        ";;;16;;;;;;;\n;;;07;0801;;;;;;",
        3,
        ("Cusco es 08", "Cusco is 08", "Cusco est 08"),
    ),
    (";;;16;;;;ayer;;;\n;;;15;;;;;;;", 2, ("Parada 1: ", "Stop 1: ", "Étape 1 : ")),
    (";;;16;;;nado;;;;\n;;;15;;;;;;;", 2, ("Parada 1: «nado»", "Stop 1: “nado”", "Étape 1")),
]


@pytest.mark.parametrize(("rows", "row", "said"), WRONG)
def test_each_refusal_names_the_stop_and_the_reason_in_three_languages(
    house, enter, rows, row, said
):
    worker, before = enter(), recorded(house)
    for language, words in zip(("es", "en", "fr"), said, strict=True):
        answer = send(worker, rows.replace(";", "mala;", 1), lang=language)
        assert answer.status_code == 400
        (found,) = told(answer).values()
        assert found[0] == row
        assert words in found[1]
    assert recorded(house) == before


def test_what_was_refused_stays_in_the_form_and_as_a_draft_of_its_own(house, enter):
    worker = enter()
    answer = send(worker, "buena;;;01;;;;;;;\n;;;02;;;;;;;\nmala;;;01;;;;;;;\n;;;77;;;;;;;")
    assert answer.status_code == 400
    assert told(answer)["buena"][1] == "registrada"
    assert "buena" not in draft(answer)
    assert draft(answer).count("mala") == 2
    assert draft(worker.get("/rutas/registro")) == draft(answer)
    with house.register.reading() as connection:
        assert route_entries.draft(connection, "somebody-else") == ""
    mended = draft(answer).replace("77", "03").partition("\n")[2]
    data = {"texto": draft(answer).partition("\n")[0] + "\n" + mended}
    assert told(send(worker, **data)) == {"mala": (2, "registrada")}
    assert draft(worker.get("/rutas/registro")) == ""


def test_a_draft_is_kept_without_lines_that_seem_to_identify_somebody(house, enter):
    worker = enter()
    answer = send(worker, "x;;;16;;Jr. Lima 123;;;;;\n;;;15;;;;;;;", guardar="1")
    assert "identificar a alguien" in answer.text
    with house.register.reading() as connection:
        kept = connection.execute(sa.select(columns_of(RouteDraft).content)).scalars().all()
    assert kept
    assert not any("Jr. Lima" in text for text in kept)
    refused = send(worker, "x;;;16;;Jr. Lima 123;;;;;\n;;;15;;;;;;;")
    assert told(refused)["x"][0] == 2
    assert told(refused)["x"][1].startswith("Parada 1: ")
    assert "Jr. Lima" not in worker.get("/rutas/registro").text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "archivo"),
        ({"content": b"\xff\xfe\x00"}, "csv"),
        ({"content": b"PK\x03\x04"}, "xlsx"),
        ({"content": b"ruta;nombre\nx;y\n"}, "«nombre»"),
        ({"content": b"papel\norigin\n"}, "ruta"),
        ({"content": b"ruta\n"}, "ruta"),
        ({"content": b"ruta\n" + b"x\n" * 1_001}, "1000"),
        ({"content": b'ruta\n"' + b"x" * 200_000}, "csv"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_as_a_whole(enter, given, words):
    answer = send(enter(), **given)
    assert answer.status_code == 400
    assert words in re.search(r'role="alert">(.*?)</p>', answer.text, re.S)[1]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CASE_WORKER, Role.PUBLIC}))
def test_nobody_else_records_routes(enter, role):
    browser = enter(role)
    assert browser.get("/rutas/registro").status_code in (401, 403)
    assert browser.post("/rutas/registro", files={"archivo": ("x", b"")}).status_code in (401, 403)
    assert 'href="/rutas/registro"' not in browser.get("/").text


def test_a_form_of_another_site_records_nothing(house, enter):
    before = recorded(house)
    answer = enter().post("/rutas/registro", data={"texto": GOOD}, files={"archivo": ("x", b"")})
    assert answer.status_code == 403
    assert recorded(house) == before


DOCUMENTED = """{ documentedRoutes { code } transitHubs { size hubs { place } }
  placeRoles { places { place { code } documented { origin transit destination } } }
  corridors { corridors { documented { codes } } } }"""


def test_recorded_and_generated_routes_never_stand_among_the_documented_ones(house, enter):
    """On the page, in every file and at the other door, before and after a release."""

    def ledger(browser) -> list:
        shown = []
        for name in ("rutas", "nudos", "matriz", "paises"):
            for kind in ("csv", "json", "geojson") if name in {"rutas", "paises"} else ("csv",):
                text = browser.get(f"/rutas?cuadro={name}&formato={kind}").text
                shown.append(re.sub(r"\d{8}-\w{6}\S*|\S*T\d\d:\d\d\S*", "", text))
        data = browser.post("/graphql", json={"query": DOCUMENTED}).json()["data"]
        data["corridors"] = {str(c["documented"]) for c in data["corridors"]["corridors"]}
        return [*shown, {**data, "corridors": data["corridors"] - {"None"}}]

    route = columns_of(Route)
    stranger = TestClient(make_app(house), base_url="http://127.0.0.1")
    before = ledger(stranger)
    send(enter(), "ajena;;;16;;Aldea Imaginaria;;;Sentencia;Juzgado;Exp. 2\n;;;17;;Otra Aldea;;;;;")
    house.release(lambda *_: None)
    after = ledger(TestClient(make_app(house), base_url="http://127.0.0.1"))
    assert after[:-1] == before[:-1]
    documented = {key: after[-1][key] for key in ("documentedRoutes", "transitHubs", "placeRoles")}
    assert documented == {key: before[-1][key] for key in documented}
    with house.register.reading() as connection:
        asked = sa.select(route.code, route.provenance)
        others = {code for code, whose in connection.execute(asked) if whose != "published"}
    assert len(others) > 20
    page = TestClient(make_app(house), base_url="http://127.0.0.1").get("/rutas").text
    everywhere = " ".join([page, *map(str, after)])
    assert not [code for code in others if code in everywhere]
    assert "Aldea" not in everywhere
