"""Real keys, and nothing else, in the tests of pages."""


def tab_to(page, selector: str, most: int = 80) -> None:
    """Tab on until the element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} is not reached")
