"""What the database itself refuses to change: what a round weighs, and how.

Whatever a page, the API, a command or a line of code tries: once a round is there, its catalogue,
its methods and what is drawn by lot in it stay as they are. So nobody can promise people one
thing while they weigh and count another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import connections

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

ROUND: Final = "value_elicitation"
ITEM: Final = "value_catalogueitem"
ROUND_COLUMNS: Final = (
    "community_id",
    "number",
    "catalogue_id",
    "reason",
    "organization_method",
    "member_method",
    "seed",
)
ITEM_COLUMNS: Final = ("catalogue_id", "position", "text", "level", "horizon")
SENTENCE: Final = "What a round weighs, and how, is never changed."


def _differ(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)


def _weighed(row: str) -> str:
    """Whether a round weighs the catalogue of an item."""
    return f"EXISTS (SELECT 1 FROM {ROUND} WHERE catalogue_id = {row}.catalogue_id)"  # noqa: S608 - only names from here


_TRIGGERS: Final = (  # its name, its table, when it fires, under which condition
    ("value_round_same", ROUND, "UPDATE", _differ(ROUND_COLUMNS)),
    ("value_item_same", ITEM, "UPDATE", _differ(ITEM_COLUMNS)),
    ("value_item_no_more", ITEM, "INSERT", _weighed("NEW")),
    ("value_item_no_less", ITEM, "DELETE", _weighed("OLD")),
)


def guard(connection: BaseDatabaseWrapper) -> None:
    """The database refuses such changes from now on."""
    if not {ROUND, ITEM} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for name, table, change, condition in _TRIGGERS:
            for statement in _statements(connection.vendor, name, table, change, condition):
                cursor.execute(statement)


def _statements(vendor: str, name: str, table: str, change: str, condition: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {name}",
            (
                f"CREATE TRIGGER {name} BEFORE {change} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
            ),
        ]
    row = "OLD" if change == "DELETE" else "NEW"
    return [
        (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{SENTENCE}' "
            f"USING ERRCODE = 'restrict_violation'; END IF; RETURN {row}; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {change} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        ),
    ]


def lift(connection: BaseDatabaseWrapper) -> None:
    """The database lets rounds be removed: only for emptying a whole database."""
    if not {ROUND, ITEM} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for name, table, _change, _condition in _TRIGGERS:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def guard_after_migrating(*, using: str, **_kwargs: Any) -> None:
    """Called after each run of migrations, because one that rebuilds a table drops its triggers."""
    guard(connections[using])


def lift_for_emptying(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Called before a whole database is emptied."""
    lift(connection)


def guard_after_emptying(*, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Called when a whole database has been emptied."""
    guard(connection)
