"""A license is asked for, decided on, renewed and ended; who is second is told who was first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

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


# --- asking ---


def test_draft_begins_with_the_purpose_and_what_is_owed(people):
    drafted = License.draft(community=people.community, kind="full", by=people.leader, at=AT)

    assert drafted.state == "draft"
    assert drafted.number == 1
    assert drafted.scope == "To learn from each other"
    assert "each month for the first 3 months" in drafted.obligations


def test_draft_is_refused_when_there_is_an_application(people):
    License.draft(community=people.community, kind="trial", by=people.leader, at=AT)

    with pytest.raises(Refused, match="There is an application already"):
        License.draft(community=people.community, kind="full", by=people.core, at=AT)


def test_trial_is_refused_when_a_full_license_runs(people):
    _running(people)

    with pytest.raises(Refused, match="nothing is left to try"):
        License.draft(community=people.community, kind="trial", by=people.leader, at=AT)


@pytest.mark.parametrize("status", ["closing", "closed"])
def test_draft_is_refused_when_the_community_ends(people, status):
    people.community.start(by=None, at=AT)
    people.community.wind_down(reason="Done", by=None, at=AT)
    if status == "closed":
        people.community.close(reason="Done", by=None, at=AT, on=ON)

    with pytest.raises(Refused, match="is closing or has closed"):
        License.draft(community=people.community, kind="full", by=people.leader, at=AT)


def test_write_keeps_the_terms_and_makes_a_named_person_sponsor(people):
    drafted = License.draft(community=people.community, kind="full", by=people.leader, at=AT)
    payer = make.person("Paula Payer")
    terms = replace(
        Terms.of(drafted), member_hours=Decimal(4), budget=Decimal("1200.5"), currency="eur"
    )

    drafted.write(
        terms=terms,
        sponsors={"line": [people.sponsor], "payer": [payer]},
        edits=0,
        by=people.leader,
        at=AT,
    )

    kept = License.objects.get()
    assert (kept.member_hours, kept.budget, kept.currency) == (
        Decimal(4),
        Decimal("1200.50"),
        "EUR",
    )
    assert people.community.roles_of(payer) == {"sponsor"}
    assert sorted(kept.sponsors.values_list("kind", "person__name")) == [
        ("line", "Ben Okafor"),
        ("payer", "Paula Payer"),
    ]


def test_write_refuses_to_make_a_sponsor_when_the_writer_gives_no_roles(people):
    drafted = License.draft(community=people.community, kind="full", by=people.core, at=AT)

    with pytest.raises(Refused, match="Ask a leader to make them one"):
        drafted.write(
            terms=Terms.of(drafted),
            sponsors={"line": [people.stranger]},
            edits=0,
            by=people.core,
            at=AT,
        )

    assert people.community.roles_of(people.stranger) == set()


def test_write_is_stale_when_somebody_wrote_in_the_meantime(people):
    drafted = License.draft(community=people.community, kind="full", by=people.leader, at=AT)
    other = License.objects.get()
    drafted.write(terms=Terms(scope="A"), sponsors={}, edits=0, by=people.leader, at=AT)

    with pytest.raises(Stale):
        other.write(terms=Terms(scope="B"), sponsors={}, edits=0, by=people.core, at=AT)

    assert License.objects.get().scope == "A"


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"budget": Decimal(10)}, "Say in which currency"),
        ({"budget": Decimal(10), "currency": "ZZZ"}, "no currency"),
        ({"budget": Decimal(-1), "currency": "EUR"}, "numbers from 0 on"),
        ({"budget": Decimal("1E30"), "currency": "EUR"}, "numbers from 0 on"),
        ({"member_hours": Decimal("NaN")}, "numbers from 0 on"),
        ({"starts_on": date(2026, 5, 1), "until_on": date(2026, 4, 1)}, "ends before it begins"),
        ({"until_on": date(2026, 4, 1), "next_review_on": date(2026, 5, 1)}, "after the term"),
        ({"scope": "a\0b"}, "at most 20,000"),
    ],
)
def test_terms_are_refused_when_they_cannot_be(terms, sentence):
    with pytest.raises(Refused, match=sentence):
        Terms(**terms).cleaned()


def test_terms_are_the_same_when_they_were_kept_as_plain_values():
    terms = Terms(scope="A", budget=Decimal("10.50"), currency="EUR", until_on=date(2026, 5, 1))

    assert Terms.read(terms.plain()) == terms


def test_application_tells_those_who_decide(people):
    applied(people.community, by=people.leader, sponsor=people.sponsor)

    told = Notification.objects.filter(kind="license.applied").order_by("person__name")
    assert [row.person for row in told] == [people.sponsor, people.karin]
    assert told[0].sentence == "Atlas Change Champions applies for a full license: decide on it."


def test_application_is_refused_when_a_similar_community_is_not_answered(people):
    drafted = License.draft(community=people.community, kind="full", by=people.leader, at=AT)
    similar = [{"slug": "other", "name": "Other"}]

    with pytest.raises(Refused, match="Say why yours is another one"):
        drafted.apply(similar=similar, edits=0, by=people.leader, at=AT)
    drafted.apply(similar=similar, differs_because="We weld.", edits=0, by=people.leader, at=AT)

    assert License.objects.get().similar == similar
    assert License.objects.get().differs_because == "We weld."


def test_withdrawn_application_makes_room_for_another(people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)

    asked.withdraw(by=people.leader, at=AT)
    again = License.draft(community=people.community, kind="full", by=people.leader, at=AT)

    assert (asked.state, again.number) == ("withdrawn", 2)


# --- deciding ---


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
        "The license of Atlas Change Champions: granted until 1 March 2027."
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


# --- what becomes of a license that runs ---


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
