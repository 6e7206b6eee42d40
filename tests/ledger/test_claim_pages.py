"""The pages of a claim: said with a range, shown beside what may be the same, and answered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandorla.communities.models import Community
from mandorla.ledger.models import Claim
from mandorla.people.models import Person
from tests import make
from tests.ledger.telling import claim, story

pytestmark = pytest.mark.django_db
SENT = {
    "kind": "capacity",
    "side": "organization",
    "counted_in": "hours",
    "low": "2",
    "high": "6",
    "share": "50",
    "confidence": "80",
    "begins_on": "2026-03-02",
    "ends_on": "2027-03-01",
}
NUMBERS = {"low": "1", "high": "3", "share": "100", "confidence": "90", "because": "Not always"}


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member", unit=make.unit("Sales"))


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia,))


def test_claim_is_said_on_the_page_of_its_story(client, guild, mia):
    told = story(guild, mia)
    page = f"{told.get_absolute_url()}claim/"
    client.force_login(mia)

    assert client.get(page).context["form"]["begins_on"].value() == make.AT.date()
    assert client.post(page, SENT).status_code == 302

    kept = Claim.objects.get()
    assert (kept.amount, kept.share, kept.confidence) == (
        "2 to 6 hours",
        Decimal("0.5"),
        Decimal("0.8"),
    )
    text = client.get(told.get_absolute_url()).content.decode()
    assert ("2 to 6 hours" in text, "50% due to the community" in text) == (True, True)
    assert "Never by who claimed it" in text


def said(client, story, **sent):
    """What the page says when the claim is made."""
    answer = client.post(f"{story.get_absolute_url()}claim/", {**SENT, **sent}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_two_numbers_are_enough_for_a_claim_of_hours(client, guild, mia):
    told = story(guild, mia)
    client.force_login(mia)
    shown = client.get(f"{told.get_absolute_url()}claim/").context["form"]
    begun = {one.name: one.value() or "" for one in shown}

    client.post(f"{told.get_absolute_url()}claim/", {**begun, "low": "2", "high": "6"})

    kept = Claim.objects.get()
    assert (kept.kind, kept.amount) == ("capacity", "2 to 6 hours")
    assert (kept.share, kept.confidence) == (Decimal("0.5"), Decimal("0.8"))


@pytest.mark.parametrize(
    ("sent", "sentence", "low", "high"),
    [
        ({"per": "all"}, "2 to 6 hours in all.", "2", "6"),
        ({"per": ""}, "2 to 6 hours in all.", "2", "6"),
        (
            {"per": "month"},
            "2 to 6 hours a month for 12 months are 24 to 72 hours in all.",
            "24",
            "72",
        ),
        (
            {"per": "month", "begins_on": "2026-04-01", "ends_on": "2026-05-15"},
            "2 to 6 hours a month for 1.5 months are 2.97 to 8.90 hours in all.",
            "2.97",
            "8.90",
        ),
        (
            {"per": "month", "counted_in": "money", "currency": "eur", "kind": "cashable"},
            "EUR 2 to 6 a month for 12 months are EUR 24 to 72 in all.",
            "24",
            "72",
        ),
    ],
)
def test_what_is_got_a_month_is_multiplied_out_and_said_back(
    client, guild, mia, sent, sentence, low, high
):
    client.force_login(mia)

    words = said(client, story(guild, mia), **sent)

    assert words == [f"Claimed: {sentence} Somebody who has the gain can confirm it."]
    kept = Claim.objects.get()
    assert (kept.low, kept.high) == (Decimal(low), Decimal(high))


def test_share_and_certainty_are_what_was_written_or_chosen_or_the_middle(client, guild, mia):
    client.force_login(mia)
    sent = [
        {"share": "20", "confidence": "100"},
        {"share": "20", "share_exact": "35", "confidence_exact": "0"},
        {"share": "", "confidence": ""},
    ]

    for one in sent:
        said(client, story(guild, mia), **one, apart="Another one")

    kept = Claim.objects.order_by("pk").values_list("share", "confidence")
    shares = [("0.2", "1"), ("0.35", "0"), ("0.5", "0.8")]
    assert list(kept) == [(Decimal(share), Decimal(sure)) for share, sure in shares]


def test_what_is_neither_hours_nor_money_is_of_one_kind(client, guild, mia):
    client.force_login(mia)

    said(client, story(guild, mia), counted_in="other", kind="", what="calls")

    assert Claim.objects.values_list("kind", "what").get() == ("other", "calls")


def test_overlap_is_shown_with_what_is_claimed_in_all(client, guild, mia):
    claim(story(guild, mia, title="The first list"), mia)
    page = f"{story(guild, mia).get_absolute_url()}claim/"
    client.force_login(mia)

    asked = client.post(page, {**SENT, "per": "month"})

    sentence = "2 to 6 hours a month for 12 months are 24 to 72 hours in all."
    assert asked.context["said"] == sentence


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"low": ""}, "Write a number."),
        ({"low": "7"}, "The higher end of the range is below the lower one."),
        ({"low": "NaN"}, "Enter a number."),
        ({"high": "1e300"}, "no more than 16 digits"),
        ({"share": "120"}, "Select a valid choice"),
        ({"share_exact": "120"}, "less than or equal to 100"),
        ({"confidence_exact": "-1"}, "greater than or equal to 0"),
        ({"per": "week"}, "Select a valid choice"),
        ({"per": "month", "high": "999999999"}, "more hours than anybody can mean"),
        ({"ends_on": "2026-03-01"}, "This is before the first day."),
        ({"kind": ""}, "Choose which kind it is."),
        ({"ends_on": "2029-01-01"}, "within at most one year"),
        ({"counted_in": "money"}, "Write the three letters of the currency."),
        ({"kind": "cashable"}, "Money saved or earned is counted in money."),
        ({"counted_in": "other"}, "Write what is counted."),
        ({"kind": "other"}, "What is not money is counted in something else"),
        ({"kind": "other", "counted_in": "other"}, "Write what is counted."),
        ({"counted_in": "money", "currency": "zzz"}, "There is no such currency."),
        ({"asked": "Ana Leader"}, "nor by who leads the community"),
        ({"unit": "99999"}, "Select a valid choice"),
    ],
)
def test_page_says_what_is_wrong_with_a_claim(client, guild, mia, sent, sentence):
    told = story(guild, mia)
    client.force_login(mia)

    answer = client.post(f"{told.get_absolute_url()}claim/", {**SENT, **sent})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Claim.objects.exists()


def test_what_may_be_the_same_gain_is_shown_before_it_is_claimed(client, guild, mia):
    claim(story(guild, mia, title="The first list"), mia)
    page = f"{story(guild, mia).get_absolute_url()}claim/"
    client.force_login(mia)

    asked = client.post(page, SENT)
    text = asked.content.decode()
    assert asked.status_code == 422
    assert ("Is this the same gain?" in text, "The first list" in text) == (True, True)
    assert Claim.objects.count() == 1
    assert client.post(page, {**SENT, "apart": "That was for Finance"}).status_code == 302
    assert Claim.objects.count() == 2


def test_same_gain_of_another_community_is_shown_with_its_community_and_side(
    client, guild, mia, ana
):
    claim(story(guild, mia, title="The first list"), mia, side="members")
    circle = make.community("Circle", leader=ana, members=(mia,))
    page = f"{story(circle, mia).get_absolute_url()}claim/"
    hidden = make.community("Hidden Guild", leader=ana)
    claim(story(hidden, ana, title="Not hers to read"), ana, apart="Other hours")
    client.force_login(mia)

    text = client.post(page, SENT).content.decode()

    assert "Guild · 2 to 6 hours · the members" in text
    assert ("Not hers to read" in text, "Hidden Guild" in text) == (False, False)


def test_page_of_a_claim_takes_as_many_queries_for_three_that_may_be_the_same_as_for_one(
    client, guild, mia, ana
):
    page = f"{story(make.community('Circle', leader=ana, members=(mia,)), mia).get_absolute_url()}"
    client.force_login(mia)

    def counted() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.post(f"{page}claim/", SENT).status_code == 422
        return len(caught)

    claim(story(guild, mia), mia)
    first = counted()
    for number in (1, 2):
        other = make.community(f"Guild {number}", members=(mia,))
        claim(story(other, mia), mia, apart="Other hours")

    assert counted() == first


def test_claim_is_confirmed_in_one_tap_by_who_has_the_gain_and_by_nobody_else(
    client, guild, mia, ana
):
    told = story(guild, mia)
    claim(told, ana)
    page = told.get_absolute_url()
    client.force_login(ana)
    assert client.post(f"{page}claim/confirm/").status_code == 404
    assert list(client.get(page).context["answers"]) == ["withdraw"]
    client.force_login(mia)
    assert list(client.get(page).context["answers"]) == ["confirm", "correct", "refuse", "withdraw"]

    assert client.post(f"{page}claim/confirm/").status_code == 302

    assert "Confirmed by Mia Member" in client.get(page).content.decode()
    assert client.post(f"{page}claim/confirm/").status_code == 404


def test_claim_is_corrected_refused_and_taken_back_on_the_page(client, guild, mia, ana):
    first, second = story(guild, mia), story(guild, mia)
    claim(first, ana)
    claim(second, ana, kind="risk")
    client.force_login(mia)
    one, two = (f"{told.get_absolute_url()}claim/" for told in (first, second))

    wrong = client.post(f"{one}correct/", {**NUMBERS, "because": ""})
    assert (wrong.status_code, "1" in wrong.content.decode()) == (422, True)
    assert client.post(f"{one}correct/", NUMBERS).status_code == 302
    assert client.post(f"{two}refuse/", {"because": ""}).status_code == 422
    assert client.post(f"{two}refuse/", {"because": "No"}).status_code == 302
    assert client.post(f"{two}withdraw/").status_code == 404
    assert client.post(f"{one}delete/").status_code == 404
    assert client.post(f"{one}withdraw/").status_code == 302

    states = list(Claim.objects.order_by("pk").values_list("state", "low"))
    assert states == [("withdrawn", Decimal(1)), ("refused", Decimal(2))]


def test_claim_page_is_not_there_for_those_who_may_not_claim(client, guild, mia):
    told = story(guild, mia, seen_by="organization")
    client.force_login(make.person("Otto Outside"))

    assert client.get(f"{told.get_absolute_url()}claim/").status_code == 404
    assert client.post(f"{told.get_absolute_url()}claim/", SENT).status_code == 404


def test_page_of_a_claim_never_says_who_told_a_story_without_a_name(client, guild, mia, ana):
    told = story(guild, mia, is_nameless=True, seen_by="organization")
    own = story(guild, mia, is_nameless=True, seen_by="organization")
    claim(own, mia, kind="risk")
    claim(told, ana).confirm(by=mia, at=make.AT)

    for reader in (ana, make.program_manager(), make.person("Otto Outside")):
        client.force_login(reader)
        for found in (told, own):
            text = client.get(found.get_absolute_url()).content.decode()
            assert ("2 to 6 hours" in text, "Mia" in text) == (True, False)
