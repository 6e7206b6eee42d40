"""What a database needs now and then: to answer quickly, and to forget what is over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import connection
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

if TYPE_CHECKING:
    from datetime import datetime

MOST_LOOKED_AT = 1000  # rows an index is judged by: enough, and quick at any size
FINISHED: Final = timedelta(minutes=5)  # ago, so that whoever asked for a job can see its end
LOST: Final = timedelta(days=1)  # since it began without an end: its worker was killed


def refresh_statistics() -> None:
    """Let SQLite look at how its tables have grown, so that it plans searches well.

    Without it a search over 2,000 communities takes sixty times as long. PostgreSQL does this
    by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={MOST_LOOKED_AT}")
            cursor.execute("ANALYZE")


def forget_jobs(*, at: datetime) -> int:
    """Remove the jobs in the background that are over; their work stays.

    A job holds what it was told and when: an address for a new password, or the moment at which
    something was surfaced of which only the day is kept. Whether it failed makes no difference;
    the log says why it did.

    Args:
        at: The moment.

    Returns:
        How many there were.
    """
    over = Q(finished_at__lte=at - FINISHED) | Q(finished_at=None, started_at__lte=at - LOST)
    count, _of_each = DBTaskResult.objects.filter(over).delete()
    return count
