"""A license is asked for: begun, written, applied for, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Notification
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
    assert told[0].sentence == "Atlas Change Champions applied for a full license."


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
