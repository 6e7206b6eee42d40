"""An application is decided on; who is second is told who was first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mandorla.base.errors import NotAllowed, Refused, Stale
from mandorla.base.models import Event, Notification
from mandorla.communities.models import Membership
from mandorla.licenses.models import Decision, License
from mandorla.licenses.terms import Terms
from tests import make
from tests.licenses.granting import GATES_MET, applied, granted

AT = make.AT
ON = AT.date()
LATER = AT + timedelta(days=100)


def _running(people, **facts):
    return granted(people.community, by=people.leader, sponsor=people.sponsor, **facts)


def _decide(license, kind, people, **how):
    how = {"by": people.sponsor, "at": AT, "on": ON, "evidence": GATES_MET, **how}
    return license.decide(kind, **how)


def test_grant_starts_the_community_and_fills_the_term_by_policy(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)

    decision = _decide(asked, "grant", people)

    kept = License.objects.get()
    assert kept.state == "active"
    assert (kept.starts_on, kept.until_on) == (ON, date(2027, 3, 1))
    assert kept.next_review_on == kept.until_on
    assert (kept.granted_by, kept.grantor) == (people.sponsor, "sponsor, business line")
    assert decision.terms["until_on"] == "2027-03-01"
    assert decision.evidence == GATES_MET
    people.community.refresh_from_db()
    assert people.community.status == "active"


def test_grant_tells_the_members_and_the_trail(people):
    _running(people)

    told = Notification.objects.filter(kind="license.decided")
    assert {row.person for row in told} == {people.leader, people.core, people.member}
    assert {row.sentence for row in told} == {
        "Ben Okafor decided on the license of Atlas Change Champions: granted until 1 March 2027."
    }
    event = Event.objects.get(verb="license.decided")
    assert event.plain_sentence == (
        "Ben Okafor decided on the license: granted until 1 March 2027."
    )


def test_trial_runs_for_the_days_of_the_policy(people):
    running = _running(people, kind="trial")

    assert running.until_on == ON + timedelta(days=89)


def test_full_license_replaces_a_trial_that_runs(people):
    trial = _running(people, kind="trial", conditions=(("Write a charter", date(2026, 4, 1)),))

    full = _running(people)

    trial.refresh_from_db()
    assert (trial.state, trial.ended_on, full.state) == ("replaced", ON, "active")
    assert trial.conditions.get().state == "waived"
    assert Event.objects.filter(verb="license.replaced").count() == 1


def test_full_license_is_refused_when_a_trial_is_paused(people):
    trial = _running(people, kind="trial")
    _decide(trial, "pause", people, reason="A reorganization")

    with pytest.raises(Refused, match="Resume or retire that one first"):
        _running(people)

    assert License.objects.get(number=2).state == "applied"


def test_whoever_applied_does_not_decide(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)
    License.objects.filter(pk=asked.pk).update(applied_by=people.karin)
    asked.refresh_from_db()

    with pytest.raises(NotAllowed, match="so somebody else decides: Ben Okafor"):
        _decide(asked, "grant", people, by=people.karin)


def test_whoever_applied_decides_when_nobody_else_can(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)
    Membership.objects.filter(person=people.sponsor).update(former=True)
    License.objects.filter(pk=asked.pk).update(applied_by=people.karin)
    asked.refresh_from_db()

    decision = _decide(asked, "grant", people, by=people.karin)

    assert decision.as_role == ("program manager; applied for it too, and nobody else can decide")


@pytest.mark.parametrize("who", ["leader", "core", "member", "stranger", "auditor"])
def test_decision_is_not_allowed_when_somebody_neither_sponsors_nor_manages(people, who):
    asked = applied(people.community, by=people.core, sponsor=people.sponsor)

    with pytest.raises(NotAllowed):
        _decide(asked, "grant", people, by=getattr(people, who))


@pytest.mark.parametrize("kind", ["decline", "send_back"])
def test_application_is_not_answered_without_a_reason(people, kind):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)

    with pytest.raises(Refused, match="Give the reason"):
        _decide(asked, kind, people)


def test_declined_application_is_told_to_those_who_asked_and_to_nobody_else(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)

    _decide(asked, "decline", people, reason="There is one already.")

    assert License.objects.get().state == "declined"
    told = Notification.objects.filter(kind="license.answered")
    assert {row.person for row in told} == {people.leader, people.core}


def test_application_that_was_sent_back_is_a_draft_again(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)

    _decide(asked, "send_back", people, reason="What will it cost?")

    asked.write(terms=Terms(scope="A"), sponsors={}, edits=asked.edits, by=people.leader, at=AT)
    asked.apply(edits=asked.edits, by=people.leader, at=AT)
    assert License.objects.get().state == "applied"


def test_second_of_two_who_decide_reads_who_was_first_when_and_what(people):
    applied(people.community, by=people.leader, sponsor=people.sponsor)
    first, second = License.objects.get(), License.objects.get()
    _decide(first, "grant", people)

    with pytest.raises(Stale, match=r"Ben Okafor was first, on 2 March 2026, .*: granted\."):
        _decide(second, "decline", people, by=people.karin, reason="No")

    assert Decision.objects.count() == 1


def test_second_renewal_is_stale_when_it_was_seen_before_the_first(people):
    running = _running(people)
    seen = running.edits
    _decide(running, "renew", people)

    with pytest.raises(Stale, match=r"Ben Okafor was first, on 2 March 2026, .*: renewed"):
        _decide(License.objects.get(), "renew", people, by=people.karin, seen=seen)


def test_decision_is_stale_without_a_name_when_the_application_was_withdrawn(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)
    other = License.objects.get()
    asked.withdraw(by=people.leader, at=AT)

    with pytest.raises(Stale, match="Somebody else changed this"):
        _decide(other, "grant", people)
