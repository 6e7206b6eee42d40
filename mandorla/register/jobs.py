"""What the register does outside of a request."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from mandorla.base import progress
from mandorla.base.errors import DomainError
from mandorla.register.models import RegisterImport


@task()
def work_on_register(pk: int) -> None:
    """Take the next step of an import; a refusal is kept with the import and shown on its page."""
    try:
        work_on_register_now(pk)
    except DomainError:
        return


def work_on_register_later(pk: int) -> None:
    """Have a worker take the next step once this transaction is through."""
    transaction.on_commit(lambda: work_on_register.enqueue(pk))


def work_on_register_now(pk: int) -> None:
    """Look at a register that was received, or import one that waits for its turn."""
    waiting = RegisterImport.objects.get(pk=pk)
    step = waiting.apply if waiting.state == "queued" else waiting.look
    try:
        step(at=timezone.now(), tell=partial(progress.tell, waiting))
    finally:
        progress.end(waiting)
