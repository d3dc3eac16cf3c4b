"""Routes on a page: documented and counted apart, the same numbers in files, every filter in its
address."""

import csv
import gzip
import html
import io
import re
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core.bulletin.figures import number
from core.evidence import SOURCE_TYPES
from core.filters import Dimension, question
from core.periods import between
from core.vocabulary import STOP_ROLES, Unit
from geo.land import land
from geo.placing import Box, Named, placed
from web.i18n import Tongue
from web.parts.network_sheets import named
from web.parts.ribbon import ribbon, ribbon_sheet
from web.parts.route_map import peru_map, world_map
from web.parts.route_sheets import abroad
from web.route_questions import route_question

SHEETS = (
    *("rutas", "nudos", "matriz", "paises"),
    *("corredores", "cinta", "extremos", "nudos-registro", "tramos", "tramos-registro"),
)
FACTS = ("rutas", "nudos", "tramos", "matriz", "paises")


def rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("\n".join(lines))))


def sheet(client, name: str, **asked: str) -> dict:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return client.get(f"/rutas?cuadro={name}&formato=json&{query}").json()


@pytest.mark.parametrize("name", SHEETS)
def test_every_figure_is_a_file_that_says_whose_it_is(client, name):
    told = sheet(client, name)
    as_csv = rows(client.get(f"/rutas?cuadro={name}&formato=csv").text)
    assert len(as_csv) == len(told["rows"]) > 1
    assert told["provenance"] == ("published" if name in FACTS else "synthetic")
    assert ("warning" in told) == (name not in FACTS)


def test_the_page_names_every_route_and_no_synthetic_one(client, bulletin):
    text = client.get("/rutas").text
    for route in bulletin.facts.routes:
        if any(stop.department for stop in route.stops):
            assert route.code in text
    assert not re.search(r"\bS-\d{4}\b", text)
    assert "11 rutas internas documentadas: 5 empiezan en Loreto" in text


def test_stretches_of_both_networks_are_told_with_another_way_or_why_there_is_none(
    client, bulletin
):
    text = client.get("/rutas").text
    for name, network in (
        ("nudos", bulletin.networks.documented),
        ("tramos-registro", bulletin.networks.register),
    ):
        figure = re.search(rf'<figure id="{name}".*?</figure>', text, re.S)[0]
        for leg in network.bridges[:4]:
            ends = tuple(named(place, Tongue("es")) for place in (leg.first, leg.last))
            (said,) = re.findall(rf"<b>{' → '.join(ends)}</b>: ([^<]*)<", figure)
            assert re.search(r"sorteos|insuficientes", said)
            assert re.search(r"Otro camino:|Los mismos corredores|Ningún otro|No se conoce", said)
    told = sheet(client, "tramos-registro")["rows"]
    legs = bulletin.networks.register.bridges
    assert [row["around"].split() for row in told] == [list(leg.around) for leg in legs]
    assert [row["cut"]["value"] for row in told] == [round(100 * leg.cut.value, 1) for leg in legs]


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_it_is_small_in_every_language(client, language):
    page = client.get(f"/rutas?lang={language}")
    assert page.status_code == 200
    assert len(gzip.compress(page.content)) <= 20_000


def test_corridors_of_the_register_are_the_bulletins(client, bulletin):
    told = sheet(client, "corredores", desde="2008", hasta="2010")
    found = bulletin.corridors(Unit.CASES, between("2008", "2010"))
    assert told["query_id"] == found.query_id
    kept = [(c.first, c.last, c.figure.value) for c in found]
    assert [(r["origin"], r["arrival"], r["cases"]["value"]) for r in told["rows"]] == kept


def test_the_ribbon_shows_released_cells_between_different_places(client, bulletin):
    halves = {"in": ("origin", "transit"), "out": ("transit", "arrival")}
    told = sheet(client, "cinta")["rows"]
    assert {row["stretch"] for row in told} == set(halves)
    for row in told:
        by = [Dimension(name) for name in halves[row["stretch"]]]
        answer = bulletin.figures(question(Unit.CASES, by=by))
        assert row["cases"]["value"] == number(answer[row["from"], row["to"]])
        assert row["from"] != row["to"]


