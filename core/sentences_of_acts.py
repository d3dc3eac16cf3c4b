"""The sentences of errors that acts at the desk raise; see :mod:`core.sentences`."""

from __future__ import annotations

from core.errors import Code
from core.vocabulary import Term


def say(code: Code, es: str, en: str, fr: str) -> tuple[Code, Term]:
    """One error's sentence in the languages of the house."""
    return code, Term(code.value, es, en, fr)


#: What comes before the sentence about one stop of a route, where it names none.
AT_STOP = Term("stop", "Parada {stop}: ", "Stop {stop}: ", "Étape {stop} : ")

OF_ACTS = (
    say(
        Code.IDENTIFYING_DATA,
        "El campo «{field}» parece identificar a una persona. No escriba documentos, "
        "teléfonos, correos, direcciones ni coordenadas.",
        "The field “{field}” seems to identify a person. Write no documents, telephone "
        "numbers, e-mail addresses, street addresses or coordinates.",
        "Le champ « {field} » semble identifier une personne. N'écrivez ni document, ni "
        "téléphone, ni courriel, ni adresse, ni coordonnées.",
    ),
    say(
        Code.OUT_OF_RANGE,
        "«{field}» debe estar entre {least} y {most}.",
        "“{field}” must lie between {least} and {most}.",
        "« {field} » doit être compris entre {least} et {most}.",
    ),
    say(
        Code.NO_TIME_ZONE,
        "«{field}» necesita su huso horario: termine en Z o en -05:00.",
        "“{field}” needs its time zone: end it with Z or -05:00.",
        "« {field} » a besoin de son fuseau horaire : terminez par Z ou -05:00.",
    ),
    say(
        Code.UNSUITABLE_TEXT,
        "«{field}» admite de {least} a {most} caracteres que puedan leerse.",
        "“{field}” takes {least} to {most} printable characters.",
        "« {field} » accepte de {least} à {most} caractères imprimables.",
    ),
    say(
        Code.ELSEWHERE,
        "La provincia «{value}» no está en el departamento «{department}».",
        "The province “{value}” does not lie in the department “{department}”.",
        "La province « {value} » n'est pas dans le département « {department} ».",
    ),
    say(
        Code.NEEDED,
        "Aquí hace falta «{field}».",
        "“{field}” is needed here.",
        "« {field} » est nécessaire ici.",
    ),
    say(
        Code.ONE_OF_THEM,
        "Indique uno solo de estos: {fields}.",
        "Give exactly one of these: {fields}.",
        "Indiquez un seul de ceux-ci : {fields}.",
    ),
    say(
        Code.NOT_A_NEXT_STEP,
        "De «{present}» no se pasa a «{value}». Pasos posibles: {allowed}.",
        "“{present}” is not followed by “{value}”. Possible steps: {allowed}.",
        "« {value} » ne suit pas « {present} ». Étapes possibles : {allowed}.",
    ),
    say(
        Code.CONFLICT,
        "Alguien se adelantó: ahora está «{present}». Mírelo de nuevo.",
        "Somebody was faster: it is “{present}” now. Look at it again.",
        "Quelqu'un a été plus rapide : c'est « {present} » maintenant. Regardez encore.",
    ),
    say(
        Code.IDEMPOTENCY_KEY_REUSED,
        "Con esa clave de idempotencia ya se pidió otra cosa.",
        "Something else has been asked for under this idempotency key.",
        "Autre chose a déjà été demandé sous cette clé d'idempotence.",
    ),
    say(
        Code.TOO_FEW_STOPS,
        "Una ruta tiene de {least} a {most} paradas; esta tiene {count}.",
        "A route has {least} to {most} stops; this one has {count}.",
        "Un itinéraire a de {least} à {most} étapes ; celui-ci en a {count}.",
    ),
    say(
        Code.STOP_OUT_OF_ROLE,
        "Parada {stop}: «{value}» no puede estar aquí. La primera parada es el origen, la "
        "última el destino, y ninguna otra es origen.",
        "Stop {stop}: “{value}” cannot stand here. The first stop is the origin, the last "
        "one the destination, and no other is an origin.",
        "Étape {stop} : « {value} » ne peut pas être ici. La première étape est l'origine, "
        "la dernière la destination, et aucune autre n'est une origine.",
    ),
    say(
        Code.STOP_DATES_REVERSED,
        "Parada {stop}: las fechas van al revés, {first} es posterior a {last}.",
        "Stop {stop}: the dates run backwards, {first} is later than {last}.",
        "Étape {stop} : les dates sont inversées, {first} est postérieur à {last}.",
    ),
    say(
        Code.STOP_UNKNOWN,
        "Parada {stop}: «{value}» no se conoce en «{field}».",
        "Stop {stop}: “{value}” is not known in “{field}”.",
        "Étape {stop} : « {value} » n'est pas connu dans « {field} ».",
    ),
    say(
        Code.STOP_REPEATED,
        "Parada {stop}: es el mismo lugar que la anterior, «{value}». Si fue dentro de él, "
        "indique las localidades.",
        "Stop {stop}: it is the same place as the one before, “{value}”. If it was within "
        "it, name the towns.",
        "Étape {stop} : c'est le même lieu que la précédente, « {value} ». Si c'était à "
        "l'intérieur, indiquez les localités.",
    ),
    say(
        Code.STOP_IN_RENIEC_CODES,
        "Parada {stop}: «{value}» es {name} en los códigos de RENIEC. Use los del INEI: "
        "{name} es {right}.",
        "Stop {stop}: “{value}” is {name} in RENIEC's codes. Use INEI's: {name} is {right}.",
        "Étape {stop} : « {value} » est {name} dans les codes de RENIEC. Utilisez ceux de "
        "l'INEI : {name} est {right}.",
    ),
    say(
        Code.NO_PASSWORD,
        "Esta sesión no es de una cuenta con contraseña.",
        "This session is not of an account with a password.",
        "Cette session n'est pas celle d'un compte avec mot de passe.",
    ),
    say(
        Code.WRONG_PASSWORD,
        "La contraseña de ahora no es correcta.",
        "The present password is not right.",
        "Le mot de passe actuel n'est pas correct.",
    ),
    say(
        Code.PASSWORDS_DIFFER,
        "La contraseña nueva y su repetición no son iguales.",
        "The new password and its repetition are not the same.",
        "Le nouveau mot de passe et sa répétition ne sont pas identiques.",
    ),
    say(
        Code.EASY_PASSWORD,
        "La contraseña necesita {shortest} caracteres o más, y algo más que palabras de "
        "esta casa y el nombre de la cuenta.",
        "A password needs {shortest} characters or more, and more than words of this "
        "house and the name of the account.",
        "Un mot de passe demande {shortest} caractères ou plus, et autre chose que des "
        "mots de cette maison et le nom du compte.",
    ),
)
