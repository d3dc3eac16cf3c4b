"""What an attacker could write into a page does not run: no script, handler, style or htmx."""

import pytest

from tests.browser.conftest import Watched

ATTACKS = {
    "script": "<script>window.harm = 1</script>",
    "handler": "<img src='data:,' onerror='window.harm = 1'>",
    "style": "<style>h1 { color: rgb(1, 2, 3) !important }</style>",
    "inline style": "<p id='x' style='color: rgb(1, 2, 3)'>x</p>",
    "htmx load": "<div hx-get='/metodo' hx-trigger='load' hx-target='h1'></div>",
    "htmx with a guessed nonce": (
        "<div hx-nonce='guess' hx-get='/metodo' hx-trigger='load' hx-target='h1'></div>"
    ),
    "htmx event": "<div hx-on:click='window.harm = 1' id='click'>x</div>",
    "frame": "<iframe srcdoc='<script>parent.harm = 1</script>'></iframe>",
    "base": "<base href='http://127.0.0.1:1/'>",
    "javascript link": "<a id='click' href='javascript:window.harm=1'>x</a>",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_injected_markup_does_nothing(chromium, address, name):
    context = chromium.new_context(base_url=address)
    watched = Watched(context.new_page(), address)
    page = watched.page

    def inject(route) -> None:
        answer = route.fetch()
        body = answer.text().replace("<h1>", ATTACKS[name] + "<h1>", 1)
        route.fulfill(response=answer, body=body)

    page.route("**/panel", inject)
    page.goto("/panel")
    before = page.locator("h1").inner_text()
    if page.locator("#click").count():
        page.locator("#click").click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.harm") is None
    assert page.locator("h1").inner_text() == before
    assert (
        page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(27, 27, 27)"
    )
    if page.locator("#x").count():
        assert (
            page.evaluate("getComputedStyle(document.querySelector('#x')).color") != "rgb(1, 2, 3)"
        )
    assert page.evaluate("document.baseURI").startswith(address)
    assert watched.strangers == []
    context.close()


def test_a_page_cannot_write_html_by_itself(chromium, address):
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    page.goto("/panel")
    told = page.evaluate(
        """() => { try { document.querySelector('h1').innerHTML = '<b>x</b>'; return 'written' }
                   catch (error) { return error.name } }"""
    )
    assert told == "TypeError"
    context.close()


def test_an_injected_fragment_does_nothing_either(chromium, address):
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    page.goto("/panel")

    def inject(route) -> None:
        answer = route.fetch()
        attack = ATTACKS["htmx load"] + ATTACKS["handler"] + ATTACKS["script"]
        route.fulfill(
            response=answer, body=answer.text().replace("<figure>", attack + "<figure>", 1)
        )

    page.route("**/panel?orden=nombre", inject)
    page.click("th a:text-is('Departamento')")
    page.wait_for_timeout(500)
    assert page.locator("#vista tbody a").first.inner_text() == "Amazonas"
    assert page.evaluate("window.harm") is None
    assert page.locator("h1").count() == 1
    context.close()
