"""What the value module does outside of a request: letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django_tasks import task

from mandorla.value.letters import write_to_waiting
from mandorla.value.models import Elicitation

if TYPE_CHECKING:
    from collections.abc import Sequence


@task()
def write_letters(pk: int, kind: str, only: list[int] | None = None) -> None:
    """Write to those who wait at the moment the worker comes to it."""
    write_letters_now(pk, kind=kind, only=only)


def write_letters_later(pk: int, *, kind: str, only: Sequence[int] | None = None) -> None:
    """Have a worker write, once; the request for it is kept or lost with this transaction."""
    write_letters.enqueue(pk, kind, None if only is None else list(only))


def write_letters_now(pk: int, *, kind: str, only: Sequence[int] | None = None) -> int:
    """Write to those who wait, unless the round has ended meanwhile."""
    elicitation = Elicitation.objects.select_related("community").get(pk=pk)
    if elicitation.phase(at=timezone.now()) != "open":
        return 0
    return write_to_waiting(elicitation, kind=kind, only=only)
