"""One clear sentence per error code, in the languages of the house.

Both doors say these. The placeholders are the ``facts`` of the error.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.errors import Code, YanapayError
from core.vocabulary import Term


def _say(code: Code, es: str, en: str, fr: str) -> tuple[Code, Term]:
    return code, Term(code.value, es, en, fr)


SENTENCES: Mapping[Code, Term] = MappingProxyType(
    dict(
        (
            _say(
                Code.UNKNOWN_VALUE,
                "El valor «{value}» no existe en «{field}».",
                "The value “{value}” does not exist in “{field}”.",
                "La valeur « {value} » n'existe pas dans « {field} ».",
            ),
            _say(
                Code.UNKNOWN_FILTER,
                "El filtro «{field}» no existe.",
                "The filter “{field}” does not exist.",
                "Le filtre « {field} » n'existe pas.",
            ),
            _say(
                Code.GIVEN_TWICE,
                "El filtro «{field}» viene dos veces con valores distintos.",
                "The filter “{field}” is given twice with different values.",
                "Le filtre « {field} » est donné deux fois avec des valeurs différentes.",
            ),
            _say(
                Code.MALFORMED_PERIOD,
                "«{value}» no es un período. Escriba 2008, 2008-S1, 2008-Q1 o 2008-03.",
                "“{value}” is not a period. Write 2008, 2008-S1, 2008-Q1 or 2008-03.",
                "« {value} » n'est pas une période. Écrivez 2008, 2008-S1, 2008-Q1 ou 2008-03.",
            ),
            _say(
                Code.REVERSED_RANGE,
                "El período va al revés: {first} es posterior a {last}.",
                "The period runs backwards: {first} is later than {last}.",
                "La période est inversée : {first} est postérieur à {last}.",
            ),
            _say(
                Code.OUTSIDE_SERIES,
                "No hay datos de «{value}»: la serie va de {first} a {last}.",
                "There are no data for “{value}”: the series runs from {first} to {last}.",
                "Pas de données pour « {value} » : la série va de {first} à {last}.",
            ),
            _say(
                Code.UNKNOWN_UBIGEO,
                "«{value}» no es un código UBIGEO del INEI.",
                "“{value}” is not an INEI UBIGEO code.",
                "« {value} » n'est pas un code UBIGEO de l'INEI.",
            ),
            _say(
                Code.NOT_IN_THIS_MEASURE,
                "Esta medida no se publica por «{field}».",
                "This measure is not published by “{field}”.",
                "Cette mesure n'est pas publiée par « {field} ».",
            ),
            _say(
                Code.NOTHING_LEFT,
                "Los filtros de lugar se excluyen entre sí: no queda ningún lugar.",
                "The filters of place exclude each other: no place is left.",
                "Les filtres de lieu s'excluent : il ne reste aucun lieu.",
            ),
            _say(
                Code.MALFORMED_TEXT,
                "La dirección o el texto no está en UTF-8 válido.",
                "The address or text is not valid UTF-8.",
                "L'adresse ou le texte n'est pas en UTF-8 valide.",
            ),
            _say(
                Code.MALFORMED_CURSOR,
                "El cursor no es de esta lista.",
                "The cursor does not belong to this list.",
                "Le curseur n'appartient pas à cette liste.",
            ),
            _say(
                Code.MALFORMED_ID,
                "Ese identificador no es de este sistema o no es de esta clase.",
                "That id is not one of ours, or not of this kind.",
                "Cet identifiant n'est pas le nôtre, ou pas de cette sorte.",
            ),
            _say(
                Code.PAGE_TOO_LARGE,
                "Pida entre 1 y {most} elementos por página.",
                "Ask for 1 to {most} items a page.",
                "Demandez de 1 à {most} éléments par page.",
            ),
            _say(
                Code.FORBIDDEN,
                "Su función no permite ver esto.",
                "Your role does not allow you to see this.",
                "Votre rôle ne permet pas de voir ceci.",
            ),
            _say(
                Code.UNAUTHENTICATED,
                "Para ver esto hay que iniciar sesión.",
                "You must sign in to see this.",
                "Il faut se connecter pour voir ceci.",
            ),
            _say(
                Code.NO_BULLETIN,
                "Todavía no hay un boletín publicado. Vuelva a intentarlo en unos minutos.",
                "No bulletin has been published yet. Try again in a few minutes.",
                "Aucun bulletin n'a encore été publié. Réessayez dans quelques minutes.",
            ),
            _say(
                Code.NOT_FOUND,
                "Esto no existe, o no está a su alcance.",
                "There is no such thing, or not within your reach.",
                "Cela n'existe pas, ou n'est pas à votre portée.",
            ),
            _say(
                Code.TOO_LARGE,
                "El envío es demasiado grande.",
                "What was sent is too large.",
                "L'envoi est trop volumineux.",
            ),
            _say(
                Code.SIGN_IN_FAILED,
                "El nombre, la contraseña o el código no son correctos.",
                "The name, the password or the code is not right.",
                "Le nom, le mot de passe ou le code n'est pas correct.",
            ),
            _say(
                Code.FEDERATED_SIGN_IN_FAILED,
                "No se pudo entrar con la cuenta de la institución. Pruebe otra vez, o con su "
                "contraseña.",
                "Signing in with the institution's account failed. Try again, or with your "
                "password.",
                "Connexion impossible avec le compte de l'institution. Réessayez, ou utilisez "
                "votre mot de passe.",
            ),
            _say(
                Code.TOO_MANY_ATTEMPTS,
                "Demasiados intentos. Espere unos minutos.",
                "Too many attempts. Wait a few minutes.",
                "Trop de tentatives. Attendez quelques minutes.",
            ),
            _say(
                Code.OUTSIDE_AGREEMENT,
                "La pregunta va más allá de lo convenido en «{agreement}».",
                "The question goes beyond what “{agreement}” agrees.",
                "La question dépasse ce que convient « {agreement} ».",
            ),
            _say(
                Code.TOKEN_INVALID,
                "La credencial no sirve: no existe, venció, fue revocada o es de otro lugar.",
                "The token is not good: unknown, expired, revoked, or used from elsewhere.",
                "Le jeton n'est pas valable : inexistant, expiré, révoqué ou d'ailleurs.",
            ),
            _say(
                Code.FOREIGN_REQUEST,
                "Este formulario llegó desde otro sitio. Ábralo aquí y envíelo de nuevo.",
                "This form came from another site. Open it here and send it again.",
                "Ce formulaire vient d'un autre site. Ouvrez-le ici et renvoyez-le.",
            ),
            _say(
                Code.IDENTIFYING_DATA,
                "El campo «{field}» parece identificar a una persona. No escriba documentos, "
                "teléfonos, correos, direcciones ni coordenadas.",
                "The field “{field}” seems to identify a person. Write no documents, telephone "
                "numbers, e-mail addresses, street addresses or coordinates.",
                "Le champ « {field} » semble identifier une personne. N'écrivez ni document, ni "
                "téléphone, ni courriel, ni adresse, ni coordonnées.",
            ),
            _say(
                Code.OUT_OF_RANGE,
                "«{field}» debe estar entre {least} y {most}.",
                "“{field}” must lie between {least} and {most}.",
                "« {field} » doit être compris entre {least} et {most}.",
            ),
            _say(
                Code.NO_TIME_ZONE,
                "«{field}» necesita su huso horario: termine en Z o en -05:00.",
                "“{field}” needs its time zone: end it with Z or -05:00.",
                "« {field} » a besoin de son fuseau horaire : terminez par Z ou -05:00.",
            ),
            _say(
                Code.UNSUITABLE_TEXT,
                "«{field}» admite de {least} a {most} caracteres que puedan leerse.",
                "“{field}” takes {least} to {most} printable characters.",
                "« {field} » accepte de {least} à {most} caractères imprimables.",
            ),
            _say(
                Code.ELSEWHERE,
                "La provincia «{value}» no está en el departamento «{department}».",
                "The province “{value}” does not lie in the department “{department}”.",
                "La province « {value} » n'est pas dans le département « {department} ».",
            ),
            _say(
                Code.NEEDED,
                "Aquí hace falta «{field}».",
                "“{field}” is needed here.",
                "« {field} » est nécessaire ici.",
            ),
            _say(
                Code.ONE_OF_THEM,
                "Indique uno solo de estos: {fields}.",
                "Give exactly one of these: {fields}.",
                "Indiquez un seul de ceux-ci : {fields}.",
            ),
            _say(
                Code.NOT_A_NEXT_STEP,
                "De «{present}» no se pasa a «{value}». Pasos posibles: {allowed}.",
                "“{present}” is not followed by “{value}”. Possible steps: {allowed}.",
                "« {value} » ne suit pas « {present} ». Étapes possibles : {allowed}.",
            ),
            _say(
                Code.CONFLICT,
                "Alguien se adelantó: ahora está «{present}». Mírelo de nuevo.",
                "Somebody was faster: it is “{present}” now. Look at it again.",
                "Quelqu'un a été plus rapide : c'est « {present} » maintenant. Regardez encore.",
            ),
            _say(
                Code.IDEMPOTENCY_KEY_REUSED,
                "Con esa clave de idempotencia ya se pidió otra cosa.",
                "Something else has been asked for under this idempotency key.",
                "Autre chose a déjà été demandé sous cette clé d'idempotence.",
            ),
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
            _say(
                Code.TOO_FEW_STOPS,
                "Una ruta tiene de {least} a {most} paradas; esta tiene {count}.",
                "A route has {least} to {most} stops; this one has {count}.",
                "Un itinéraire a de {least} à {most} étapes ; celui-ci en a {count}.",
            ),
            _say(
                Code.STOP_OUT_OF_ROLE,
                "Parada {stop}: «{value}» no puede estar aquí. La primera parada es el origen, la "
                "última el destino, y ninguna otra es origen.",
                "Stop {stop}: “{value}” cannot stand here. The first stop is the origin, the last "
                "one the destination, and no other is an origin.",
                "Étape {stop} : « {value} » ne peut pas être ici. La première étape est l'origine, "
                "la dernière la destination, et aucune autre n'est une origine.",
            ),
            _say(
                Code.STOP_DATES_REVERSED,
                "Parada {stop}: las fechas van al revés, {first} es posterior a {last}.",
                "Stop {stop}: the dates run backwards, {first} is later than {last}.",
                "Étape {stop} : les dates sont inversées, {first} est postérieur à {last}.",
            ),
            _say(
                Code.STOP_UNKNOWN,
                "Parada {stop}: «{value}» no es un lugar conocido en «{field}».",
                "Stop {stop}: “{value}” is no known place in “{field}”.",
                "Étape {stop} : « {value} » n'est pas un lieu connu dans « {field} ».",
            ),
            _say(
                Code.STOP_REPEATED,
                "Parada {stop}: es el mismo lugar que la anterior, «{value}». Si fue dentro de él, "
                "indique las localidades.",
                "Stop {stop}: it is the same place as the one before, “{value}”. If it was within "
                "it, name the towns.",
                "Étape {stop} : c'est le même lieu que la précédente, « {value} ». Si c'était à "
                "l'intérieur, indiquez les localités.",
            ),
            _say(
                Code.STOP_IN_RENIEC_CODES,
                "Parada {stop}: «{value}» es {name} en los códigos de RENIEC. Use los del INEI: "
                "{name} es {right}.",
                "Stop {stop}: “{value}” is {name} in RENIEC's codes. Use INEI's: {name} is "
                "{right}.",
                "Étape {stop} : « {value} » est {name} dans les codes de RENIEC. Utilisez ceux de "
                "l'INEI : {name} est {right}.",
            ),
            _say(
                Code.LINK_SPENT,
                "El enlace ya se usó o venció. Pida otro con «yanapay sign-in».",
                "The link has been used or is too old. Ask for another with “yanapay sign-in”.",
                "Le lien a déjà servi ou a expiré. Demandez-en un autre avec « yanapay sign-in ».",
            ),
            _say(
                Code.METHOD_NOT_ALLOWED,
                "Esta dirección no admite ese método.",
                "This address does not take that method.",
                "Cette adresse n'accepte pas cette méthode.",
            ),
            _say(
                Code.BAD_REQUEST,
                "La solicitud no es una de GraphQL.",
                "The request is not one of GraphQL.",
                "La requête n'est pas une requête GraphQL.",
            ),
            _say(
                Code.GRAPHQL_PARSE_FAILED,
                "El documento no está bien escrito.",
                "The document is not well written.",
                "Le document n'est pas bien écrit.",
            ),
            _say(
                Code.GRAPHQL_VALIDATION_FAILED,
                "El documento no corresponde al esquema.",
                "The document does not fit the schema.",
                "Le document ne correspond pas au schéma.",
            ),
            _say(
                Code.UNKNOWN_OPERATION,
                "Nombre una de las operaciones del documento.",
                "Name one of the operations of the document.",
                "Nommez une des opérations du document.",
            ),
            _say(
                Code.TOO_COMPLEX,
                "El documento pide demasiado de una vez.",
                "The document asks for too much at once.",
                "Le document demande trop à la fois.",
            ),
            _say(
                Code.RATE_LIMITED,
                "Ya se pidió todo lo que cabe en un minuto. Pregunte de nuevo en {seconds} s.",
                "All that a minute allows has been asked for. Ask again in {seconds} s.",
                "Tout ce qu'une minute permet a été demandé. Redemandez dans {seconds} s.",
            ),
            _say(
                Code.TOO_MANY_AT_ONCE,
                "Se responden a la vez {most} solicitudes como máximo. Espere a que termine una.",
                "At most {most} requests are answered at once. Wait for one of yours to end.",
                "Au plus {most} requêtes sont traitées à la fois. Attendez la fin d'une d'elles.",
            ),
            _say(
                Code.TOO_MANY_OPERATIONS,
                "Hay demasiadas operaciones abiertas en esta conexión.",
                "Too many operations are open on this connection.",
                "Trop d'opérations sont ouvertes sur cette connexion.",
            ),
            _say(
                Code.BUSY,
                "El registro está ocupado. Vuelva a intentarlo en unos segundos.",
                "The register is busy. Try again in a few seconds.",
                "Le registre est occupé. Réessayez dans quelques secondes.",
            ),
            _say(
                Code.TIMED_OUT,
                "La respuesta tardó demasiado. Pida menos, o vuelva a intentarlo.",
                "The answer took too long. Ask for less, or try again.",
                "La réponse a pris trop de temps. Demandez moins, ou réessayez.",
            ),
            _say(
                Code.INTERNAL,
                "No se pudo responder. Vuelva a intentarlo en unos minutos.",
                "This could not be answered. Try again in a few minutes.",
                "La réponse n'a pas pu être donnée. Réessayez dans quelques minutes.",
            ),
        )
    )
)

_LONGEST_ECHO = 60


def sentence(error: YanapayError, language: str) -> str:
    """The sentence of an error in ``es``, ``en`` or ``fr``; input is cut to 60 letters."""
    facts = {name: _short(value) for name, value in error.facts.items()}
    return SENTENCES[error.code].label(language).format_map(facts)


def _short(text: str) -> str:
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return plain if len(plain) <= _LONGEST_ECHO else plain[:_LONGEST_ECHO] + "…"
