"""Pages say what they were asked, in the asked language, and never fall over."""

import gzip
import re

import html5lib
import pytest

from core.places import departments
from web.headers import policy

PAGES = [
    "/",
    "/panel",
    "/metodo",
    "/departamentos/17",
    "/departamentos/07",
    "/api",
    "/api/esquema",
    "/api/esquema/Case",
]
PANELS = [
    "/panel?medida=casos",
    "/panel?medida=casos&como=numero",
    "/panel?medida=victimas&sexo=female&edad=12-17",
    "/panel?medida=victimas&sexo=female&edad=12-17&forma=sexual",
    "/panel?medida=llamadas&tipo=report&desde=2008&hasta=2009-S1",
    "/panel?medida=casos&industria=mining&forma=sexual&desde=2010-03&hasta=2010-03",
    "/panel?mapa=no&orden=nombre",
]


def parse(text: str):
    return html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parse(text)


@pytest.mark.parametrize("language", ["es", "en", "fr"])
@pytest.mark.parametrize("address", [*PAGES, *PANELS])
def test_every_page_answers_in_every_language(client, address, language):
    client.cookies.set("idioma", language)
    response = client.get(address)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert response.headers["content-language"] == language
    title = re.sub(r"\s+", " ", re.search(r"<title>(.*?)</title>", response.text, re.S)[1])
    assert len(title.strip()) > 10


@pytest.mark.parametrize("address", [*PAGES, *PANELS])
def test_ids_are_unique_and_every_field_has_its_label(client, address):
    tree = parse(client.get(address).text)
    ids = [e.attrib["id"] for e in tree.iter() if "id" in e.attrib]
    assert len(ids) == len(set(ids))
    labelled = {e.attrib["for"] for e in tree.iter("label")}
    assert {e.attrib["id"] for e in tree.iter("select")} <= labelled
    assert len(list(tree.iter("h1"))) == 1


@pytest.mark.parametrize("address", [*PAGES, *PANELS])
def test_synthetic_data_say_so_on_every_page(client, address):
    text = client.get(address).text
    assert "Registro sintético." in text
    if "medida=" in address:
        assert "datos sintéticos" in text


def test_spanish_comes_first_whatever_the_browser_speaks(client):
    response = client.get("/panel", headers={"accept-language": "en-US,en;q=0.9"})
    assert '<html lang="es">' in response.text


def test_a_chosen_language_is_remembered(client):
    client.get("/panel?lang=fr")
    assert '<html lang="fr">' in client.get("/metodo").text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/panel?medida=oro", "El valor «oro» no existe en «medida»."),
        ("/panel?medida=casos&industria=oro", "El valor «oro» no existe en «industria»."),
        ("/panel?color=rojo", "El filtro «color» no existe."),
        ("/panel?medida=casos&desde=ayer", "«ayer» no es un período."),
        ("/panel?medida=casos&desde=2010&hasta=2008", "El período va al revés"),
        ("/panel?medida=casos&desde=1999", "No hay datos de «1999»"),
        ("/panel?medida=casos&sexo=female", "Esta medida no se publica por «sexo»."),
        ("/panel?desde=2010", "Esta medida no se publica por «desde»."),
        ("/panel?lang=xx", "El valor «xx» no existe en «lang»."),
        ("/panel?formato=xls", "El valor «xls» no existe en «formato»."),
        ("/panel?mapa=quizas", "El valor «quizas» no existe en «mapa»."),
        ("/panel?medida=casos&forma=sexual&forma=other", "viene dos veces"),
        ("/panel?medida=casos&desde=%FF%FE", "no es un período"),
        ("/panel?formato=csv&color=rojo", "El filtro «color» no existe."),
    ],
)
def test_what_is_not_understood_is_a_400_and_the_rest_still_works(client, address, sentence):
    response = client.get(address)
    assert response.status_code == 400
    assert sentence in response.text
    assert "Madre de Dios" in response.text


