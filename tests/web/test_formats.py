"""Every figure in every format: read back, they say the same, and what they are."""

import csv
import hashlib
import io
import json
import re
import zlib
from itertools import compress
from xml.etree import ElementTree

import geopandas
import html5lib
import openpyxl
import pandas
import pyogrio
import pypdf
import pytest
import shapely

from core.places import departments

ADDRESSES = [
    "/panel?cuadro=mapa",
    "/panel?medida=casos&cuadro=mapa&industria=mining",
    "/panel?medida=victimas&como=numero&desde=2009&hasta=2011&cuadro=mapa",
    "/panel?medida=casos&cuadro=matriz",
    "/panel?medida=llamadas&cuadro=semestres",
    "/panel?medida=victimas&cuadro=anos",
    "/panel?cuadro=linea",
    "/llamadas?cuadro=meses",
    "/llamadas?cuadro=horas",
    "/casos?cuadro=registros",
    "/casos?cuadro=embudo&desde=2009",
    "/industrias/mining?cuadro=anos",
]


def figures_of(told):
    """Each row's cells as (value, status), in order."""
    return [
        [(c["value"], c["status"]) for c in row.values() if isinstance(c, dict)]
        for row in told["rows"]
    ]


def spoken(value):
    """A number as Spanish writes it."""
    text = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def written(value, status):
    """A figure as a page writes it."""
    marks = {"zero": "0", "withheld": "[c]", "missing": "[x]", "not_applicable": "[z]"}
    return marks.get(status) or spoken(value)


@pytest.fixture
def told(client):
    return lambda address: client.get(f"{address}&formato=json").json()


def parsed(cell):
    if cell in ("", None):
        return None
    return float(cell) if "." in str(cell) else int(cell)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("kind", ["csv", "csv-excel", "csv-hxl"])
def test_csv_says_what_json_says(client, told, address, kind):
    text = client.get(f"{address}&formato={kind}").content.decode("utf-8-sig")
    lines = [line for line in text.splitlines() if not line.startswith("# ")]
    head, *rows = csv.reader(lines, delimiter=";" if kind == "csv-excel" else ",")
    if kind == "csv-hxl":
        tags, *rows = rows
        assert all(tag.startswith("#") for tag in tags)
        assert len(tags) == len(head) == len(set(tags))
    values = [at for at, name in enumerate(head) if f"{name}_status" in head]
    found = [[(parsed(row[at]), row[at + 1]) for at in values] for row in rows]
    assert found == figures_of(told(address))


@pytest.mark.parametrize("address", ADDRESSES[::2])
def test_a_workbook_says_what_json_says_with_numbers_as_numbers(client, told, address):
    answer = client.get(f"{address}&formato=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    data, notes = book.worksheets
    head, *rows = ([cell.value for cell in row] for row in data.iter_rows())
    values = [at for at, name in enumerate(head) if f"{name}_status" in head]
    found = [[(row[at], row[at + 1]) for at in values] for row in rows]
    assert found == figures_of(told(address))
    kinds = {cell.data_type for row in data.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}, "no cell is a formula"
    kept = {row[0].value: row[1].value or "" for row in notes.iter_rows()}
    said = {name: text for name, text in told(address).items() if name != "rows"}
    assert kept == said


@pytest.mark.parametrize("address", ADDRESSES[:3])
def test_geojson_has_an_outline_for_every_department(client, told, address):
    whole = client.get(f"{address}&formato=geojson")
    assert whole.headers["content-type"] == "application/geo+json"
    found = whole.json()
    cells = [
        [c for c in f["properties"].values() if isinstance(c, dict)] for f in found["features"]
    ]
    assert [[(c["value"], c["status"]) for c in row] for row in cells] == figures_of(told(address))
    placed = {f["id"] for f in found["features"] if f["geometry"]}
    assert placed == set(departments())
    assert found["notes"]["query_id"] == told(address)["query_id"]


@pytest.mark.parametrize("kind", ["geojson", "gpkg"])
def test_what_is_no_place_has_no_map(client, kind):
    assert client.get(f"/panel?cuadro=matriz&formato={kind}").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "/panel?medida=casos&cuadro=mapa&industria=mining",
        "/rutas?cuadro=corredores&desde=2009",
        "/rutas?cuadro=rutas&origen=23",
    ],
)
def test_a_geopackage_says_what_geojson_says_and_where(client, told, address, tmp_path):
    answer = client.get(f"{address}&formato=gpkg&lang=en")
    assert answer.headers["content-type"] == "application/geopackage+sqlite3"
    path = tmp_path / "read.gpkg"
    path.write_bytes(answer.content)
    (layer, _), (notes, no_shape) = pyogrio.list_layers(path)
    assert (notes, no_shape) == ("notes", None)
    frame = geopandas.read_file(path, layer=layer)
    assert frame.crs.to_epsg() == 4326
    found = client.get(f"{address}&formato=geojson&lang=en").json()
    said = pyogrio.read_dataframe(path, layer=notes)
    assert dict(zip(said["name"], said["text"], strict=True)) == found["notes"]
    for row, feature in zip(frame.to_dict("records"), found["features"], strict=True):
        shape, told_shape = row.pop("geometry"), feature["geometry"]
        assert (shape is None) == (told_shape is None)
        assert shape is None or shape.equals(shapely.geometry.shape(told_shape))
        for name, cell in feature["properties"].items():
            if isinstance(cell, dict):
                value = None if pandas.isna(row[name]) else row[name]
                assert (value, row[f"{name}_status"]) == (cell["value"], cell["status"])
            else:
                assert row[name] == cell


