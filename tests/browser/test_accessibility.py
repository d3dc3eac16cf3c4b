"""axe-core finds nothing on any page in any language, contrast 7:1 included."""

import pytest
from axe_playwright_python.sync_playwright import Axe

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
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
#: Every page in every language on a screen; on a phone some of each kind.
LOOKED_AT = [(1280, path) for path in PAGES] + [(360, path) for path in (*PAGES[::4], "/rutas")]
axe = Axe()


def faults(page) -> list[str]:
    found = axe.run(page, options=RULES).response
    assert any(rule["id"] == "color-contrast-enhanced" for rule in found["passes"])
    return [f"{fault['id']}: {fault['nodes'][0]['html']}" for fault in found["violations"]]


@pytest.mark.parametrize(("width", "path"), LOOKED_AT)
def test_axe_finds_nothing(watched, path, width):
    languages = ("es", "en", "fr") if width > 1000 else ("es",)
    for language in languages:
        watched.page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert faults(watched.page) == [], language
    watched.complaints = [c for c in watched.complaints if " 400 " not in c and " 404 " not in c]


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
