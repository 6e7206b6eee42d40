"""Sponsors who agree on one answer in a gathering: no answer of each, one of all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from mandorla.base.errors import Refused
from mandorla.value.counting import close
from mandorla.value.letters import write_to_waiting
from mandorla.value.models import Allocation, Elicitation, SponsorAnswer
from mandorla.value.shown import shown_rounds
from tests import make
from tests.value.answering import TOGETHER, browser, leader, sent, sponsored, text_of
from tests.value.voting import WISHES, address

pytestmark = pytest.mark.django_db
NAMES = ("Ben Okafor", "Ingrid Solheim")


def agree(elicitation: Elicitation) -> Allocation:
    """The sponsors have agreed."""
    return Allocation.record(
        elicitation=elicitation,
        side="organization",
        answer=make.points(*WISHES),
        people=2,
        note="",
        by=None,
        at=timezone.now(),
    )


def test_sponsors_who_weigh_together_write_down_one_answer_at_once():
    elicitation, (ben, _ingrid) = sponsored("Ben Okafor", "Ingrid Solheim", methods=TOGETHER)
    client = browser(ben)

    moved = client.get(address(elicitation, "answer"))
    unsaid = client.post(address(elicitation, "agreement"), sent(*WISHES))
    client.post(address(elicitation, "agreement"), sent(*WISHES, people="2"))

    assert moved.headers["Location"] == address(elicitation, "agreement")
    assert unsaid.status_code == 422
    assert Allocation.objects.get().people == 2


def test_nobody_answers_alone_when_the_sponsors_weigh_together():
    elicitation, (ben, _ingrid) = sponsored(*NAMES, methods=TOGETHER)

    with pytest.raises(Refused, match="another method"):
        SponsorAnswer.give(
            elicitation=elicitation, answer=make.points(*WISHES), by=ben, at=timezone.now()
        )


def test_nobody_agrees_for_sponsors_that_are_not_there():
    elicitation, _nobody = sponsored(methods=TOGETHER)
    ana = browser(leader(elicitation.community))

    page = text_of(ana.get(address(elicitation, "agreement")))
    refused = ana.post(address(elicitation, "agreement"), sent(*WISHES, people="1"))

    assert "nobody sponsors this community" in page
    assert "Record what we agreed on" not in page
    assert refused.status_code == 422
    with pytest.raises(Refused, match="Name a sponsor first"):
        agree(elicitation)


def test_round_has_a_result_when_the_sponsors_agreed_in_a_gathering():
    elicitation, _sponsors = sponsored(*NAMES, methods=TOGETHER)
    agree(elicitation)
    voters = [token.person for token in elicitation.tokens.select_related("person")]
    for person in voters:
        elicitation.cast(make.points(*WISHES), person=person, at=timezone.now())
    close(elicitation, by=None, at=timezone.now())

    (shown,) = shown_rounds(elicitation.community)
    page = text_of(browser(voters[0]).get(f"/communities/{elicitation.community.slug}/value/"))

    assert shown.figures is not None
    assert shown.figures.overlap == pytest.approx(1)
    assert "2 sponsors, agreed" in page


def test_round_page_tells_of_the_sponsors_as_one_when_they_weigh_together():
    elicitation, (ben, _ingrid) = sponsored(*NAMES, methods=TOGETHER)
    sponsor, ana = browser(ben), browser(leader(elicitation.community))
    here = elicitation.get_absolute_url()

    before = text_of(sponsor.get(here))
    held = text_of(ana.get(here))
    agree(elicitation)
    after = text_of(sponsor.get(here))

    assert "The sponsors, together" in before
    assert "Agree on one answer</a>" in before
    assert "Answer for the organization" not in before
    assert "One answer of all sponsors" not in before
    assert "Record what they agree on</a>" in held
    assert "The sponsors have not agreed on an answer yet, so there will be no result." in held
    assert before.count("not yet") == 1
    assert after.count("not yet") == 0
    assert "The sponsors have agreed on one answer." in after


def test_value_page_leads_a_sponsor_to_the_one_answer_until_there_is_one():
    elicitation, (ben, _ingrid) = sponsored(*NAMES, methods=TOGETHER)
    client = browser(ben)
    here = f"/communities/{elicitation.community.slug}/value/"
    link = f'<a href="{address(elicitation, "agreement")}">Agree on one answer</a>'

    before = text_of(client.get(here))
    agree(elicitation)
    after = text_of(client.get(here))

    assert (link in before, link in after) == (True, False)


def test_agreement_says_what_is_true_before_and_after_the_gathering():
    now = timezone.now()
    coming, (early, _one) = sponsored(*NAMES, methods=TOGETHER, opens_at=now + timedelta(days=1))
    closed, (late, _other) = sponsored(*NAMES, methods=TOGETHER)
    close(closed, by=None, at=now)

    assert "It has not begun yet" in text_of(browser(early).get(address(coming, "agreement")))
    assert "wrote down no answer" in text_of(browser(late).get(address(closed, "agreement")))


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("invitation", "agree on one answer for the organization in a gathering"),
        ("reminder", "have not written down an answer for the organization yet"),
    ],
)
def test_letter_tells_sponsors_that_they_answer_as_one(settings, kind, sentence):
    settings.BASE_URL = "http://example.org"
    elicitation, sponsors = sponsored(*NAMES, methods=TOGETHER)
    sent_to = {person.email for person in sponsors}

    write_to_waiting(elicitation, kind=kind)

    letters = [letter for letter in mail.outbox if set(letter.to) & sent_to]
    assert [sentence in letter.body for letter in letters] == [True, True]
    mail.outbox.clear()
    agree(elicitation)
    write_to_waiting(elicitation, kind=kind)
    assert not [letter for letter in mail.outbox if set(letter.to) & sent_to]