@pytest.mark.parametrize("page", ["/datos", "/rutas"])
def test_geopackages_stand_beside_the_other_files(client, page):
    assert re.search(r'href="/rutas\?[^"]*formato=gpkg', client.get(page).text)


def test_a_geopackage_of_the_internal_edition_is_for_those_who_may(client):
    assert client.get("/rutas?cuadro=rutas&formato=gpkg&edicion=interna").status_code == 401


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_drawing_stands_alone_and_says_what_it_is(client, told, address):
    text = client.get(f"{address}&formato=svg").text
    tree = ElementTree.fromstring(text)
    assert not re.search(r'(?:href|src)="(?!#)|@import|<script|\son\w+="', text)
    notes = {n.attrib["name"]: n.text or "" for n in tree.iter("{urn:yanapay:notes}note")}
    assert notes == {name: text for name, text in told(address).items() if name != "rows"}
    words = " ".join(" ".join(e.itertext()) for e in tree)
    for figure in seen(address, told(address)):
        assert written(*figure) in words


def seen(address, told):
    """The figures a drawing has words for: a map has none for cases abroad or without a place."""
    rows = figures_of(told)
    if "mapa" in address:
        return [row[0 if "como=numero" in address else 1] for row in rows[:25]]
    if "anos" in address and "panel" in address:
        on_map = [row["department"] in departments() for row in told["rows"]]
        return [row[0] for row in compress(rows, on_map)]
    return [] if "linea" in address else [row[0] for row in rows]


@pytest.mark.parametrize("address", ADDRESSES[::2])
def test_a_document_is_tagged_and_says_every_figure(client, told, address):
    answer = client.get(f"{address}&formato=pdf")
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("es")
    said = told(address)
    assert reader.metadata["/Title"] == said["title"]
    text = " ".join(page.extract_text() for page in reader.pages)
    plain = re.sub(r"\s+", "", text)
    assert said["query_id"] in plain
    assert ("Datossintéticos" in plain) is ("warning" in said)
    for row in figures_of(said):
        for value, status in row:
            assert status != "shown" or re.sub(r"\s+", "", spoken(value)) in plain


def test_a_picture_is_the_drawing_and_carries_its_notes(client, told):
    address = "/panel?medida=casos&cuadro=mapa"
    png = client.get(f"{address}&formato=png").content
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = {}, 8
    while at < len(png):
        size, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + size]
        assert zlib.crc32(kind + body) == int.from_bytes(png[at + 8 + size : at + 12 + size], "big")
        if kind == b"iTXt":
            name, _, rest = body.partition(b"\0")
            found[name.decode()] = rest[4:].decode()
        at += size + 12
    assert found == {name: text for name, text in told(address).items() if name != "rows"}
    assert png == client.get(f"{address}&formato=png").content


