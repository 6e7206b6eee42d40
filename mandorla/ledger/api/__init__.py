"""The resources of the ledger."""

from __future__ import annotations

from mandorla.ledger.api.measures import router as measures
from mandorla.ledger.api.readings import router as readings

routers = (measures, readings)
