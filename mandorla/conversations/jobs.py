"""What the conversations module does outside of a request."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from mandorla.base import progress
from mandorla.base.errors import DomainError
from mandorla.conversations.measuring import due, imported_into, measure_communities
from mandorla.conversations.models import ConversationImport


@task()
def look_at_export(pk: int) -> None:
    """Count what an export holds; a refusal is kept with the import and shown on its page."""
    try:
        look_now(pk)
    except DomainError:
        return


def look_later(pk: int) -> None:
    """Have a worker look at an export once this transaction is through."""
    transaction.on_commit(lambda: look_at_export.enqueue(pk))


def look_now(pk: int) -> None:
    """Look at an export that was sent."""
    ConversationImport.objects.get(pk=pk).look(at=timezone.now())


@task()
def bring_posts(pk: int) -> None:
    """Import what was decided; a refusal is kept with the import and shown on its page."""
    try:
        bring_now(pk)
    except DomainError:
        return
    measure_posts.enqueue()


def bring_later(pk: int) -> None:
    """Have a worker import it once this transaction is through."""
    transaction.on_commit(lambda: bring_posts.enqueue(pk))


def bring_now(pk: int) -> None:
    """Import an export that waits for its turn."""
    waiting = ConversationImport.objects.get(pk=pk)
    try:
        waiting.bring(at=timezone.now(), tell=partial(progress.tell, waiting))
    finally:
        progress.end(waiting)


@task()
def measure_posts() -> None:
    """Work figures out of what was imported; when it fails, the clock does it again."""
    measure_now()


def measure_now(*, every: bool = False) -> int:
    """Work out the figures of communities with posts that no figure knows of, or of all.

    Returns:
        How many months were worked out.
    """
    asked = imported_into() if every else due()
    return measure_communities(asked, at=timezone.now())
