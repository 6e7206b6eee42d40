"""Queries that are put into SQL once and asked many times.

Django builds a query and writes its SQL anew each time it is asked, which takes ten times as long
as the database needs to answer a small one. A page that reads from thirty places therefore spends
most of its time on words that were the same the last time. Here they are kept:

    @prepared
    def overdue(community: int, today: date) -> QuerySet[Commitment]:
        return Commitment.objects.filter(community=community, due_on__lt=today).open()

    overdue(community.pk, today)  # a list

What the function is given has to reach the database as it is: a day is computed before, not
inside. This is checked when the query is prepared: it is written twice with other values, and
whatever differs has to be one of them. Nothing may be read meanwhile.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Final, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, F, Func, IntegerField, Model

from mandorla.base.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

Given = ParamSpec("Given")
Row = TypeVar("Row")
LONGEST: Final = 64  # values in one list; longer ones are asked for without being kept
FIRST, SECOND = 31_000, 31_500  # where stand-ins begin; a small number fits into every column


def prepared(write: Callable[Given, QuerySet[Any, Row]]) -> Prepared[Given, Row]:
    """A function that writes a query set from values, as one that gives its rows.

    Values are numbers, text, days, moments and tuples of them, and records, of which the number
    is asked with. What may change the query itself has one of its own for each case: a truth
    value, also of a record, and None. A column of a record that is neither cannot be read in it,
    and words in the reader's language must not be part of it. A tuple is what something is one of.
    """
    return Prepared(write)


def number_of(expression: Combinable) -> Func:
    """How many different values there are; a column of a query that has no other rows."""
    return Func(expression, template="COUNT(DISTINCT %(expressions)s)", output_field=IntegerField())


def counted(rows: QuerySet[Any, Any], *, of: str = "") -> QuerySet[Any, int]:
    """How many rows there are, or values in a column of them, as a query that can be prepared."""
    every = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return rows.order_by().values_list(number_of(F(of)) if of else every, flat=True)


class Prepared(Generic[Given, Row]):
    """A query that is asked many times; `write` gives it as a query set."""

    def __init__(self, write: Callable[Given, QuerySet[Any, Row]]) -> None:
        self.write: Callable[..., QuerySet[Any, Row]] = write
        self.statements: dict[object, Statement | None] = {}
        update_wrapper(self, write)

    def __call__(self, *values: Given.args, **named: Given.kwargs) -> list[Row]:
        """The rows, read now.

        Raises:
            TypeError: A value is nothing that a query can be prepared for.
            ValueError: The function makes something else of a value before it reaches the database.
        """
        if named:
            raise TypeError("A prepared query is given its values in their order, without names.")
        if not _is_kept(values):
            return list(self.write(*values))
        values = tuple(map(_filled_up, values))  # type: ignore[assignment]
        key = (connections[DEFAULT_DB_ALIAS].vendor, *map(_shape, values))
        if key not in self.statements:
            self.statements[key] = _prepare(self.write, values)
        statement = self.statements[key]
        return list(self.write(*values)) if statement is None else statement.rows(_flat(values))


def _prepare(write: Callable[..., QuerySet[Any, Any]], values: Sequence[Any]) -> Statement | None:
    """The statement of a query; None when the database need not be asked for it."""
    stand_ins = [_stand_ins(values, begin) for begin in (FIRST, SECOND)]
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.execute_wrapper(_refuse_reading):
        queryset, other = (write(*each) for each in stand_ins)
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
        again, others = other.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return None
    first, second = map(_flat, stand_ins)
    places = []
    for place, (left, right) in enumerate(zip(params, others, strict=True)):
        if left == right:
            continue
        number = _number_of(left, right, first, second, connection)
        if number is None:
            raise ValueError(f"{write.__name__} makes something else of a value it is given.")
        places.append((place, number, _form(left, first[number], connection)))
    found = {number for _place, number, _as in places}
    leaves = enumerate(_leaves(stand_ins[0]))
    wanted = {number for number, one in leaves if not isinstance(one, Model)}
    if sql != again or not wanted <= found:
        raise ValueError(f"{write.__name__} does not ask the database for each value it is given.")
    return Statement(queryset, compiler, sql, tuple(params), tuple(places))


def _refuse_reading(*_asked: object) -> None:
    raise ValueError("A query that is prepared reads nothing while it is written.")


def _number_of(
    left: Any, right: Any, first: Sequence[Any], second: Sequence[Any], connection: Any
) -> int | None:
    """Which value two parameters stand for."""
    for number, (one, two) in enumerate(zip(first, second, strict=True)):
        if left == _adapted(one, connection) and right == _adapted(two, connection):
            return number
    return None


def _adapted(value: Any, connection: Any) -> Any:
    """A value as a column of its kind passes it on."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _form(param: Any, value: Any, connection: Any) -> Callable[[Any], Any]:
    """What makes a parameter of a value, as its column did of the stand-in."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value  # type: ignore[no-any-return]
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value  # type: ignore[no-any-return]
    return type(param)


def _shape(value: Any) -> object:
    """What makes it another query."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return tuple(map(_shape, value))
    if isinstance(value, Model):
        return value.__class__, *_flags(value).values()
    for kind in (datetime, date, int, str):
        if isinstance(value, kind):
            return kind
    raise TypeError(f"A query cannot be prepared for {type(value).__name__}.")


def _flags(record: Model) -> dict[str, bool]:
    """The truth values of a record by the names of their columns."""
    fields = record._meta.concrete_fields
    return {
        one.attname: getattr(record, one.attname) for one in fields if isinstance(one, BooleanField)
    }


def _flat(values: Sequence[Any]) -> list[Any]:
    """The values that reach the database, one after the other."""
    return [one.pk if isinstance(one, Model) else one for one in _leaves(values)]


def _leaves(values: Sequence[Any]) -> list[Any]:
    """Records and values that are asked with, also those of tuples."""
    found: list[Any] = []
    for value in values:
        if isinstance(value, tuple):
            found += _leaves(value)
        elif value is not None and not isinstance(value, bool):
            found.append(value)
    return found


def _is_kept(values: Sequence[Any]) -> bool:
    """Whether a statement is kept for values of such lengths."""
    return all(0 < len(value) <= LONGEST for value in values if isinstance(value, tuple))


def _filled_up(value: Any) -> Any:
    """A tuple of 1, 2, 4, 8 and so on, its last repeated, so that few lengths have a statement."""
    if not isinstance(value, tuple):
        return value
    length = 1 << (len(value) - 1).bit_length()
    return value + value[-1:] * (length - len(value))


def _stand_ins(values: Sequence[Any], begin: int) -> tuple[Any, ...]:
    """Values of the same kinds that stand nowhere else in a query."""
    number = begin

    def stand_in(value: Any) -> Any:
        nonlocal number
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, tuple):
            return tuple(map(stand_in, value))
        number += 1
        if isinstance(value, Model):
            known = {"id": number, **_flags(value)}  # the number is the first column of each table
            return value.__class__.from_db(DEFAULT_DB_ALIAS, list(known), list(known.values()))
        if isinstance(value, str):
            return f"value-{number}"
        if isinstance(value, int):
            return number
        day = datetime(2200, 1, 1, tzinfo=UTC) + timedelta(days=number)
        return day if isinstance(value, datetime) else day.date()

    return tuple(map(stand_in, values))


__all__ = ["Prepared", "counted", "number_of", "prepared"]
