"""Which module brings which resources, in the order of the reference."""

from __future__ import annotations

from mandorla.advice.api import routers as advice
from mandorla.base.api.events import router as events
from mandorla.base.api.organization import router as organization
from mandorla.communities.api import routers as communities
from mandorla.conversations.api import routers as conversations
from mandorla.dashboards.api import router as coverage
from mandorla.gatherings.api import routers as gatherings
from mandorla.ledger.api import routers as ledger
from mandorla.licenses.api import routers as licenses
from mandorla.maturity.api import routers as maturity
from mandorla.people.api import routers as people
from mandorla.register.api import router as register
from mandorla.reports.api import router as reports
from mandorla.strategy.api import routers as strategy
from mandorla.value.api import routers as value
from mandorla.work.api import routers as work

ROUTERS = (
    organization,
    *communities,
    *gatherings,
    *conversations,
    *work,
    *maturity,
    *ledger,
    *licenses,
    *advice,
    *strategy,
    coverage,
    *value,
    *people,
    reports,
    register,
    events,
)
