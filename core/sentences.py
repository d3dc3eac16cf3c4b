"""One clear sentence per error code, in the languages of the house.

Both doors say these. The placeholders are the ``facts`` of the error.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.errors import Code, YanapayError
from core.sentences_of_acts import AT_STOP, OF_ACTS, say
from core.vocabulary import Term

SENTENCES: Mapping[Code, Term] = MappingProxyType(
    dict(
        (
            *OF_ACTS,
            say(
                Code.UNKNOWN_VALUE,
                "El valor «{value}» no existe en «{field}».",
                "The value “{value}” does not exist in “{field}”.",
                "La valeur « {value} » n'existe pas dans « {field} ».",
            ),
            say(
                Code.UNKNOWN_FILTER,
                "El filtro «{field}» no existe.",
                "The filter “{field}” does not exist.",
                "Le filtre « {field} » n'existe pas.",
            ),
            say(
                Code.GIVEN_TWICE,
                "El filtro «{field}» viene dos veces con valores distintos.",
                "The filter “{field}” is given twice with different values.",
                "Le filtre « {field} » est donné deux fois avec des valeurs différentes.",
            ),
            say(
                Code.MALFORMED_PERIOD,
                "«{value}» no es un período. Escriba 2008, 2008-S1, 2008-Q1 o 2008-03.",
                "“{value}” is not a period. Write 2008, 2008-S1, 2008-Q1 or 2008-03.",
                "« {value} » n'est pas une période. Écrivez 2008, 2008-S1, 2008-Q1 ou 2008-03.",
            ),
            say(
                Code.REVERSED_RANGE,
                "El período va al revés: {first} es posterior a {last}.",
                "The period runs backwards: {first} is later than {last}.",
                "La période est inversée : {first} est postérieur à {last}.",
            ),
            say(
                Code.OUTSIDE_SERIES,
                "No hay datos de «{value}»: la serie va de {first} a {last}.",
                "There are no data for “{value}”: the series runs from {first} to {last}.",
                "Pas de données pour « {value} » : la série va de {first} à {last}.",
            ),
            say(
                Code.UNKNOWN_UBIGEO,
                "«{value}» no es un código UBIGEO del INEI.",
                "“{value}” is not an INEI UBIGEO code.",
                "« {value} » n'est pas un code UBIGEO de l'INEI.",
            ),
            say(
                Code.NOT_IN_THIS_MEASURE,
                "Esta medida no se publica por «{field}».",
                "This measure is not published by “{field}”.",
                "Cette mesure n'est pas publiée par « {field} ».",
            ),
            say(
                Code.NOTHING_LEFT,
                "Los filtros de lugar se excluyen entre sí: no queda ningún lugar.",
                "The filters of place exclude each other: no place is left.",
                "Les filtres de lieu s'excluent : il ne reste aucun lieu.",
            ),
            say(
                Code.MALFORMED_TEXT,
                "La dirección o el texto no está en UTF-8 válido, o contiene un carácter nulo.",
                "The address or text is not valid UTF-8, or holds a null character.",
                "L'adresse ou le texte n'est pas en UTF-8 valide, ou contient un caractère nul.",
            ),
            say(
                Code.MALFORMED_CURSOR,
                "El cursor no es de esta lista.",
                "The cursor does not belong to this list.",
                "Le curseur n'appartient pas à cette liste.",
            ),
            say(
                Code.MALFORMED_ID,
                "Ese identificador no es de este sistema o no es de esta clase.",
                "That id is not one of ours, or not of this kind.",
                "Cet identifiant n'est pas le nôtre, ou pas de cette sorte.",
            ),
            say(
                Code.PAGE_TOO_LARGE,
                "Pida entre 1 y {most} elementos por página.",
                "Ask for 1 to {most} items a page.",
                "Demandez de 1 à {most} éléments par page.",
            ),
            say(
                Code.FORBIDDEN,
                "Su función no permite ver esto.",
                "Your role does not allow you to see this.",
                "Votre rôle ne permet pas de voir ceci.",
            ),
            say(
                Code.UNAUTHENTICATED,
                "Para ver esto hay que iniciar sesión.",
                "You must sign in to see this.",
                "Il faut se connecter pour voir ceci.",
            ),
            say(
                Code.NO_BULLETIN,
                "Todavía no hay un boletín publicado. Vuelva a intentarlo en unos minutos.",
                "No bulletin has been published yet. Try again in a few minutes.",
                "Aucun bulletin n'a encore été publié. Réessayez dans quelques minutes.",
            ),
            say(
                Code.NOT_FOUND,
                "Esto no existe, o no está a su alcance.",
                "There is no such thing, or not within your reach.",
                "Cela n'existe pas, ou n'est pas à votre portée.",
            ),
            say(
                Code.TOO_LARGE,
                "El envío es demasiado grande.",
                "What was sent is too large.",
                "L'envoi est trop volumineux.",
            ),
            say(
                Code.SIGN_IN_FAILED,
                "El nombre, la contraseña o el código no son correctos.",
                "The name, the password or the code is not right.",
                "Le nom, le mot de passe ou le code n'est pas correct.",
            ),
            say(
                Code.FEDERATED_SIGN_IN_FAILED,
                "No se pudo entrar con la cuenta de la institución. Pruebe otra vez, o con su "
                "contraseña.",
                "Signing in with the institution's account failed. Try again, or with your "
                "password.",
                "Connexion impossible avec le compte de l'institution. Réessayez, ou utilisez "
                "votre mot de passe.",
            ),
            say(
                Code.TOO_MANY_ATTEMPTS,
                "Demasiados intentos. Espere unos minutos.",
                "Too many attempts. Wait a few minutes.",
                "Trop de tentatives. Attendez quelques minutes.",
            ),
            say(
                Code.OUTSIDE_AGREEMENT,
                "La pregunta va más allá de lo convenido en «{agreement}».",
                "The question goes beyond what “{agreement}” agrees.",
                "La question dépasse ce que convient « {agreement} ».",
            ),
            say(
                Code.TOKEN_INVALID,
                "La credencial no sirve: no existe, venció, fue revocada o es de otro lugar.",
                "The token is not good: unknown, expired, revoked, or used from elsewhere.",
                "Le jeton n'est pas valable : inexistant, expiré, révoqué ou d'ailleurs.",
            ),
            say(
                Code.FOREIGN_REQUEST,
                "Este formulario llegó desde otro sitio. Ábralo aquí y envíelo de nuevo.",
                "This form came from another site. Open it here and send it again.",
                "Ce formulaire vient d'un autre site. Ouvrez-le ici et renvoyez-le.",
            ),
            say(
                Code.PERIOD_CLOSED,
                "El período {period} está cerrado. Solo se corrige si la OIM lo reabre.",
                "The period {period} is closed. It can be corrected once IOM opens it again.",
                "La période {period} est close. On la corrige si l'OIM la rouvre.",
            ),
            say(
                Code.PERIOD_NOT_OVER,
                "El período {period} termina el {day}; todavía no se informa.",
                "The period {period} ends on {day}; it cannot be reported yet.",
                "La période {period} se termine le {day} ; on ne peut pas encore la rapporter.",
            ),
            say(
                Code.NOT_RESPONSIBLE,
                "«{institution}» no es responsable del indicador {indicator}.",
                "“{institution}” is not responsible for the indicator {indicator}.",
                "« {institution} » n'est pas responsable de l'indicateur {indicator}.",
            ),
            say(
                Code.WRONG_UNIT,
                "El indicador se mide en «{expected}», no en «{value}».",
                "The indicator is measured as “{expected}”, not as “{value}”.",
                "L'indicateur se mesure en « {expected} », pas en « {value} ».",
            ),
            say(
                Code.COUNTED_HERE,
                "El indicador {indicator} se calcula aquí; nadie lo informa.",
                "The indicator {indicator} is counted here; nobody reports it.",
                "L'indicateur {indicator} est calculé ici ; personne ne le rapporte.",
            ),
            say(
                Code.OWN_WORK,
                "Lo informó usted: otra persona debe revisarlo.",
                "You reported it yourself: somebody else must review it.",
                "Vous l'avez rapporté : quelqu'un d'autre doit le vérifier.",
            ),
            say(
                Code.UNSUITABLE_FILE,
                "«{name}» no sirve: {allowed}, hasta {most} MiB.",
                "“{name}” cannot be used: {allowed}, up to {most} MiB.",
                "« {name} » ne convient pas : {allowed}, jusqu'à {most} Mio.",
            ),
            say(
                Code.LINK_SPENT,
                "El enlace ya se usó o venció. Pida otro con «yanapay sign-in».",
                "The link has been used or is too old. Ask for another with “yanapay sign-in”.",
                "Le lien a déjà servi ou a expiré. Demandez-en un autre avec « yanapay sign-in ».",
            ),
            say(
                Code.METHOD_NOT_ALLOWED,
                "Esta dirección no admite ese método.",
                "This address does not take that method.",
                "Cette adresse n'accepte pas cette méthode.",
            ),
            say(
                Code.BAD_REQUEST,
                "La solicitud no es una de GraphQL.",
                "The request is not one of GraphQL.",
                "La requête n'est pas une requête GraphQL.",
            ),
            say(
                Code.GRAPHQL_PARSE_FAILED,
                "El documento no está bien escrito.",
                "The document is not well written.",
                "Le document n'est pas bien écrit.",
            ),
            say(
                Code.GRAPHQL_VALIDATION_FAILED,
                "El documento no corresponde al esquema.",
                "The document does not fit the schema.",
                "Le document ne correspond pas au schéma.",
            ),
            say(
                Code.UNKNOWN_OPERATION,
                "Nombre una de las operaciones del documento.",
                "Name one of the operations of the document.",
                "Nommez une des opérations du document.",
            ),
            say(
                Code.UNKNOWN_DOCUMENT,
                "Ningún documento de los suyos tiene ese identificador.",
                "None of your documents has this id.",
                "Aucun de vos documents n'a cet identifiant.",
            ),
            say(
                Code.DOCUMENTS_ONLY,
                "Esta credencial solo sirve para documentos registrados: envíe documentId.",
                "This token is good for registered documents alone: send documentId.",
                "Ce jeton ne vaut que pour des documents enregistrés : envoyez documentId.",
            ),
            say(
                Code.TOO_COMPLEX,
                "El documento pide demasiado de una vez.",
                "The document asks for too much at once.",
                "Le document demande trop à la fois.",
            ),
            say(
                Code.RATE_LIMITED,
                "Ya se pidió todo lo que cabe en un minuto. Pregunte de nuevo en {seconds} s.",
                "All that a minute allows has been asked for. Ask again in {seconds} s.",
                "Tout ce qu'une minute permet a été demandé. Redemandez dans {seconds} s.",
            ),
            say(
                Code.TOO_MANY_AT_ONCE,
                "Se responden a la vez {most} solicitudes como máximo. Espere a que termine una.",
                "At most {most} requests are answered at once. Wait for one of yours to end.",
                "Au plus {most} requêtes sont traitées à la fois. Attendez la fin d'une d'elles.",
            ),
            say(
                Code.TOO_MANY_OPERATIONS,
                "Hay demasiadas operaciones abiertas en esta conexión.",
                "Too many operations are open on this connection.",
                "Trop d'opérations sont ouvertes sur cette connexion.",
            ),
            say(
                Code.BUSY,
                "El registro está ocupado. Vuelva a intentarlo en unos segundos.",
                "The register is busy. Try again in a few seconds.",
                "Le registre est occupé. Réessayez dans quelques secondes.",
            ),
            say(
                Code.TIMED_OUT,
                "La respuesta tardó demasiado. Pida menos, o vuelva a intentarlo.",
                "The answer took too long. Ask for less, or try again.",
                "La réponse a pris trop de temps. Demandez moins, ou réessayez.",
            ),
            say(
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
    """The sentence of an error in ``es``, ``en`` or ``fr``; input is cut to 60 letters.

    What is wrong with one stop of a route names it, whatever it is.
    """
    facts = {name: _short(value) for name, value in error.facts.items()}
    said = SENTENCES[error.code].label(language)
    at = AT_STOP.label(language) if "stop" in facts and "{stop}" not in said else ""
    return (at + said).format_map(facts)


def _short(text: str) -> str:
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return plain if len(plain) <= _LONGEST_ECHO else plain[:_LONGEST_ECHO] + "…"
