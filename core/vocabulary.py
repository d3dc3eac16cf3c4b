"""Codes and their labels: the words of the Palermo Protocol, HTCDS 2.0, ISIC Rev. 4 and RETA.

Every code list is closed. A code is what is stored and asked for; a label is what is read
(``es`` first). ``unknown`` is a value of its own, never an absence. IC-TIP codes are not public:
none are invented here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Term:
    """One code with its labels. ``isic`` is 'section/division' where ISIC Rev. 4 has one."""

    code: str
    es: str
    en: str
    fr: str
    isic: str = ""

    def label(self, language: str) -> str:
        """The label in ``es``, ``en`` or ``fr``; any other language reads Spanish."""
        return {"en": self.en, "fr": self.fr}.get(language, self.es)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A closed, ordered list of terms. ``source`` names the standard behind it."""

    name: str
    terms: tuple[Term, ...]
    source: str
    by_code: Mapping[str, Term] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_code", MappingProxyType({t.code: t for t in self.terms}))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in their fixed order."""
        return tuple(term.code for term in self.terms)

    def __contains__(self, code: object) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> Term:
        return self.by_code[code]


class Unit(StrEnum):
    """What is counted. Four different things that are never added up (a call is not a case)."""

    CALLS = "calls"
    CASES = "cases"
    VICTIMS = "victims"
    COMPLAINTS = "complaints"


class Provenance(StrEnum):
    """Where a figure or record comes from. Synthetic is said on every exit."""

    SYNTHETIC = "synthetic"
    PUBLISHED = "published"
    RECORDED = "recorded"  # entered by people on duty


UNKNOWN = "unknown"
_UNKNOWN = Term(UNKNOWN, "Sin información", "Unknown", "Sans information")

FORMS = CodeList(
    "form",
    (
        Term("sexual", "Explotación sexual", "Sexual exploitation", "Exploitation sexuelle"),
        Term("forced_labour", "Trabajo forzoso", "Forced labour", "Travail forcé"),
        Term("begging", "Mendicidad", "Forced begging", "Mendicité forcée"),
        Term("other", "Otra", "Other", "Autre"),
        _UNKNOWN,
    ),
    "Palermo Protocol art. 3(a); HTCDS 2.0 vic_TypeOfExploitation; RETA F1",
)

INDUSTRIES = CodeList(
    "industry",
    (
        Term("mining", "Minería", "Mining", "Mines", "B/07"),
        Term("logging", "Tala de madera", "Timber", "Exploitation du bois", "A/02"),
        Term("agriculture", "Agricultura", "Agriculture", "Agriculture", "A/01"),
        Term("fishing", "Pesca", "Fishing", "Pêche", "A/03"),
        Term("domestic_work", "Trabajo doméstico", "Domestic work", "Travail domestique", "T/97"),
        Term(
            "hospitality",
            "Alojamiento y comidas",
            "Accommodation and food",
            "Hébergement et restauration",
            "I/55-56",
        ),
        Term(
            "manufacturing",
            "Ladrilleras y manufactura",
            "Brick kilns and manufacturing",
            "Briqueteries et industrie",
            "C/20,23",
        ),
        Term("construction", "Construcción", "Construction", "Construction", "F/41-43"),
        Term(
            "trade",
            "Mercados y venta ambulante",
            "Markets and peddling",
            "Marchés et vente ambulante",
            "G/47",
        ),
        Term("transport", "Transporte y estiba", "Transport and loading", "Transport", "H/49,52"),
        Term("waste", "Segregación de basura", "Waste picking", "Tri des déchets", "E/38"),
        Term(UNKNOWN, "Sin industria registrada", "No industry recorded", "Sans secteur indiqué"),
    ),
    "ISIC Rev. 4 section/division; HTCDS 2.0 vic_ForcedLabourIndustry; RETA F2",
)

SEXES = CodeList(
    "sex",
    (
        Term("female", "Mujeres", "Female", "Femmes"),
        Term("male", "Hombres", "Male", "Hommes"),
        Term("other", "Otro", "Other", "Autre"),
        _UNKNOWN,
    ),
    "HTCDS 2.0 prs_Gender, grouped",
)

AGE_BANDS = CodeList(
    "age",
    (
        Term("0-11", "0 – 11 años", "0–11 years", "0 à 11 ans"),
        Term("12-17", "12 – 17 años", "12–17 years", "12 à 17 ans"),
        Term("18-29", "18 – 29 años", "18–29 years", "18 à 29 ans"),
        Term("30-59", "30 – 59 años", "30–59 years", "30 à 59 ans"),
        Term("60+", "60 años y más", "60 years and over", "60 ans et plus"),
        _UNKNOWN,
    ),
    "RETA sex by age bands, joined under 12; every source breaks at 18",
)

CALL_TYPES = CodeList(
    "call_type",
    (
        Term("information", "Información", "Information", "Information"),
        Term("report", "Denuncia", "Report", "Signalement"),
        Term("emergency", "Emergencia", "Emergency", "Urgence"),
        Term("follow_up", "Seguimiento", "Follow-up", "Suivi"),
        Term("other_matter", "Otro asunto", "Other matter", "Autre sujet"),
        Term("training", "Pedido de capacitación", "Training request", "Demande de formation"),
        Term("wrong_number", "Número equivocado", "Wrong number", "Faux numéro"),
        Term("none", "Sin conversación", "No conversation", "Sans conversation"),
    ),
    "Union of the lists of Peruvian and US hotlines",
)

EFFECTIVE = CodeList(
    "effective",
    (
        Term("effective", "Efectiva", "Effective", "Effectif"),
        Term("not_effective", "No efectiva", "Not effective", "Non effectif"),
        Term("abandoned", "Abandonada", "Abandoned", "Abandonné"),
    ),
    "Línea 100 categories (2024)",
)

