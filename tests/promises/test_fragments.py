"""A fragment is the block of its page, and nothing else at that address."""

import re

import pytest

from web.pages.routes import SWAPPED

PANELS = [
    "/panel",
    "/panel?medida=casos",
    "/panel?medida=victimas&sexo=female&como=numero",
    "/panel?medida=llamadas&desde=2008&hasta=2009",
    "/panel?medida=casos&industria=oro",
    "/panel?medida=casos&papel=destino&forma=sexual",
]
HTMX = {"HX-Request": "true", "HX-Target": "div#vista"}


def element(text: str, name: str) -> str:
    """The element with an id, out of a page or a fragment, without what only a swap needs."""
    start = re.search(rf'<(\w+)[^>]*\bid="{name}"', text)
    assert start, name
    tag, depth, at = start[1], 0, start.start()
    for found in re.finditer(rf"<(/?){tag}\b", text[at:]):
        depth += -1 if found[1] else 1
        if depth == 0:
            end = at + found.end() + 1
            return re.sub(r'\s(?:hx-swap-oob="\w+"|hx-nonce="[^"]+")', "", text[at:end])
    raise AssertionError(f"{name} is not closed")


ROUTES = ["/rutas", "/rutas?origen=16&forma=sexual", "/rutas?desde=2009&hasta=2007"]
ROUTES_HTMX = {"HX-Request": "true", "HX-Target": "figure#rutas"}


@pytest.mark.parametrize(
    ("addresses", "headers", "names"),
    [
        (PANELS, HTMX, ["vista", "hallazgo", "filtros", "series"]),
        (ROUTES, ROUTES_HTMX, SWAPPED[:-1]),
    ],
    ids=["panel", "routes"],
)
def test_each_block_of_a_fragment_is_the_block_of_its_page(client, addresses, headers, names):
    for address in addresses:
        page, fragment = client.get(address), client.get(address, headers=headers)
        assert page.status_code == fragment.status_code
        for name in names:
            assert element(page.text, name) == element(fragment.text, name)


def test_what_a_filter_of_routes_does_not_change_is_the_same_on_every_page(client):
    one, other = (client.get(address).text for address in ("/rutas", "/rutas?origen=16"))
    for name in ("nudos", "nudos-registro"):
        assert element(one, name) == element(other, name)


def test_routes_push_the_canonical_address_and_come_back_whole(client):
    messy = "/rutas?ambito=&origen=16&destino=&desde=2009"
    swapped = client.get(messy, headers=ROUTES_HTMX)
    assert swapped.headers["hx-push-url"] == "/rutas?desde=2009&origen=16"
    assert "<main" not in swapped.text
    assert "2009" in element(swapped.text, "estado")
    again = {**ROUTES_HTMX, "HX-History-Restore-Request": "true"}
    assert "<main" in client.get(messy, headers=again).text


def test_a_fragment_has_no_page_around_it_and_says_what_changed(client):
    text = client.get("/panel?medida=casos", headers=HTMX).text
    assert "<html" not in text
    assert "<main" not in text
    assert "Casos" in element(text, "estado")


def test_a_fragment_pushes_the_canonical_address(client):
    messy = "/panel?medida=casos&como=tasa&desde=&hasta=&forma="
    response = client.get(messy, headers=HTMX)
    assert response.headers["hx-push-url"] == "/panel?medida=casos"


def test_going_back_gets_the_whole_page(client):
    again = {**HTMX, "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/panel", headers=again).text


@pytest.mark.parametrize("target", ["", "vista", "div#otra", "body"])
def test_any_other_target_gets_the_whole_page(client, target):
    headers = {"HX-Request": "true", "HX-Target": target}
    assert "<html" in client.get("/panel", headers=headers).text


MAIN = {"HX-Request": "true", "HX-Target": "main#contenido"}
PERIOD_PAGES = ["/llamadas", "/casos", "/departamentos/17", "/industrias/mining"]


@pytest.mark.parametrize("path", PERIOD_PAGES)
def test_a_period_changes_what_stands_between_head_and_foot_and_nothing_else(client, path):
    asked = f"{path}?desde=2009&hasta=2010"
    page, swapped = client.get(asked).text, client.get(f"{asked}&edicion=", headers=MAIN)
    assert "<main" not in swapped.text
    assert "<header" not in swapped.text
    assert swapped.headers["hx-push-url"] == asked
    for name in ("hallazgo", "embudo", "perfil", "idiomas"):
        if f'id="{name}"' in page:
            assert element(page, name) == element(swapped.text, name)
    assert re.search(r"20(09|10)", element(swapped.text, "cambio"))
    assert re.sub(r"<[^>]+>", "", element(page, "cambio")).strip() == ""
    again = {**MAIN, "HX-History-Restore-Request": "true"}
    assert "<main" in client.get(asked, headers=again).text
    assert "<main" in client.get(asked, headers={"HX-Target": "main#contenido"}).text


def test_a_page_that_comes_again_by_itself_pushes_no_address_and_says_nothing(client):
    headers = {**MAIN, "HX-Source": "div#refresco"}
    answer = client.get("/llamadas?desde=2009&hasta=2010&lang=es", headers=headers)
    assert "hx-push-url" not in answer.headers
    assert re.sub(r"<[^>]+>", "", element(answer.text, "cambio")).strip() == ""


@pytest.mark.parametrize(
    "headers", [{}, {"HX-Target": "div#vista"}, {"HX-Target": "main#contenido"}]
)
def test_without_htmx_every_page_is_whole(client, headers):
    for path in ("/", "/panel", "/datos", "/revisiones", "/metodo", *PERIOD_PAGES):
        assert "<html" in client.get(path, headers=headers).text
