"""From a reading that was counted down to its records."""

from __future__ import annotations

import uuid
from typing import Annotated

import strawberry

from api.policy import Declared, Stands, guarded, plain
from api.queries.arguments import Info
from api.queries.plan import OfPlan, When, at_of
from api.types.enums import described
from api.types.paging import Node
from core.access.roles import Action
from core.desk.plan_lineage import Side, Traced, records_behind
from core.errors import BadQuestion, Code

_READ = Declared(Stands.LIST, "", Action.READ_LINEAGE)

described(
    "Which part of a formula.",
    name="FormulaPart",
    NUMERATOR="What is counted.",
    DENOMINATOR="What it is divided by.",
)(Side)


@strawberry.type(description="A page of the records that a reading counts now.")
class IndicatorRecords:
    records: list[Node] = plain(_READ, "Calls, cases, victims, referrals, trainings or campaigns.")
    end_cursor: str | None = plain(_READ, "Pass it as `after` for the next page; null at the end.")


@strawberry.type
class PlanLineageQueries:
    """What stands behind a value."""

    @guarded(
        Declared(Stands.LIST, "lineage", Action.READ_LINEAGE),
        "The records behind a counted indicator in a period, as the register holds them now; asks "
        "for the right to the list of their kind too. Audited.",
    )
    def indicator_records(
        self,
        info: Info,
        *,
        code: Annotated[str, strawberry.argument(description="Such as A-02.")],
        plan: OfPlan = None,
        period: When = None,
        part: Annotated[
            Side, strawberry.argument(description="Which part of its formula.")
        ] = Side.NUMERATOR,
        first: Annotated[
            int, strawberry.argument(description="How many, 1 to 100: number of records.")
        ] = 50,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the page before.")
        ] = None,
    ) -> IndicatorRecords | None:
        """The page."""
        visit = info.context.visit
        planning = visit.plan(plan)
        at = at_of(planning.public(), period)
        traced = Traced(code, at, part, _after(after), first)
        found = records_behind(planning, visit.records(), traced)
        cursor = str(found.after) if found.after is not None else None
        records: list[Node] = list(found.records)  # type: ignore[arg-type]  # see Node.is_type_of
        return IndicatorRecords(records=records, end_cursor=cursor)


def _after(text: str | None) -> uuid.UUID | None:
    try:
        return None if text is None else uuid.UUID(text)
    except ValueError:
        raise BadQuestion(Code.MALFORMED_CURSOR, field="after") from None
