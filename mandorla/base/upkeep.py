"""What a database needs now and then so that it keeps answering quickly."""

from __future__ import annotations

from django.db import connection

MOST_LOOKED_AT = 1000  # rows an index is judged by: enough, and quick at any size


def refresh_statistics() -> None:
    """Let SQLite look at how its tables have grown, so that it plans searches well.

    Without it a search over 2,000 communities takes sixty times as long. PostgreSQL does this
    by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={MOST_LOOKED_AT}")
            cursor.execute("ANALYZE")
