"""Gatherings by mail, to those who want them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client

from mandorla.communities.models import Membership
from mandorla.gatherings.invitations import write_invitations
from mandorla.gatherings.models import Gathering, Invitee
from tests import make
from tests.gatherings.calendars import invited, rhythm, sent

pytestmark = pytest.mark.django_db
AT = make.AT
HOUR = timedelta(hours=1)
LATER = AT + HOUR


def test_invitation_to_the_rhythm_comes_once_when_somebody_asks_for_it(ana, atlas):
    series = rhythm(atlas)
    Invitee.begin(person=ana, community=atlas)

    assert write_invitations(at=LATER) == 1
    assert write_invitations(at=LATER) == 0

    assert mail.outbox[0].to == ["ana@halden.example"]
    ((subject, method, events),) = sent()
    assert (subject, method) == (
        "Atlas: Monday round, every Monday, 09:00, Europe/Lisbon",
        "REQUEST",
    )
    assert [event.uid for event in events] == [f"series-{series.pk}@mandorla"]


def test_nobody_is_written_to_who_did_not_ask(ana, atlas):
    rhythm(atlas)

    assert write_invitations(at=LATER) == 0


def test_one_gathering_is_sent_when_it_is_moved_or_cancelled(ana, atlas):
    series = invited(ana, atlas, at=LATER)
    moved = Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=LATER)
    moved.reschedule(
        starts_at=datetime(2026, 3, 10, 14, tzinfo=UTC), by=None, at=LATER + timedelta(minutes=1)
    )

    assert write_invitations(at=LATER + timedelta(hours=1)) == 1
    ((subject, method, (event,)),) = sent()
    assert (subject, method) == (
        "Atlas: Monday round, 2026-03-10 14:00, Europe/Lisbon",
        "REQUEST",
    )
    assert (event.uid, event.sequence) == (f"series-{series.pk}@mandorla", 1)
    assert event.decoded("RECURRENCE-ID") == datetime(2026, 3, 9, 9, tzinfo=UTC)

    moved.cancel(because="Ben is ill", by=None, at=LATER + timedelta(hours=2))
    assert write_invitations(at=LATER + timedelta(hours=3)) == 1
    assert "Ben" not in mail.outbox[0].body
    ((subject, method, (event,)),) = sent()
    assert (subject.partition(":")[0], method, event.sequence) == ("Cancelled", "CANCEL", 2)


def test_rhythm_is_still_asked_for_when_one_of_it_is_cancelled(ana, atlas):
    series = rhythm(atlas)
    Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=AT).cancel(
        because="", by=None, at=AT
    )
    Invitee.begin(person=ana, community=atlas)

    write_invitations(at=LATER)

    ((_subject, method, events),) = sent()
    assert (method, [event.get("STATUS") for event in events]) == (
        "REQUEST",
        ["CONFIRMED", "CANCELLED"],
    )


def test_rhythm_is_sent_again_when_it_changes(ana, atlas):
    series = invited(ana, atlas, at=LATER)

    series.correct(starts_time=time(10), by=None, at=LATER + timedelta(hours=1))
    write_invitations(at=LATER + timedelta(hours=2))

    ((subject, _method, (event,)),) = sent()
    assert (subject, event.sequence) == (
        "Atlas: Monday round, every Monday, 10:00, Europe/Lisbon",
        1,
    )


def test_nothing_is_sent_when_one_has_left(ana, atlas):
    rhythm(atlas)
    Invitee.begin(person=ana, community=atlas)
    Membership.objects.get(community=atlas, person=ana).end(by=ana, at=AT)

    assert write_invitations(at=LATER) == 0


def test_nothing_is_sent_when_one_has_no_address_or_no_account(atlas):
    rhythm(atlas)
    for facts in ({"email": None}, {"is_active": False}):
        person = make.person(**facts)
        Membership.appoint(community=atlas, person=person, role="member", by=None, at=AT)
        Invitee.begin(person=person, community=atlas)

    assert write_invitations(at=LATER) == 0


def test_rhythm_is_called_off_when_the_community_closes(ana, atlas):
    series = invited(ana, atlas, at=LATER)
    Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=AT)

    atlas.close(reason="Done", by=None, at=LATER + HOUR, on=LATER.date())

    assert write_invitations(at=LATER + 2 * HOUR) == 1
    assert "It does not take place any more." in mail.outbox[0].body
    ((subject, method, (event,)),) = sent()
    assert (subject, method) == (
        "Cancelled: Atlas: Monday round, every Monday, 09:00, Europe/Lisbon",
        "CANCEL",
    )
    assert (event.uid, event["STATUS"]) == (f"series-{series.pk}@mandorla", "CANCELLED")
    assert (event.sequence, "RECURRENCE-ID" in event) == (1, False)
    assert write_invitations(at=LATER + 3 * HOUR) == 0


def test_rhythm_is_called_off_when_it_has_ended(ana, atlas):
    series = invited(ana, atlas, at=LATER)
    Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=AT)

    series.end(on=LATER.date(), by=None, at=LATER + HOUR)

    write_invitations(at=LATER + 2 * HOUR)
    assert [method for _subject, method, _events in sent()] == ["CANCEL"]


def test_rhythm_has_an_end_when_it_ends_later(ana, atlas):
    series = invited(ana, atlas, at=LATER)
    Gathering.touch(series=series, planned_on=date(2026, 4, 6), at=AT)

    series.end(on=date(2026, 3, 16), by=None, at=LATER + HOUR)

    write_invitations(at=LATER + 2 * HOUR)
    ((_subject, method, (event,)),) = sent()
    assert (method, event["RRULE"]["UNTIL"]) == (
        "REQUEST",
        [datetime(2026, 3, 16, 23, 59, 59, tzinfo=UTC)],
    )


def test_nothing_is_called_off_when_one_never_heard_of_it(ana, atlas):
    rhythm(atlas)
    Invitee.begin(person=ana, community=atlas)

    atlas.close(reason="Done", by=None, at=AT, on=AT.date())

    assert write_invitations(at=LATER) == 0


def test_letter_names_nobody_but_the_one_it_goes_to(ana, atlas):
    ben = make.person("Ben Okafor", email="ben@halden.example")
    Membership.appoint(community=atlas, person=ben, role="leader", by=None, at=AT)
    rhythm(atlas)
    for person in (ana, ben):
        Invitee.begin(person=person, community=atlas)

    write_invitations(at=LATER)

    to_ana = next(letter for letter in mail.outbox if letter.to == ["ana@halden.example"])
    assert "ben" not in to_ana.message().as_string().casefold()


def test_queries_are_the_same_when_more_people_wait(atlas, django_assert_max_num_queries):
    rhythm(atlas)
    for number in range(6):
        person = make.person(email=f"p{number}@halden.example")
        Membership.appoint(community=atlas, person=person, role="member", by=None, at=AT)
        Invitee.begin(person=person, community=atlas)

    with django_assert_max_num_queries(6 + 6):  # one says that each is told
        assert write_invitations(at=LATER) == 6


def test_page_begins_and_ends_invitations(client: Client, ana, atlas):
    client.force_login(ana)
    address = f"/account/calendar/invitations/{atlas.slug}/"

    client.post(address, {"wanted": "yes"})
    assert [str(one) for one in Invitee.objects.visible_to(ana)] == ["Ana Marković: Atlas"]
    client.post(address)
    assert not Invitee.objects.exists()
