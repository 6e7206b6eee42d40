"""The page of a gathering and the one on which its agenda is shaped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from mandorla.gatherings.models import Gathering, Turn
from mandorla.work.models import AgendaItem, Issue
from tests import make
from tests.work.agendas import Mondays, commitment, issue, item, mondays, problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Mondays:
    return mondays()


@pytest.fixture
def monday() -> date:
    return a_monday()


def a_monday() -> date:
    """A Monday that has not come yet, whatever today is."""
    today = timezone.now().date() + timedelta(days=1)
    return today + timedelta(days=-today.weekday() % 7)


def at(name: str, place: Mondays, day: date) -> str:
    return reverse(f"work:{name}", args=[place.community.slug, place.series.pk, day])


def shaped(client, place: Mondays, day: date, do: str, title: str = "", **facts: object) -> Any:
    """What comes back when somebody presses a button of the item with this title."""
    address = at("agenda", place, day)
    page = client.get(address).context["page"]
    found = [line for line in [*page.lines, *page.aside] if line.row.title == title]
    sent = {"do": do, "seen": page.agenda.mark, **facts}
    if found:
        sent["item"] = found[0].ref
    return client.post(address, sent)


def titles(client, place: Mondays, day: date) -> list[str]:
    lines = client.get(at("agenda", place, day)).context["page"].lines
    return [line.row.title for line in lines if not line.is_part]


def test_gathering_shows_its_drafted_agenda_with_reasons_to_members(client, place, monday):
    issue(place, votes=7, touches=3)
    commitment(place)
    client.force_login(place.priya)

    answer = client.get(at("gathering", place, monday))

    page = answer.content.decode()
    for text in ("7 votes, touches 3 units", "overdue since", "Priya Nair", "Old price lists"):
        assert text in page
    assert [f"{line.begins:%H:%M}" for line in answer.context["page"].lines][:3] == [
        "09:00",
        "09:02",
        "09:07",
    ]
    assert "Shape the agenda" not in page
    assert not Gathering.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "auditor"])
def test_gathering_shows_only_when_and_where_to_others(client, place, monday, who):
    issue(place, text="Something of ours")
    place.series.place = "Room 4"
    place.series.save()
    Turn.objects.create(series=place.series, person=place.ana, position=0)
    client.force_login(make.person() if who == "stranger" else make.auditor())

    answer = client.get(at("gathering", place, monday))
    page = answer.content.decode().partition("</header>")[2].partition("<nav")[2]

    assert ("Room 4" in page, "09:00" in page) == (True, True)
    assert "Something of ours" not in page
    assert "facilitates" not in page
    assert client.get(at("agenda", place, monday)).status_code == 404


def test_gathering_is_not_there_on_a_day_without_one(client, place, monday):
    client.force_login(place.ana)
    for name in ("gathering", "agenda"):
        assert client.get(at(name, place, monday + timedelta(days=1))).status_code == 404


def test_agenda_is_shaped_by_those_who_facilitate_and_whose_turn_it_is(client, place, monday):
    client.force_login(place.priya)
    assert client.get(at("agenda", place, monday)).status_code == 404
    assert client.post(at("agenda", place, monday), {"do": "keep"}).status_code == 404
    Turn.objects.create(series=place.series, person=place.priya, position=0)
    assert client.get(at("agenda", place, monday)).status_code == 200


def test_agenda_is_kept_by_the_first_step_and_the_step_is_taken(client, place, monday):
    issue(place, votes=3)
    issue(place, "Forms", votes=2)
    client.force_login(place.ana)

    answer = shaped(client, place, monday, "up", "Forms")

    forms = Issue.objects.get(text="Forms")
    assert answer.headers["Location"].endswith(f"?at=up-issue-{forms.pk}")
    assert titles(client, place, monday) == ["Forms", "Old price lists"]
    assert (
        f'id="up-issue-{forms.pk}" autofocus'
        in client.get(answer.headers["Location"]).content.decode()
    )
    shaped(client, place, monday, "down", "Forms")
    assert titles(client, place, monday) == ["Old price lists", "Forms"]


def test_agenda_parks_and_puts_back(client, place, monday):
    issue(place)
    client.force_login(place.ana)

    shaped(client, place, monday, "park", "Old price lists")
    assert titles(client, place, monday) == []
    shaped(client, place, monday, "unpark", "Old price lists")
    assert titles(client, place, monday) == ["Old price lists"]


def test_agenda_puts_off_until_next_time(client, place, monday):
    issue(place)
    client.force_login(place.ana)
    answer = shaped(client, place, monday, "next_time", "Old price lists")
    said = [str(message) for message in client.get(answer.headers["Location"]).context["messages"]]

    following = monday + timedelta(days=7)
    assert said == [f"For {following:%A}, {following.day} {following:%B %Y}: Old price lists"]
    assert titles(client, place, monday) == []
    assert titles(client, place, following) == ["Old price lists"]


@pytest.mark.parametrize(("do", "state"), [("drop", "dropped"), ("take_out", None)])
def test_agenda_lets_go_of_an_item(client, place, monday, do, state):
    one = issue(place)
    client.force_login(place.ana)
    shaped(client, place, monday, do, "Old price lists")
    row = AgendaItem.objects.filter(issue=one).first()
    assert (row.state if row else None) == state
    assert Issue.objects.get().state == "open"


def test_agenda_gives_other_minutes(client, place, monday):
    issue(place)
    client.force_login(place.ana)
    shaped(client, place, monday, "minutes", "Old price lists", minutes=30)
    answer = client.get(at("agenda", place, monday))
    assert AgendaItem.objects.get(title="Old price lists").minutes == 30
    assert answer.context["sentence"] == "73 minutes for a gathering of 55: 18 too many."
    assert shaped(client, place, monday, "minutes", "Old price lists").status_code == 409


def test_agenda_takes_something_in_own_words(client, place, monday):
    client.force_login(place.ana)
    part = "Round of updates: what switched, what slipped"
    sent = {"do": "add", "title": "Cake", "minutes": 3, "part": part}
    assert client.post(at("agenda", place, monday), sent).status_code == 302
    row = AgendaItem.objects.get(title="Cake")
    assert (row.minutes, row.part, row.why) == (3, part, {})


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"title": " "}, "title"), ({"minutes": 700}, "minutes"), ({"part": "Elsewhere"}, "part")],
)
def test_agenda_says_what_is_missing_and_keeps_what_was_typed(client, place, monday, facts, field):
    client.force_login(place.ana)
    sent = {"do": "add", "title": "Cake", "minutes": 3, "part": "", **facts}
    answer = client.post(at("agenda", place, monday), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not AgendaItem.objects.exists()


def test_agenda_takes_what_came_since_and_drops_what_nobody_touched(client, place, monday):
    client.force_login(place.ana)
    shaped(client, place, monday, "keep")
    new = issue(place, "Something new", surfaced_at=timezone.now())
    old = issue(place, "Old thing", surfaced_at=timezone.now() - timedelta(days=90))
    for weeks in (1, 2, 3):
        make.gathering(place.series, planned_on=monday - timedelta(weeks=weeks), state="held")
    lists = client.get(at("agenda", place, monday)).context["lists"]
    assert [one.title for one in lists.waiting] == ["Something new"]
    assert [one.title for one in lists.offered] == ["Old thing"]

    shaped(client, place, monday, "put_on", kind="issue", number=new.pk)
    shaped(client, place, monday, "let_go", kind="issue", number=old.pk)

    assert titles(client, place, monday) == ["Something new"]
    old.refresh_from_db()
    assert (old.state, old.because) == ("dropped", "Nobody took it up in three gatherings.")
    again = shaped(client, place, monday, "let_go", kind="issue", number=old.pk)
    assert again.status_code == 409


def test_agenda_refuses_a_step_nobody_can_take(client, place, monday):
    client.force_login(place.ana)
    answer = client.post(at("agenda", place, monday), {"do": "fly"})
    assert answer.status_code == 422
    for ref in ("d99", "99999", "dx", ""):
        sent = {"do": "up", "item": ref}
        assert client.post(at("agenda", place, monday), sent).status_code == 404


def test_gathering_that_was_held_shows_what_it_talked_about(client, place, monday):
    past = monday - timedelta(weeks=2)
    held = make.gathering(place.series, planned_on=past, state="held", ended_at=timezone.now())
    item(held, "Photos", state="done", taken_at=make.AT)
    client.force_login(place.ana)

    page = client.get(at("gathering", place, past)).content.decode()

    assert ("Photos" in page, "talked about" in page) == (True, True)
    assert client.get(at("agenda", place, past)).context["lists"] is None


def test_gathering_that_is_cancelled_says_why(client, place, monday):
    make.gathering(place.series, planned_on=monday, state="cancelled", cancelled_because="Easter")
    client.force_login(place.ana)
    assert "Easter" in client.get(at("gathering", place, monday)).content.decode()


def fill(place: Mondays, count: int) -> None:
    for number in range(count):
        issue(place, f"Thing {number}", touches=2)
        problem(place, f"Problem {number}").units.set(place.units)
        commitment(place, f"Promise {number}")


@pytest.mark.parametrize(
    ("name", "kept", "queries"),
    [
        ("gathering", False, 30),
        ("gathering", True, 22),
        ("agenda", False, 30),
        ("agenda", True, 31),
    ],
)
def test_pages_take_as_many_queries_when_more_waits(
    client, place, monday, name, kept, queries, django_assert_num_queries
):
    client.force_login(place.ana)
    for number in (1, 2):
        fill(place, number)
        if kept:
            AgendaItem.objects.all().delete()
            shaped(client, place, monday, "keep")
        client.get(at(name, place, monday))
        with django_assert_num_queries(queries):
            client.get(at(name, place, monday))
