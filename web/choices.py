"""What the addresses of pages may choose between, and how a choice is read from one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from core.bulletin.bulletin import Edition
from core.errors import BadQuestion, Code, YanapayError
from core.filters import Dimension
from core.vocabulary import Unit
from web.i18n import DEFAULT, LANGUAGES

Choice = TypeVar("Choice", bound=StrEnum)


class Measure(StrEnum):
    """What the panel maps."""

    COMPLAINTS = "denuncias"
    CASES = "casos"
    VICTIMS = "victimas"
    CALLS = "llamadas"

    @property
    def unit(self) -> Unit:
        """The unit of the register behind the measure (complaints are published by others)."""
        return {"denuncias": Unit.COMPLAINTS, "casos": Unit.CASES, "victimas": Unit.VICTIMS}.get(
            self.value, Unit.CALLS
        )


class Shape(StrEnum):
    """How the map says it: areas for rates, circles for counts."""

    RATE = "tasa"
    COUNT = "numero"


class Order(StrEnum):
    """How the table is sorted."""

    NAME = "nombre"
    COUNT = "numero"
    RATE = "tasa"


#: Names of filters in addresses, and the dimension behind each.
FILTERS: Mapping[str, Dimension] = MappingProxyType(
    {
        "forma": Dimension.FORM,
        "industria": Dimension.INDUSTRY,
        "sexo": Dimension.SEX,
        "edad": Dimension.AGE,
        "tipo": Dimension.CALL_TYPE,
    }
)


class Role(StrEnum):
    """What a department is to a record: where it was recorded, or a stop of its route."""

    PLACE = "registro"
    ORIGIN = "origen"
    TRANSIT = "transito"
    ARRIVAL = "destino"

    @property
    def dimension(self) -> Dimension:
        """What figures are split by."""
        return {
            "origen": Dimension.ORIGIN,
            "transito": Dimension.TRANSIT,
            "destino": Dimension.ARRIVAL,
        }.get(self.value, Dimension.DEPARTMENT)


class Part(StrEnum):
    """Which sheet of the panel a file holds."""

    MAP = "mapa"
    REGIONS = "regiones"
    SERIES = "semestres"
    YEARS = "anos"
    MONTHS = "meses"
    MATRIX = "matriz"
    HOTLINE = "linea"


class Drawn(StrEnum):
    """Whether maps are drawn; ``no`` is the text mode."""

    YES = "si"
    NO = "no"


class PublicOrExact(StrEnum):
    """Which edition of the figures; the internal one is for cleared staff."""

    PUBLIC = "publica"
    INTERNAL = "interna"

    @property
    def edition(self) -> Edition:
        """The edition of the bulletin."""
        return Edition.PUBLIC if self is PublicOrExact.PUBLIC else Edition.INTERNAL


def single(
    given: Iterable[tuple[str, str]], known: Set[str], problems: list[YanapayError]
) -> dict[str, str]:
    """Each value by its name, once; a problem for names not known and values that disagree."""
    values: dict[str, str] = {}
    for name, value in given:
        if name not in known:
            problems.append(BadQuestion(Code.UNKNOWN_FILTER, field=name))
        elif value and values.get(name, value) != value:
            problems.append(BadQuestion(Code.GIVEN_TWICE, field=name))
        elif value:
            values[name] = value
    if values.get("lang", DEFAULT) not in LANGUAGES:
        problems.append(BadQuestion(Code.UNKNOWN_VALUE, field="lang", value=values["lang"]))
    return values


def choice(
    kind: type[Choice],
    name: str,
    values: Mapping[str, str],
    problems: list[YanapayError],
    default: Choice | None = None,
) -> Choice:
    """The choice a value stands for; the usual one, and a problem, where it stands for none."""
    usual = default or next(iter(kind))
    text = values.get(name)
    if text is None:
        return usual
    try:
        return kind(text)
    except ValueError:
        problems.append(BadQuestion(Code.UNKNOWN_VALUE, field=name, value=text))
        return usual
