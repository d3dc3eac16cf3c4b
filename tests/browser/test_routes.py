"""Routes in a real browser: filters swap in place with JavaScript, and work the same without it."""


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
