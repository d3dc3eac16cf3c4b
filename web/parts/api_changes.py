"""What changed for programs that use the GraphQL API, the newest first.

A line is added here with every change of api/schema.graphql that a program can notice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from web.i18n import marked


@dataclass(frozen=True, slots=True)
class Change:
    """``breaks``: a program written before must be changed."""

    day: dt.date
    text: str
    breaks: bool = False


CHANGES = (
    Change(
        dt.date(2026, 11, 26),
        marked(
            "Documentos de confianza: registerDocument, removeDocument, documents; se piden con "
            "documentId. Una credencial puede servir solo para ellos."
        ),
    ),
    Change(
        dt.date(2026, 11, 26),
        marked(
            "Cada respuesta dice su costo (extensions.cost) y los puntos que quedan en el minuto "
            "(rateLimit y cabeceras RateLimit). La introspección y las sugerencias piden iniciar "
            "sesión; el esquema está para todos en /api/esquema.graphql."
        ),
        breaks=True,
    ),
    Change(
        dt.date(2026, 11, 25),
        marked(
            "Suscripciones por graphql-transport-ws y graphql-sse: lo que pasa, mientras pasa, a "
            "quien puede verlo."
        ),
    ),
    Change(
        dt.date(2026, 11, 25),
        marked(
            "Actos con clave de idempotencia: recordCall, openCase, updateCaseStatus, "
            "submitReferral, answerReferral, recordTraining, recordCampaign."
        ),
    ),
    Change(
        dt.date(2026, 11, 25),
        marked(
            "Series y comparaciones (series, comparePrevious); tasas con su denominador en cada "
            "celda; provincias, países, listas de códigos."
        ),
    ),
    Change(
        dt.date(2026, 11, 25),
        marked(
            "Registros como conexiones de Relay: department, industry y status de cases y calls "
            "son ahora filtros de where, los códigos traen su nombre, los identificadores son "
            "opacos."
        ),
        breaks=True,
    ),
    Change(
        dt.date(2026, 11, 24),
        marked("Primera versión: cifras del boletín, cuadros publicados, rutas descritas, método."),
    ),
)
