from __future__ import annotations

from mandorla.work.api.insights import router as insights
from mandorla.work.api.take_backs import router as take_backs

routers = (insights, take_backs)