HOW_HEARD = CodeList(
    "how_heard",
    (
        Term("campaign", "Campaña", "Campaign", "Campagne"),
        Term("press", "Prensa", "Press", "Presse"),
        Term("poster", "Afiche", "Poster", "Affiche"),
        Term("friend", "Persona conocida", "Friend", "Connaissance"),
        Term("institution", "Institución", "Institution", "Institution"),
        _UNKNOWN,
    ),
    "Our own list (docs/model.md)",
)

CALLER_RELATIONS = CodeList(
    "caller_relation",
    (
        Term("public", "Público en general", "General public", "Grand public"),
        Term("relative", "Familiar", "Relative", "Proche"),
        Term("possible_victim", "Posible víctima", "Possible victim", "Victime possible"),
        Term("victim", "Víctima", "Victim", "Victime"),
        Term("official", "Funcionario", "Official", "Fonctionnaire"),
        _UNKNOWN,
    ),
    "Our own list, after the callers hotlines report (docs/model.md)",
)

LANGUAGES = CodeList(
    "language",
    (
        Term("es", "Castellano", "Spanish", "Espagnol"),
        Term("qu", "Quechua", "Quechua", "Quechua"),
        Term("ay", "Aimara", "Aymara", "Aymara"),
        Term("other", "Otra", "Other", "Autre"),
        _UNKNOWN,
    ),
    "ISO 639-1, the languages calls are taken in",
)

CASE_STATUSES = CodeList(
    "status",
    (
        Term("reported", "Denunciado", "Reported", "Signalé"),
        Term("submitted", "Remitido a la Policía", "Submitted to police", "Transmis à la police"),
        Term("investigated", "En investigación", "Under investigation", "En enquête"),
        Term("charged", "Con acusación", "Charged", "Inculpation"),
        Term("convicted", "Con condena", "Convicted", "Condamnation"),
        Term("acquitted", "Con absolución", "Acquitted", "Acquittement"),
        Term("archived", "Archivado", "Archived", "Classé"),
        Term("not_trafficking", "No era trata", "Not trafficking", "Pas de traite"),
    ),
    "Our own list, after the steps of Peruvian procedure (docs/model.md)",
)

LEGAL_ARTICLES = CodeList(
    "legal_article",
    (
        Term("153", "Trata de personas", "Trafficking in persons", "Traite des personnes"),
        Term("153-A", "Trata agravada", "Aggravated trafficking", "Traite aggravée"),
    ),
    "Penal Code of Peru, articles 153 and 153-A, Law 28950 (2007)",
)

REGISTERS = CodeList(
    "register",
    (
        Term("hotline", "Línea 0800-2-3232", "Hotline 0800-2-3232", "Ligne 0800-2-3232"),
        Term("reta", "RETA-PNP", "RETA-PNP (police)", "RETA-PNP (police)"),
        Term("mp", "Ministerio Público", "Public Ministry", "Ministère public"),
        Term("ngo", "ONG asociada", "Partner NGO", "ONG partenaire"),
    ),
    "The registers the sources name; they were never unified",
)

DESTINATIONS = CodeList(
    "destination",
    (
        Term("internal", "Dentro del Perú", "Inside Peru", "À l'intérieur du Pérou"),
        Term("outbound", "Hacia el extranjero", "Out of Peru", "Vers l'étranger"),
        Term("inbound", "Hacia el Perú", "Into Peru", "Vers le Pérou"),
        _UNKNOWN,
    ),
    "Route scope, derived from origin and destination",
)

STOP_ROLES = CodeList(
    "stop_role",
    (
        Term("origin", "Origen", "Origin", "Origine"),
        Term("transit", "Tránsito", "Transit", "Transit"),
        Term("destination", "Destino", "Destination", "Destination"),
    ),
    "Our own list: the role belongs to the stop on a route, not to the place",
)

MODES = CodeList(
    "mode",
    (
        Term("road", "Carretera", "Road", "Route"),
        Term("river", "Río", "River", "Fleuve"),
        Term("air", "Aire", "Air", "Air"),
        Term("foot", "A pie", "On foot", "À pied"),
        _UNKNOWN,
    ),
    "Our own list (docs/model.md)",
)

TRAFFICKING_STATUSES = CodeList(
    "trafficking_status",
    (
        Term("possible", "Posible", "Possible", "Possible"),
        Term("actual", "Confirmada", "Actual", "Confirmée"),
        Term("not_victim", "No es víctima", "Not a victim", "Pas victime"),
    ),
    "HTCDS 2.0",
)

REFERRAL_OUTCOMES = CodeList(
    "referral_outcome",
    (
        Term("sent", "Enviada", "Sent", "Envoyée"),
        Term("accepted", "Aceptada", "Accepted", "Acceptée"),
        Term("declined", "No aceptada", "Declined", "Refusée"),
        Term("expired", "Sin respuesta", "No answer", "Sans réponse"),
    ),
    "Our own list: what became of a referral (docs/model.md)",
)

CODE_LISTS: Mapping[str, CodeList] = MappingProxyType(
    {
        item.name: item
        for item in (
            *(FORMS, INDUSTRIES, SEXES, AGE_BANDS),
            *(CALL_TYPES, EFFECTIVE, HOW_HEARD, CALLER_RELATIONS, LANGUAGES),
            *(CASE_STATUSES, LEGAL_ARTICLES, REGISTERS, DESTINATIONS),
            *(STOP_ROLES, MODES, TRAFFICKING_STATUSES, REFERRAL_OUTCOMES),
        )
    }
)
