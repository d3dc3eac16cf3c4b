"""The GraphQL schema: figures for everybody, records for those who may read them, and news."""

from __future__ import annotations

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.mutations.calls import CallMutations
from api.mutations.cases import CaseMutations
from api.mutations.documents import DocumentMutations
from api.mutations.outreach import OutreachMutations
from api.mutations.plan import PlanMutations
from api.mutations.referrals import ReferralMutations
from api.mutations.routes import RouteMutations
from api.policy import of_source
from api.queries.documents import DocumentQueries
from api.queries.figures import FigureQueries
from api.queries.nodes import NodeQueries
from api.queries.plan import PlanQueries
from api.queries.plan_desk import PlanDeskQueries
from api.queries.plan_lineage import PlanLineageQueries
from api.queries.quota import QuotaQueries
from api.queries.records import RecordQueries
from api.queries.reference import ReferenceQueries
from api.queries.routes import RouteFigureQueries
from api.subscriptions.events import Events
from api.types.institutions import Campaign, Institution, Training
from api.types.records import Call, Case, Referral, Victim
from api.types.routes import Route


@strawberry.type(description="Everything that can be asked.")
class Query(
    FigureQueries,
    RouteFigureQueries,
    PlanQueries,
    PlanDeskQueries,
    PlanLineageQueries,
    ReferenceQueries,
    RecordQueries,
    NodeQueries,
    QuotaQueries,
    DocumentQueries,
):
    """The root of questions."""


@strawberry.type(description="Everything that can be done; one after the other, each by itself.")
class Mutation(
    CallMutations,
    CaseMutations,
    ReferralMutations,
    RouteMutations,
    OutreachMutations,
    PlanMutations,
    DocumentMutations,
):
    """The root of acts."""


@strawberry.type(description="Everything that can be listened to, one thing an operation.")
class Subscription(Events):
    """The root of news."""


schema = strawberry.Schema(
    Query,
    Mutation,
    Subscription,
    types=[Call, Case, Victim, Referral, Route, Institution, Training, Campaign],
    config=StrawberryConfig(auto_camel_case=True, default_resolver=of_source),
)

#: Strawberry keeps the executable schema here; graphql-core's own execution is our reference.
EXECUTABLE = schema._schema
