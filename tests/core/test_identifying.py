"""Fields refuse what identifies a person; texts are warned of it; ordinary words pass."""

import pytest

from core.errors import BadQuestion, Code
from core.identifying import Kind, found_in, refuse_in


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("escribir a ana.perez@correo.pe", Kind.EMAIL),
        ("cel. 987654321", Kind.PHONE),
        ("+51 987-654-321", Kind.PHONE),
        ("fijo (01) 445 6789", Kind.PHONE),
        ("084-223344", Kind.PHONE),
        ("DNI 45678912", Kind.DOCUMENT),
        ("RUC 20512345678", Kind.DOCUMENT),
        ("Pasaporte AB1234567", Kind.DOCUMENT),
        ("-12.593300, -69.189100", Kind.COORDINATES),
        ("Av. Los Incas 1234", Kind.ADDRESS),
        ("vive en el jirón Puno 45", Kind.ADDRESS),
        ("calle 7 de junio 12", Kind.ADDRESS),
        ("Mz. F lote 8", Kind.ADDRESS),
        ("perfil https://red.example/x", Kind.LINK),
        ("su cuenta es @la_morena", Kind.LINK),
    ],
)
def test_what_identifies_is_found(text, kind):
    assert kind in found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tres mujeres de 16 a 19 años, bar cerca de la mina, Mazuko",
        "Llegaron el 12/03/2008 a las 22:30",
        "Deben S/ 1500 cada una; trabajan 14 horas",
        "Línea 0800-2-3232",
        "TIP-7K4M-Q2FD, artículo 153-A",
        "la calle estaba vacía; avisaron a la PNP",
        "estudio de rutas 2008-2013",
        "Van del 17 al 08, km 108 de la carretera",
    ],
)
def test_ordinary_words_pass(text):
    assert found_in(text) == ()
    refuse_in(purpose=text)


def test_a_field_is_refused_by_its_name_and_its_value_is_not_repeated():
    with pytest.raises(BadQuestion) as refused:
        refuse_in(partner="CHS", purpose="llamar al 987654321")
    assert refused.value.code is Code.IDENTIFYING_DATA
    assert refused.value.facts == {"field": "purpose", "kind": "phone"}
    assert "987654321" not in str(refused.value)
