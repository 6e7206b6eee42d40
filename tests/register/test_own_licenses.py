"""Licenses in files and back, and in foreign registers that are imported again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from mandorla.communities.models import Community
from mandorla.licenses.models import Decision, License, PrivateRemark, Review, ReviewComment
from mandorla.register.export import files
from mandorla.register.found import FoundCommunity, FoundRegister
from mandorla.register.found_licenses import (
    FoundCondition,
    FoundDecision,
    FoundLicense,
    FoundReview,
    FoundSponsor,
)
from mandorla.register.intake import Outcome, take_in
from mandorla.register.own import read_files
from tests import make
from tests.register.kettles import ADA, BOB, KETTLES

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=1)
DAY = date(2026, 12, 31)
REPORT = FoundReview(date(2025, 12, 31), answers=({"question": "Who helps?", "answer": "Ada"},))
TRIAL = FoundLicense(1, "trial", "replaced", starts_on=date(2026, 1, 1), granted_at=make.AT)
FULL = FoundLicense(
    2,
    "full",
    "conditional",
    grantor="Head of water",
    member_hours=Decimal("2.5"),
    budget=Decimal("1250.00"),
    currency="EUR",
    starts_on=date(2026, 3, 1),
    until_on=DAY,
    next_review_on=DAY,
    sponsors=(FoundSponsor(BOB, "payer"),),
    conditions=(FoundCondition("Find a second leader", DAY),),
    reviews=(REPORT,),
    decisions=(
        FoundDecision(
            "renew_with_conditions",
            make.AT,
            reason="Ada leads alone",
            by=BOB,
            review_kind="past",
            review_on=REPORT.due_on,
            evidence={"core_people": {"value": 1}},
        ),
    ),
)
OURS = FoundCommunity(file="kettles.yaml", name="Kettles", slug="kettles", licenses=(TRIAL, FULL))


def own(*communities: FoundCommunity) -> Outcome:
    return take_in(FoundRegister("", communities), by=None, at=LATER)


def foreign(*communities: FoundCommunity) -> Outcome:
    return take_in(FoundRegister("kubernetes", communities), by=None, at=LATER)


def exported() -> dict[str, str]:
    return dict(files(Community.objects.all()))


def test_licenses_are_here_with_all_their_parts_when_a_file_has_them():
    assert own(OURS).problems == []
    trial, full = License.objects.order_by("number")
    assert (trial.state, full.state, full.budget) == ("replaced", "conditional", Decimal(1250))
    assert [sponsor.person.name for sponsor in full.sponsors.all()] == [BOB.name]
    assert [condition.text for condition in full.conditions.all()] == ["Find a second leader"]
    decision = Decision.objects.get()
    assert (decision.review, str(decision.by)) == (Review.objects.get(), BOB.name)


def test_licenses_are_the_same_bytes_when_read_back():
    own(OURS)
    ((_file, text),) = exported().items()
    again = text.replace("slug: kettles", "slug: pots")
    assert own(*read_files([("pots.yaml", again)]).communities).problems == []
    assert exported() == {"kettles.yaml": text, "pots.yaml": again}


def test_license_stays_as_it_is_here_when_an_older_file_says_something_else():
    own(OURS)
    outcome = own(replace(OURS, licenses=(TRIAL, replace(FULL, state="active"))))
    assert outcome.unchanged == ["Kettles"]
    assert outcome.notes == ["Kettles: license 2 says something else here, and stays as it is"]
    assert License.objects.get(number=2).state == "conditional"


def test_license_is_added_when_a_file_has_a_new_number():
    own(replace(OURS, licenses=(TRIAL,)))
    assert own(OURS).updated == [("Kettles", ["licenses"])]
    assert list(License.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_community_is_refused_when_a_file_adds_a_second_license_that_is_granted():
    own(OURS)
    third = replace(FULL, number=3, reviews=(), decisions=())
    outcome = own(replace(OURS, licenses=(TRIAL, FULL, third)))
    assert [problem.what for problem in outcome.problems] == [
        "a license is held here already, and one at a time is"
    ]
    assert License.objects.count() == 2


def test_file_holds_no_comment_and_no_remark_when_a_review_has_them():
    own(OURS)
    before = exported()
    review = Review.objects.get()
    ReviewComment.objects.create(review=review, text="Bravo", by=None, at=LATER)
    PrivateRemark.objects.create(review=review, text="She is tired", by=None, at=LATER)
    assert exported() == before


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("- {number: 1, kind: full}", "state: has to say something"),
        ("- {number: 1, kind: half, state: active}", "has to be one of trial, full"),
        ("- {kind: full, state: active}", "number: has to be counted, from 1"),
        (
            "- {number: 1, kind: full, state: active, granted_at: '2026-01-01T00:00:00Z'}",
            "starts_on: was granted, so it has to say its first day",
        ),
        (
            "- {number: 1, kind: full, state: active, budget: 12}",
            "currency: has a budget, so it has to say its currency",
        ),
        (
            "- {number: 1, kind: full, state: active, member_hours: -1}",
            "member_hours: has to be from 0 to 9,999",
        ),
        (
            "- {number: 1, kind: full, state: active, member_hours: NaN}",
            "member_hours: has to be from 0 to 9,999",
        ),
        (
            "- {number: 1, kind: full, state: active}\n- {number: 1, kind: full, state: retired}",
            "licenses: has a number twice",
        ),
        (
            "- {number: 1, kind: full, state: active}\n- {number: 2, kind: full, state: paused}",
            "licenses: has two that are granted: one at a time",
        ),
        (
            "- {number: 1, kind: full, state: active, conditions: [{text: A, due_on: soon}]}",
            "has to be a date as 2026-03-31",
        ),
        (
            "- {number: 1, kind: full, state: active, reviews: [{due_on: 2026-01-01, odd: 1}]}",
            "odd: is not a field that is known here",
        ),
    ],
)
def test_file_is_refused_with_the_place_when_a_license_is_not_one(text, refused):
    file = f"mandorla: 1\nname: Kettles\nslug: kettles\nlicenses:\n{text}\n"
    register = read_files([("kettles.yaml", file)])
    assert register.communities == ()
    (problem,) = register.problems
    assert refused in str(problem)
    assert str(problem).startswith("kettles.yaml, line ")


def test_report_is_added_when_a_foreign_register_has_one_more():
    licensed = replace(
        KETTLES, licenses=(FoundLicense(1, "full", "active", found={"status": "listed"}),)
    )
    foreign(licensed)
    (license,) = licensed.licenses
    again = replace(license, reviews=(REPORT,), next_review_on=DAY)
    assert foreign(replace(licensed, licenses=(again,))).updated == [
        ("Kettles", ["found", "licenses"])
    ]
    assert Review.objects.get().kind == "past"
    assert License.objects.get().next_review_on == DAY


def test_license_stays_as_decided_here_when_a_foreign_register_says_something_else():
    licensed = replace(
        KETTLES, licenses=(FoundLicense(1, "full", "active", found={"status": "listed"}),)
    )
    foreign(licensed)
    license = License.objects.get()
    Decision.objects.create(
        community=license.community, license=license, kind="pause", reason="Rest", at=LATER
    )
    (said,) = licensed.licenses
    foreign(replace(licensed, licenses=(replace(said, state="retired", end_reason="Gone"),)))
    license.refresh_from_db()
    assert license.state == "active"


def test_person_is_known_when_only_a_license_names_them():
    own(replace(OURS, licenses=(replace(FULL, sponsors=(FoundSponsor(ADA, "line"),)),)))
    assert License.objects.get().sponsors.get().person.name == ADA.name
