"""What is said where something of the plan is refused (see core.sentences)."""

from __future__ import annotations

from core.errors import Code
from core.vocabulary import Term


def _say(code: Code, es: str, en: str, fr: str) -> tuple[Code, Term]:
    return code, Term(code.value, es, en, fr)


PLAN_SENTENCES = dict(
    (
        _say(
            Code.PERIOD_CLOSED,
            "El período {period} está cerrado. Solo se corrige si la OIM lo reabre.",
            "The period {period} is closed. It can be corrected once IOM opens it again.",
            "La période {period} est close. On la corrige si l'OIM la rouvre.",
        ),
        _say(
            Code.PERIOD_NOT_OVER,
            "El período {period} termina el {day}; todavía no se informa.",
            "The period {period} ends on {day}; it cannot be reported yet.",
            "La période {period} se termine le {day} ; on ne peut pas encore la rapporter.",
        ),
        _say(
            Code.NOT_RESPONSIBLE,
            "«{institution}» no es responsable del indicador {indicator}.",
            "“{institution}” is not responsible for the indicator {indicator}.",
            "« {institution} » n'est pas responsable de l'indicateur {indicator}.",
        ),
        _say(
            Code.WRONG_UNIT,
            "El indicador se mide en «{expected}», no en «{value}».",
            "The indicator is measured as “{expected}”, not as “{value}”.",
            "L'indicateur se mesure en « {expected} », pas en « {value} ».",
        ),
        _say(
            Code.COUNTED_HERE,
            "El indicador {indicator} se calcula aquí; nadie lo informa.",
            "The indicator {indicator} is counted here; nobody reports it.",
            "L'indicateur {indicator} est calculé ici ; personne ne le rapporte.",
        ),
        _say(
            Code.OWN_WORK,
            "Lo informó usted: otra persona debe revisarlo.",
            "You reported it yourself: somebody else must review it.",
            "Vous l'avez rapporté : quelqu'un d'autre doit le vérifier.",
        ),
        _say(
            Code.UNSUITABLE_FILE,
            "«{name}» no sirve: {allowed}, hasta {most} MiB.",
            "“{name}” cannot be used: {allowed}, up to {most} MiB.",
            "« {name} » ne convient pas : {allowed}, jusqu'à {most} Mio.",
        ),
    )
)
