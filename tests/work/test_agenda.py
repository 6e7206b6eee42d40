"""The agenda of a gathering, from its draft to the next one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.core.waiting import TAKES
from mandorla.gatherings.models import Gathering
from mandorla.work.agenda import agenda_of, keep_agenda, parts_of, put_off, put_on, redraft
from mandorla.work.models import AgendaItem
from mandorla.work.models.about import SOURCES
from mandorla.work.waiting import READERS
from mandorla.work.whys import why_sentence
from tests import make
from tests.make import AT
from tests.work.agendas import MONDAY, Mondays, commitment, held, issue, item, mondays, problem

pytestmark = pytest.mark.django_db
LAST, NEXT = date(2026, 2, 23), date(2026, 3, 9)


@pytest.fixture
def place() -> Mondays:
    return mondays()


def told(place: Mondays, on: date = MONDAY) -> list[tuple[str, int, str]]:
    rows = agenda_of(place.on(on), at=AT).rows
    return [(row.title, row.minutes, why_sentence(row.why, on=on)) for row in rows]


def test_agenda_is_drafted_with_its_reasons_and_touches_nothing(place):
    issue(place, votes=7, touches=3)
    problem(place)
    commitment(place)

    assert told(place) == [
        ("Ask Finance", 2, "overdue since 27 February"),
        ("Check-in: one word each, and who is missing", 5, ""),
        ("Round of updates: what switched, what slipped", 13, ""),
        ("Old price lists", 8, "7 votes, touches 3 units"),
        ("Prices differ", 12, "without a solution for 14 days"),
        ("What we coordinate, who owns it, by when", 10, ""),
        ("Who needs a hand this week, who can give one", 5, ""),
    ]
    agenda = agenda_of(place.on(), at=AT)
    assert (agenda.used, agenda.minutes, agenda.is_kept) == (55, 55, False)
    assert not Gathering.objects.exists()
    assert not AgendaItem.objects.exists()


def test_agenda_is_what_was_kept_whatever_comes_up_later(place):
    one = issue(place)
    keep_agenda(place.on(), by=place.ana, at=AT)
    issue(place, "Something new", votes=9)
    agenda = agenda_of(place.on(), at=AT)

    assert [row.issue for row in agenda.rows if row.kind] == [one]
    assert agenda.is_kept
    event = Event.objects.get(verb="agenda.kept")
    assert event.plain_sentence == "Ana Marković kept the agenda of Monday round, 2026-03-02."


def test_agenda_is_kept_once_when_two_keep_it(place):
    issue(place)
    seen = agenda_of(place.on(), at=AT).mark
    keep_agenda(place.on(), by=place.ana, at=AT, seen=seen)
    count = AgendaItem.objects.count()

    with pytest.raises(Stale):
        keep_agenda(place.on(), by=place.priya, at=AT, seen=seen)
    keep_agenda(place.on(), by=place.priya, at=AT)

    assert AgendaItem.objects.count() == count
    assert Event.objects.filter(verb="agenda.kept").count() == 1


def test_agenda_that_reads_otherwise_than_what_was_seen_is_not_kept(place):
    seen = agenda_of(place.on(), at=AT).mark
    issue(place)
    with pytest.raises(Stale):
        keep_agenda(place.on(), by=place.ana, at=AT, seen=seen)
    assert not Gathering.objects.exists()


def test_new_draft_keeps_what_was_placed_by_hand_and_what_was_put_aside(place):
    low, parked = issue(place, votes=1), issue(place, "Forms", votes=2)
    keep_agenda(place.on(), by=place.ana, at=AT)
    gathering = Gathering.objects.get()
    AgendaItem.place(gathering=gathering, title="Cake", minutes=2, by=place.ana, at=AT)
    AgendaItem.objects.get(issue=parked).park(by=place.ana, at=AT)
    cake = AgendaItem.objects.get(title="Cake")
    for _step in range(20):
        AgendaItem.objects.get(pk=cake.pk).earlier()
    issue(place, "Something new", votes=9)

    redraft(gathering, by=place.ana, at=AT)
    agenda = agenda_of(gathering, at=AT)

    assert agenda.rows[0].title == "Cake"
    assert [row.title for row in agenda.rows if row.kind] == ["Something new", low.text]
    assert [row.issue for row in agenda.aside] == [parked]
    assert agenda.used == 55


def test_new_draft_has_one_item_for_issues_that_became_one_problem(place):
    first, second = issue(place, votes=3), issue(place, "Forms", votes=2)
    keep_agenda(place.on(), by=place.ana, at=AT)
    rows = {row.issue: row for row in AgendaItem.objects.exclude(issue=None)}
    rows[second].earlier()
    rows[first].allot(minutes=12)
    behind = make.problem(place.community, first, second)

    redraft(Gathering.objects.get(), by=place.ana, at=AT)

    agenda = agenda_of(Gathering.objects.get(), at=AT)
    assert [(row.problem, row.minutes) for row in agenda.rows if row.kind] == [(behind, 12)]
    assert agenda.used == 55


def test_agenda_carries_over_what_was_not_reached(place):
    issue(place)
    last = keep_agenda(place.on(LAST), by=place.ana, at=AT - timedelta(days=8)).gathering
    AgendaItem.place(gathering=last, title="Cake", minutes=3, by=None, at=AT)
    Gathering.objects.update(state="held")

    kept = keep_agenda(place.on(), by=place.ana, at=AT)
    carried = {row.title: row for row in kept.rows if row.carried_from}

    assert sorted(carried) == ["Cake", "Old price lists"]
    assert carried["Cake"].why == {"code": "left", "on": "2026-02-23", "since": "2026-02-23"}
    assert why_sentence(carried["Cake"].why, on=MONDAY) == "not reached on 23 February"
    Gathering.objects.update(state="held")
    again = agenda_of(place.on(NEXT), at=AT)
    assert [row.why["since"] for row in again.rows if row.title == "Cake"] == ["2026-02-23"]


def test_agenda_offers_what_three_gatherings_did_not_touch(place):
    old = issue(place, surfaced_at=AT - timedelta(days=90), votes=5)
    for day in (date(2026, 2, 9), date(2026, 2, 16), LAST):
        held(place, day)
    agenda = agenda_of(place.on(), at=AT)

    assert agenda.draft is not None
    assert [one.id for one in agenda.draft.offered] == [old.pk]
    assert not any(row.kind for row in agenda.rows)


def test_item_that_is_put_off_is_on_the_next_agenda_beside_its_draft(place):
    one = issue(place)
    keep_agenda(place.on(), by=place.ana, at=AT)
    row = AgendaItem.objects.get(issue=one)

    until = put_off(row, by=place.ana, at=AT)
    coming = agenda_of(until, at=AT)

    assert (until.planned_on, coming.is_kept) == (NEXT, False)
    assert [(r.title, r.why["code"]) for r in coming.rows if r.kind] == [
        ("Old price lists", "next_time")
    ]
    assert coming.used == 55
    kept = keep_agenda(until, by=place.ana, at=AT)
    assert [r.pk for r in kept.rows if r.kind] == [coming.rows[0].pk]


def test_item_is_put_off_past_a_gathering_that_is_cancelled(place):
    make.gathering(place.series, planned_on=NEXT, state="cancelled", cancelled_because="Easter")
    row = item(make.gathering(place.series))
    assert put_off(row, by=None, at=AT).planned_on == date(2026, 3, 16)


def test_item_is_not_put_off_when_the_series_ends(place):
    place.series.ends_on = MONDAY
    place.series.save()
    row = item(make.gathering(place.series))
    with pytest.raises(Refused, match="no later date"):
        put_off(row, by=None, at=AT)


def test_what_waits_is_put_on_once(place):
    keep_agenda(place.on(), by=place.ana, at=AT)
    one = issue(place, votes=3)
    gathering = Gathering.objects.get()

    row = put_on(gathering, kind="issue", number=one.pk, by=place.ana, at=AT)

    assert (row.issue, row.part) == (one, "The two or three issues that touch several units")
    assert row.why == {"code": "votes", "votes": 3, "placed": True}
    with pytest.raises(Stale):
        put_on(gathering, kind="issue", number=one.pk, by=place.ana, at=AT)


def test_agenda_of_a_gathering_that_is_over_is_not_drafted(place):
    issue(place)
    over = make.gathering(place.series, state="held")
    assert agenda_of(over, at=AT).rows == ()


def test_parts_are_those_of_the_series_when_it_has_its_own(place):
    place.series.template = [{"title": "Talk", "minutes": 20}, {"title": "End", "minutes": 5}]
    parts = parts_of(place.on())
    assert [(part.title, part.minutes, bool(part.takes)) for part in parts] == [
        ("Talk", 20, True),
        ("End", 5, False),
    ]


def test_parts_are_one_when_the_community_follows_no_archetype():
    series = make.series(make.community())
    series.template = []
    (part,) = parts_of(Gathering.on(series=series, planned_on=MONDAY))
    assert (part.title, part.minutes, part.takes) == ("What is open", 55, frozenset(TAKES.values()))


def test_kinds_have_a_reader_and_a_place_on_an_agenda():
    assert set(READERS) == set(TAKES.values()) == set(SOURCES)


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ({}, ""),
        ({"code": "part"}, ""),
        ({"code": "due", "due_on": "2026-03-06"}, "due Friday"),
        ({"code": "due", "due_on": "2026-03-09", "units": 3}, "due 9 March in 3 units"),
        ({"code": "overdue", "due_on": "2025-12-01"}, "overdue since 1 December 2025"),
        ({"code": "parked", "on": "2026-02-23", "votes": 1}, "parked on 23 February; 1 vote"),
        ({"code": "next_time", "on": "2026-02-23"}, "put off from 23 February"),
        ({"code": "waits", "state": "trying", "days": 21}, "being tried for 21 days"),
        ({"code": "waits", "state": "proposed", "days": 1}, "proposed 1 day ago"),
        ({"code": "open", "gatherings": 2}, "nobody touched it in the last 2 gatherings"),
        ({"code": "new", "days": 0}, "came up today"),
        ({"code": "brought", "days": 5}, "brought 5 days ago"),
        ({"code": "touches", "units": 2}, "touches 2 units"),
        ({"code": "unheard of"}, ""),
    ],
)
def test_reason_reads_as_a_sentence(why, sentence):
    assert why_sentence(why, on=MONDAY) == sentence
