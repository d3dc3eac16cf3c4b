"""The explorer in a real browser: by the keyboard alone, with scripts and without."""

ANSWERED = "document.querySelector('#respuesta pre')?.textContent.includes('\"queryId\"')"


def by_keyboard(page, times: int) -> None:
    """From the document to the button and press it."""
    page.focus("#documento")
    for _ in range(times):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_it_is_asked_by_the_keyboard_and_answers_in_place(watched):
    page = watched.page
    page.goto("/api?ejemplo=casos")
    page.evaluate("window.untouched = true")
    by_keyboard(page, 3)
    watched.until(ANSWERED)
    assert page.evaluate("window.untouched")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Preguntar"
    assert page.evaluate("location.search") == "?ejemplo=casos"
    assert page.locator("#respuesta").count() == 1


def test_it_is_asked_without_scripts(without_script):
    page = without_script.page
    page.goto("/api?ejemplo=casos")
    by_keyboard(page, 3)
    page.wait_for_selector("#respuesta pre")
    assert '"queryId"' in page.inner_text("#respuesta pre")
    assert "caseCounts" in page.input_value("#documento")


def test_a_figures_own_question_opens_there_and_is_answered(watched, width):
    page = watched.page
    page.goto("/llamadas")
    page.click("#tipo .downloads a:text-is('GraphQL')")
    page.wait_for_selector("#documento")
    assert "CALL_TYPE" in page.input_value("#documento")
    page.click(".explorer button")
    watched.until(ANSWERED)
