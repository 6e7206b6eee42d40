"""Jobs in the background are forgotten once they are over: nothing tells what they were told."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from mandorla.base.upkeep import forget_jobs
from mandorla.work.jobs import compare_issues, compare_issues_later
from mandorla.work.models import Issue
from tests import make
from tests.make import AT

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def job(status: str, *, begun: datetime | None = None, ended: datetime | None = None) -> str:
    """A job of this status in the table of jobs; its key."""
    key = compare_issues.enqueue(1).id
    DBTaskResult.objects.filter(pk=key).update(
        status=status, started_at=begun, finished_at=ended, traceback="Traceback"
    )
    return key


def left() -> set[str]:
    return {str(key) for key in DBTaskResult.objects.values_list("pk", flat=True)}


@pytest.mark.parametrize("status", ["SUCCESSFUL", "FAILED"])
def test_job_is_forgotten_five_minutes_after_its_end(status):
    job(status, begun=AT - 6 * MINUTE, ended=AT - 5 * MINUTE)
    fresh = job(status, begun=AT - 6 * MINUTE, ended=AT - 4 * MINUTE)

    assert forget_jobs(at=AT) == 1

    assert left() == {fresh}


def test_job_that_waits_or_works_is_not_forgotten():
    waiting, working = job("READY"), job("RUNNING", begun=AT - timedelta(hours=23))

    assert forget_jobs(at=AT) == 0

    assert left() == {waiting, working}


def test_job_whose_worker_was_killed_is_forgotten_after_a_day():
    job("RUNNING", begun=AT - timedelta(days=1))

    assert forget_jobs(at=AT) == 1


def test_command_says_how_many_are_forgotten_and_nothing_when_it_should_be_quiet():
    job("SUCCESSFUL", begun=AT, ended=AT)
    said, quiet = StringIO(), StringIO()

    call_command("forget_jobs", stdout=said)
    call_command("forget_jobs", quiet=True, stdout=quiet)

    assert (said.getvalue(), quiet.getvalue()) == ("1 job is forgotten.\n", "")


@pytest.mark.django_db(transaction=True)
def test_nothing_in_the_database_tells_when_an_issue_without_a_name_was_surfaced():
    """The worker compares; after the clock has passed, no table has a row of that moment."""
    atlas = make.community("Atlas")
    person = make.person("Priya", unit=make.unit("Sales"))
    issue = Issue.surface(
        community=atlas, text="Late", units=[], is_anonymous=True, by=person, at=AT
    )
    compare_issues_later(atlas)
    call_command("db_worker", batch=True, reload=False, interval=0, startup_delay=False)
    ended = DBTaskResult.objects.get().finished_at
    assert ended is not None

    call_command("keep_time", stdout=StringIO())
    early = DBTaskResult.objects.count()
    forget_jobs(at=ended + 5 * MINUTE)

    assert early == 1
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = {table: _rows(cursor, table) for table in tables if "task" in table}
    assert [table for table, found in rows.items() if found] == []
    assert Issue.objects.get(pk=issue.pk).surfaced_at.minute == 0


def _rows(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return cursor.fetchall()
