"""Invitations by mail when the mail server does not take them: tried again, and never sent twice."""

from __future__ import annotations

from datetime import date, time, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest

from mandorla.gatherings.invitations import write_invitations
from mandorla.gatherings.models import Gathering, Invitee
from tests import make
from tests.gatherings.calendars import invited, rhythm, sent

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LATER = make.AT + HOUR


def test_only_what_was_not_delivered_is_sent_again_by_the_next_run(ana, atlas, refuses):
    rhythm(atlas)
    rhythm(atlas, "Lunch", starts_time=time(12))
    Invitee.begin(person=ana, community=atlas)

    refuses["Lunch"] = ConnectionRefusedError()
    assert write_invitations(at=LATER) == 1
    assert write_invitations(at=LATER + HOUR) == 0
    refuses.clear()
    assert write_invitations(at=LATER + 2 * HOUR) == 1
    assert write_invitations(at=LATER + 3 * HOUR) == 0

    assert [subject for subject, _method, _events in sent()] == [
        "Atlas: Monday round, every Monday, 09:00, Europe/Lisbon",
        "Atlas: Lunch, every Monday, 12:00, Europe/Lisbon",
    ]


def test_cancellation_is_sent_again_when_it_was_not_delivered(ana, atlas, refuses):
    series = invited(ana, atlas, at=LATER)
    moved = Gathering.touch(series=series, planned_on=date(2026, 3, 9), at=LATER)
    moved.cancel(because="", by=None, at=LATER + HOUR)

    refuses["Cancelled"] = SMTPServerDisconnected()
    assert write_invitations(at=LATER + 2 * HOUR) == 0
    refuses.clear()
    assert write_invitations(at=LATER + 3 * HOUR) == 1

    assert [method for _subject, method, _events in sent()] == ["CANCEL"]


@pytest.mark.parametrize(
    "error",
    [
        SMTPRecipientsRefused({"ana@halden.example": (550, b"no such box")}),
        SMTPDataError(554, b"no"),
        ValueError("a line cannot be written"),
    ],
)
def test_letter_is_not_tried_again_when_it_is_refused_for_good(ana, atlas, refuses, error):
    rhythm(atlas)
    Invitee.begin(person=ana, community=atlas)
    refuses["Monday"] = error

    write_invitations(at=LATER)
    refuses.clear()

    assert write_invitations(at=LATER + HOUR) == 0


def test_letter_is_given_up_after_some_days(ana, atlas, refuses):
    rhythm(atlas)
    Invitee.begin(person=ana, community=atlas)
    refuses["Monday"] = SMTPRecipientsRefused({"ana@halden.example": (450, b"box is full")})

    for day in range(6):
        write_invitations(at=LATER + timedelta(days=day))
    refuses.clear()

    assert write_invitations(at=LATER + timedelta(days=7)) == 0
