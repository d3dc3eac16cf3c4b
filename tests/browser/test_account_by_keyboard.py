"""What needs an account, by real keys alone: in, the edition, password, tokens, sessions, out."""

import itertools

import pytest

from app import clock
from app.house import House
from core.access import accounts
from core.access.roles import Role
from tests.browser.keys import tab_to

FIRST, SECOND = "una clave larga de verdad", "caballo pila grapa correcta"
NUMBERS = itertools.count(1)
wide = pytest.mark.parametrize("width", [1280])


@pytest.fixture
def name(house: House) -> str:
    """A planner's account."""
    made = f"teclado-{next(NUMBERS)}"
    accounts.add(house.register, made, Role.PLANNER, FIRST, ring=house.keys.seal, clock=clock.now)
    return made


@pytest.fixture(params=[True, False], ids=["scripts", "plain"])
def page(request, watched, without_script, name):
    """A page that is touched by keys only, with scripts and without; the planner has signed in."""
    opened = (watched if request.param else without_script).page
    enter(opened, name, FIRST)
    return opened


def press(page, selector: str) -> None:
    """Tab to a link or button and press Enter; the next page has come."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fill(page, **values: str) -> None:
    """Tab to each field in its turn and type."""
    for field, text in values.items():
        tab_to(page, f"main #{field}")
        page.keyboard.type(text)


def enter(page, name: str, password: str) -> None:
    """Sign in: Enter in the last field sends the form."""
    page.goto("/entrar")
    fill(page, nombre=name, clave=password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@wide
def test_in_to_the_internal_edition_and_back_a_file_of_it_and_out(page, name):
    assert page.url.endswith("/panel")
    press(page, ".switch a[href$='edicion=interna']")
    assert page.locator(".exact .tag").inner_text() == "provisional"
    tab_to(page, "#vista .downloads a[href*='formato=csv']", 200)
    with page.expect_download() as told:
        page.keyboard.press("Enter")
    assert "edicion=interna" in told.value.url
    assert told.value.suggested_filename.endswith(".csv")
    page.goto("/panel?edicion=interna")
    press(page, ".switch a[href='/panel']")
    assert page.locator(".exact").count() == 0
    press(page, ".leave button")
    assert page.locator(".leave").count() == 0


@wide
def test_ones_own_password(page, name):
    press(page, ".freshness a[href='/sesiones']")
    press(page, "main a[href='/clave']")
    fill(page, clave=FIRST, nueva=SECOND, otra_vez=SECOND)
    press(page, "main button")
    assert page.locator("main p[role=status]").count() == 1
    press(page, ".leave button")
    enter(page, name, SECOND)
    assert page.locator(".leave").count() == 1


@wide
def test_a_token_is_made_and_ended(page, name):
    press(page, ".freshness a[href='/api/credenciales']")
    tab_to(page, "#dias")
    page.keyboard.press("Control+A")
    page.keyboard.type("30")
    tab_to(page, "input[name=documentos]")
    page.keyboard.press("Space")
    press(page, "main .stacked-form button")
    tab_to(page, ".shown-once pre")
    assert page.inner_text(".shown-once code >> nth=0").startswith("ynp_")
    press(page, "main button.quiet")
    assert page.locator("main button.quiet").count() == 0


@wide
def test_a_session_that_was_forgotten_is_ended(page, name):
    other = page.context.browser.new_context(base_url=page.url.removesuffix("/panel"))
    elsewhere = other.new_page()
    enter(elsewhere, name, FIRST)
    press(page, ".freshness a[href='/sesiones']")
    press(page, "main form button")
    assert page.locator("main form button").count() == 0
    elsewhere.goto("/panel")
    assert elsewhere.locator(".leave").count() == 0
    other.close()


def test_the_way_out_stands_clear_of_the_edges_of_its_strip(watched, name):
    page = watched.page
    for language in ("es", "en", "fr"):
        page.goto(f"/entrar?lang={language}")
        if not page.locator(".leave").count():
            enter(page, name, FIRST)
        strip, way = (page.locator(s).bounding_box() for s in (".freshness", ".leave button"))
        above = way["y"] - strip["y"]
        below = strip["y"] + strip["height"] - way["y"] - way["height"]
        assert min(above, below) >= 6, (language, above, below)
        assert way["x"] + way["width"] <= strip["width"] - 6
