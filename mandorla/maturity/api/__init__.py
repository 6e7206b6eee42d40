"""The resources of maturity: profiles, members' rounds, models."""

from __future__ import annotations

from mandorla.maturity.api.models import router as models
from mandorla.maturity.api.profiles import router as profiles
from mandorla.maturity.api.rounds import router as rounds

routers = (profiles, rounds, models)
