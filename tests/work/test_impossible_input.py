"""What no browser of ours sends: each is refused in a sentence, or is not there; nothing breaks."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.work.doors_world import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sent", ["9" * 30, "9" * 5000, "a\0b", "²", "-1", "1e9"])
def test_coordinator_is_not_there_when_the_number_is_none(client: Client, sent: str):
    here = world()
    client.force_login(here.people["leader"])
    address = reverse("work:rollout_coordinator", args=["welders", here.known["line"]])

    assert client.post(address, {"person": sent}).status_code == 404


@pytest.mark.parametrize(
    "sent", ["work:board", "a\0b", "9" * 30, "//evil.example", "https://evil.example", "\\evil"]
)
def test_vote_leads_back_to_the_issue_when_the_address_is_not_ours(client: Client, sent: str):
    here = world()
    client.force_login(here.people["member"])
    issue = here.known["issue"]
    address = reverse("work:vote", args=["welders", issue])

    answer = client.post(address, {"next": sent})

    back = reverse("work:issue", args=["welders", issue])
    assert answer.headers["Location"] == f"{back}#vote-{issue}"


def test_lesson_and_ask_are_not_for_somebody_without_an_account():
    here = world()
    gone = make.person("Gone")
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    caller = Caller(here.people["manager"])
    base = "/communities/welders"

    later = f"{here.known['later']}"
    kept = {"text": "Look", "look_again_on": later, "owner": gone.pk}
    assert caller.post(f"{base}/lessons", kept).status_code == 409
    lesson = f"{base}/lessons/{here.known['lesson']}"
    assert caller.call("PUT", f"{lesson}/owner", {"owner": gone.pk}).status_code == 409
    assert caller.post(f"{base}/asks", {"text": "Steel?", "of": [gone.pk]}).status_code == 409
