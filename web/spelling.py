"""How a figure is written: the number, or the mark of the state that has none."""

from __future__ import annotations

from dataclasses import dataclass

from core.bulletin.figures import (
    Bound,
    Figure,
    Missing,
    NotApplicable,
    Shown,
    Withheld,
    Zero,
)
from core.disclosure import Reason
from web.i18n import Tongue, marked

#: Why a cell is withheld, in the language of the templates.
REASONS = {
    Reason.SMALL: marked("reservado: muy pocos, o hace falta para proteger a una celda vecina"),
    Reason.COMPLEMENT: marked(
        "reservado: muy pocos, o hace falta para proteger a una celda vecina"
    ),
    Reason.DOMINANT: marked("reservado: un solo valor reúne casi todo el grupo"),
    Reason.DIMENSIONS: marked("reservado: cruza más de tres dimensiones, contando el período"),
    Reason.TIME_TOO_FINE: marked("reservado: el período es demasiado corto para este cruce"),
}


@dataclass(frozen=True, slots=True)
class Spelled:
    """A figure as text, its state for styles, and a sentence where the text is only a mark.

    ``why``: the address of the page that says why it is withheld and what can be seen instead.
    """

    text: str
    state: str
    title: str = ""
    why: str = ""

    @property
    def is_number(self) -> bool:
        """True where the text is a number."""
        return self.state in ("shown", "zero")


def spell(figure: Figure, tongue: Tongue) -> Spelled:
    """The figure in words of ``tongue``: ``1 976``, ``0``, ``[c]``, ``[x]`` or ``[z]``."""
    match figure:
        case Shown():
            return Spelled(_number(figure, tongue), "shown", _remark(figure, tongue))
        case Zero():
            return Spelled("0", "zero")
        case Withheld(reason=reason):
            return Spelled("[c]", "withheld", tongue.say(REASONS[reason]))
        case Missing():
            return Spelled("[x]", "missing", tongue.say("sin dato"))
        case NotApplicable():
            return Spelled("[z]", "not-applicable", tongue.say("no corresponde"))


def _number(figure: Shown, tongue: Tongue) -> str:
    text = tongue.number(figure.value)
    if figure.bound is Bound.AT_LEAST:
        text = f">\N{NO-BREAK SPACE}{text}"
    elif figure.bound is Bound.ABOUT:
        text = f"≈\N{NO-BREAK SPACE}{text}"
    marks = ("p" if figure.provisional else "") + ("r" if figure.revised else "")
    return f"{text}\N{NO-BREAK SPACE}{marks}" if marks else text


def _remark(figure: Shown, tongue: Tongue) -> str:
    if figure.unstable:
        return tongue.say("tasa inestable: menos de 20")
    if figure.withheld_parts:
        return tongue.count(
            figure.withheld_parts,
            "sin contar %(count)s celda reservada",
            "sin contar %(count)s celdas reservadas",
        )
    return ""
