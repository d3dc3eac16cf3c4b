"""The plan by real keys alone, with scripts and without: read, reported, reviewed, published."""

import itertools

import pytest

from app import clock
from core.access import accounts
from core.access.roles import Role
from tests.browser.keys import tab_to
from tests.factories import SMALL, house_in
from tests.streams.served import served

PASSWORD = "una clave bastante larga"
NUMBERS = itertools.count(1)
MANY = 400  # the scorecard has a link for every indicator
#: What each way of the tests reports and publishes: they share a house.
PLACES = {"scripts": ("C-09", "2013-S1"), "plain": ("C-12", "2013-S2")}
ACTA = {"name": "acta.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house of its own: these tests write."""
    made = house_in(tmp_path_factory.mktemp("plan-keys"), size=SMALL)
    yield made
    made.the_register().close()


@pytest.fixture(scope="module")
def port(house):
    with served(house) as number:
        yield number


@pytest.fixture(params=["scripts", "plain"])
def way(request):
    return request.param


@pytest.fixture
def opened(chromium, port, way):
    """Browsers that are touched by keys only."""
    contexts = []

    def new():
        address = f"http://127.0.0.1:{port}"
        scripts = way == "scripts"
        contexts.append(chromium.new_context(base_url=address, java_script_enabled=scripts))
        page = contexts[-1].new_page()
        page.on("filechooser", lambda _: None)  # from the start, or one may open before it is met
        return page

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def enter(opened, house):
    """A browser in which somebody of an institution has signed in, by keys."""

    def entered(role: Role, institution: str):
        name = f"plan-{next(NUMBERS)}"
        who = house.the_register(), name, role, PASSWORD
        accounts.add(*who, ring=house.keys.seal, clock=clock.now)
        accounts.employ(house.the_register(), name, institution)
        page = opened()
        page.goto("/entrar")
        type_in(page, "main #nombre", name)
        type_in(page, "main #clave", PASSWORD)
        press(page, None)
        return page

    return entered


def press(page, selector: str | None) -> None:
    """Tab to a link or button, if one is named, and press Enter; the next page has come."""
    if selector is not None:
        tab_to(page, selector, MANY)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_in(page, selector: str, text: str) -> None:
    tab_to(page, selector, MANY)
    page.keyboard.type(text)


def test_from_the_scorecard_to_a_sheet_its_report_and_the_matrix(opened):
    page = opened()
    page.goto("/plan")
    tab_to(page, "#filtro-eje")
    page.keyboard.type("C")
    press(page, "main .period-form button")
    assert "eje=C" in page.url
    press(page, "main a[href^='/plan/indicadores/C-08']")
    assert page.locator("h1").inner_text() == "Albergues con servicio especializado"
    tab_to(page, "#valores .downloads a[href*='formato=csv']", MANY)
    with page.expect_download() as told:
        page.keyboard.press("Enter")
    assert told.value.suggested_filename.endswith(".csv")
    page.goto("/plan")
    press(page, "main a[href^='/plan/informes/2012']")
    assert page.locator("h1").count() == 1
    page.goto("/plan")
    press(page, "main a[href^='/plan/matriz']")
    assert page.locator("table.plan-matrix tbody").count() > 3


def test_a_value_is_reported_accepted_and_a_period_published(enter, way):
    code, period = PLACES[way]
    reporter = enter(Role.RECIPIENT, "MIMDES / MIMP")
    reporter.goto("/plan/registro")
    press(reporter, f"main a[href*='/plan/registro/{code}?periodo=2013']")
    reporter.locator("#valor:focus").wait_for()  # where one begins to type
    reporter.keyboard.type("57")
    type_in(reporter, "#respaldo", "Informe anual")
    tab_to(reporter, "#evidencia")
    with reporter.expect_file_chooser() as chooser:
        reporter.keyboard.press("Enter")
    chooser.value.set_files(ACTA)
    if reporter.locator("#motivo").count():
        type_in(reporter, "#motivo", "Conteo revisado")
    press(reporter, "main button[name=enviar]")
    assert reporter.url.endswith("/plan/registro")
    assert "en revisión" in reporter.locator("main").inner_text()

    monitor = enter(Role.MONITOR, "IOM / OIM")
    monitor.goto("/plan/registro")
    assert code in monitor.locator("#revisiones").inner_text()
    press(monitor, "#revisiones button[value=aceptar]")
    assert code not in monitor.locator("#revisiones").inner_text()
    form = f"#periodos form:has(input[value='{period}'])"
    press(monitor, f"{form} button[value=cerrar]")
    press(monitor, f"{form} button[value=publicar]")
    assert "publicado" in monitor.locator(form).inner_text()
    monitor.goto(f"/plan/informes/{period}")
    assert monitor.locator("h1").count() == 1


def test_what_is_refused_comes_back_with_the_reason_and_what_was_typed(enter):
    page = enter(Role.RECIPIENT, "MIMDES / MIMP")
    page.goto("/plan/registro/C-14?periodo=2013")
    page.locator("#valor:focus").wait_for()
    page.keyboard.type("muchos")
    press(page, "main button[name=enviar]")
    assert "muchos" in page.locator("[role=alert]").inner_text()
    assert page.locator("#valor").input_value() == "muchos"
