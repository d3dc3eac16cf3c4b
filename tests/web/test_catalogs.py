"""Catalogs hold every text of the screens, and nothing else."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {"say": None, "marked": None}


def texts() -> set[str]:
    options = {"**.html": {"trimmed": "true"}}
    found = extract_from_dir("web", METHODS, options, KEYWORDS)
    return {str(message) for _, _, message, _, _ in found}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_text_is_translated_with_the_same_placeholders(language):
    with Path(f"locales/{language}/LC_MESSAGES/yanapay.po").open("rb") as source:
        catalog = {str(m.id): m for m in read_po(source) if m.id}
    assert set(catalog) == texts(), "run `make messages` and translate"
    for text, message in catalog.items():
        assert message.string, text
        assert not message.fuzzy, text
        holes = re.compile(r"%\(\w+\)s")
        assert sorted(holes.findall(text)) == sorted(holes.findall(str(message.string))), text


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", ["/", "/panel", "/panel?medida=casos", "/departamentos/16"])
def test_no_spanish_is_left_on_a_translated_page(client, address, language):
    client.cookies.set("idioma", language)
    text = re.sub(r"<[^>]+>", " ", client.get(address).text)
    for spanish in ("según", "Departamento ", "reservado", "Denuncias", "Llamadas", "Descargar"):
        assert spanish not in text
