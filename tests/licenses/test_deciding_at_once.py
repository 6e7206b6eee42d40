"""Two sponsors decide on one license in the same moment: one is first, the second is told."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.communities.models import Membership
from mandorla.licenses.models import Decision, License, Review
from tests import make
from tests.licenses.reporting import LATER, browser, handed_in, licensed, opened
from tests.work.test_running_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/communities/atlas-change-champions/license/renewal/"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def place(transactional_db, people):
    """A second sponsor beside the first."""
    people.second = make.person("Dora Second")
    Membership.appoint(
        community=people.community, person=people.second, role="sponsor", by=None, at=make.AT
    )
    return people


def _posting(client: Client, address: str, **said: str) -> Callable[[], int]:
    return lambda: client.post(address, said).status_code


def _deciding(person, **said):
    """What somebody sends who has read the page, to be sent later."""
    client = browser(person)
    html = client.get(ADDRESS).content.decode()
    hidden = {
        name: unescape(html.split(f'name="{name}" value="')[1].split('"')[0])
        for name in ("marks", "seen")
    }
    return lambda: client.post(ADDRESS, {**hidden, **said})


@pytest.mark.parametrize("turn", range(3))
def test_one_is_first_and_the_second_is_told_when_two_sponsors_decide_at_once(place, turn):
    review = handed_in(place)
    acts = [
        _deciding(place.sponsor, kind="renew", reason="It works"),
        _deciding(place.second, kind="retire", reason="It is over"),
    ]
    answers = at_once(acts if turn % 2 else acts[::-1])

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    decision = Decision.objects.exclude(kind="grant").get()
    license = License.objects.get()
    assert (license.state, decision.kind) in {("active", "renew"), ("retired", "retire")}
    told = next(answer for answer in answers if answer.status_code == 409).content.decode()
    assert str(decision.by) in told
    assert decision.reason in told
    review.refresh_from_db()
    assert (review.state, decision.review) == ("decided", review)


def test_one_answer_is_kept_when_a_reader_sends_it_twice_at_once(place):
    review = handed_in(place)
    address = f"{review.get_absolute_url()}answer/"
    acts = [_posting(browser(place.karin), address, text=words) for words in ("One", "Two")]
    answers = at_once(acts)

    assert sorted(answers) in ([302, 409], [302, 422])
    review.refresh_from_db()
    assert (review.state, review.answer in {"One", "Two"}) == ("answered", True)


def test_report_is_handed_in_once_when_two_do_it_at_once(place):
    review = opened(place)
    address = f"{review.get_absolute_url()}submission/"
    answers = at_once([_posting(browser(one), address) for one in (place.leader, place.core)])

    assert sorted(answers) == [302, 409]
    assert Review.objects.get().state == "submitted"


def test_report_is_begun_once_when_two_begin_it_at_once(place):
    licensed(place)
    address = "/communities/atlas-change-champions/license/reviews/"
    writers = (place.leader, place.core)
    answers = at_once([_posting(browser(one), address, kind="light") for one in writers])

    assert min(answers) == 302
    assert len(set(Review.objects.values_list("kind", "due_on"))) == Review.objects.count()
