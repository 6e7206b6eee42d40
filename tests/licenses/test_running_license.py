"""What becomes of a license that runs: renewed, paused, ended, and its conditions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Notification
from mandorla.licenses.models import License
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


def test_renewal_begins_on_the_day_after_when_it_is_decided_late(people):
    running = _running(people, until_on=date(2026, 6, 1))

    _decide(running, "renew", people, at=LATER, on=date(2026, 6, 20))

    assert (running.starts_on, running.until_on) == (date(2026, 6, 2), date(2027, 6, 1))


def test_renewal_begins_on_its_own_day_when_the_license_had_lapsed(people):
    running = _running(people, until_on=date(2026, 6, 1))

    _decide(running, "renew", people, on=date(2026, 7, 2))

    assert running.starts_on == date(2026, 7, 2)


def test_renewal_waives_the_conditions_that_were_open(people):
    running = _running(people, conditions=(("Write a charter", date(2026, 4, 1)),))

    _decide(running, "renew", people)

    assert (running.state, running.conditions.get().state) == ("active", "waived")


def test_renewal_with_conditions_keeps_those_that_are_open(people):
    running = _running(people, conditions=(("Write a charter", date(2026, 4, 1)),))

    _decide(running, "renew_with_conditions", people)

    assert (running.state, running.conditions.get().state) == ("conditional", "open")


def test_renewal_with_conditions_is_refused_when_there_are_none(people):
    running = _running(people)

    with pytest.raises(Refused, match="at least one condition"):
        _decide(running, "renew_with_conditions", people)


def test_rescope_needs_another_scope(people):
    running = _running(people)

    with pytest.raises(Refused, match="what the new scope is"):
        _decide(running, "rescope", people, terms=Terms.of(running))
    _decide(running, "rescope", people, terms=Terms(scope="Only the north"))

    assert License.objects.get().scope == "Only the north"


@pytest.mark.parametrize("kind", ["merge", "split", "institutionalize"])
def test_license_goes_on_until_what_was_decided_is_done(people, kind):
    running = _running(people)

    decision = _decide(running, kind, people, reason="There are two.")

    assert (running.state, decision.kind) == ("active", kind)


def test_paused_license_goes_on_with_its_open_conditions(people):
    running = _running(people, conditions=(("Write a charter", date(2026, 4, 1)),))

    _decide(running, "pause", people, reason="A reorganization")
    paused = running.state
    _decide(running, "resume", people)

    assert (paused, running.state) == ("paused", "conditional")


def test_license_is_not_resumed_when_its_term_has_ended(people):
    running = _running(people)
    _decide(running, "pause", people, reason="A reorganization")

    with pytest.raises(Refused, match="Say until when it goes on"):
        _decide(running, "resume", people, on=date(2028, 1, 1))


def test_retired_license_begins_to_close_the_community(people):
    running = _running(people)

    _decide(running, "retire", people, reason="The mission is fulfilled.")

    people.community.refresh_from_db()
    kept = License.objects.get()
    assert (kept.state, kept.ended_on) == ("retired", ON)
    assert (people.community.status, people.community.closing_reason) == (
        "closing",
        "The mission is fulfilled.",
    )


def test_license_of_a_closed_community_is_not_decided_on(people):
    _running(people)
    _close(people)

    with pytest.raises(Refused, match="has closed"):
        _decide(License.objects.get(), "renew", people)


def test_license_ends_with_its_community(people):
    _running(people, conditions=(("Write a charter", date(2026, 4, 1)),))
    applied(people.community, by=people.leader, sponsor=people.sponsor)
    _close(people)

    kept = License.objects.order_by("number")
    assert [one.state for one in kept] == ["retired", "withdrawn"]
    assert (kept[0].ended_on, kept[0].end_reason) == (ON, "Done")
    assert kept[0].conditions.get().state == "waived"
    assert Event.objects.filter(verb="license.ended").count() == 1


def _close(people):
    people.community.refresh_from_db()
    people.community.wind_down(reason="Done", by=None, at=AT)
    people.community.close(reason="Done", by=None, at=AT, on=ON)


# --- conditions ---


def test_license_is_active_again_when_the_last_condition_is_closed(people):
    due = date(2026, 4, 1)
    running = _running(people, conditions=(("Write a charter", due), ("Find a core", due)))
    first, second = running.conditions.order_by("pk")

    first.meet(said="It is signed.", by=people.sponsor, at=AT)
    between = License.objects.get().state
    second.waive(because="Nobody asks for it.", by=people.karin, at=AT)

    assert (between, License.objects.get().state) == ("conditional", "active")
    told = Notification.objects.filter(kind="license.unconditional")
    assert {row.person for row in told} == {people.leader, people.core}


def test_second_who_closes_a_condition_reads_who_was_first(people):
    running = _running(people, conditions=(("Write a charter", date(2026, 4, 1)),))
    first, second = running.conditions.get(), running.conditions.get()
    first.meet(said="It is signed.", by=people.sponsor, at=AT)

    with pytest.raises(
        Stale, match=r"Ben Okafor was first, on 2 March 2026, .*: this condition is"
    ):
        second.waive(because="Nobody asks for it.", by=people.karin, at=AT)


def test_condition_is_not_closed_without_a_word(people):
    running = _running(people, conditions=(("Write a charter", date(2026, 4, 1)),))

    with pytest.raises(Refused, match="Say how it was met"):
        running.conditions.get().meet(said=" ", by=people.sponsor, at=AT)


def test_condition_is_refused_when_its_day_is_past(people):
    with pytest.raises(Refused, match="not past"):
        _running(people, conditions=(("Write a charter", date(2026, 1, 1)),))
