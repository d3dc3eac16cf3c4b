"""The columns of our files: what each is called, what it means, and its HXL tag.

HXL: Humanitarian Exchange Language 1.1, a second row of tags that programs of the sector read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.bulletin.documented import place_name
from core.filters import DOMAINS, Dimension
from web.i18n import Tongue, marked
from web.parts.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Column:
    """Spanish texts, translated where they are said. ``tag``: HXL."""

    name: str
    words: str
    meaning: str
    tag: str


def _stub(name: str, words: str, meaning: str, tag: str = "") -> tuple[str, Column]:
    return name, Column(name, words, meaning, tag or f"#meta+{name}")


def _value(name: str, words: str, meaning: str) -> tuple[str, Column]:
    return name, Column(name, words, meaning, f"#indicator+value+{name}")


_END = marked("UBIGEO del departamento o ISO 3166-1 del país")
_STOP = marked("localidad, o código de departamento o país")
_OF_A_LIST = marked("código de su lista; la columna siguiente lleva su nombre")

#: Columns of codes.
STUBS: Mapping[str, Column] = MappingProxyType(
    dict(
        (
            _stub("department", marked("Departamento"), marked("UBIGEO del INEI"), "#adm1+code"),
            _stub("province", marked("Provincia"), marked("UBIGEO del INEI"), "#adm2+code"),
            _stub("natural_region", marked("Región natural"), _OF_A_LIST, "#region+code"),
            _stub("month", marked("Mes"), marked("AAAA-MM"), "#date+month"),
            _stub("semester", marked("Semestre"), marked("AAAA-S1 o AAAA-S2"), "#date+semester"),
            _stub("year", marked("Año"), marked("AAAA"), "#date+year"),
            _stub("hour", marked("Hora"), marked("hora de Lima, 0 a 23"), "#date+hour"),
            _stub("industry", marked("Industria"), _OF_A_LIST, "#sector+code"),
            _stub("form", marked("Forma de explotación"), _OF_A_LIST),
            _stub("sex", marked("Sexo"), _OF_A_LIST),
            _stub("age", marked("Edad"), marked("grupo de edad, en años")),
            _stub("status", marked("Estado"), _OF_A_LIST),
            _stub("register", marked("Registro"), marked("quién cuenta")),
            _stub("destination", marked("Alcance de la ruta"), _OF_A_LIST),
            _stub("call_type", marked("Tipo de llamada"), _OF_A_LIST),
            _stub("effective", marked("Efectividad"), _OF_A_LIST),
            _stub("how_heard", marked("Cómo conocieron la línea"), _OF_A_LIST),
            _stub("unit", marked("Medida"), marked("qué se cuenta")),
            _stub("step", marked("Paso"), marked("paso de la llamada al caso")),
            _stub("series", marked("Serie"), marked("serie publicada")),
            _stub("measure", marked("Qué cuenta"), marked("como lo dice su fuente")),
            _stub("period", marked("Período"), marked("como lo da su fuente"), "#date"),
            _stub("area", marked("Territorio"), marked("como lo da su fuente")),
            _stub("indicator", marked("Indicador"), marked("código del plan")),
            _stub("axis", marked("Eje"), marked("eje del plan")),
            _stub("unit", marked("Unidad"), marked("una de las siete de CEPLAN")),
            _stub("rule", marked("Regla"), marked("regla del estado; la versión de sus umbrales")),
            _stub("progress", marked("Progreso"), marked("cómo va, según su regla")),
            _stub("reporting", marked("Informe"), marked("si el valor llegó a tiempo")),
            _stub("attached_to", marked("Mide"), marked("objetivo, meta o actividad del plan")),
            _stub("responsible", marked("Responsable"), marked("institución que informa")),
            _stub("code", marked("Ruta"), marked("código de la ruta descrita")),
            _stub("stops", marked("Paradas en orden"), marked("del origen al destino")),
            _stub("scope", marked("Ámbito"), _OF_A_LIST),
            _stub("forms", marked("Forma nombrada"), marked("códigos de su lista")),
            _stub("grade", marked("Grado"), marked("de A a D, por la regla escrita")),
            _stub("reported", marked("Años de los informes"), marked("AAAA, de cada informe")),
            _stub("publisher", marked("Editor"), marked("quién responde por la fuente")),
            _stub("place", marked("Parada"), _STOP),
            _stub("first_stop", marked("Desde"), _STOP),
            _stub("last_stop", marked("Hasta"), _STOP),
            _stub("around", marked("Otros lugares"), marked("por dónde más se pasa")),
            _stub("country", marked("País"), marked("ISO 3166-1, dos letras"), "#country+code"),
            _stub("origin", marked("Origen"), _END, "#adm1+origin+code"),
            _stub("arrival", marked("Destino"), _END, "#adm1+destination+code"),
            _stub("transit", marked("Tránsito"), _END, "#adm1+transit+code"),
            _stub("newly_shown", marked("Antes reservado"), marked("«new» donde lo estaba")),
            _stub("split", marked("Desglose"), marked("qué se cuenta, y según qué")),
            _stub("part", marked("Grupo"), _OF_A_LIST),
            _stub("stretch", marked("Tramo"), marked("in: hasta el paso; out: desde él")),
            _stub("from", marked("Desde"), _END, "#adm1+from+code"),
            _stub("to", marked("Hasta"), _END, "#adm1+to+code"),
            _stub(
                "difference_reason",
                marked("Por qué difiere"),
                marked("serie publicada; la columna siguiente dice en qué se aparta de las otras"),
            ),
            _stub("source", marked("Fuente"), marked("dirección de la publicación")),
        )
    )
)

_COUNT = marked("recuento publicado; vacío donde el estado no es «shown» ni «zero»")

_SHARE = marked("porcentaje; vacío donde los datos no bastan")
_SHARES = {
    "betweenness": marked("Intermediación"),
    "betweenness_low": marked("Intermediación, desde"),
    "betweenness_high": marked("Intermediación, hasta"),
    "cut": marked("Corte"),
    "cut_low": marked("Corte, desde"),
    "cut_high": marked("Corte, hasta"),
}

#: Columns of figures; each has a column of its state beside it.
VALUES: Mapping[str, Column] = MappingProxyType(
    dict(
        (
            _value("calls", marked("Llamadas"), _COUNT),
            _value("cases", marked("Casos"), _COUNT),
            _value("victims", marked("Víctimas"), _COUNT),
            _value("complaints", marked("Denuncias"), _COUNT),
            _value("count", marked("Número"), _COUNT),
            _value("routes", marked("Rutas"), marked("rutas descritas")),
            _value("reports", marked("Informes"), marked("informes que lo nombran")),
            _value("corroboration", marked("Fuentes"), marked("fuentes independientes")),
            _value("years_shown", marked("Años"), marked("en cuántos de los ocho se muestra")),
            _value("from_origin", marked("Desde el origen"), _COUNT),
            _value("to_arrival", marked("Hasta el destino"), _COUNT),
            _value("between_ends", marked("Entre los dos"), _COUNT),
            *(_value(name, words, _SHARE) for name, words in _SHARES.items()),
            _value("year_before", marked("Un año antes"), marked("el mismo período, un año antes")),
            _value(
                "difference",
                marked("Diferencia"),
                marked("resta de los dos valores; solo donde ambos se muestran enteros"),
            ),
            _value(
                "change_percent",
                marked("Cambio en porcentaje"),
                marked("diferencia en porcentaje de lo de antes, desde 20 contados"),
            ),
            _value("value", marked("Valor"), marked("número como lo publicó su titular")),
            _value("numerator", marked("Numerador"), marked("lo que se cuenta")),
            _value("denominator", marked("Denominador"), marked("entre cuánto se divide")),
            _value("target", marked("Meta"), marked("lo que el plan fija; ilustrativo")),
            _value("baseline", marked("Línea de base"), marked("antes del plan; ilustrativa")),
            _value("share", marked("Avance"), marked("porcentaje de lo que hacía falta")),
            _value("all_forms", marked("Total"), marked("todas las formas; no es la suma")),
            _value(
                "rate_per_100000",
                marked("Tasa"),
                marked("por cada 100 000 habitantes del censo de 2007"),
            ),
            _value(
                "country_rate_per_100000",
                marked("Tasa del Perú"),
                marked("la misma tasa en todo el país"),
            ),
        )
    )
)


def words_of(name: str, tongue: Tongue) -> str:
    """What a column is called on a screen or in a document."""
    known = STUBS.get(name) or VALUES.get(name)
    return tongue.say(known.words) if known else _coded(name, tongue)


def _coded(name: str, tongue: Tongue) -> str:
    """A column of the figures of one code: a form, an origin, a weekday, or a year of the plan."""
    what, _, year = name.partition("_")
    if what in VALUES and year.isdigit():
        return f"{words_of(what, tongue)} {year}"
    if name.startswith("origin_"):
        return place_name(name.removeprefix("origin_"), tongue.code)
    if name in DOMAINS[Dimension.FORM]:
        return DOMAINS[Dimension.FORM][name].label(tongue.code)
    return DOMAINS[Dimension.WEEKDAY][name.removeprefix("weekday_")].label(tongue.code)


def tags_of(sheet: Sheet) -> Iterator[str]:
    """The HXL tags of a sheet's columns in a file: codes, their labels, figures with states."""
    codes = [STUBS[name].tag for name in sheet.stub]
    yield from codes
    yield from (f"{tag.removesuffix('+code')}+name" for tag in codes)
    for name in sheet.columns:
        value = f"#indicator+value+{name}"
        yield from (value, value.replace("+value", "+status"))
