"""What people do with the items of an agenda."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.gatherings.models import Gathering
from mandorla.work.models import AgendaItem, Outcome
from mandorla.work.models.agenda_item import mark_of
from tests import make
from tests.make import AT
from tests.work.agendas import Mondays, item, mondays

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Mondays:
    return mondays()


@pytest.fixture
def gathering(place: Mondays) -> Gathering:
    return make.gathering(place.series)


def titles(gathering: Gathering) -> list[str]:
    return [row.title for row in AgendaItem.objects.filter(gathering=gathering).in_order()]


def test_item_is_placed_at_the_end_of_its_part(gathering, place):
    item(gathering, "One", part="Talk")
    item(gathering, "Two", part="End")

    added = AgendaItem.place(
        gathering=gathering, title=" New  one ", minutes=7, part="Talk", by=place.ana, at=AT
    )
    AgendaItem.place(gathering=gathering, title="Last", minutes=1, by=place.ana, at=AT)

    assert titles(gathering) == ["One", "New one", "Two", "Last"]
    assert (added.minutes, added.why, added.is_by_hand) == (7, {}, True)
    assert [event.plain_sentence for event in Event.objects.filter(verb="agenda.added")] == [
        "Ana Marković put something on the agenda of Monday round, 2026-03-02."
    ] * 2


@pytest.mark.parametrize(("title", "minutes"), [("  ", 5), ("Talk", -1), ("Talk", 601)])
def test_item_is_refused_when_it_says_nothing_or_takes_no_sensible_time(gathering, title, minutes):
    with pytest.raises(Refused):
        AgendaItem.place(gathering=gathering, title=title, minutes=minutes, by=None, at=AT)


def test_item_is_refused_when_the_gathering_is_over(place):
    over = make.gathering(place.series, state="held")
    with pytest.raises(Refused, match="over"):
        AgendaItem.place(gathering=over, title="Talk", minutes=5, by=None, at=AT)


def test_item_moves_up_and_down_past_what_is_put_aside(gathering):
    rows = [item(gathering, name) for name in ("A", "B", "C")]
    rows[1].park(by=None, at=AT)

    rows[2].earlier()
    assert titles(gathering) == ["C", "A", "B"]
    rows[2].later()
    assert titles(gathering) == ["A", "C", "B"]
    rows[0].earlier()  # it is the first already
    assert titles(gathering) == ["A", "C", "B"]


def test_item_that_was_moved_counts_as_placed_by_hand(gathering):
    first, second = item(gathering, why={"code": "new"}), item(gathering, why={"code": "new"})
    second.earlier()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_by_hand, second.is_by_hand) == (False, True)


def test_second_of_two_who_arrange_at_once_is_told_and_nothing_is_lost(gathering):
    rows = [item(gathering, name) for name in ("A", "B", "C")]
    seen = mark_of(rows)

    rows[2].earlier(seen=seen)
    with pytest.raises(Stale, match="Somebody else"):
        rows[0].later(seen=seen)
    with pytest.raises(Stale):
        rows[0].allot(minutes=20, seen=seen)

    assert titles(gathering) == ["A", "C", "B"]


def test_item_gets_other_minutes(gathering):
    row = item(gathering, why={"code": "votes", "votes": 2})
    row.allot(minutes=20)
    row.refresh_from_db()
    assert (row.minutes, row.is_by_hand) == (20, True)


def test_item_is_parked_dropped_and_put_back(gathering, place):
    row = item(gathering)
    row.park(by=place.ana, at=AT)
    row.drop(by=place.ana, at=AT)
    row.unpark(by=place.ana, at=AT)

    assert row.state == "planned"
    assert list(Event.objects.order_by("id").values_list("verb", flat=True))[-3:] == [
        "agenda.parked",
        "agenda.dropped",
        "agenda.unparked",
    ]


def test_item_parked_by_two_tells_the_second(gathering):
    row = item(gathering)
    same = AgendaItem.objects.get(pk=row.pk)
    row.park(by=None, at=AT)
    with pytest.raises(Stale):
        same.park(by=None, at=AT)
    assert Event.objects.filter(verb="agenda.parked").count() == 1


def test_item_is_put_off_once_and_comes_back_when_it_is_unparked(gathering, place):
    row = item(gathering, "Talk", part="Issues", minutes=9)
    later = make.gathering(place.series, planned_on=date(2026, 3, 9))

    copy = row.put_off(until=later, by=None, at=AT)

    assert (row.state, copy.carried_from, copy.gathering) == ("parked", row, later)
    assert (copy.title, copy.part, copy.minutes) == ("Talk", "Issues", 9)
    assert copy.why == {"code": "next_time", "on": "2026-03-02", "since": "2026-03-02"}
    with pytest.raises(Stale):
        row.put_off(until=later, by=None, at=AT)
    row.unpark(by=None, at=AT)
    assert (row.state, titles(later)) == ("planned", [])


def test_item_is_taken_out_unless_something_came_of_it(gathering, place):
    row, talked = item(gathering), item(gathering)
    Outcome.objects.create(
        gathering=gathering,
        item=talked,
        kind="decision",
        text="We close them",
        key="00000000-0000-4000-8000-000000000001",
        caught_at=AT,
    )

    row.take_out(by=place.ana, at=AT)
    with pytest.raises(Refused):
        talked.take_out(by=place.ana, at=AT)
    with pytest.raises(Stale):
        row.take_out(by=place.ana, at=AT)

    assert list(AgendaItem.objects.all()) == [talked]


def test_item_that_is_taken_up_finishes_the_one_before(gathering):
    first, second = item(gathering), item(gathering)

    first.take(by=None, at=AT)
    second.take(by=None, at=AT)
    first.refresh_from_db()

    assert (first.state, first.finished_at, second.state) == ("done", AT, "now")
    second.leave()
    assert second.state == "planned"


def test_items_are_seen_by_those_in_the_community_only(gathering, place):
    row = item(gathering)
    stranger = make.person()
    seen = {
        who.name: list(AgendaItem.objects.visible_to(who)) == [row]
        for who in (place.ana, place.priya, make.program_manager())
    }
    assert set(seen.values()) == {True}
    assert not AgendaItem.objects.visible_to(stranger)
    assert not AgendaItem.objects.visible_to(make.auditor())
