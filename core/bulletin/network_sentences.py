"""What the measures of a network say, as sentences in the languages of the house."""

from __future__ import annotations

from core.bulletin.network import Bridge, Hub, Measured
from core.places import ROUTE_ENDS
from core.vocabulary import Term

_BETWEEN = Term(
    "between",
    "Está en el {value} de los caminos más cortos entre otros lugares de la red",
    "It lies on {value} of the shortest ways between other places of the network",
    "Il est sur {value} des chemins les plus courts entre les autres lieux du réseau",
)
_CUT = Term(
    "cut",
    "si se controlara, el {value} de la red no tendría otro camino conocido",
    "if it were controlled, {value} of the network would have no other known way",
    "s'il était contrôlé, {value} du réseau n'aurait pas d'autre chemin connu",
)
_RANGE = Term(
    "range",
    " (entre {low} y {high} en nueve de diez sorteos)",
    " (from {low} to {high} in nine of ten redraws)",
    " (de {low} à {high} dans neuf tirages sur dix)",
)
_TOO_FEW = Term(
    "few",
    " (datos insuficientes para decir cuán seguro es)",
    " (not enough data to say how sure this is)",
    " (données insuffisantes pour dire à quel point c'est sûr)",
)
_AROUND = Term(
    "around", "Otro camino: {places}.", "Another way: {places}.", "Autre chemin : {places}."
)
_NONE = Term(
    "none",
    "No se conoce otro camino.",
    "No other way is known.",
    "Aucun autre chemin n'est connu.",
)

_BESIDE = Term(
    "beside",
    "Los mismos corredores pasan también por {places}.",
    "The same corridors also pass {places}.",
    "Les mêmes corridors passent aussi par {places}.",
)
_NONE_BESIDE = Term(
    "none_beside",
    "Ningún otro lugar que se muestre está en los mismos corredores; lo reservado no se lee.",
    "No other place that is shown is on the same corridors; what is withheld is not read.",
    "Aucun autre lieu montré n'est sur les mêmes corridors ; ce qui est réservé n'est pas lu.",
)


def percent(share: float) -> str:
    """A share of 0 to 1 in whole percent."""
    return f"{round(100 * share)}\N{NO-BREAK SPACE}%"


def hub_sentence(hub: Hub, around: tuple[str, ...], language: str) -> str:
    """What a hub is, and how sure that is. ``around``: the names of the places of the other way."""
    between, cut = (
        _told(term, measure, language)
        for term, measure in ((_BETWEEN, hub.betweenness), (_CUT, hub.cut))
    )
    return f"{between}; {cut}. {_way(hub.place, around, language)}"


def bridge_sentence(bridge: Bridge, around: tuple[str, ...], language: str) -> str:
    """What a stretch is, and how sure that is."""
    cut = _told(_CUT, bridge.cut, language)
    return f"{cut[0].upper()}{cut[1:]}. {_way(bridge.first, around, language)}"


def _told(term: Term, measure: Measured, language: str) -> str:
    said = term.label(language).format(value=percent(measure.value))
    if measure.low is None or measure.high is None:
        return said + _TOO_FEW.label(language)
    ends = {"low": percent(measure.low), "high": percent(measure.high)}
    return said + _RANGE.label(language).format(**ends)


def _way(place: str, around: tuple[str, ...], language: str) -> str:
    """The places of another way; in the register's network, where a place is a code, the other
    places that its corridors pass."""
    if place in ROUTE_ENDS:
        said = _BESIDE if around else _NONE_BESIDE
        return said.label(language).format(places=", ".join(around))
    if not around:
        return _NONE.label(language)
    return _AROUND.label(language).format(places=" → ".join(around))
