"""axe-core finds nothing on any page in any language, contrast 7:1 included."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from app import clock
from core.access.roles import Role
from core.access.sign_in import make_link

PAGES = (
    "/",
    "/panel?medida=casos",
    "/panel?medida=victimas&como=numero&desde=2009&hasta=2011",
    "/panel?industria=oro",
    "/llamadas",
    "/casos",
    "/rutas",
    "/rutas/CHS-B5",
    "/departamentos/17",
    "/industrias/mining",
    "/datos",
    "/revisiones",
    "/reservado?de=cases&industry=logging&form=sexual",
    "/metodo",
    "/entrar",
    "/nada",
)
#: The same pages asked otherwise, with much or all of them withheld: in one language.
OTHERWISE = (
    "/panel?medida=casos&papel=origen",
    "/panel?medida=casos&desde=2010-03&hasta=2010-03&industria=fishing&forma=begging",
    "/llamadas?desde=2009&hasta=2009",
    "/departamentos/09?desde=2007&hasta=2007",
)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
#: Every page in every language on a screen; on a phone some of each kind.
LOOKED_AT = [(1280, path) for path in PAGES] + [(360, path) for path in (*PAGES[::4], "/rutas")]
LOOKED_AT += [(1280, path) for path in OTHERWISE]
axe = Axe()


def faults(page) -> list[str]:
    found = axe.run(page, options=RULES).response
    assert any(rule["id"] == "color-contrast-enhanced" for rule in found["passes"])
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]


@pytest.mark.parametrize(("width", "path"), LOOKED_AT)
def test_axe_finds_nothing(watched, path, width):
    languages = ("es", "en", "fr") if width > 1000 and path in PAGES else ("es",)
    for language in languages:
        watched.page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert faults(watched.page) == [], language
    watched.complaints = [c for c in watched.complaints if " 400 " not in c and " 404 " not in c]


INTERNAL = ("/panel?medida=casos", "/llamadas", "/casos", "/departamentos/17", "/industrias/mining")


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("path", INTERNAL)
def test_axe_finds_nothing_in_the_internal_edition(watched, house, path):
    watched.page.goto(f"/entrar?enlace={make_link(house.register, Role.PLANNER, clock.now)}")
    for language in ("es", "en", "fr"):
        joined = "&" if "?" in path else "?"
        watched.page.goto(f"{path}{joined}edicion=interna&lang={language}")
        assert watched.page.locator(".exact").count() == 1
        assert faults(watched.page) == [], language


#: Every text that is seen with its colour and the ground it stands on. Letters of drawings have a
#: halo of paper, or stand in the darkest two classes.
TEXTS = """() => {
  const opaque = c => !/, 0\\)$/.test(c) && c !== 'transparent';
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (opaque(c)) return c;
    }
    return 'rgb(255, 255, 255)';
  };
  const found = new Map();
  for (const e of document.querySelectorAll('body *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.matches('title, desc, option')) continue;
    const style = getComputedStyle(e), drawn = e.namespaceURI.endsWith('svg');
    const ink = drawn ? style.fill : style.color;
    const dark = e.closest('.on-dark') && 'rgb(27, 90, 156)';
    const on = dark || (drawn ? 'rgb(255, 255, 255)' : ground(e));
    found.set(ink + '|' + on, e.outerHTML.slice(0, 90));
  }
  return [...found];
}"""


@pytest.mark.parametrize(
    ("width", "path"),
    [(1280, path) for path in (*PAGES, *OTHERWISE)] + [(360, "/panel")],
)
def test_every_text_is_dark_enough_on_its_ground(watched, path, width):
    """Contrast 7:1 for every text, large ones too, as Peru's rule for public sites asks."""
    watched.page.goto(path)
    texts = watched.page.evaluate(TEXTS)
    assert len(texts) >= 3
    pale = {e: pair for pair, e in texts if contrast(*pair.split("|")) < 7}
    assert pale == {}
    watched.complaints = [c for c in watched.complaints if " 400 " not in c and " 404 " not in c]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = [float(p) / 255 for p in re.findall(r"[\d.]+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("width", [1280])
def test_axe_does_find_what_is_wrong(watched):
    page = watched.page
    page.goto("/panel")
    page.evaluate("document.querySelector('h1').style.color = '#777'")
    page.evaluate("document.querySelector('html').removeAttribute('lang')")
    assert {fault.partition(":")[0] for fault in faults(page)} >= {
        "color-contrast-enhanced",
        "html-has-lang",
    }
    watched.complaints.clear()  # the policy refuses the style of an attribute, and says so