def test_no_name_of_the_ribbon_lies_over_a_band(bulletin):
    for query in ("", "origen=16", "destino=15"):
        asked = route_question([tuple(query.split("="))] if query else [], SHEETS)
        drawn = ribbon(ribbon_sheet(bulletin, asked, Tongue("es")).lines, Tongue("es"))
        middle = [block for block in drawn.blocks if block.column == 1]
        left, right = middle[0].x, middle[0].x + middle[0].width
        widest = max(len(block.name) for block in middle)
        assert 8.5 * widest <= middle[0].width - 18  # letters of 15 points, between the two bars
        for band in drawn.bands:
            start, across = re.match(r"M(\d+) .* (\d+) \S+$", band.path).groups()
            ends = int(start), int(start) + int(across)
            assert ends[1] == left or ends[0] == right
        tops = sorted((block.y, block.height) for block in middle)
        assert all(y + high < other for (y, high), (other, _) in pairwise(tops))
        assert all(block.y + block.height <= drawn.height <= 560 for block in drawn.blocks)


def test_a_chosen_end_leaves_in_the_other_half_the_places_its_own_half_leads_to(client):
    told = sheet(client, "cinta", origen="16")["rows"]
    places = {row["to"] for row in told if row["stretch"] == "in"}
    assert {row["from"] for row in told if row["stretch"] == "in"} == {"16"}
    assert {row["from"] for row in told if row["stretch"] == "out"} <= places
    assert "un origen elegido solo filtra la izquierda" in client.get("/rutas?origen=16").text


def test_a_file_of_the_ribbon_draws_it_above_its_numbers(client):
    told = sheet(client, "cinta")["rows"]
    drawing = ElementTree.fromstring(client.get("/rutas?cuadro=cinta&formato=svg").text)
    name = "{http://www.w3.org/2000/svg}"
    flows = [e for e in drawing.iter(f"{name}path") if e.get("class") == "flow"]
    titles = ["".join(flow.itertext()).strip() for flow in flows]
    tongue = Tongue("es")
    assert titles == [
        f"{row['from_label']} → {row['to_label']}: {tongue.number(row['cases']['value'])}"
        for row in told
    ]
    words = [e.text for e in drawing.iter(f"{name}text") if e.get("class") == "chart-label end"]
    assert words == [tongue.number(row["cases"]["value"]) for row in told]
    for kind, begins in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
        assert client.get(f"/rutas?cuadro=cinta&formato={kind}").content.startswith(begins)


def test_filters_keep_routes_and_corridors_and_stand_in_every_address(client):
    address = "/rutas?origen=16&destino=15"
    text = client.get(address).text
    assert "CHS-A3" not in text
    told = sheet(client, "corredores", origen="16", destino="15")["rows"]
    assert [(row["origin"], row["arrival"]) for row in told] == [("16", "15")]
    assert "origen=16&amp;destino=15" in text
    graded = sheet(client, "rutas", evidencia="C")["rows"]
    assert {row["grade"] for row in graded} == {"B", "C"}
    assert {r["scope"] for r in sheet(client, "rutas", ambito="inbound")["rows"]} == {"inbound"}
    assert {r["form"] for r in sheet(client, "rutas", forma="sexual")["rows"]} == {"sexual"}


def test_files_say_their_filters_and_have_an_id_for_each_question(client):
    whole, asked = sheet(client, "rutas"), sheet(client, "rutas", forma="sexual", origen="16")
    said = "Origen: Loreto · Forma: Explotación sexual"
    assert (whole["filters"], asked["filters"]) == ("", said)
    assert whole["query_id"] != asked["query_id"]
    assert asked["query_id"] == sheet(client, "rutas", origen="16", forma="sexual")["query_id"]
    counted = sheet(client, "corredores", origen="16", forma="sexual", desde="2009")
    assert counted["filters"] == "ene 2009 – dic 2013 · Origen: Loreto"
    page = client.get("/rutas?origen=16&forma=sexual").text
    assert re.search(rf'class="kicker">[^<]*{said}', page)


def test_a_question_that_nothing_fits_says_that_this_proves_nothing(client):
    page = client.get("/rutas?origen=23")
    assert page.status_code == 200
    assert "lo que no prueba que no existan" in page.text


@pytest.mark.parametrize(
    ("asked", "without"),
    [
        ("origen=23&destino=JP", ("rutas", "matriz", "externo", "cinta")),
        ("evidencia=A", ("rutas", "matriz", "externo", "descritos")),
        ("ambito=inbound&forma=begging", ("rutas", "matriz", "externo")),
        ("origen=JP&desde=2006&hasta=2006", ("rutas", "matriz", "externo", "corredores")),
        ("origen=16", ("externo",)),
    ],
)
def test_no_table_is_a_head_without_a_row(client, asked, without):
    page = client.get(f"/rutas?{asked}")
    assert page.status_code == 200
    assert not re.search(r"<tbody>\s*</tbody>", page.text)
    for name in without:
        figure = re.search(
            rf'<(?:figure|section) id="{name}"[^>]*>(.*?)</(?:figure|section)>', page.text, re.S
        )[1]
        assert "<tbody" not in figure
        assert re.search(r"<p>[^<]*(no prueba que no existan|Amplíe el período)", figure)


