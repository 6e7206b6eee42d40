"""What a database may remember of the order in which people voted, and how it forgets."""

from __future__ import annotations

import logging

from django.apps import apps
from django.db import OperationalError, connection

from mandorla.base.models.sealed import SealedToken, SealedUrn

PATIENCE_MS = 5_000  # whoever closes a round waits no longer for somebody who reads

HIGHEST_KEY = (
    'UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(rowid), 0) FROM "{table}")'
    " WHERE name = %s"
)

# To compute every key anew copies the rows that count now and nothing else. VACUUM FULL would also
# copy what it replaced, as long as any transaction runs on the server, in another database too.
ANEW = 'ALTER TABLE "{table}" ALTER COLUMN id TYPE bigint USING id + 0'

log = logging.getLogger(__name__)


def forget_order(*, patience_ms: int = PATIENCE_MS) -> bool:
    """The database's files hold no earlier state of tokens and urns, once a round is closed.

    SQLite keeps changes in a log beside the file until it has taken them over, overwrites what is
    deleted with zeros (`secure_delete`), and notes the highest key that a table ever had.
    PostgreSQL leaves the bytes of changed rows in their place, also after a plain VACUUM, so the
    tables are written anew; a transaction that began earlier and reads them only afterwards finds
    them empty.

    Args:
        patience_ms: How long to wait for another transaction that reads.

    Returns:
        Whether it was done. Not inside of a transaction, nor while another one still reads; the
        next round that is closed, or the next start, does it then.
    """
    if connection.in_atomic_block:
        return False
    forget = _empty_log if connection.vendor == "sqlite" else _write_anew
    is_done = forget(patience_ms)
    if not is_done:
        log.warning("Earlier states of tokens and urns stay on disk until the next start.")
    return is_done


def _tables() -> list[str]:
    """All tables that hold tokens or urns."""
    sealed = (SealedToken, SealedUrn)
    return [one._meta.db_table for one in apps.get_models() if issubclass(one, sealed)]


def _empty_log(patience_ms: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (before,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout={patience_ms:d}")
        try:
            for table in _tables():
                cursor.execute(HIGHEST_KEY.format(table=table), [table])
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, _frames, _taken_over = cursor.fetchone()
        except OperationalError:  # somebody writes all the time
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={before:d}")
    return not is_busy


def _write_anew(patience_ms: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {patience_ms:d}")
        try:
            for table in _tables():
                cursor.execute(ANEW.format(table=table))
        except OperationalError:  # somebody holds the table, such as a long backup
            return False
        finally:
            cursor.execute("RESET lock_timeout")
    return True
