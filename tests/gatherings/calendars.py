"""Calendars for tests, as other programs write them, and rhythms as ours are begun."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail
from icalendar import Calendar

from mandorla.communities.models import Community
from mandorla.gatherings.calendar.meeting import Meeting
from mandorla.gatherings.calendar.reading import Found, read
from mandorla.gatherings.calendar.recurrence import occurrences
from mandorla.gatherings.invitations import write_invitations
from mandorla.gatherings.models import Invitee, Series
from mandorla.people.models import Person
from tests import make

LISBON = ZoneInfo("Europe/Lisbon")
BERLIN = ZoneInfo("Europe/Berlin")
ROUND = """
UID:round@x
SUMMARY:Monday round
DTSTART;TZID=Europe/Berlin:20260302T090000
DTEND;TZID=Europe/Berlin:20260302T094500
RRULE:FREQ=WEEKLY;BYDAY=MO
"""


def calendar(*events: str, head: str = "") -> bytes:
    parts = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{parts}END:VCALENDAR\n".encode()


def found(*events: str, head: str = "") -> Found:
    return read(calendar(*events, head=head), file="team.ics", floating=LISBON)


def only(*events: str, head: str = "") -> Meeting:
    result = found(*events, head=head)
    assert result.problems == ()
    (meeting,) = result.meetings
    return meeting


def left_out(*events: str, head: str = "") -> str:
    result = found(*events, head=head)
    assert result.meetings == ()
    (problem,) = result.problems
    return problem


def days(meeting: Meeting, first: str, last: str) -> list[str]:
    moments = occurrences(
        meeting,
        first=datetime.fromisoformat(first).replace(tzinfo=UTC),
        last=datetime.fromisoformat(last).replace(tzinfo=UTC),
    )
    return [f"{moment.astimezone(UTC):%m-%d %H:%M}" for moment in moments]


def rhythm(community: Community, name: str = "Monday round", **facts: Any) -> Series:
    """Every Monday at nine in Lisbon, from the day of `make.AT` on."""
    return Series.begin(
        **{
            "community": community,
            "name": name,
            "rule": "FREQ=WEEKLY;BYDAY=MO",
            "timezone": "Europe/Lisbon",
            "starts_on": date(2026, 3, 2),
            "starts_time": time(9),
            "minutes": 45,
            "place": "Room 3",
            "by": None,
            "at": make.AT,
            **facts,
        }
    )


def invited(person: Person, community: Community, *, at: datetime) -> Series:
    """The rhythm of the community, after the person was invited to it by mail."""
    series = rhythm(community)
    Invitee.begin(person=person, community=community)
    assert write_invitations(at=at) == 1
    sent()
    return series


def sent() -> list[tuple[str, str, list[Any]]]:
    """Subject, method and events of each letter; the box is empty afterwards."""
    found = []
    for letter in mail.outbox:
        parts: Any = letter.message().get_payload()
        (part,) = [part for part in parts if part.get_param("method")]
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        assert part.get_content_type() == "text/calendar"
        assert part.get_param("method") == calendar["METHOD"]
        found.append((str(letter.subject), str(calendar["METHOD"]), calendar.events))
    mail.outbox.clear()
    return found
