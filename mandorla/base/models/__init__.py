from __future__ import annotations

from mandorla.base.models.event import Event
from mandorla.base.models.mailed import Mailed
from mandorla.base.models.notification import Notification
from mandorla.base.models.organization import Organization
from mandorla.base.models.record import Record

__all__ = ["Event", "Mailed", "Notification", "Organization", "Record"]
