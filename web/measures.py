"""The words of each measure: how its title, column and unit read, and which register it is from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.bulletin.bulletin import Release
from web.choices import Measure
from web.i18n import Tongue, marked


@dataclass(frozen=True, slots=True)
class Words:
    """Spanish texts, translated where they are said."""

    column: str
    unit: str
    register: str


WORDS: Mapping[Measure, Words] = MappingProxyType(
    {
        Measure.COMPLAINTS: Words(
            marked("Denuncias"),
            marked("denuncias por trata"),
            marked("Ministerio Público, cuadro publicado"),
        ),
        Measure.CASES: Words(
            marked("Casos"), marked("casos"), marked("Registro Yanapay, datos sintéticos")
        ),
        Measure.VICTIMS: Words(
            marked("Víctimas"), marked("víctimas"), marked("Registro Yanapay, datos sintéticos")
        ),
        Measure.CALLS: Words(
            marked("Llamadas"), marked("llamadas"), marked("Registro Yanapay, datos sintéticos")
        ),
    }
)


def column(measure: Measure, tongue: Tongue) -> str:
    """The head of the measure's column, and its name in the filter."""
    return tongue.say(WORDS[measure].column)


def unit(measure: Measure, tongue: Tongue) -> str:
    """What is counted, within a sentence."""
    return tongue.say(WORDS[measure].unit)


def register(measure: Measure, release: Release, tongue: Tongue) -> str:
    """Where the measure's figures come from."""
    ours = measure is not Measure.COMPLAINTS
    if ours and not release.synthetic:
        return tongue.say("Registro Yanapay")
    return tongue.say(WORDS[measure].register)
