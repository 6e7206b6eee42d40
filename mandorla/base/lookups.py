"""A way to compare in queries that both databases answer from an ordinary index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Lookup

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

HIGHEST = "\U0010ffff"


@CharField.register_lookup
class Begins(Lookup[str]):
    """`field__begins="an"`: the text begins with these characters, exactly as they are.

    `startswith` becomes a LIKE, which SQLite answers by reading every row; a range of the index
    says the same. PostgreSQL orders by language, so there a LIKE and its own index are right.
    """

    lookup_name = "begins"
    prepare_rhs = True

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """As a range, for SQLite."""
        left, parameters = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        both = (*parameters, prefix, *parameters, prefix + HIGHEST)
        return f"({left} >= %s AND {left} < %s)", both

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        """As a LIKE, for PostgreSQL."""
        left, parameters = self.process_lhs(compiler, connection)
        escaped = str(self.rhs).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"{left} LIKE %s", (*parameters, escaped + "%")
