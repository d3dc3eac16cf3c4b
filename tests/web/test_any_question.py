"""Whatever stands in a query string gets a page with a sentence, never a failure."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.filters import DOMAINS, Dimension
from web.choices import FILTERS, Drawn, Measure, Order, Part, PublicOrExact, Role, Shape
from web.formats import Format

PATHS = (
    "/panel",
    "/llamadas",
    "/casos",
    "/rutas",
    "/datos",
    "/revisiones",
    "/reservado",
    "/industrias/mining",
    "/departamentos/17",
    "/rutas",
    "/plan",
    "/plan/matriz",
    "/plan/indicadores/C-13",
    "/plan/informes/2012",
    "/api",
    "/api/esquema",
    "/metodo",
    "/entrar",
    "/",
)
#: Formats that are text, made in place; the others are a process each.
TEXT = (Format.PAGE, Format.CSV, Format.JSON, Format.GEOJSON, Format.SVG, Format.SNAPSHOT)

GOOD = {
    "medida": [m.value for m in Measure],
    "como": [s.value for s in Shape],
    "orden": [o.value for o in Order],
    "papel": [r.value for r in Role],
    "mapa": [d.value for d in Drawn],
    "cuadro": [*(p.value for p in Part), "embudo", "horas", "tipo", "provincias", "rutas", "nudos"],
    "formato": [kind.value for kind in TEXT],
    "edicion": [e.value for e in PublicOrExact],
    "desde": ["2007", "2009-S1", "2010-Q3", "2011-05", "2006-01", "2013"],
    "hasta": ["2007", "2009-S1", "2010-Q3", "2011-05", "2006-01", "2013"],
    "lang": ["es", "en", "fr"],
    "pagina": ["1", "2"],
    "de": ["cases", "calls", "victims"],
    "periodo": ["2012", "2012-S1", "2099"],
    "eje": ["1", "2", "9"],
    "origen": ["16", "17", "unknown"],
    "destino": ["16", "17", "CL"],
    **{name: list(DOMAINS[d].codes) for name, d in FILTERS.items()},
    **{d.value: list(DOMAINS[d].codes) for d in Dimension},
}
#: Anything at all, but the name of a format that costs a process.
ANYTHING = st.one_of(
    st.text(max_size=30),
    st.text("\x00\x01\t\r\n\x1b\x7f\u202e\ufeff\ud7ff'\"<>&%;=+{}[]\\", max_size=12),
    st.sampled_from(["9" * 10_000, "á" * 1_500, "-1", "0", "null", "%", "%zz", "=1+1", "../.."]),
).filter(lambda text: text.partition("-")[0] not in ("xlsx", "pdf", "png", "gpkg"))


@st.composite
def pairs(draw):
    """(name, value): known or unknown, right or wrong."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.text(max_size=20)), draw(ANYTHING)
    name = draw(st.sampled_from(sorted(GOOD)))
    if draw(st.integers(0, 2)) == 0:
        return name, draw(ANYTHING)
    return name, draw(st.sampled_from(GOOD[name]))


#: A page; a fragment, and one that no page has; history restored; a fragment asked for by no htmx.
HEADERS = [
    {},
    {"HX-Request": "true", "HX-Target": "div#vista"},
    {"HX-Request": "true", "HX-Target": "figure#rutas"},
    {"HX-Request": "true", "HX-Target": "x#" + "%C3%A1" * 500},
    {"HX-Request": "true", "HX-History-Restore-Request": "true", "HX-Target": "div#vista"},
    {"HX-Target": "div#vista"},
]


def whole(headers: dict[str, str]) -> bool:
    return "HX-Request" not in headers or "HX-History-Restore-Request" in headers


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from(PATHS),
    asked=st.lists(pairs(), max_size=5),
    headers=st.sampled_from(HEADERS),
)
def test_any_query_string_is_answered_with_a_page_a_file_or_a_sentence(
    client, path, asked, headers
):
    answer = client.get(path, params=asked, headers=headers, follow_redirects=False)
    assert answer.status_code in (200, 303, 400, 401, 404), answer.status_code
    page = answer.headers.get("content-type", "").startswith("text/html")
    if page and whole(headers) and "content-disposition" not in answer.headers:
        assert answer.text.rstrip().endswith("</html>")
    if answer.status_code == 400:
        assert answer.headers["content-type"].startswith("text/html")
        assert 'class="problems"' in answer.text or "<h1>" in answer.text


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=60), path=st.sampled_from(PATHS))
def test_any_bytes_after_the_question_mark_are_answered(client, raw, path):
    text = "".join(f"%{byte:02x}" if byte % 3 else chr(33 + byte % 90) for byte in raw)
    answer = client.get(f"{path}?{text}".replace("#", ""), follow_redirects=False)
    assert answer.status_code in (200, 400)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=st.lists(pairs(), min_size=2, max_size=5), seed=st.randoms(use_true_random=False))
def test_the_order_of_a_question_changes_nothing(client, asked, seed):
    kept = list(dict(asked).items())
    mixed = list(kept)
    seed.shuffle(mixed)
    one, other = (client.get("/panel", params=p, follow_redirects=False) for p in (kept, mixed))
    assert one.status_code == other.status_code
    if one.status_code == 200 and "lang" not in dict(kept):
        assert len(one.text) == len(other.text)
