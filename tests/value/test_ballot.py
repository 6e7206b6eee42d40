"""A member votes on pages: every step, every refusal, and nothing kept on the server till cast."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from mandorla.communities.models import Membership
from mandorla.core.ballot import opened as unpacked
from mandorla.value.counting import close
from mandorla.value.models import Token, Urn
from tests import make
from tests.value.voting import BEST_WORST, WISHES, Voter, address, held

pytestmark = pytest.mark.django_db
VOTED = "You have voted"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_member_votes_by_points_from_the_first_step_to_the_thanks():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)

    assert voter.get().headers["Location"] == address(elicitation, step="points")
    assert voter.give(*WISHES).headers["Location"] == address(elicitation, step="delivery")
    assert voter.rate("7", "none", "0", "10", "none", "3").headers["Location"] == address(
        elicitation, step="casting"
    )
    assert "nobody can ever see or change your ballot" in text_of(voter.get("casting"))
    cast = voter.cast()

    assert cast.headers["Location"] == address(elicitation)
    urn = Urn.objects.get(elicitation=elicitation)
    points, delivery = unpacked(bytes(urn.ballots), items=6, is_points=True)
    assert points.tolist() == [list(WISHES)]
    assert delivery.tolist() == [[7, 255, 0, 10, 255, 3]]
    assert Token.objects.get(person=priya).is_spent


def test_thanks_show_nothing_of_the_answer():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.vote(*WISHES)

    page = voter.get()

    assert VOTED in text_of(page)
    assert "A ballot cannot be changed" in text_of(page)
    assert not [item for item in elicitation.catalogue.words if escape(item.text) in text_of(page)]
    assert voter.draft is None


@pytest.mark.parametrize("step", ["points", "delivery", "casting"])
def test_voter_who_comes_back_is_told_so(step):
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.vote(*WISHES)

    assert voter.get(step).headers["Location"] == address(elicitation)
    assert voter.post(step).headers["Location"] == address(elicitation)
    assert Urn.objects.get(elicitation=elicitation).count == 1


def test_member_votes_by_best_and_worst_screen_by_screen():
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    voter = Voter(elicitation, priya)

    assert voter.get().headers["Location"] == address(elicitation, step="1")
    assert "Screen 1 of 6" in text_of(voter.get("1"))
    for screen in range(1, 7):
        follows = "delivery" if screen == 6 else str(screen + 1)
        assert voter.pick(screen).headers["Location"] == address(elicitation, step=follows)
    voter.rate(*("5" for _item in range(8)))
    voter.cast()

    ballots = bytes(Urn.objects.get(elicitation=elicitation).ballots)
    best, worst, shown, delivery = unpacked(ballots, items=8, is_points=False)
    assert (best.sum(), worst.sum(), shown.sum()) == (6, 6, 24)
    assert delivery.tolist() == [[5] * 8]


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ((40, 20, 10, 10, 10, 0), "The points have to make 100 together; here they make 90."),
        ((61, 19, 10, 10, 0, 0), "At most 60 points go to one expectation; here it is 61."),
        ((-5, 50, 50, 5, 0, 0), "Points are 0 or more."),
        (("many", 50, 50, 0, 0, 0), "Write a whole number of points."),
        (("12.5", "37.5", 50, 0, 0, 0), "Write a whole number of points."),
        ((10**30, 50, 50, 0, 0, 0), "At most 60 points go to one expectation"),
        ((), "The points have to make 100 together; here they make 0."),
    ],
)
def test_points_that_do_not_add_up_are_told_why(points, sentence):
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)

    response = voter.give(*points)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert voter.get("delivery").headers["Location"] == address(elicitation, step="points")


def test_sum_is_said_without_javascript_and_what_was_typed_stays():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)

    response = voter.give(40, 23, "", "", "", "", check="1")

    assert response.status_code == 200
    assert "37 left" in text_of(response)
    assert 'value="40"' in text_of(voter.get("points"))
    assert 'value="23"' in text_of(voter.get("points"))


def test_screen_refuses_the_same_item_as_best_and_worst():
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    voter = Voter(elicitation, priya)

    response = voter.pick(1, best=2, worst=2)

    assert response.status_code == 422
    assert "cannot matter most and least at once" in text_of(response)


def test_screen_asks_for_both_picks_and_takes_no_item_of_another_screen():
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    voter = Voter(elicitation, priya)
    page = text_of(voter.get("1"))
    drawn = page.partition('name="drawn" value="')[2].partition('"')[0]
    strange = next(n for n in range(8) if f'name="best" value="{n}"' not in page)

    nothing = voter.post("1", drawn=drawn)
    elsewhere = voter.post("1", drawn=drawn, best=strange, worst="x")

    assert (nothing.status_code, elsewhere.status_code) == (422, 422)
    assert "Pick one." in text_of(nothing)
    assert "Pick one of the expectations on this screen." in text_of(elsewhere)


def test_screen_that_was_drawn_for_another_draft_is_asked_again():
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    voter = Voter(elicitation, priya)
    voter.get("1")

    response = voter.post("1", drawn="7", best="0", worst="1")

    assert response.status_code == 422
    assert "Please pick again" in text_of(response)


def test_later_step_leads_back_to_the_screen_that_is_missing():
    elicitation, (priya, *_others) = held(items=8, methods=BEST_WORST)
    voter = Voter(elicitation, priya)
    voter.pick(1)

    assert voter.get("5").headers["Location"] == address(elicitation, step="2")
    assert voter.post("casting", seen="x").headers["Location"] == address(elicitation, step="2")
    assert voter.get("1").status_code == 200
    assert voter.get("7").status_code == 404
    assert voter.get("points").status_code == 404
    assert Urn.objects.get(elicitation=elicitation).count == 0


def test_rating_outside_the_scale_is_refused():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.give(*WISHES)

    response = voter.rate("11", "5", "5", "5", "5", "5")

    assert response.status_code == 422
    assert "rated from 0 to 10" in text_of(response)


def test_ballot_that_changed_in_another_tab_is_shown_again_before_it_is_cast():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.give(*WISHES)
    voter.rate(*"555555")
    seen = voter.get("casting").content.decode().partition('name="seen" value="')[2][:16]
    voter.give(0, 10, 10, 20, 20, 40)

    response = voter.post("casting", seen=seen)

    assert response.status_code == 422
    assert "has changed since this page was shown" in text_of(response)
    assert Urn.objects.get(elicitation=elicitation).count == 0


def test_script_that_sends_a_step_is_told_where_to_go():
    elicitation, (priya, *_others) = held()
    voter = Voter(elicitation, priya)
    voter.get("points")
    sent = {f"points_{n}": p for n, p in enumerate(WISHES)}

    response = voter.client.post(
        address(elicitation, step="points"), sent, headers={"HX-Request": "true"}
    )

    assert response.headers["HX-Redirect"] == address(elicitation, step="delivery")
    assert voter.draft is not None


@pytest.mark.parametrize("step", ["", "points", "casting"])
def test_pages_of_a_ballot_are_kept_by_no_browser(step):
    elicitation, (priya, *_others) = held()
    assert "no-store" in Voter(elicitation, priya).get(step).headers["Cache-Control"]


@pytest.mark.parametrize("role", ["sponsor", "guest", "nobody"])
@pytest.mark.parametrize("step", ["", "points"])
def test_ballot_does_not_exist_for_who_is_not_on_the_members_side(role, step):
    elicitation, _people = held()
    person = make.person()
    if role != "nobody":
        Membership.appoint(
            community=elicitation.community, person=person, role=role, by=None, at=make.AT
        )

    assert Voter(elicitation, person).get(step).status_code == 404
    assert Voter(elicitation, person).post("points").status_code == 404


def test_member_of_another_community_has_no_ballot_here():
    elicitation, _people = held()
    other, (stranger, *_others) = held()
    assert other.pk

    assert Voter(elicitation, stranger).get("points").status_code == 404


def test_ballot_says_why_there_is_none_before_and_after_the_round():
    now = timezone.now()
    coming, (early, *_others) = held(opens_at=now + timedelta(days=1), at=now)
    over, (late, *_rest) = held()
    over.extend(closes_at=now - timedelta(seconds=1), by=None, at=now - timedelta(seconds=9))
    closed, (last, *_more) = held()
    close(closed, by=None, at=now)

    assert "has not begun yet" in text_of(Voter(coming, early).get())
    assert "The time to vote is over" in text_of(Voter(over, late).get())
    assert "is closed" in text_of(Voter(closed, last).get())
    assert Voter(closed, last).post("casting").headers["Location"] == address(closed)


def test_newcomer_is_told_who_can_invite_them_and_votes_once_invited():
    elicitation, _people = held()
    late = make.person()
    Membership.join(community=elicitation.community, person=late, at=make.AT)
    voter = Voter(elicitation, late)

    assert "can invite you" in text_of(voter.get())
    elicitation.invite_newcomers()

    assert voter.get().headers["Location"] == address(elicitation, step="points")


def test_small_group_that_agrees_in_a_gathering_has_no_ballots():
    elicitation, (priya, *_others) = held(
        4, methods={"organization": "points", "members": "facilitated"}
    )

    assert "agree on one answer in a gathering" in text_of(Voter(elicitation, priya).get())


def test_items_come_in_another_order_for_another_person_and_stay_for_the_same():
    elicitation, people = held(16, items=16)
    orders = set()
    for person in people[:4]:
        voter = Voter(elicitation, person)
        first, again = text_of(voter.get("points")), text_of(voter.get("points"))
        names = [part.partition('"')[0] for part in first.split('name="points_')[1:]]
        assert names == [part.partition('"')[0] for part in again.split('name="points_')[1:]]
        assert sorted(names, key=int) == [str(n) for n in range(16)]
        orders.add(tuple(names))

    assert len(orders) == 4


def test_page_of_a_ballot_has_the_same_queries_for_more_items(django_assert_max_num_queries):
    elicitation, (priya, *_others) = held(items=16)
    voter = Voter(elicitation, priya)
    voter.get("points")
    with django_assert_max_num_queries(9):
        voter.get("points")
