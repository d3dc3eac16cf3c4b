"""A real Chromium and a real server, both on this machine and both ended by their own id."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page, sync_playwright

from app.asgi import make_app
from app.house import House

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def address(house: House) -> Iterator[str]:
    """Where the house is served for the browser."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    settings = uvicorn.Config(make_app(house), port=port, log_level="warning", ws="none")
    server = uvicorn.Server(settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    assert server.started
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which `make browser` sees to.

    Playwright leaves its loop running in this thread until it ends: the next module may want one.
    """
    path = shutil.which("chromium")
    assert path, "no chromium here: run `make browser`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """A page and everything it complained about or asked other hosts for."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda r: self._note(r.url, address))

    def _note(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.strangers.append(url)

    def until(self, script: str) -> None:
        """Wait until a script is true; polled, as the strict policy allows no evaluation inside."""
        for _ in range(100):
            try:
                if self.page.evaluate(script):
                    return
            except Error:  # asked while one page was being replaced by the next
                pass
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}")


@pytest.fixture(params=[1280, 360], ids=["wide", "phone"])
def width(request: pytest.FixtureRequest) -> int:
    """The two widths every page is looked at."""
    return int(request.param)


@pytest.fixture
def watched(chromium: Browser, address: str, width: int) -> Iterator[Watched]:
    """A page with JavaScript on; it must have complained of nothing."""
    context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=address)
    seen = Watched(context.new_page(), address)
    yield seen
    context.close()
    assert seen.complaints == []
    assert seen.strangers == []


@pytest.fixture
def without_script(chromium: Browser, address: str, width: int) -> Iterator[Watched]:
    """A page with JavaScript off."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, base_url=address, java_script_enabled=False
    )
    yield Watched(context.new_page(), address)
    context.close()
