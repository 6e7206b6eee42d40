"""A claim: made once, beside those it may overlap, and confirmed by who has the gain."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Notification
from mandorla.base.models.event import day_of
from mandorla.communities.models import Community, Membership
from mandorla.ledger.models import Claim, Currency, Story
from mandorla.people.models import Person, Placement, Unit
from tests import make
from tests.ledger.telling import claim, story

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=3)


@pytest.fixture
def sales() -> Unit:
    return make.unit("Sales")


@pytest.fixture
def mia(sales: Unit) -> Person:
    return make.person("Mia Member")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia,))


def corrected(found: Claim, by: Person, **facts: object) -> None:
    numbers = {"low": Decimal(1), "high": Decimal(3), "share": Decimal(1)}
    rest = {"confidence": Decimal(1), "because": "Not every month", "by": by, "at": LATER}
    found.correct(**{**numbers, **rest, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "wonder"}, "which kind"),
        ({"side": "nobody"}, "who has it"),
        ({"low": Decimal(7)}, "below the lower"),
        ({"low": Decimal("0.01"), "high": Decimal(99999999999999)}, "too wide"),
        ({"share": Decimal("1.1")}, "from 0% to 100%"),
        ({"confidence": Decimal("-0.1")}, "from 0% to 100%"),
        ({"ends_on": date(2026, 3, 1)}, "within at most one year"),
        ({"ends_on": date(2027, 4, 1)}, "within at most one year"),
        ({"begins_on": date(9000, 1, 1), "ends_on": date(9000, 2, 1)}, "last ten years"),
        ({"begins_on": date(1999, 1, 1), "ends_on": date(1999, 2, 1)}, "last ten years"),
        ({"hours": False}, "what the numbers are"),
        ({"currency": "EUR"}, "what the numbers are"),
        ({"kind": "cashable"}, "in a currency"),
        ({"kind": "cashable", "hours": False, "currency": "XXQ"}, "There is no currency"),
        ({"kind": "other"}, "neither money nor time"),
        ({"hours": False, "what": "audits"}, "of the last kind"),
        ({"low": Decimal(-1)}, "0 or more"),
        ({"high": Decimal(1000000000)}, "“At most” says more hours than anybody can mean"),
        ({"low": Decimal(99999999999999), "high": Decimal(99999999999999)}, "999,999,999.9 are"),
    ],
)
def test_claim_is_refused_with_a_sentence_when_its_numbers_cannot_be(guild, mia, facts, sentence):
    with pytest.raises(Refused, match=sentence):
        claim(story(guild, mia), mia, **facts)
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "2 to 6 hours"),
        ({"high": Decimal(2)}, "2 hours"),
        ({"kind": "cashable", "hours": False, "currency": "EUR"}, "EUR 2 to 6"),
        ({"low": Decimal("2.50"), "hours": False, "currency": "CHF"}, "CHF 2.50 to 6"),
        ({"kind": "other", "hours": False, "what": " audits  fewer "}, "2 to 6 audits fewer"),
    ],
)
def test_claim_says_how_much(guild, mia, facts, said):
    assert claim(story(guild, mia), mia, **facts).amount == said


def test_story_is_claimed_once_and_again_only_when_it_was_taken_back(guild, mia, ana):
    told = story(guild, mia)
    first = claim(told, mia)
    with pytest.raises(Refused, match="claimed once"):
        claim(told, ana)

    first.withdraw(by=mia, at=LATER)
    claim(told, ana, low=Decimal(1))

    kept = Claim.objects.get()
    assert (kept.low, kept.state, kept.claimed_by) == (Decimal(1), "claimed", ana)


def test_claim_is_made_by_who_told_it_or_runs_the_community(guild, mia):
    with pytest.raises(Refused, match="is claimed by who told"):
        claim(story(guild, mia), make.person("Otto Outside"))


def test_claim_is_confirmed_by_its_teller_when_somebody_else_made_it(guild, mia, ana):
    found = claim(story(guild, mia), ana)

    with pytest.raises(Refused, match="has the gain"):
        found.confirm(by=ana, at=LATER)
    found.confirm(by=mia, at=LATER)

    kept = Claim.objects.get()
    assert (kept.state, kept.confirmed_by, kept.confirmed_at) == ("confirmed", mia, LATER)


def test_claim_is_confirmed_by_who_is_asked_or_works_in_the_unit_that_gains(guild, mia, sales):
    tom, una = make.person("Tom Asked"), make.person("Una Sales", unit=sales)
    asked = claim(story(guild, mia, seen_by="organization"), mia, asked=tom)
    of_unit = claim(story(guild, mia), mia, unit=sales, kind="risk")

    for found, stranger, who in ((asked, una, tom), (of_unit, tom, una)):
        with pytest.raises(Refused, match="has the gain"):
            found.confirm(by=stranger, at=LATER)
        found.confirm(by=who, at=LATER)


def test_claim_is_never_confirmed_by_who_leads_or_made_it(guild, mia, ana, sales):
    told = story(guild, mia, seen_by="organization")
    with pytest.raises(Refused, match="has the gain"):
        claim(told, mia, asked=ana)
    with pytest.raises(Refused, match="has the gain"):
        claim(told, mia, asked=mia)
    tom = make.person("Tom Asked")
    found = claim(told, mia, asked=tom)
    Membership.appoint(community=guild, person=tom, role="leader", by=None, at=make.AT)

    for person in (mia, ana, tom):
        with pytest.raises(Refused, match="has the gain"):
            found.confirm(by=person, at=LATER)


def test_nobody_is_asked_who_may_not_read_the_story(guild, mia):
    with pytest.raises(Refused, match="may not read this story"):
        claim(story(guild, mia), mia, asked=make.person("Otto Outside"))


def test_correction_keeps_what_was_claimed_at_first(guild, mia, ana):
    found = claim(story(guild, mia), ana)

    corrected(found, mia)
    corrected(found, mia, high=Decimal(4))

    kept = Claim.objects.get()
    assert (kept.low, kept.high, kept.state) == (Decimal(1), Decimal(4), "confirmed")
    assert kept.first == {"low": "2", "high": "6", "share": "0.5", "confidence": "0.8"}
    with pytest.raises(Refused, match="why it is corrected"):
        corrected(kept, mia, because=" ")
    with pytest.raises(Refused, match="below the lower"):
        corrected(kept, mia, low=Decimal(9))
    with pytest.raises(Refused, match="more hours than anybody can mean"):
        corrected(kept, mia, high=Decimal(1000000000))


def test_refused_claim_says_why_and_counts_no_more(guild, mia, ana):
    found = claim(story(guild, mia), ana)

    found.refuse(because="We had that before", by=mia, at=LATER)

    assert not Claim.objects.standing().exists()
    assert Claim.objects.get().because == "We had that before"
    with pytest.raises(Refused, match="not confirmed by now"):
        found.confirm(by=mia, at=LATER)
    with pytest.raises(Refused, match="claimed once"):
        claim(found.story, ana)


def test_story_that_is_taken_back_claims_nothing(guild, mia, ana):
    found = claim(story(guild, mia), ana)

    found.story.withdraw(by=mia, at=LATER)

    assert not Claim.objects.standing().exists()
    with pytest.raises(Refused):
        found.confirm(by=mia, at=LATER)


def test_money_is_refused_when_it_is_beyond_measure_in_the_currency_of_sums(guild, mia, ana):
    karin, day = make.program_manager(), date(2026, 1, 1)
    Currency.choose_base(code="EUR", on=day, by=karin, at=make.AT)
    Currency.set(code="KWD", worth=Decimal(3), from_on=day, by=karin, at=make.AT)
    most = {"kind": "cashable", "hours": False, "high": Decimal(40000000000000)}
    most["low"] = Decimal(100)
    told = story(guild, mia)

    with pytest.raises(Refused, match="by what one KWD is worth"):
        claim(told, ana, currency="KWD", **most)
    found = claim(told, ana, currency="EUR", **most)
    with pytest.raises(Refused, match="more than anybody gains"):
        corrected(found, mia, high=Decimal(10) ** 15, low=Decimal(10) ** 14)


def test_news_of_a_claim_go_to_who_can_confirm_it_and_name_nobody(guild, mia, ana):
    found = claim(story(guild, mia), ana)
    found.confirm(by=mia, at=LATER)

    told = [(news.person, news.sentence) for news in Notification.objects.order_by("pk")]
    assert told == [
        (mia, "Is it so? A story claims a gain that you had a part in: “One price list”"),
        (ana, "What a story claims is confirmed: “One price list”"),
    ]


def test_own_unit_of_few_is_left_out_of_what_a_story_without_a_name_claims(guild, mia, sales):
    Placement.place(person=mia, unit=sales, on=make.AT.date(), by=None, at=make.AT)

    found = claim(story(guild, mia, is_nameless=True), mia, unit=sales)

    assert (found.unit, found.story.unit) == (None, None)


def test_claim_of_a_story_without_a_name_leaves_nothing_that_leads_to_its_teller(guild, mia, ana):
    before = Event.objects.count()
    own = claim(story(guild, mia, is_nameless=True), mia)
    assert (own.shown_claimant, own.claimed_at) == (None, day_of(make.AT))
    own.withdraw(by=mia, at=LATER)
    assert Event.objects.count() == before

    other = claim(story(guild, mia, is_nameless=True), ana)
    other.confirm(by=mia, at=LATER)

    kept = Claim.objects.select_related("story").get(pk=other.pk)
    assert (kept.shown_confirmer, kept.confirmed_at) == (None, day_of(LATER))
    assert kept.shown_claimant == ana
    assert list(Event.objects.filter(verb__startswith="claim.").values_list("verb", flat=True)) == [
        "claim.made"
    ]
    assert not Notification.objects.exclude(person=mia).filter(details__icontains="Mia").exists()
    assert Story.objects.count() == 2
