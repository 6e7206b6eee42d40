"""Issues are compared after a new one, through whatever door it came."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from mandorla.work.models import Issue
from tests.api.caller import Caller
from tests.work.running import Hall, caught, hall, signed_in

pytestmark = pytest.mark.django_db


def by_page(place: Hall) -> None:
    sent = {"community": place.community.slug, "text": "Old lists"}
    signed_in(place.marek).post(reverse("work:surface"), sent)


def by_call(place: Hall) -> None:
    path = f"/communities/{place.community.slug}/issues"
    Caller(place.marek).post(path, {"text": "Old lists"})


def by_command(place: Hall) -> None:
    call_command("surface", "Old lists", "--community", place.community.slug)


def while_it_runs(place: Hall) -> None:
    sent = caught(place, "issue", "Old lists")
    signed_in(place.marek).post(f"{place.address}captures/", sent)


def while_it_runs_by_call(place: Hall) -> None:
    path = place.address.removesuffix("run/") + "outcomes"
    sent = {"kind": "issue", "text": "Old lists", "key": str(uuid4())}
    Caller(place.marek).post(path, sent)


@pytest.mark.parametrize(
    "door", [by_page, by_call, by_command, while_it_runs, while_it_runs_by_call]
)
def test_issues_are_compared_after_a_new_one_through_whatever_door_it_came(
    door: Callable[[Hall], None], django_capture_on_commit_callbacks
):
    place = hall()

    with django_capture_on_commit_callbacks(execute=True):
        door(place)

    assert Issue.objects.get().text == "Old lists"
    asked = DBTaskResult.objects.filter(task_path="mandorla.work.jobs.compare_issues")
    assert [one.args_kwargs["args"] for one in asked] == [[place.community.pk]]
