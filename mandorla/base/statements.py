"""SQL with places for values, and the rows that a database answers it with.

Django's own readers make records and tuples of the answer; what they ask of a query set, its query
and its compiler is known by then.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import prefetch_related_objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models.sql.compiler import SQLCompiler


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with places for values."""

    queryset: Any
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int, Callable[[Any], Any]], ...]  # which parameter, value, and form
    converters: WeakKeyDictionary[Any, Any] = field(default_factory=WeakKeyDictionary)

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """The rows with these values in their places, read now."""
        params = list(self.params)
        for place, number, form in self.places:
            params[place] = form(values[number])
        # Django has no public door to what makes rows of answers.
        rows = list(self.queryset._iterable_class(_Asked(self, params)))  # noqa: SLF001
        if lookups := self.queryset._prefetch_related_lookups:  # noqa: SLF001
            prefetch_related_objects(rows, *lookups)
        return rows

    def converters_of(self, connection: Any) -> list[tuple[int, tuple[Any, Any]]]:
        """Which columns are made into something else, and what makes them, by connection."""
        known = self.converters.get(connection)
        if known is None:
            compiler: Any = copy.copy(self.compiler)
            compiler.connection = connection
            columns = [column[0] for column in compiler.select[: compiler.col_count]]
            known = self.converters[connection] = list(compiler.get_converters(columns).items())
        return known


class _Asked:
    """What a reader of rows takes for a query set, its query and its compiler."""

    def __init__(self, statement: Statement, params: Sequence[Any]) -> None:
        self.statement, self.params = statement, params
        self.query = self
        self.db = DEFAULT_DB_ALIAS

    def get_compiler(self, *_of: object, **_more: object) -> _Asked:
        return self

    def execute_sql(self, **_more: object) -> list[Sequence[Any]]:
        """What the database answers, read at once."""
        compiler: Any = self.statement.compiler
        with connections[self.db].cursor() as cursor:
            cursor.execute(self.statement.sql, self.params)
            rows: list[Sequence[Any]] = cursor.fetchall()
        return [row[: compiler.col_count] for row in rows] if compiler.has_extra_select else rows

    def results_iter(
        self, results: Any = None, *, tuple_expected: bool = False, **_more: object
    ) -> Iterable[Sequence[Any]]:
        """The same, with each column as its field has it."""
        rows: Iterable[Sequence[Any]] = self.execute_sql() if results is None else results
        connection = connections[self.db]
        if converters := self.statement.converters_of(connection):
            rows = _converted(rows, converters, connection)
        return map(tuple, rows) if tuple_expected else rows

    def __getattr__(self, name: str) -> Any:
        for known in (self.statement.compiler, self.statement.queryset):
            if hasattr(known, name):
                return getattr(known, name)
        return getattr(self.statement.queryset.query, name)


def _converted(
    rows: Iterable[Sequence[Any]], converters: Sequence[tuple[int, Any]], connection: Any
) -> Iterator[list[Any]]:
    for row in map(list, rows):
        for place, (steps, column) in converters:
            for step in steps:
                row[place] = step(row[place], column, connection)
        yield row
