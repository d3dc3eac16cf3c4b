"""Routes in a real browser: filters swap in place with JavaScript, and work the same without it."""

from axe_playwright_python.sync_playwright import Axe

from app import clock
from core.access.roles import Role
from core.access.sign_in import make_link
from tests.browser.test_accessibility import RULES


def open_filters(page) -> None:
    if not page.locator("#filtros button").is_visible():
        page.click(".filters summary")


def ask(page, **filters: str) -> None:
    open_filters(page)
    for name, code in filters.items():
        page.select_option(f"#filtro-{name}", code)
    page.click("#filtros button")


def test_a_filter_swaps_every_figure_and_leaves_the_rest_where_it_is(watched):
    page = watched.page
    page.goto("/rutas")
    page.evaluate("document.querySelector('#nudos').untouched = true")
    lines = page.locator("#mapa .arc").count()
    open_filters(page)
    page.locator("#filtros button").scroll_into_view_if_needed()
    at = page.evaluate("scrollY")
    ask(page, origen="16", desde="2009")
    watched.until("location.search === '?desde=2009&origen=16'")
    watched.until("document.querySelectorAll('#rutas tbody tr').length === 5")
    assert page.evaluate("document.querySelector('#nudos').untouched")
    assert 0 < page.locator("#mapa .arc").count() < lines
    assert "2009" in page.locator("#corredores figcaption").inner_text()
    assert "Loreto" in page.locator("#estado").text_content()
    assert page.locator("h1").inner_text() in page.locator("#estado").text_content()
    assert page.locator("#cinta a[href*='origen=16']").count() > 0
    assert page.evaluate("document.activeElement.textContent") == "Ver"
    assert page.evaluate("scrollY") == at
    assert page.locator("#filtro-origen").input_value() == "16"


def test_going_back_brings_the_whole_page_before(watched):
    page = watched.page
    page.goto("/rutas")
    ask(page, forma="sexual")
    watched.until("location.search === '?forma=sexual'")
    page.go_back()
    watched.until("location.search === ''")
    watched.until("document.querySelectorAll('#rutas tbody tr').length === 11")
    assert page.locator("header").count() == 1
    assert page.locator("#filtro-forma").input_value() == ""


def test_without_javascript_the_same_question_is_a_page(without_script):
    page = without_script.page
    page.goto("/rutas")
    ask(page, origen="16")
    assert "origen=16" in page.url
    assert page.locator("#rutas tbody tr").count() == 5
    assert page.locator("header").count() == 1


def test_the_keyboard_alone_asks_for_other_routes(watched):
    page = watched.page
    page.goto("/rutas")
    open_filters(page)
    page.focus("#filtro-origen")
    page.keyboard.type("Cus")
    while page.evaluate("document.activeElement.tagName") != "BUTTON":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    watched.until("location.search === '?origen=08'")
    watched.until("document.querySelectorAll('#rutas tbody tr').length === 3")


def test_rows_of_a_route_are_typed_and_mended_by_keys_alone(watched, house):
    page = watched.page
    page.goto(f"/entrar?enlace={make_link(house.register, Role.CASE_WORKER, clock.now)}")
    for language in ("es", "en", "fr"):
        page.goto(f"/rutas/registro?lang={language}")
        assert Axe().run(page, options=RULES).response["violations"] == []
    page.goto("/rutas/registro?lang=es")
    page.focus("#texto")
    page.keyboard.type("ruta;departamento;localidad\nuna;07;Cusco\nuna;17;")
    while page.evaluate("document.activeElement.name") != "enviar":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("td.late")
    assert "Parada 1: «07» es Cusco en los códigos de RENIEC" in page.inner_text("td.late")
    assert "una;;;07" in page.input_value("#texto")
    assert Axe().run(page, options=RULES).response["violations"] == []
    watched.complaints = [c for c in watched.complaints if " 400 " not in c]
