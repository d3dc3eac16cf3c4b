"""Pages weigh little: for a line of the provinces, not for the ministry's."""

import gzip

import pytest

from core.places import departments
from core.vocabulary import INDUSTRIES
from web.choices import Measure
from web.screen import STATIC

PAGE, FIRST_VISIT, SWAP = 20_000, 60_000, 10_000

PAGES = [
    "/",
    *(f"/panel?medida={measure.value}" for measure in Measure),
    *(f"/panel?medida={measure.value}&como=numero&desde=2009&hasta=2011" for measure in Measure),
    "/panel?medida=casos&industria=mining&forma=sexual",
    *(f"/panel?medida=casos&papel={role}" for role in ("origen", "transito", "destino")),
    "/llamadas",
    "/casos",
    "/rutas",
    "/rutas/CHS-B5",
    "/datos",
    "/revisiones",
    "/metodo",
    *(f"/departamentos/{code}" for code in sorted(departments())[::6]),
    *(f"/industrias/{code}" for code in INDUSTRIES.codes[::5]),
]
HTMX = {"HX-Request": "true", "HX-Target": "div#vista"}
MAIN = {"HX-Request": "true", "HX-Target": "main#contenido"}
ROUTES = {"HX-Request": "true", "HX-Target": "figure#rutas"}


def weight(text: str | bytes) -> int:
    """Bytes over the line."""
    return len(gzip.compress(text.encode() if isinstance(text, str) else text, 6))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["es", "fr"])
def test_a_page_weighs_at_most_20_kilobytes_and_a_first_visit_60(client, path, language):
    client.cookies.set("idioma", language)
    page = weight(client.get(path).text)
    kept = sum(weight((STATIC / name).read_bytes()) for name in ("yanapay.css", "htmx-with-csp.js"))
    assert page <= PAGE
    assert page + kept <= FIRST_VISIT


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("/panel")])
def test_a_swap_weighs_at_most_10_kilobytes(client, path):
    assert weight(client.get(path, headers=HTMX).text) <= SWAP


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_a_swap_of_every_other_page_weighs_as_little(client, language):
    client.cookies.set("idioma", language)
    departments_, industries = sorted(departments()), INDUSTRIES.codes
    for path in (
        *("/llamadas", "/casos", "/revisiones"),
        *(f"/departamentos/{code}?desde=2009" for code in departments_),
        *(f"/industrias/{code}?desde=2009" for code in industries),
    ):
        assert weight(client.get(path, headers=MAIN).text) <= SWAP, path


@pytest.mark.parametrize("language", ["es", "en", "fr"])
def test_a_swap_of_all_routes_weighs_as_little(client, language):
    client.cookies.set("idioma", language)
    for path in ("/rutas", "/rutas?desde=2009&hasta=2011"):
        assert 1_000 < weight(client.get(path, headers=ROUTES).text) <= SWAP