@pytest.mark.parametrize("name", SHEETS)
def test_a_file_of_nothing_says_so_and_never_fails(client, name):
    nothing = "origen=NA&destino=JP&desde=2006&hasta=2006"
    for kind in ("csv", "json", "xlsx", "svg", "png", "pdf"):
        answer = client.get(f"/rutas?{nothing}&cuadro={name}&formato={kind}")
        assert answer.status_code == 200, kind
    rows_left = client.get(f"/rutas?{nothing}&cuadro={name}&formato=json").json()["rows"]
    drawing = client.get(f"/rutas?{nothing}&cuadro={name}&formato=svg").text
    assert ("no hay filas que mostrar" in drawing) == (not rows_left)


def test_a_page_of_nothing_can_be_kept_to_read_offline(client):
    address = "/rutas?origen=NA&destino=JP&formato=instantanea"
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "origen=99",
        "destino=unknown",
        "evidencia=E",
        "ambito=sideways",
        "forma=slavery",
        "desde=2009&hasta=2007",
        "formato=doc",
        "nada=1",
        "origen=16&origen=17",
        "cuadro=otro",
        "destino=%00",
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_still_works(client, asked):
    page = client.get(f"/rutas?{asked}")
    assert page.status_code == 400
    assert 'class="problems"' in page.text
    assert "<table" in page.text


@pytest.mark.parametrize("name", ["rutas", "corredores", "paises"])
def test_lines_on_a_map_carry_the_columns_of_their_sheet(client, name):
    answer = client.get(f"/rutas?cuadro={name}&formato=geojson")
    assert answer.headers["content-type"].startswith("application/geo+json")
    told, table = answer.json(), sheet(client, name)
    assert told["notes"]["query_id"] == table["query_id"]
    assert told["notes"]["provenance"] == ("published" if name in FACTS else "synthetic")
    assert len(told["features"]) == len(table["rows"])
    for feature, row in zip(told["features"], table["rows"], strict=True):
        assert feature["properties"] == row
        ends = row.get("origin"), row.get("arrival")
        if ends[0] is None or ends[0] != ends[1]:
            assert feature["geometry"]["type"] == "LineString"
            assert len(feature["geometry"]["coordinates"]) >= 2


@pytest.mark.parametrize("asked", ["cuadro=cinta", "origen=99", "desde=x"])
def test_what_has_no_lines_is_refused(client, asked):
    assert client.get(f"/rutas?formato=geojson&{asked}").status_code == 400


def test_the_internal_edition_is_for_those_who_may(client):
    assert client.get("/rutas?edicion=interna").status_code == 401


def test_names_on_the_maps_do_not_collide(bulletin):
    tongue = Tongue("es")
    routes = [r for r in bulletin.facts.routes if any(s.department for s in r.stops)]
    border = bulletin.facts.border_points
    for drawing in (
        peru_map(routes, border, tongue),
        world_map(abroad(bulletin.facts.routes), tongue),
    ):
        for names in (drawing.names, drawing.large_names):
            assert len(names) >= 10
            assert not any(one.box.meets(other.box) for one, other in combinations(names, 2))
        assert drawing.lines


def test_a_name_without_a_free_side_is_left_out():
    crowd = [Named("Lima", 50, 50, weight) for weight in (1, 2)]
    kept = placed([*crowd, Named("Cusco", 53, 50, 9)], 17, Box(0, 0, 100, 100))
    assert next(name.text for name in kept) == "Cusco"
    assert len(kept) < 3


def test_the_land_that_is_served_is_that_of_the_built_outlines():
    for name, image in land().items():
        assert Path("web/static", name).read_text("utf-8") == image


def test_a_department_is_told_in_its_three_roles(client, bulletin):
    text = client.get("/departamentos/16").text
    for by in (Dimension.ORIGIN, Dimension.TRANSIT, Dimension.ARRIVAL):
        value = number(bulletin.figure(question(Unit.CASES, where={by: ("16",)})))
        assert re.search(rf">\s*{value}\s*<", text)
    assert 'href="/rutas?origen=16"' in text


def test_a_line_to_every_country_leaves_peru(bulletin):
    drawing = world_map(abroad(bulletin.facts.routes), Tongue("en"))
    assert {"Japan", "Spain", "Peru"} <= {name.text for name in drawing.names}
    inward = [line for line in drawing.lines if "inward" in line.style]
    assert {line.title.split(" → ")[0] for line in inward} == {"Bolivia", "Ecuador"}


