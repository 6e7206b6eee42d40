"""Sessions as Django keeps them in the database, read by a prepared query: every page does."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from mandorla.base.prepared import prepared


class SessionStore(db.SessionStore):
    """Where `SESSION_ENGINE` looks for sessions."""

    def _get_session_from_db(self) -> Session | None:
        now = timezone.now()  # noqa: TID251 - a session is read at the edge, before any view
        found = _lasting(self.session_key or "", now)
        if not found:
            self._session_key = None
        return found[0] if found else None


@prepared
def _lasting(key: str, now: object) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
