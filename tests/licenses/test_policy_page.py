"""The page of the policy: everybody reads it, program managers change it and go back."""

from __future__ import annotations

import pytest

from mandorla.licenses.models import Policy
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/licenses/policy/"


def _text(answer):
    return " ".join(answer.content.decode().split())


def test_everybody_reads_what_is_asked_and_nobody_else_changes_it(client):
    client.force_login(make.person())

    page = client.get(PAGE)

    assert "Days of a trial license" in _text(page)
    assert "Set it" not in _text(page)
    assert client.post(PAGE, {"trial_days": "10"}).status_code == 404


def test_program_manager_sets_a_value_and_goes_back(client):
    client.force_login(make.program_manager())

    client.post(PAGE, {"seen": "0", "trial_days": "60", "least_overlap_high": "50"})
    between = Policy.of("")
    page = client.get(PAGE)
    client.post(PAGE, {"seen": "1", "trial_days": "", "least_overlap_high": "50"})

    assert (between.trial_days, between.least_overlap_high) == (60, 0.5)
    assert "Days of a trial license: 90 → 60" in _text(page)
    assert (Policy.of("").trial_days, Policy.of("").least_overlap_high) == (90, 0.5)


def test_value_of_one_archetype_holds_there_alone(client):
    client.force_login(make.program_manager())

    answer = client.post(f"{PAGE}change_champions/", {"seen": "0", "reminder_days": "30, 7"})

    assert answer.status_code == 302
    assert Policy.of("change_champions").reminder_days == (30, 7)
    assert Policy.of("").reminder_days == (45, 14, 0)


def test_archetype_that_is_not_there_has_no_page(client):
    client.force_login(make.program_manager())

    assert client.get(f"{PAGE}nothing/").status_code == 404


@pytest.mark.parametrize(
    "sent",
    [
        {"trial_days": "many"},
        {"trial_days": "1e3"},
        {"trial_days": "0"},
        {"least_overlap_high": "nan"},
        {"least_overlap_high": "400"},
        {"reminder_days": "45, x"},
        {"reminder_days": ","},
        {"trial_days": "9" * 61},
    ],
)
def test_value_is_refused_when_it_cannot_be(client, sent):
    client.force_login(make.program_manager())

    assert client.post(PAGE, {"seen": "0", **sent}).status_code == 422
    assert not Policy.objects.exists()


def test_second_of_two_is_told(client):
    client.force_login(make.program_manager())
    client.post(PAGE, {"seen": "0", "trial_days": "60"})

    answer = client.post(PAGE, {"seen": "0", "trial_days": "70"})

    assert answer.status_code == 422
    assert "Somebody else changed the policy" in _text(answer)
