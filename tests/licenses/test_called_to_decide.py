"""Who is called to decide is told so until somebody has decided, in words that stay true."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from mandorla.base.models import Notification
from mandorla.licenses.reminders import remind
from tests.licenses.granting import GATES_MET, applied, granted
from tests.licenses.reporting import moment

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def _called() -> list[str]:
    """Whom a call to decide still waits for."""
    told = Notification.objects.unseen().filter(kind__in=["license.applied", "license.due"])
    return sorted(told.values_list("person__name", flat=True))


def _due(people):
    """A license that was renewed last year and has to be decided on in two weeks."""
    license = granted(
        people.community,
        by=people.leader,
        sponsor=people.sponsor,
        at=moment(TODAY - timedelta(days=350)),
        starts_on=TODAY - timedelta(days=350),
        until_on=TODAY + timedelta(days=14),
    )
    remind(at=timezone.now())
    return license


def _decide(license, kind, *, by, **more):
    license.decide(kind, evidence=GATES_MET, by=by, at=timezone.now(), on=TODAY, **more)


def test_call_to_decide_on_an_application_is_read_for_everybody_when_it_is_decided(people):
    license = applied(people.community, by=people.leader, sponsor=people.sponsor)
    assert _called() == ["Ben Okafor", "Karin Lindqvist"]

    _decide(license, "grant", by=people.sponsor)

    assert _called() == []


def test_call_to_decide_on_an_application_is_read_when_it_is_taken_back(people):
    license = applied(people.community, by=people.leader, sponsor=people.sponsor)
    license.withdraw(by=people.leader, at=timezone.now())
    assert _called() == []


def test_call_to_decide_on_a_renewal_is_read_for_everybody_when_it_is_decided(people):
    license = _due(people)
    assert "Ben Okafor" in _called()

    _decide(license, "renew", by=people.karin)

    assert _called() == []


def test_call_to_decide_stays_new_when_it_is_only_decided_to_merge(people):
    license = _due(people)
    before = _called()
    _decide(license, "merge", by=people.karin, reason="Two of a kind")
    assert _called() == before != []


def test_call_to_decide_is_worded_so_that_it_stays_true(people):
    applied(people.community, by=people.leader, sponsor=people.sponsor)
    (told,) = Notification.objects.filter(person=people.karin)
    assert told.sentence == "Atlas Change Champions applied for a full license."
