"""The resources of the ledger."""

from __future__ import annotations

from mandorla.ledger.api.claims import router as claims
from mandorla.ledger.api.files import router as files
from mandorla.ledger.api.foresights import router as foresights
from mandorla.ledger.api.give_get import router as give_get
from mandorla.ledger.api.investments import router as investments
from mandorla.ledger.api.measures import router as measures
from mandorla.ledger.api.rates import router as rates
from mandorla.ledger.api.readings import router as readings
from mandorla.ledger.api.stories import router as stories
from mandorla.ledger.api.threads import router as threads
from mandorla.ledger.api.worth import router as worth

# Files first: `readings/file` is no reading.
routers = (
    files,
    investments,
    rates,
    measures,
    readings,
    foresights,
    stories,
    claims,
    give_get,
    worth,
    threads,
)
