"""Catalogs hold every text of the screens, and nothing else."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from web.i18n import Tongue

METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"say": None, "marked": None, "count": (2, 3)}


def texts() -> set[str | tuple[str, ...]]:
    options = {"**.html": {"trimmed": "true"}}
    found = extract_from_dir("web", METHODS, options, KEYWORDS)
    return {message for _, _, message, _, _ in found}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_text_is_translated_with_the_same_placeholders(language):
    with Path(f"locales/{language}/LC_MESSAGES/yanapay.po").open("rb") as source:
        catalog = {m.id: m for m in read_po(source) if m.id}
    assert set(catalog) == texts(), "run `make messages` and translate"
    holes = re.compile(r"%\(\w+\)s")
    for text, message in catalog.items():
        assert not message.fuzzy, text
        forms = [(text, message.string)]
        if isinstance(text, tuple):
            forms = list(zip(text, message.string, strict=True))
        for said, translated in forms:
            assert translated, text
            assert sorted(holes.findall(said)) == sorted(holes.findall(translated)), text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", ("0 rutas", "1 ruta", "2 rutas")),
        ("en", ("0 routes", "1 route", "2 routes")),
        ("fr", ("0 route", "1 route", "2 routes")),
    ],
)
def test_one_and_many_are_said_by_the_rule_of_each_language(language, said):
    tongue = Tongue(language)
    assert tuple(tongue.count(n, "%(count)s ruta", "%(count)s rutas") for n in range(3)) == said


def test_nothing_is_said_where_no_catalog_finds_it():
    """Inside an f-string, say, a text is never translated."""
    said = {
        call.args[0].value
        for path in Path("web").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr == "say" and call.args and isinstance(call.args[0], ast.Constant)
    }
    assert said <= texts()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "address",
    [
        *("/", "/panel", "/panel?medida=casos&papel=origen", "/departamentos/16", "/llamadas"),
        *("/casos", "/industrias/mining", "/datos", "/revisiones"),
    ],
)
def test_no_spanish_is_left_on_a_translated_page(client, address, language):
    client.cookies.set("idioma", language)
    text = re.sub(r"<[^>]+>", " ", client.get(address).text)
    for spanish in (
        "según",
        "Departamento ",
        "reservado",
        "Denuncias",
        "Llamadas",
        "Descargar",
        " por año",
        " registro",
        "empieza",
    ):
        assert spanish not in text
