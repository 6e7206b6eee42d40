from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound="Model")


def keep_newest(
    kept: QuerySet[Row], rows: Iterable[Row], *, moment: str, also: Sequence[str]
) -> None:
    """Each row holds from now on, but where what is kept was worked out later.

    For what follows from other records, is worked out by a job, and has one row for each thing,
    with the key of that thing: of two jobs at once, the later look has the last word.

    Args:
        kept: All rows of that kind.
        rows: The new ones.
        moment: The field that says when a row was worked out.
        also: The other fields that a row brings.
    """
    new = {row.pk: row for row in rows}
    with transaction.atomic():
        # Locked, so that nobody keeps an earlier look between this one and the next line.
        there = kept.select_for_update().filter(pk__in=new).order_by("pk")
        later = {pk for pk, at in there.values_list("pk", moment) if at > getattr(new[pk], moment)}
        kept.bulk_create(
            [row for pk, row in sorted(new.items()) if pk not in later],
            update_conflicts=True,
            unique_fields=[kept.model._meta.pk.name],
            update_fields=[moment, *also],
        )
