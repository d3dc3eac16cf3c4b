"""Every public page looks as it did when somebody last looked at it, at four widths.

`make pictures` keeps them anew; look at what has changed before committing it (DEVELOPING.md).
"""

import datetime as dt
import hashlib
from pathlib import Path

import pytest
from PIL import Image

from app import clock
from core.access import accounts
from core.access.roles import Role
from tests.browser.looking import DRAWN, differences, look, pin_fonts
from tests.factories import SMALL, house_in
from tests.streams.served import served

FOLDER = Path("tests/browser/pictures")
MOST_BYTES = 3_000_000
PASSWORD = "una clave bastante larga"

PAGES = {
    "inicio": "/",
    "panel": "/panel",
    "panel-casos": "/panel?medida=casos",
    "panel-numero": "/panel?medida=victimas&como=numero",
    "llamadas": "/llamadas",
    "casos": "/casos",
    "rutas": "/rutas",
    "plan": "/plan",
    "indicador": "/plan/indicadores/C-13",
    "matriz": "/plan/matriz",
    "registro": "/plan/registro",
    "registro-entrada": "/plan/registro/C-09?periodo=2013",
    "departamento": "/departamentos/17",
    "industria": "/industrias/mining",
    "datos": "/datos",
    "revisiones": "/revisiones",
    "reservado": "/reservado?de=cases&industry=logging&form=sexual",
    "metodo": "/metodo",
    "entrar": "/entrar",
    "nada": "/nada",
}
#: Width of the window, and the medium. A4 upright is 794 wide.
WAYS = {"360": (360, "screen"), "768": (768, "screen"), "1280": (1280, "screen")}
WAYS["papel"] = (794, "print")
NOW = dt.datetime(2014, 7, 1, 15, tzinfo=dt.UTC)


#: Pages that are for somebody who has signed in, here for an institution that reports.
REPORTER = ("registro", "registro-entrada")


@pytest.fixture(scope="module")
def opened(chromium, tmp_path_factory):
    """A browser's page of a house that is the same every time, and one that has signed in."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "keys").mkdir(mode=0o700)
    for name in ("record", "noise"):
        secret = folder / "keys" / f"{name}.key"
        secret.write_bytes(hashlib.sha256(name.encode()).digest())
        secret.chmod(0o600)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: NOW)
        house = house_in(folder, size=SMALL)
        _employ(house)
        with served(house) as port:
            pages = [_page(chromium, port) for _ in range(2)]
            _enter(pages[1])
            yield pages
            for page in pages:
                page.context.close()
        house.the_register().close()


@pytest.fixture
def looked_at(opened):
    """The page of whoever has not signed in."""
    return opened[0]


def _page(chromium, port: int):
    context = chromium.new_context(
        base_url=f"http://127.0.0.1:{port}", device_scale_factor=1 / DRAWN, bypass_csp=True
    )
    pin_fonts(context)
    return context.new_page()


def _employ(house) -> None:
    who = house.the_register(), "ministerio", Role.RECIPIENT, PASSWORD
    accounts.add(*who, ring=house.keys.seal, clock=clock.now)
    accounts.employ(house.the_register(), "ministerio", "MIMDES / MIMP")


def _enter(page) -> None:
    page.goto("/entrar")
    page.fill("main #nombre", "ministerio")
    page.fill("main #clave", PASSWORD)
    with page.expect_navigation():
        page.press("main #clave", "Enter")


def seen(page, way: str):
    """How the page that is open looks."""
    width, medium = WAYS[way]
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(media=medium)
    return look(page)


@pytest.mark.parametrize("name", PAGES)
def test_it_looks_as_it_did(opened, name, request):
    keeping = request.config.getoption("--keep-pictures")
    looked_at = opened[name in REPORTER]
    looked_at.goto(PAGES[name])
    wrong = {}
    for way in WAYS:
        now, kept = seen(looked_at, way), FOLDER / f"{name}-{way}.png"
        found = differences(Image.open(kept), now) if kept.exists() else ["never kept"]
        if found and keeping:
            now.save(kept, optimize=True)
        elif found:
            wrong[way] = found
    assert wrong == {}


#: What one may do to the panel unawares, and the way of looking that tells.
BROKEN = [
    ("1280", "document.querySelector('.key-figures').remove()"),
    ("1280", "document.querySelector('#matriz, .matrix').style.visibility = 'hidden'"),
    ("1280", "document.querySelector('.map').style.marginLeft = '60px'"),
    ("768", "document.querySelector('.map').style.width = '60%'"),
    ("360", "document.querySelector('#vista table').style.display = 'none'"),
    ("360", "document.querySelector('h1').style.height = '1.2em'"),
    ("360", "document.querySelectorAll('figure')[1].style.maxHeight = '120px'"),
    ("papel", "document.querySelector('#vista table').style.width = '50%'"),
]


def test_what_is_moved_cut_off_or_gone_is_seen(looked_at):
    looked_at.goto("/panel")
    looked_at.evaluate("window.whole = document.body.cloneNode(true)")
    for way, broken in BROKEN:
        looked_at.evaluate(broken)
        kept = Image.open(FOLDER / f"panel-{way}.png")
        assert differences(kept, seen(looked_at, way)) != [], broken
        looked_at.evaluate("document.body.replaceWith(window.whole.cloneNode(true))")
    kept = Image.open(FOLDER / f"panel-{BROKEN[-1][0]}.png")
    assert differences(kept, seen(looked_at, BROKEN[-1][0])) == []


def test_they_weigh_little_and_none_is_of_a_page_that_is_gone():
    kept = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert set(kept) == {f"{name}-{way}.png" for name in PAGES for way in WAYS}
    assert sum(kept.values()) <= MOST_BYTES
