"""The panel in a real browser: swapped in place with JavaScript, and whole without it."""

import pytest

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def open_filters(page, width: int) -> None:
    if width < 900:
        page.click(".filters summary")


def test_a_changed_filter_swaps_the_figure_in_place(watched, width):
    page = watched.page
    page.goto("/panel")
    page.evaluate("window.untouched = true")
    open_filters(page, width)
    page.select_option("#filtro-medida", "casos")
    page.click("#filtros button")
    watched.until("document.querySelector('#vista h2').textContent.startsWith('Casos')")
    assert page.evaluate("window.untouched")
    assert page.evaluate("location.pathname + location.search") == "/panel?medida=casos"
    assert page.locator("h1").inner_text().endswith("casos por cada 100 000 habitantes")
    assert "Casos" in page.locator("#estado").text_content()
    assert page.locator("#filtro-industria").is_enabled()
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


def test_sorting_keeps_the_page_and_goes_back(watched):
    page = watched.page
    page.goto("/panel")
    page.click("th a:text-is('Departamento')")
    watched.until("location.search === '?orden=nombre'")
    watched.until("document.querySelector('#vista tbody a').textContent.trim() === 'Amazonas'")
    page.go_back()
    watched.until("location.search === ''")
    watched.until("document.querySelector('#vista tbody a').textContent.trim() === 'Madre de Dios'")
    assert page.locator("header").count() == 1


def test_nothing_is_left_in_the_storage_of_the_browser(watched, width):
    page = watched.page
    page.goto("/panel")
    page.click("th a:text-is('Departamento')")
    watched.until("location.search === '?orden=nombre'")
    page.goto("/metodo")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0


def test_a_failing_server_leaves_the_old_figure(watched):
    page = watched.page
    page.goto("/panel")
    page.route("**/panel?orden=nombre", lambda route: route.abort())
    page.click("th a:text-is('Departamento')")
    page.wait_for_timeout(300)
    assert page.locator("#vista tbody a").first.inner_text() == "Madre de Dios"
    watched.complaints.clear()  # the browser itself reports the aborted request


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/panel", "/panel?medida=casos", "/panel?medida=victimas&papel=destino"),
        *("/llamadas", "/casos", "/departamentos/17", "/industrias/hospitality"),
        *("/datos", "/revisiones", "/metodo", "/api", "/nada"),
    ],
)
def test_nothing_is_wider_than_the_screen(watched, path):
    page = watched.page
    for language in ("es", "en", "fr"):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.evaluate(OVERFLOW) <= 0, language
    watched.complaints = [c for c in watched.complaints if "404" not in c]


def test_map_labels_do_not_collide(watched, width):
    page = watched.page
    page.goto("/panel")
    boxes = page.evaluate(
        """[...document.querySelectorAll('svg.map > .map-labels text')]
           .map(text => text.getBoundingClientRect())
           .filter(box => box.width > 0)
           .map(box => [box.left, box.top, box.right, box.bottom])"""
    )
    assert len(boxes) >= 6
    slack = 2  # line boxes are taller than letters
    for at, one in enumerate(boxes):
        for two in boxes[at + 1 :]:
            apart = (
                one[2] - slack <= two[0]
                or two[2] - slack <= one[0]
                or one[3] - 2 * slack <= two[1]
                or two[3] - 2 * slack <= one[1]
            )
            assert apart, (one, two)


def test_it_works_without_javascript(without_script, width):
    page = without_script.page
    page.goto("/panel")
    open_filters(page, width)
    page.select_option("#filtro-medida", "victimas")
    page.click("#filtros button")
    assert "medida=victimas" in page.url
    open_filters(page, width)
    page.select_option("#filtro-sexo", "female")
    page.click("#filtros button")
    assert "sexo=female" in page.url
    assert "Mujeres" in page.locator(".kicker").inner_text()
    page.click("#vista tbody a >> nth=0")
    assert "/departamentos/" in page.url


def test_the_keyboard_reaches_everything_and_focus_shows(watched, width):
    page = watched.page
    page.goto("/panel")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(70):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    wanted = {"A", "SUMMARY"} if width < 900 else {"A", "filtro-medida", "BUTTON"}
    assert wanted <= reached
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_province_that_is_withheld_is_a_hatched_ring_and_no_circle_of_a_size(watched):
    page = watched.page
    page.goto("/departamentos/09?desde=2007-02&hasta=2007-02")
    fills = page.evaluate(
        """[...document.querySelectorAll('.province-map .spot-withheld')]
           .map(spot => getComputedStyle(spot).fill)"""
    )
    assert fills
    assert set(fills) == {'url("#rayas-aro")'}