@pytest.mark.parametrize("mode", ["road", "river", "air", "foot", "unknown"])
def test_the_line_of_a_leg_says_how_people_travel_it_and_which_way(bulletin, mode):
    (known,) = (route for route in bulletin.facts.routes if route.code == "CHS-B4")
    stops = tuple(replace(stop, mode=mode) for stop in known.stops)
    for scope in ("internal", "inbound"):
        drawn = peru_map([replace(known, stops=stops, scope=scope)], (), Tongue("es"))
        assert len(drawn.lines) == 2
        for line in drawn.lines:
            own = mode if mode in {"river", "air", "foot"} else ""
            expected = ["width-1", "inward" if scope == "inbound" else own]
            assert line.style.split() == [style for style in expected if style]
            assert line.inward == (scope == "inbound")


def test_every_arc_has_a_head_and_its_symbols_are_sent_once(client):
    page, swapped = (
        client.get("/rutas", headers=headers).text
        for headers in ({}, {"HX-Request": "true", "HX-Target": "figure#rutas"})
    )
    for key in ("peru", "world"):
        for way in ("out", "in"):
            assert f'id="{key}-{way}"' in swapped
            assert f'marker-end="url(#{key}-{way})"' in swapped
    used = set(re.findall(r'href="#(stop-\w+)"', swapped))
    assert used <= set(re.findall(r'id="(stop-\w+)"', page))
    assert not re.search(r'id="stop-', swapped)


def test_every_border_point_is_drawn_and_said_in_words(client):
    text = client.get("/rutas").text
    assert text.count('href="#stop-border"') == 7
    said = re.search(r"Puntos de frontera que nombran las fuentes: ([^<]*)\.", text)[1]
    assert set(said.split(", ")) == {
        *("Puno", "Tacna", "Tumbes", "Puerto Maldonado", "Iñapari", "Santa Rosa"),
        "Aeropuerto Jorge Chávez",
    }


def test_corridors_abroad_say_the_years_of_their_reports(client):
    told = {(r["scope"], r["country"]): r for r in sheet(client, "paises")["rows"]}
    assert told["outbound", "JP"]["reported_label"] == "2006, 2008, 2009"
    for row in told.values():
        assert len(row["reported"].split()) == row["reports"]["value"]


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_every_documented_route_has_a_page_with_the_ledger_of_its_evidence(
    client, bulletin, language
):
    tongue, listed = Tongue(language), client.get("/rutas").text
    for route in bulletin.facts.routes:
        answer = client.get(f"/rutas/{route.code}?lang={language}")
        assert answer.status_code == 200
        stops, ledger = re.findall(r"<tbody>(.*?)</tbody>", answer.text, re.S)
        assert stops.count("<tr>") == len(route.stops)
        assert ledger.count("<tr>") == len(route.evidence)
        for stop in route.stops:
            assert f"{stop.position}. {stop.place}" in stops
            assert STOP_ROLES[stop.role].label(language) in stops
        for source in route.evidence:
            assert source.source in html.unescape(ledger)
            assert source.publisher in html.unescape(ledger)
            assert SOURCE_TYPES[source.source_type].label(language) in ledger
            assert f"grade-{source.grade}" in ledger
            assert source.dated.removeprefix("about ").replace("undated", "") in ledger
        lead = re.search(r'<p class="lead">(.*?)</p>', answer.text, re.S)[1]
        assert f"grade-{route.grade}" in lead
        assert tongue.number(route.corroboration) in lead
        internal = any(stop.department for stop in route.stops)
        assert (f'href="/rutas/{route.code}"' in listed) == internal
    assert client.get("/rutas/CHS-Z9").status_code == 404


def test_corridors_described_have_a_grade_and_a_sentence_and_follow_the_filters(client):
    def told(query: str = "") -> list[str]:
        page = client.get(f"/rutas{query}").text
        section = re.search(r'<section id="descritos".*?</section>', page, re.S)[0]
        return [
            " ".join(re.sub("<[^>]+>", " ", item).split())
            for item in re.findall(r"<li>(.*?)</li>", section, re.S)
        ]

    assert told()[0] == (
        "Cusco → Madre de Dios · Sin otros departamentos descritos en el camino 2 rutas evidencia B"
    )
    assert len(told()) == 10
    assert told("?origen=10") == ["Huánuco → Loreto · Por Ucayali 1 ruta evidencia C"]
    assert told("?evidencia=A") == []
