"""News for whoever listens: each event runs as an ordinary operation whose root value it is.

A field names its topic in its declaration (:class:`api.policy.Declared`); the streams hear that
topic for it. A new subscription is a field here and a topic somebody announces, nothing more.
"""

from __future__ import annotations

import uuid
from typing import Any

import strawberry

from api.context import Context
from api.policy import Declared, Stands, guarded
from api.types.figures import ReleaseInfo
from api.types.plan import IndicatorSheet
from api.types.records import Call, Referral
from core.access.roles import Action
from core.desk.broadcast import Item, Topic
from core.desk.records import KINDS, READ

Info = strawberry.Info[Context, None]


def _event(topic: Topic, action: Action, description: str) -> Any:
    return guarded(Declared(Stands.EVENT, topic.value, action), description)


def _record(topic: Topic, kind: str, description: str) -> Any:
    """The field that tells of a kind of record; null, and so not told, beyond the asker's reach."""

    def record(root: strawberry.Parent[Item], info: Info) -> Any:
        return info.context.visit.records().told(KINDS[kind], uuid.UUID(root.subject))

    return _event(topic, READ[kind], f"{description} Audited.")(record)


@strawberry.type
class Events:
    """What can be listened to."""

    referral_changed: Referral | None = _record(
        Topic.REFERRAL_CHANGED,
        "referral",
        "A referral was sent or answered; recipients hear of those to their own institution.",
    )
    call_received: Call | None = _record(
        Topic.CALL_RECEIVED, "call", "A call was recorded; for operators and case workers."
    )

    @_event(
        Topic.INDICATOR_CHANGED,
        Action.READ_READINGS,
        "A value for the plan was reported or reviewed, an indicator was commented on, or a period "
        "it is told in was closed, published or opened again; institutions hear of what they "
        "report. The indicator is told in that period, as it is published.",
    )
    def indicator_changed(self, root: strawberry.Parent[Item], info: Info) -> IndicatorSheet | None:
        """The indicator; null, and so not told, for another institution's."""
        line = info.context.visit.plan().heard(root.subject)
        return IndicatorSheet.of(line) if line is not None else None

    @_event(Topic.BULLETIN_RELEASED, Action.READ_BULLETIN, "A release was published; for anybody.")
    def bulletin_released(self, info: Info) -> ReleaseInfo | None:
        """The release in service by then."""
        return ReleaseInfo.of(info.context.visit.bulletin.release)
