"""What to do next time: kept, looked at again, learned, retired; and looking back together."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.work.models import Lesson, Review
from tests import make
from tests.api.caller import Caller

pytestmark = pytest.mark.django_db
PAGE = "/communities/guild/work/lessons/"
REVIEWS = "/communities/guild/work/reviews/"
DAY = make.AT.date()
SOON = DAY + timedelta(days=30)
LATER = make.AT + timedelta(days=31)


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Leader")


@pytest.fixture
def guild(mia: Person, ana: Person) -> Community:
    return make.community("Guild", leader=ana, members=(mia, make.person("Tom Other")))


def kept(community: Community, person: Person, text: str = "Ask the safety officer first", **facts):
    return Lesson.keep_one(
        **{
            "community": community,
            "text": text,
            "look_again_on": SOON,
            "by": person,
            "at": make.AT,
            **facts,
        }
    )


@pytest.mark.parametrize("is_new", [True, False])
def test_lesson_is_refused_to_an_owner_without_a_part_in_the_community(guild, mia, is_new):
    gone = make.person("Ben Left", is_active=False)
    Membership.appoint(community=guild, person=gone, role="member", by=None, at=make.AT)
    lesson = kept(guild, mia)

    for owner in (make.person("Otto Outside"), gone):
        give = partial(kept, guild, mia) if is_new else partial(lesson.hand_over, by=mia, at=LATER)
        with pytest.raises(Refused, match=f"^{owner.name} is not in Guild"):
            give(owner=owner)
    assert Lesson.objects.get().owner == mia


def test_lesson_is_seen_to_by_a_sponsor_or_a_program_manager(guild, mia):
    ben, karin = make.person("Ben Sponsor"), make.program_manager()
    Membership.appoint(community=guild, person=ben, role="sponsor", by=None, at=make.AT)

    assert [kept(guild, mia, owner=owner).owner for owner in (ben, karin)] == [ben, karin]


def begun(community: Community, person: Person, **facts) -> Review:
    return Review.begin(
        **{
            "community": community,
            "kind": "after_action",
            "title": "The move of line 3",
            "held_on": DAY,
            "minutes": 45,
            "by": person,
            "at": make.AT,
            **facts,
        }
    )


def ahead(days: int = 100) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_lesson_belongs_to_who_keeps_it_when_nobody_is_named(guild, mia, ana):
    assert kept(guild, mia).owner == mia
    assert kept(guild, mia, owner=ana).owner == ana


@pytest.mark.parametrize("day", [DAY, DAY - timedelta(days=1), date(2099, 1, 1)])
def test_lesson_is_refused_when_its_day_is_not_ahead_or_out_of_sight(guild, mia, day):
    with pytest.raises(Refused):
        kept(guild, mia, look_again_on=day)


def test_lesson_sent_twice_is_kept_once(guild, mia):
    key = uuid4()
    assert kept(guild, mia, key=key) == kept(guild, mia, key=key)


def test_lesson_is_due_on_its_day_and_not_when_somebody_looked(guild, mia):
    lesson = kept(guild, mia)
    assert not Lesson.objects.due(on=SOON - timedelta(days=1)).exists()
    assert Lesson.objects.due(on=SOON).exists()
    lesson.confirm(look_again_on=date(2026, 12, 1), by=mia, at=LATER)
    assert not Lesson.objects.due(on=SOON).exists()
    assert Lesson.objects.get().looked_at == LATER


def test_lesson_is_learned_only_when_something_changed(guild, mia):
    lesson = kept(guild, mia)
    assert not lesson.is_learned
    with pytest.raises(Refused, match="which process"):
        lesson.note_change(changed=" ", on=DAY, by=mia, at=LATER)
    lesson.note_change(changed="the form for new lines", on=DAY, by=mia, at=LATER)
    assert Lesson.objects.get().is_learned
    assert Event.objects.get(verb="lesson.learned").sentence == (
        "Mia Member: “Ask the safety officer first” changed the form for new lines"
    )


def test_retired_lesson_changes_no_more_until_it_is_restored(guild, mia, ana):
    lesson = kept(guild, mia)
    lesson.retire(because="The press is gone", by=mia, at=LATER)
    for change in (
        lambda: lesson.reword(text="Other", detail="", by=mia, at=LATER),
        lambda: lesson.hand_over(owner=ana, by=mia, at=LATER),
        lambda: lesson.retire(because="Again", by=mia, at=LATER),
    ):
        with pytest.raises(Refused, match="retired by now"):
            change()
    lesson.restore(look_again_on=date(2026, 9, 1), by=mia, at=LATER)
    assert (Lesson.objects.get().state, Lesson.objects.get().because) == ("current", "")


def test_second_of_two_who_write_a_review_is_told_and_nothing_is_lost(guild, mia):
    review = begun(guild, mia)
    again = Review.objects.get()
    review.write(parts={"happened": "It took two days"}, edits=0)
    with pytest.raises(Stale):
        again.write(parts={"happened": "Three"}, edits=0)
    review.write(parts={"why": "One crane"}, edits=1)
    assert Review.objects.get().parts == {"happened": "It took two days", "why": "One crane"}


@pytest.mark.parametrize("facts", [{"title": " "}, {"minutes": 5}, {"minutes": 999}])
def test_review_is_refused_when_it_is_about_nothing_or_takes_no_time(guild, mia, facts):
    with pytest.raises(Refused):
        begun(guild, mia, **facts)


# --- pages ---


def test_everybody_reads_lessons_and_members_keep_them(client, guild, mia, ana):
    lesson = kept(guild, mia)
    otto = make.person("Otto Outside")
    client.force_login(otto)
    assert lesson.text in client.get(PAGE).content.decode()
    assert client.get(f"{PAGE}{lesson.pk}/").status_code == 200
    assert client.post(PAGE, {"text": "Mine", "look_again_on": ahead()}).status_code == 404
    assert client.post(f"{PAGE}{lesson.pk}/retire/", {"because": "x"}).status_code == 404
    client.force_login(mia)
    sent = {"text": "Mine", "owner": "Ana", "look_again_on": ahead(), "changed": "The form"}
    assert client.post(PAGE, sent).status_code == 302
    made = Lesson.objects.get(text="Mine")
    assert (made.owner, made.is_learned) == (ana, True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"text": ""}, "Say what you do next time."),
        ({"owner": "Nobody"}, "Nobody here is called “Nobody”."),
        ({"look_again_on": "soon"}, "This is not a date."),
        ({"look_again_on": "2020-01-01"}, "Choose a day after today"),
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_written(client, guild, mia, sent, sentence):
    client.force_login(mia)
    answer = client.post(PAGE, {"text": "Keep me", "look_again_on": ahead(), **sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Lesson.objects.exists()


def test_owner_confirms_rewords_hands_over_and_retires_on_the_page(client, guild, mia, ana):
    lesson = kept(guild, mia)
    client.force_login(mia)
    page = f"{PAGE}{lesson.pk}/"
    assert client.post(f"{page}confirm/", {"look_again_on": ahead()}).status_code == 302
    assert (
        client.post(f"{page}reword/", {"text": "Ask two people", "detail": ""}).status_code == 302
    )
    assert client.post(f"{page}note_change/", {"changed": ""}).status_code == 422
    assert client.post(f"{page}note_change/", {"changed": "The form"}).status_code == 302
    assert client.post(f"{page}hand_over/", {"owner": "Ana Leader"}).status_code == 302
    assert client.post(f"{page}retire/", {"because": "x"}).status_code == 404  # no longer hers
    assert client.post(f"{page}delete/", {}).status_code == 404
    client.force_login(ana)
    assert client.post(f"{page}retire/", {"because": "The press is gone"}).status_code == 302
    assert client.post(f"{page}restore/", {"look_again_on": ahead()}).status_code == 302
    found = Lesson.objects.get()
    assert (found.text, found.owner, found.state) == ("Ask two people", ana, "current")


def test_review_is_written_on_its_page_and_gives_at_most_three_lessons(client, guild, mia):
    client.force_login(mia)
    wrong = client.post(REVIEWS, {"kind": "after_action", "title": "", "minutes": "5"})
    assert wrong.status_code == 422
    sent = {"kind": "after_action", "title": "The move", "held_on": DAY.isoformat(), "minutes": 45}
    assert client.post(REVIEWS, sent).status_code == 302
    page = f"{REVIEWS}{Review.objects.get().pk}/"
    assert client.post(page, {"edits": "0", "happened": "Two days"}).status_code == 302
    late = client.post(page, {"edits": "0", "happened": "Three days"})
    assert late.status_code == 422
    told = late.content.decode()
    assert ("Two days" in told, "Three days" in told) == (True, True)
    lessons = [
        client.post(f"{page}lesson/", {"text": f"Lesson {n}", "look_again_on": ahead()}).status_code
        for n in range(4)
    ]
    assert lessons == [302, 302, 302, 422]
    assert Review.objects.get().lessons.count() == 3
    client.force_login(make.person())
    assert [client.get(REVIEWS).status_code, client.get(page).status_code] == [404, 404]


@pytest.mark.parametrize("show", ["", "due", "learned", "retired"])
def test_page_takes_as_many_queries_for_many_lessons_as_for_one(client, guild, mia, show):
    def add(number: int) -> None:
        kept(guild, mia, f"Ask {number}")
        overdue = kept(guild, mia, f"Ask long ago {number}")
        overdue.note_change(changed="The form", on=DAY, by=mia, at=LATER)
        kept(guild, mia, f"Ask again {number}").retire(because="x", by=mia, at=LATER)

    add(0)
    client.force_login(mia)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE, {"show": show, "q": "ask"})
    for number in range(1, 3):
        add(number)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE, {"show": show, "q": "ask"})
    assert len(many) == len(one)


def test_lesson_and_review_go_their_way_by_the_api(guild, mia, ana):
    path, caller = "/communities/guild/lessons", Caller(mia)
    made = caller.post(path, {"text": "Ask first", "look_again_on": ahead()})
    one = f"{path}/{made.json()['id']}"
    assert (made.status_code, made.json()["owner"]["name"]) == (201, "Mia Member")
    assert caller.post(f"{one}/change", {"changed": "The form"}).json()["changed"] == "The form"
    assert caller.post(f"{one}/confirmation", {"look_again_on": ahead(50)}).status_code == 200
    assert caller.call("PUT", f"{one}/words", {"text": "Ask twice"}).json()["text"] == "Ask twice"
    outside = Caller(make.person())
    assert outside.get(one).status_code == 200
    assert outside.post(path, {"text": "Mine", "look_again_on": ahead()}).status_code == 403
    assert outside.post(f"{one}/retirement", {"because": "x"}).status_code == 403
    assert caller.call("PUT", f"{one}/owner", {"owner": ana.pk}).json()["owner"]["id"] == ana.pk
    assert Caller(ana).post(f"{one}/retirement", {"because": "Gone"}).json()["state"] == "retired"
    back = Caller(ana).post(f"{one}/restoration", {"look_again_on": ahead()})
    assert back.json()["state"] == "current"

    reviews = "/communities/guild/reviews"
    begins = {"kind": "peer_assist", "title": "Line 4", "held_on": DAY.isoformat()}
    review = caller.post(reviews, begins).json()
    parts = f"{reviews}/{review['id']}/parts"
    said = caller.call("PUT", parts, {"edits": 0, "parts": {"context": "New line"}}).json()
    assert (said["parts"], said["edits"]) == ({"context": "New line"}, 1)
    assert caller.call("PUT", parts, {"edits": 0, "parts": {}}).status_code == 409
    assert outside.get(reviews).status_code == 404
    assert len(caller.get(reviews).json()["items"]) == 1
