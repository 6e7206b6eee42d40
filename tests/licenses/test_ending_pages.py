"""The pages of an end: who gets there, what they offer, and that one can leave and come back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from mandorla.communities.models import Community, Succession
from mandorla.licenses.models import Ending, Standing
from mandorla.work.models import Lesson
from tests import make
from tests.licenses.ending_browser import BASE, BEGIN, ENDING, active, read, send
from tests.licenses.ending_world import DUE, LATER, ends, everything, heir_of
from tests.licenses.reporting import browser


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


# --- who gets there ---


@pytest.mark.parametrize("who", ["member", "stranger", "auditor"])
@pytest.mark.parametrize(
    "page",
    [
        "",
        "heirs/",
        "thanks/",
        "changes/",
        "close/",
        "things/",
        "last-day/",
        "resumption/",
        "request/",
    ],
)
def test_pages_do_not_exist_for_those_who_do_not_run_or_decide(people, who, page):
    ends(people)
    person = getattr(people, who)

    assert browser(person).get(ENDING + page).status_code in {404, 405}
    assert browser(person).post(ENDING + page, BEGIN).status_code == 404
    assert Ending.objects.get().edits == 0


@pytest.mark.parametrize("who", ["leader", "core", "sponsor", "karin"])
def test_end_is_announced_by_those_who_run_or_decide(people, who):
    active(people)
    answer = send(getattr(people, who), ENDING, **BEGIN)

    assert answer.redirect_chain[-1][0] == f"{ENDING}heirs/"
    assert Community.objects.get(pk=people.community.pk).status == "closing"


def test_steps_do_not_exist_when_no_end_is_under_way(people):
    active(people)

    for page in ("heirs/", "thanks/", "changes/", "close/"):
        assert browser(people.leader).get(ENDING + page).status_code == 404
    for page in ("things/", "last-day/", "resumption/", "request/", "heirs/new/"):
        assert browser(people.leader).post(ENDING + page).status_code == 404


def test_form_says_what_is_missing_when_it_is_sent_empty(people):
    active(people)
    answer = browser(people.leader).post(ENDING, {"kind": "end"})

    assert answer.status_code == 422
    assert "Say which day is the last one." in answer.content.decode()
    assert not Ending.objects.exists()


# --- the suggestion ---


def test_license_tab_suggests_an_end_when_what_is_kept_speaks_for_it(people):
    active(people)
    findings = {"gathering_days": {"value": 80}, "leaderless_days": {"value": 40}}
    Standing.objects.update_or_create(
        community=people.community, defaults={"read_at": LATER, "findings": findings}
    )

    for who in (people.leader, people.sponsor, people.karin):
        assert "It has not met for long, and nobody leads it." in read(who, f"{BASE}license/")
    assert "nobody leads it." not in read(people.member, f"{BASE}license/")
    assert Community.objects.get(pk=people.community.pk).status == "active"


# --- heirs ---


def test_heir_is_found_named_and_taken_out(people):
    ends(people)
    heir = make.community("Helios Practice Guild", status="active")
    gone = make.community("Helios Alumni", status="closed")
    found = read(people.leader, f"{ENDING}heirs/", q="helios")
    assert "Helios Practice Guild" in found
    assert "Helios Alumni" not in found

    send(people.leader, f"{ENDING}heirs/", community=heir.pk)
    assert list(Ending.objects.get().heirs.all()) == [heir]
    refused = send(people.leader, f"{ENDING}heirs/", community=gone.pk)
    assert refused.status_code == 409
    send(people.leader, f"{ENDING}heirs/", community=heir.pk, drop="1")
    assert not Ending.objects.get().heirs.exists()
    for wrong in ("x", "", "9" * 30, "-1"):
        answer = browser(people.leader).post(f"{ENDING}heirs/", {"community": wrong})
        assert answer.status_code == 404


def test_chosen_things_go_over_to_somebody_by_name(people):
    for text in ("Doors", "Windows"):
        kept = Lesson.keep_one(
            community=people.community, text=text, look_again_on=DUE, by=people.leader, at=make.AT
        )
    ending = ends(people)
    heir = heir_of(ending, people)
    answer = send(
        people.leader,
        f"{ENDING}things/",
        kind="lesson",
        do="hand_chosen",
        id=[kept.pk],
        to=heir.pk,
        person="Cleo Core",
    )

    assert "1 went to Helios." in answer.content.decode()
    assert Lesson.objects.get(community=heir).owner == people.core
    assert Lesson.objects.get(community=people.community).text == "Doors"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"do": "hand_all"}, "Choose who takes them over."),
        ({"do": "hand_chosen"}, "Choose at least one of them, or take all."),
        ({"do": "retire_all", "because": " "}, "Say why: whoever finds it reads it."),
        ({"do": "explode"}, "Select a valid choice"),
    ],
)
def test_things_stay_when_something_is_missing(people, sent, said):
    Lesson.keep_one(
        community=people.community, text="Doors", look_again_on=DUE, by=people.leader, at=make.AT
    )
    ends(people)
    answer = send(people.leader, f"{ENDING}things/", kind="lesson", **sent)

    assert said in answer.content.decode()
    assert Lesson.objects.get().state == "current"


def test_things_do_not_go_to_a_community_that_was_not_named(people):
    Lesson.keep_one(
        community=people.community, text="Doors", look_again_on=DUE, by=people.leader, at=make.AT
    )
    ends(people)
    other = make.community("Other", leader=people.leader, status="active")
    send(people.leader, f"{ENDING}things/", kind="lesson", do="hand_all", to=other.pk)

    assert Lesson.objects.get().community == people.community


def test_words_of_private_asks_are_not_shown_to_who_ends_it(people):
    everything(people)
    ends(people)
    found = read(people.leader, f"{ENDING}heirs/")

    assert "Who can weld?" not in found
    assert "They wait" not in found
    assert "Draw doors first" in found


def test_community_that_is_begun_goes_on_with_a_part(people):
    ends(people, kind="split")
    for name in ("Atlas North", "Atlas South"):
        send(people.leader, f"{ENDING}heirs/new/", name=name, purpose="To go on")
    send(people.leader, f"{ENDING}close/")

    assert list(Succession.objects.named().values_list("after__name", "kind")) == [
        ("Atlas North", "split"),
        ("Atlas South", "split"),
    ]
    north = Community.objects.get(name="Atlas North")
    assert (north.status, north.roles_of(people.leader)) == ("forming", {"leader"})
    assert "Atlas Change Champions" in read(people.member, f"/communities/{north.slug}/")
    assert "Atlas North" in read(people.member, BASE)


# --- thanks ---


def test_leaders_core_and_sponsors_are_proposed_and_members_are_a_number(people):
    ends(people)
    found = read(people.leader, f"{ENDING}thanks/")

    assert found.count("checked") == 3
    assert "Mio Member" not in found
    assert "1 member." in found


def test_people_who_had_no_role_cannot_be_thanked_by_sending_their_number(people):
    ends(people)
    answer = browser(people.leader).post(
        f"{ENDING}thanks/", {"person": [people.stranger.pk], "words": "", "edits": 0}
    )

    assert answer.status_code == 422
    assert not Ending.objects.get().thanked.exists()


def test_second_who_writes_is_told(people):
    ends(people)
    send(people.leader, f"{ENDING}changes/", text="Mine", edits=0)
    answer = browser(people.sponsor).post(f"{ENDING}changes/", {"text": "Ours", "edits": 0})

    assert "Somebody else wrote in the meantime" in answer.content.decode()
    assert Ending.objects.get().changed == "Mine"
