"""The internal edition comes again by itself, for whoever may see it and as long as that is so."""

import datetime as dt

import pytest

from api.streams.limits import Limits
from app import clock
from core.access.roles import Role
from core.access.sign_in import make_link
from tests.acts import new_call
from tests.browser.conftest import Watched
from tests.browser.keys import tab_to
from tests.factories import SMALL, house_in
from tests.streams.served import served

COUNTED = dt.datetime(2013, 11, 14, 12, tzinfo=dt.UTC)
PULSE = "document.documentElement.dataset.pulse"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """A house that is written to, and where it is served."""
    house = house_in(tmp_path_factory.mktemp("live"), size=SMALL)
    with served(house, Limits(between_checks=0.2)) as port:
        yield house, f"http://127.0.0.1:{port}"
    house.the_register().close()


@pytest.fixture
def planner(chromium, live):
    """A planner's browser."""
    house, address = live
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=address)
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"/entrar?enlace={make_link(house.register, Role.PLANNER, clock.now)}")
    yield watched
    context.close()
    assert watched.strangers == []


def calls_told(page) -> str:
    return page.inner_text("#embudo tbody td.right >> nth=0")


def test_it_comes_again_with_focus_scroll_and_open_tables_as_they_were(planner, live):
    page = planner.page
    page.goto("/llamadas?edicion=interna")
    planner.until(f"{PULSE} === 'open'")
    assert page.locator(".exact").inner_text().startswith("provisional")
    before = calls_told(page)
    page.click("#serie details summary")
    tab_to(page, "#filtro-hasta")
    page.evaluate("window.untouched = true; scrollTo(0, 700)")
    at = page.evaluate("scrollY")
    new_call(live[0], at=COUNTED)
    told = f"document.querySelector('#embudo tbody td.right').textContent.trim() !== '{before}'"
    planner.until(told)
    assert int(calls_told(page).split()[0]) == int(before.split()[0]) + 1
    assert page.evaluate("[window.untouched, scrollY]") == [True, at]
    assert page.evaluate("document.activeElement.id") == "filtro-hasta"
    assert page.evaluate("document.querySelector('#serie details').open")
    assert planner.complaints == []


def test_it_is_asked_for_where_the_filters_have_led(planner, live):
    page = planner.page
    page.goto("/panel?edicion=interna")
    planner.until(f"{PULSE} === 'open'")
    page.select_option("#filtro-medida", "llamadas")
    page.click("#filtros button")
    planner.until("location.search.includes('medida=llamadas')")
    assert page.get_attribute(".languages a >> nth=0", "href").endswith("edicion=interna&lang=en")
    page.evaluate("document.querySelector('#edicion').dataset.old = 'yes'")
    new_call(live[0], at=COUNTED)
    planner.until("!document.querySelector('#edicion').dataset.old")
    assert "llamadas" in page.inner_text("h1").lower()
    assert page.locator("header").count() == 1
    assert planner.complaints == []


def test_a_period_that_was_swapped_in_is_the_one_that_comes_again(planner, live):
    page = planner.page
    page.goto("/llamadas?edicion=interna")
    planner.until(f"{PULSE} === 'open'")
    whole = calls_told(page)
    page.select_option("#filtro-desde", "2013")
    page.click(".period-form button")
    planner.until("location.search === '?desde=2013&edicion=interna'")
    planner.until("document.querySelector('#cambio').textContent.includes('2013')")
    before = calls_told(page)
    assert before != whole
    new_call(live[0], at=COUNTED)
    told = f"document.querySelector('#embudo tbody td.right').textContent.trim() !== '{before}'"
    planner.until(told)
    assert int(calls_told(page).split()[0]) == int(before.split()[0]) + 1
    assert page.evaluate("location.search") == "?desde=2013&edicion=interna"
    assert page.locator("#cambio").text_content().strip() == ""
    page.go_back()
    planner.until("location.search === '?edicion=interna'")
    planner.until("document.querySelector('#filtro-desde')?.value === ''")
    assert planner.complaints == []


def test_the_switch_leads_to_the_public_edition_and_back(planner):
    page = planner.page
    page.goto("/llamadas?desde=2009")
    page.click(".switch a:text-is('Interna')")
    assert page.url.endswith("/llamadas?desde=2009&edicion=interna")
    page.click(".switch a:text-is('Pública')")
    assert page.url.endswith("/llamadas?desde=2009")
    assert page.locator(".exact").count() == 0


def test_with_the_session_the_figures_leave_the_screen(planner, live):
    page = planner.page
    page.goto("/casos?edicion=interna")
    planner.until(f"{PULSE} === 'open'")
    session = next(c["value"] for c in page.context.cookies() if c["name"] == "yanapay_session")
    live[0].sign_out(session)
    planner.until("!document.querySelector('#embudo')")
    assert page.locator(".kicker").inner_text() == "401"
    assert page.locator(".exact").count() == 0


def test_nobody_else_has_the_switch(chromium, live):
    house, address = live
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    for role in (None, Role.OPERATOR):
        if role is not None:
            page.goto(f"/entrar?enlace={make_link(house.register, role, clock.now)}")
        page.goto("/llamadas")
        assert page.locator(".switch").count() == 0
        refused = page.goto("/llamadas?edicion=interna")
        assert refused.status == (401 if role is None else 403)
    context.close()