def test_the_sentence_is_in_the_asked_language(client):
    response = client.get("/panel?lang=fr&medida=casos&industria=oro")
    assert "La valeur « oro » n&#39;existe pas dans « industria »." in response.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/departamentos/99", 404),
        ("/departamentos/%FF", 404),
        ("/departamentos/..%2f..%2fetc", 404),
        ("/nada", 404),
        ("/static/nada.css", 404),
        ("/static/..%2f..%2fpyproject.toml", 404),
        ("/static/%00", 404),
        ("/entrar?enlace=falso", 410),
        ("/panel?edicion=interna", 401),
    ],
)
def test_what_is_not_there_says_so(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert "0800-2-3232" in response.text


def test_a_method_that_is_not_taken_is_a_405(client):
    assert client.post("/panel").status_code == 405


def test_nothing_from_the_address_is_written_unescaped(client):
    attack = '"><script>alert(1)</script>'
    for name in ("medida", "industria", "desde", attack):
        text = client.get("/panel", params={name: attack}).text
        assert "<script>alert" not in text


def test_what_was_decoded_once_is_not_decoded_again(client):
    answer = client.get("/panel?medida=%253Cb%253E%2526lt%253B")
    assert answer.status_code == 400
    assert "«%3Cb%3E%26lt%3B»" in answer.text


def test_what_looks_like_a_template_or_a_format_is_only_text(client):
    attack = "{{7*7}}{field.__class__}{0}%(field)s%s"
    for name in ("medida", "industria"):
        answer = client.get("/panel", params={"medida": "casos", name: attack})
        assert answer.status_code == 400
        assert f"«{attack}»" in answer.text


def test_a_very_long_value_is_cut_in_the_answer(client):
    text = client.get("/panel", params={"medida": "x" * 5000}).text
    assert "x" * 60 + "…" in text


@pytest.mark.parametrize("address", [*PAGES, "/nada", "/graphql", "/static/yanapay.css"])
def test_every_answer_carries_the_strict_policy(client, address):
    headers = client.get(address).headers
    nonce = re.search(r"script-src 'nonce-([\w-]{24})'", headers["content-security-policy"])[1]
    assert headers["content-security-policy"] == policy(nonce)
    assert "unsafe" not in policy(nonce)
    assert "require-trusted-types-for 'script'" in policy(nonce)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_nonce_is_new_every_time_and_stands_on_every_script(client):
    nonces = set()
    for _ in range(3):
        answer = client.get("/panel")
        nonce = re.search(r"'nonce-([\w-]+)'", answer.headers["content-security-policy"])[1]
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert len(scripts) == 1
        assert all(f'nonce="{nonce}"' in script for script in scripts)
        assert set(re.findall(r'hx-nonce="([^"]*)"', answer.text)) == {nonce}
        nonces.add(nonce)
    assert len(nonces) == 3


@pytest.mark.parametrize("address", [*PAGES, *PANELS])
def test_no_page_holds_script_or_style_of_its_own(client, address):
    text = client.get(address).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)
    sources = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', text)
    assert all(source.startswith(("/static/", "data:,")) for source in sources)


def test_pages_vary_by_what_they_depend_on(client):
    vary = client.get("/panel").headers["vary"]
    assert {"Cookie", "HX-Request", "HX-Target"} <= set(vary.split(", "))


@pytest.mark.parametrize("address", [*PAGES, *PANELS])
def test_pages_stay_within_their_budget(client, address):
    assert len(gzip.compress(client.get(address).content)) <= 20_000


def test_a_first_visit_stays_within_its_budget(client):
    page = client.get("/panel")
    total = len(gzip.compress(page.content))
    for source in set(re.findall(r'"(/static/[^"]+)"', page.text)):
        file = client.get(source)
        assert "immutable" in file.headers["cache-control"]
        total += len(gzip.compress(file.content))
    assert total <= 60_000


def test_every_department_has_its_page_and_stands_in_the_table(client):
    panel = client.get("/panel").text
    for code, place in departments().items():
        assert f'href="/departamentos/{code}"' in panel
        assert place.name in client.get(f"/departamentos/{code}").text


def test_withheld_is_explained_and_leads_to_a_nearer_view(client):
    text = client.get("/panel?medida=casos&industria=mining&forma=sexual&desde=2010").text
    assert "[c]" in text
    assert "¿Por qué no lo veo todo?" in text
    for shown in ("industria=mining", "forma=sexual"):
        assert f'href="/panel?medida=casos&amp;desde=2010&amp;{shown}"' in text
    assert 'href="/panel?medida=casos&amp;forma=sexual&amp;industria=mining"' not in text
    assert "región natural" in text


def test_signing_in_and_out(client, house):
    from app import clock
    from core.access.roles import Role
    from core.access.sign_in import make_link

    link = make_link(house.register, Role.PLANNER, clock.now)
    first = client.get(f"/entrar?enlace={link}", follow_redirects=False)
    assert first.headers["location"] == "/panel"
    assert "HttpOnly" in first.headers["set-cookie"]
    assert client.get(f"/entrar?enlace={link}").status_code == 410
    inside = client.get("/panel?medida=casos&edicion=interna")
    assert inside.status_code == 200
    assert "2 000" in inside.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "provisional, exacto" in inside.text
    assert inside.headers["cache-control"] == "no-store"
    proof = re.search(r'name="prueba" value="(\w+)"', inside.text)[1]
    assert client.post("/salir", data={"prueba": "x"}).status_code == 403
    assert client.post("/salir", data={"prueba": proof}, follow_redirects=False).status_code == 303
    assert client.get("/panel?edicion=interna").status_code == 401
