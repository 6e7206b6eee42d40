"""What the people module does outside of a request."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from mandorla.base import progress
from mandorla.base.errors import DomainError
from mandorla.people.models import RosterImport
from mandorla.people.reset import send_reset_link


@task()
def apply_roster(pk: int) -> None:
    """Make the changes of an import; a refusal is kept with the import and shown on its page."""
    try:
        apply_roster_now(pk)
    except DomainError:
        return


def apply_roster_later(pk: int) -> None:
    """Have a worker make the changes once this transaction is through."""
    transaction.on_commit(lambda: apply_roster.enqueue(pk))


def apply_roster_now(pk: int) -> None:
    """Make the changes of an import that waits for its turn."""
    waiting = RosterImport.objects.get(pk=pk)
    try:
        waiting.apply(at=timezone.now(), tell=partial(progress.tell, waiting))
    finally:
        progress.end(waiting)


@task()
def reset_link(email: str, origin: str) -> None:
    """Send the link for a new password, if somebody has an account with this address."""
    send_reset_link(email=email, origin=origin)


def send_reset_link_later(*, email: str, origin: str) -> None:
    """Have a worker send it once this transaction is through."""
    transaction.on_commit(lambda: reset_link.enqueue(email, origin))
