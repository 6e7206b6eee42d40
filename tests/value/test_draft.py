"""A ballot that is not cast: in the member's browser only, unreadable to everybody else."""

from __future__ import annotations

from base64 import urlsafe_b64decode

import pytest
from django.conf import settings
from django.http import HttpResponse

from mandorla.value.draft import Draft, DraftCookie, UnreadableDraft, fits
from mandorla.value.models import Urn
from tests import make
from tests.value.voting import BEST_WORST, WISHES, Voter, address, held

pytestmark = pytest.mark.django_db
FULL = Draft(
    seed=2**31 - 1,
    picks=tuple((15, 14) for _screen in range(12)),
    delivery=tuple(10 for _item in range(16)),
)


def kept(cookie: DraftCookie, draft: Draft) -> str:
    response = HttpResponse()
    cookie.keep(response, draft, at=make.AT)
    return response.cookies[cookie.name].value


def test_draft_comes_back_as_it_was_kept():
    elicitation, (priya, *_others) = held()
    cookie = DraftCookie(elicitation, priya)
    drafts = [
        Draft(seed=7),
        Draft(seed=0, points=(40, None, 60), delivery=(None, 0, 10)),
        Draft(seed=1, picks=((0, 3), None)),
        FULL,
    ]

    for draft in drafts:
        assert cookie.read({cookie.name: kept(cookie, draft)}) == draft
    assert cookie.read({}) is None


def test_biggest_draft_is_well_below_what_a_browser_keeps():
    elicitation, (priya, *_others) = held()

    assert len(kept(DraftCookie(elicitation, priya), FULL)) < 1_000


def test_draft_is_encrypted():
    elicitation, (priya, *_others) = held()
    cookie = DraftCookie(elicitation, priya)

    value = kept(cookie, Draft(seed=7, points=(41, 59)))

    assert b"[7,[41,59]" not in urlsafe_b64decode(value)
    assert kept(cookie, Draft(seed=7, points=(41, 59))) != value


def test_cookie_stays_with_the_pages_of_this_ballot_until_the_round_closes():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.get("points")
    cookie = voter.draft

    assert cookie["path"] == address(elicitation)
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["secure"] == (settings.SESSION_COOKIE_SECURE or "")
    assert 13 * 86400 < cookie["max-age"] <= 14 * 86400


def test_cookie_is_sent_over_tls_only_where_sessions_are(settings):
    settings.SESSION_COOKIE_SECURE = True
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.get("points")

    assert voter.draft["secure"] is True


def test_draft_of_another_person_in_the_same_browser_is_ignored_and_stays_theirs():
    elicitation, (priya, marek, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.give(*WISHES)
    voter.client.force_login(marek)

    page = voter.get("points").content.decode()
    assert 'value="40"' not in page
    assert "could not be read" not in page
    voter.client.force_login(priya)

    assert 'value="40"' in voter.get("points").content.decode()


def test_draft_of_another_round_is_no_draft_of_this_one():
    elicitation, (priya, *_others) = held()
    other, _people = held()
    cookie, elsewhere = DraftCookie(elicitation, priya), DraftCookie(other, priya)

    assert cookie.name != elsewhere.name
    with pytest.raises(UnreadableDraft):
        cookie.read({cookie.name: kept(elsewhere, Draft(seed=7))})


@pytest.mark.parametrize("change", ["cut", "turned", "rubbish"])
def test_draft_that_was_changed_is_dropped_with_a_sentence(change):
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.give(*WISHES)
    value = voter.draft.value
    turned = value[:40] + ("A" if value[40] != "A" else "B") + value[41:]
    changed = {"cut": value[:-8], "turned": turned, "rubbish": "rubbish"}[change]
    voter.client.cookies[voter.draft.key] = changed

    page = voter.get("points").content.decode()

    assert "could not be read any more" in page
    assert 'value="40"' not in page
    assert voter.give(*WISHES).status_code == 302


def test_draft_that_was_changed_is_never_cast():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.give(*WISHES)
    voter.rate(*"555555")
    voter.client.cookies[voter.draft.key] = voter.draft.value[:-8]

    response = voter.post("casting", seen="x")

    assert response.headers["Location"] == address(elicitation, step="points")
    assert Urn.objects.get(elicitation=elicitation).count == 0


def test_draft_of_another_shape_is_dropped():
    """Drafts of a round stay in browsers while Mandorla is updated."""
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    voter = Voter(elicitation, priya)
    voter.get("1")
    cookie = DraftCookie(elicitation, priya)
    voter.client.cookies[cookie.name] = kept(cookie, Draft(seed=7, picks=((0, 1),)))

    assert "could not be read any more" in voter.get("1").content.decode()


def test_draft_fits_when_each_pick_is_on_its_screen():
    screens = ((0, 1, 2, 3), (4, 5, 0, 1))

    assert fits(Draft(seed=7), items=6, screens=screens)
    assert fits(Draft(seed=7, picks=((0, 1), None)), items=6, screens=screens)
    assert not fits(Draft(seed=7, picks=((0, 1), (2, 4))), items=6, screens=screens)
    assert not fits(Draft(seed=7, picks=((0, 0), None)), items=6, screens=screens)
    assert not fits(Draft(seed=7, points=(50, 50)), items=6, screens=())
    assert not fits(Draft(seed=7, delivery=(5, 11, 5, 5, 5, 5)), items=6, screens=())


def test_ballot_is_gone_from_the_browser_once_it_is_cast():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.vote(*WISHES)

    assert voter.draft is None
    dropped = next(c for c in voter.client.cookies.values() if c.key.startswith("ballot_"))
    assert (dropped["max-age"], dropped["path"]) == (0, address(elicitation))
