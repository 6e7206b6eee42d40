from __future__ import annotations

from mandorla.licenses.api.conditions import router as conditions
from mandorla.licenses.api.decisions import router as decisions
from mandorla.licenses.api.endings import router as endings
from mandorla.licenses.api.licenses import router as licenses
from mandorla.licenses.api.policy import router as policy
from mandorla.licenses.api.reviews import router as reviews

routers = (
    licenses,
    conditions,
    decisions,
    endings,
    reviews,
    policy,
)