@pytest.mark.parametrize(
    ("page", "first"),
    [
        ("/panel?medida=casos", "mapa"),
        ("/llamadas?desde=2008", "meses"),
        ("/casos?desde=2008", "embudo"),
        ("/industrias/mining?desde=2008", "departamentos"),
    ],
)
def test_a_snapshot_needs_nothing_else_and_carries_its_digest_and_expiry(client, told, page, first):
    text = client.get(f"{page}&formato=instantanea").text
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    assert not [e for e in tree.iter() if isinstance(e.tag, str) and e.tag.endswith("script")]
    links = {v for e in tree.iter() for k, v in e.attrib.items() if k in ("href", "src")}
    assert {link for link in links if link[0] != "#"} == {"data:,"}
    digest = re.search(r"<code>([0-9a-f]{64})</code>", text)[1]
    assert hashlib.sha256(text.replace(digest, "0" * 64).encode()).hexdigest() == digest
    assert "Vence" in text
    rows = next(tree.iter("table")).find("tbody").iter("tr")
    for row, figures in zip(rows, figures_of(told(f"{page}&cuadro={first}")), strict=True):
        cells = ["".join(c.itertext()).strip() for c in row.findall("td")][-len(figures) :]
        assert cells == [written(*figure) for figure in figures]


@pytest.mark.parametrize(
    ("page", "parts"),
    [
        ("/panel?medida=casos", ("mapa", "semestres", "matriz", "anos", "meses")),
        ("/panel?medida=victimas&sexo=male", ("mapa", "semestres", "matriz", "anos")),
        ("/panel?medida=denuncias", ("mapa", "linea", "matriz")),
    ],
)
def test_a_snapshot_of_the_panel_has_every_figure_of_it_as_its_files_do(client, told, page, parts):
    text = client.get(f"{page}&formato=instantanea").text
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    tables = list(tree.iter("table"))
    assert len(tables) == len(parts)
    for table, part in zip(tables, parts, strict=True):
        rows = table.find("tbody").iter("tr")
        for row, figures in zip(rows, figures_of(told(f"{page}&cuadro={part}")), strict=True):
            cells = ["".join(c.itertext()).strip() for c in row.findall("td")][-len(figures) :]
            bare = [cell.lstrip(">≈\N{NO-BREAK SPACE}") for cell in cells]
            assert bare == [written(*figure) for figure in figures], part
    ids = [e.attrib["id"] for e in tree.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    used = {v for e in tree.iter() for k, v in e.attrib.items() if k == "href" and v[0] == "#"}
    assert {name[1:] for name in used} <= set(ids)


def test_equal_orders_make_equal_bytes_in_any_process(client, monkeypatch):
    from web.writers import process

    addresses = [f"/panel?cuadro=linea&formato={kind}" for kind in ("xlsx", "pdf", "png")]
    for address in (*addresses, "/rutas?cuadro=paises&formato=gpkg"):
        first = client.get(address).content
        monkeypatch.setattr(process, "_known", type(process._known)())
        assert client.get(address).content == first


def test_text_that_looks_like_a_formula_stays_text():
    from web.writers.paper import Paper, Table
    from web.writers.workbook import workbook

    told = ("=1+1", "+1", "-1", "@x", "http://x")
    table = Table("Datos", "", told, (told,), told, (told,))
    made = workbook(
        Paper("=1", "es", "2026-01-01T00:00:00+00:00", "Notas", (("=a", "=b"),), (table,))
    )
    for sheet in openpyxl.load_workbook(io.BytesIO(made)):
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_too_many_files_at_once_are_refused_and_not_queued_for_ever(client, monkeypatch):
    import threading

    from web.writers import process

    monkeypatch.setattr(process, "_queue", threading.BoundedSemaphore(1))
    monkeypatch.setattr(process, "_known", type(process._known)())
    with process._turn():
        assert client.get("/panel?formato=pdf").status_code == 429
    assert client.get("/panel?formato=csv").status_code == 200


def test_formats_that_do_not_exist_are_refused(client):
    assert client.get("/panel?formato=doc").status_code == 400
    assert "doc" in client.get("/panel?formato=doc").text
    assert json.loads(client.get("/panel?formato=json").text)["licence"] == "CC BY 4.0"
