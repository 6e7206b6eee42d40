"""Rows that are written once: refused changes in Python, and again by the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from django.db import connections, models
from django.dispatch import Signal

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

Kept = TypeVar("Kept", bound=models.Model)

# Sent around the emptying of a whole database, to modules that guard tables of their own.
emptying, emptied = Signal(), Signal()

TABLE = "base_event"
SENTENCE = "Events are append-only."

_SQLITE_GUARDS = [
    f"""
    CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{change} BEFORE {change} ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
    """
    for change in ("update", "delete")
]
_SQLITE_LIFTS = [f"DROP TRIGGER IF EXISTS {TABLE}_no_{change}" for change in ("update", "delete")]
_POSTGRESQL_GUARDS = [
    f"""
    CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'restrict_violation'; END $$
    """,
    f"""
    CREATE OR REPLACE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()
    """,
    f"""
    CREATE OR REPLACE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()
    """,
]
_POSTGRESQL_LIFTS = [
    f"DROP TRIGGER IF EXISTS {TABLE}_no_{change} ON {TABLE}" for change in ("change", "truncate")
]
GUARDS = {"sqlite": _SQLITE_GUARDS, "postgresql": _POSTGRESQL_GUARDS}
LIFTS = {"sqlite": _SQLITE_LIFTS, "postgresql": _POSTGRESQL_LIFTS}


def refuse_change(*_args: Any, **_kwargs: Any) -> NoReturn:
    """Say no to whoever wants to change what happened.

    Raises:
        TypeError: Always; it is a mistake in code, not something a person could ask for.
    """
    raise TypeError(SENTENCE)


class AppendOnlyQuerySet(models.QuerySet[Kept]):
    """A queryset that reads and adds. Every way of changing rows refuses."""

    def update(self, **_kwargs: Any) -> NoReturn:
        refuse_change()

    def delete(self) -> NoReturn:
        refuse_change()

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse_change()

    def update_or_create(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse_change()

    def _update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse_change()

    def _raw_delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse_change()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Kept]:
        """Add many; what is there already is not touched."""
        if kwargs.get("update_conflicts") or (len(args) > 2 and args[2]):
            refuse_change()
        return super().bulk_create(objs, *args, **kwargs)


def guard(connection: BaseDatabaseWrapper) -> None:
    """The database itself refuses to change or remove an event from now on."""
    if TABLE in connection.introspection.table_names():
        _run(connection, GUARDS)


def lift(connection: BaseDatabaseWrapper) -> None:
    """The database lets events be removed: only for emptying a whole database."""
    if TABLE in connection.introspection.table_names():
        _run(connection, LIFTS)


def guard_after_migrating(*, using: str, **_kwargs: Any) -> None:
    """Called after each run of migrations.

    A migration that rebuilds the table on SQLite drops its triggers without a word, and a squashed
    migration would have to carry them along; so they are set again after each run.
    """
    guard(connections[using])


def _run(connection: BaseDatabaseWrapper, statements: dict[str, list[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
