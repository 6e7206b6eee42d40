"""What the work module does outside of a request: the digest by mail, comparing issues."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from mandorla.communities.models import Community
from mandorla.work.comparing import compare
from mandorla.work.letters import write_digest
from mandorla.work.models import Digest


@task()
def write_digests(pk: int) -> None:
    """Write to those who want it at the moment the worker comes to it."""
    write_digest_now(pk)


def write_digest_later(pk: int) -> None:
    """Have a worker write, once; the request for it is kept or lost with this transaction."""
    write_digests.enqueue(pk)


def write_digest_now(pk: int) -> int:
    """Write to those who want the digest."""
    digest = Digest.objects.select_related("gathering__community", "gathering__series").get(pk=pk)
    return write_digest(digest, at=timezone.now())


@task()
def compare_issues(pk: int) -> None:
    """Work out what is suggested in a community; many calls in a row cost hardly more than one."""
    community = Community.objects.filter(pk=pk).first()
    if community:
        compare(community)


def compare_issues_later(community: Community) -> None:
    """Have a worker compare once this transaction is through."""
    transaction.on_commit(lambda: compare_issues.enqueue(community.pk))
