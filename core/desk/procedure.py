"""The steps a case may take, after Peruvian procedure (docs/model.md)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.errors import BadQuestion, Code

FIRST = "reported"

_SET_ASIDE = ("archived", "not_trafficking")

#: What may follow each status. What has no entry is final.
STEPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reported": ("submitted", *_SET_ASIDE),
        "submitted": ("investigated", *_SET_ASIDE),
        "investigated": ("charged", *_SET_ASIDE),
        "charged": ("convicted", "acquitted", *_SET_ASIDE),
        "archived": ("investigated",),
    }
)

#: Steps back, that nobody takes without saying why.
NEED_A_REASON = frozenset({("archived", "investigated")})


def check_step(before: str, after: str, reason: str) -> None:
    """Nothing for a step that may be taken.

    :raises BadQuestion: ``NOT_A_NEXT_STEP``, or ``NEEDED`` where a reason is missing.
    """
    allowed = STEPS.get(before, ())
    if after not in allowed:
        facts = {"present": before, "value": after, "allowed": ", ".join(allowed) or "-"}
        raise BadQuestion(Code.NOT_A_NEXT_STEP, field="to", **facts)
    if (before, after) in NEED_A_REASON and not reason.strip():
        raise BadQuestion(Code.NEEDED, field="reason")
