"""Every reading by the keyboard alone, with scripts and without; focus and history stay true."""

from urllib.parse import parse_qs, urlparse

import pytest

from tests.browser.keys import tab_to

FOCUS = "document.activeElement"
PAGES = (
    *("/", "/panel", "/llamadas", "/casos", "/departamentos/17", "/industrias/mining", "/rutas"),
    *(
        "/plan",
        "/datos",
        "/revisiones",
        "/metodo",
        "/reservado?de=cases&industry=logging&form=sexual",
    ),
)
#: A form of a page, a choice in it, and what its address says then.
FORMS = {
    "/panel": ("#filtro-medida", "casos", "medida"),
    "/llamadas": ("#filtro-desde", "2009", "desde"),
    "/casos": ("#filtro-hasta", "2010", "hasta"),
    "/departamentos/17": ("#filtro-desde", "2009-S1", "desde"),
    "/industrias/mining": ("#filtro-desde", "2009", "desde"),
    "/rutas": ("#filtro-origen", "16", "origen"),
    "/plan": ("#filtro-eje", "B", "eje"),
}
wide = pytest.mark.parametrize("width", [1280])


def choose(page, select: str, value: str) -> None:
    """A choice in a select as the keyboard makes it: arrow by arrow."""
    tab_to(page, select)
    values = page.eval_on_selector_all(f"{select} option", "all => all.map(o => o.value)")
    chosen = page.input_value(select)
    steps = values.index(value) - values.index(chosen)
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    assert page.input_value(select) == value


@wide
def test_the_first_key_leads_past_the_menu_on_every_page(watched):
    page = watched.page
    for path in PAGES:
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.evaluate(f"{FOCUS}.className") == "skip", path
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(f"!!{FOCUS}.closest('main')"), path


@wide
def test_nothing_is_out_of_order_and_all_that_can_be_pressed_is_reached(watched):
    page = watched.page
    for path in PAGES:
        page.goto(path)
        odd = page.evaluate(
            """[...document.querySelectorAll('a[href], button, select, input, summary')]
               .filter(e => e.offsetParent !== null && (e.tabIndex > 0 || e.tabIndex < 0
                 && !e.closest('svg') && !e.disabled)).map(e => e.outerHTML.slice(0, 80))"""
        )
        assert odd == [], path
        scrolled = page.evaluate(
            """[...document.querySelectorAll('.scroll')]
               .filter(e => e.scrollWidth > e.clientWidth && e.tabIndex < 0)
               .filter(e => !e.querySelector('a'))
               .map(e => e.innerText.slice(0, 60))"""
        )
        assert scrolled == [], path


@wide
def test_filters_sorting_tables_and_files_of_the_panel(watched):
    page = watched.page
    page.goto("/panel")
    page.evaluate("window.untouched = true")
    choose(page, "#filtro-medida", "casos")
    tab_to(page, "#filtros button", 12)
    page.keyboard.press("Enter")
    watched.until("location.search === '?medida=casos'")
    assert page.evaluate(f"{FOCUS}.tagName") == "BUTTON"
    tab_to(page, "#orden-1")
    page.keyboard.press("Enter")
    watched.until("location.search.includes('orden=nombre')")
    watched.until(f"{FOCUS}.id === 'orden-1'")
    tab_to(page, "#tendencia summary", 200)
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#tendencia details').open")
    page.keyboard.press("Escape")
    tab_to(page, "#matriz .downloads a[href*='formato=csv']", 200)
    with page.expect_download() as told:
        page.keyboard.press("Enter")
    assert told.value.suggested_filename.endswith(".csv")
    assert page.evaluate("window.untouched")


@wide
def test_back_and_forth_show_whole_pages_as_they_were(watched):
    page = watched.page
    page.goto("/panel")
    choose(page, "#filtro-medida", "llamadas")
    tab_to(page, "#filtros button", 12)
    page.keyboard.press("Enter")
    watched.until("document.querySelector('h1').textContent.includes('llamadas')")
    page.go_back()
    watched.until("document.querySelector('h1').textContent.includes('denuncias')")
    assert page.input_value("#filtro-medida") == "denuncias"
    page.go_forward()
    watched.until("document.querySelector('h1').textContent.includes('llamadas')")
    assert page.input_value("#filtro-medida") == "llamadas"
    assert page.locator("header").count() == page.locator("h1").count() == 1


@wide
@pytest.mark.parametrize("path", FORMS)
def test_every_form_works_by_the_keyboard_without_scripts(without_script, path):
    page, (select, value, name) = without_script.page, FORMS[path]
    page.goto(path)
    choose(page, select, value)
    tab_to(page, f"form:has({select}) button")
    with page.expect_navigation() as told:
        page.keyboard.press("Enter")
    assert told.value.status == 200
    assert parse_qs(urlparse(page.url).query)[name] == [value]
    assert page.input_value(select) == value


@wide
@pytest.mark.parametrize("path", [path for path in FORMS if path != "/plan"])  # which has no swap
def test_with_scripts_a_form_swaps_in_place_keeps_the_focus_and_goes_back(watched, path):
    page, (select, value, name) = watched.page, FORMS[path]
    page.goto(path)
    page.evaluate("window.untouched = true")
    before = page.input_value(select)
    choose(page, select, value)
    tab_to(page, f"form:has({select}) button")
    at = page.evaluate("scrollY")
    page.keyboard.press("Enter")
    watched.until(f"location.search.includes('{name}={value}')")
    watched.until("[...document.querySelectorAll('[aria-live]')].some(e => e.innerText.trim())")
    assert page.evaluate("window.untouched")
    assert page.evaluate(f"{FOCUS}.tagName") == "BUTTON"
    assert page.evaluate("scrollY") == at
    assert f"{name}={value}" in page.get_attribute(".languages a >> nth=0", "href")
    assert page.input_value(select) == value
    page.go_back()
    watched.until(f"!location.search.includes('{name}=')")
    watched.until(f"document.querySelector('{select}')?.value === '{before}'")
    assert page.locator("header").count() == page.locator("h1").count() == 1


@wide
def test_without_scripts_keys_sort_a_table_open_one_fetch_a_file_and_ask_why(without_script):
    page = without_script.page
    page.goto("/panel?medida=casos")
    tab_to(page, "#orden-1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("orden=nombre")
    tab_to(page, "#vista .downloads a[href*='formato=xlsx']", 120)
    with page.expect_download() as told:
        page.keyboard.press("Enter")
    assert told.value.suggested_filename.endswith(".xlsx")
    tab_to(page, "#tendencia summary", 120)
    page.keyboard.press("Enter")
    assert page.locator("#tendencia table").is_visible()
    tab_to(page, "#matriz a.why", 120)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/reservado?" in page.url
    assert page.locator("main").inner_text().count("11") >= 1
