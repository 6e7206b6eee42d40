"""What a database may remember of the order in which people voted, and how it forgets."""

from __future__ import annotations

from django.db import connection

TABLES = ("value_token", "value_urn")


def forget_order() -> None:
    """The database holds no earlier state of who voted and of the urn, once a round is closed.

    SQLite keeps changes in a log beside the file until it has taken them over; PostgreSQL keeps
    changed rows until they are swept up. Nothing is done inside of a transaction.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in TABLES:
                cursor.execute(f"VACUUM {table}")
