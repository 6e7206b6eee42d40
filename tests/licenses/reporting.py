"""Reports on a license, at each point of their way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client

from mandorla.licenses.models import License, Review
from mandorla.people.models import Person
from tests.licenses.granting import granted
from tests.make import AT

DUE = date(2027, 3, 1)
EVIDENCE = {"has_leader": {"value": True}}
NEXT = AT + timedelta(days=1)
LATER = AT + timedelta(days=5)


def licensed(people: SimpleNamespace, **facts: Any) -> License:
    """A license that the sponsor granted."""
    return granted(people.community, by=people.leader, sponsor=people.sponsor, **facts)


def drafted(people: SimpleNamespace, license: License | None = None, **facts: Any) -> Review:
    """A report that is being written; the sponsor reads it."""
    return Review.draft(
        **{
            "license": license or licensed(people),
            "kind": "renewal",
            "due_on": DUE,
            "evidence": EVIDENCE,
            "numbers": ["has_leader"],
            "reader": people.karin,
            "by": people.leader,
            "at": AT,
            **facts,
        }
    )


def written(people: SimpleNamespace, **facts: Any) -> Review:
    """One that says something."""
    review = drafted(people, **facts)
    review.write(
        numbers=review.numbers,
        stories=(),
        ask="An hour with the board",
        answers={review.answers[0]["name"]: "Yes, they are"},
        edits=review.edits,
    )
    return review


def opened(people: SimpleNamespace, **facts: Any) -> Review:
    """One that is open for comments."""
    review = written(people, **facts)
    review.open(evidence=EVIDENCE, hours=72, by=people.leader, at=AT)
    return review


def handed_in(people: SimpleNamespace, **facts: Any) -> Review:
    """One that lies before its reader."""
    review = opened(people, **facts)
    review.submit(evidence=EVIDENCE, by=people.leader, at=LATER)
    return review


def browser(person: Person) -> Client:
    """The browser of somebody who is signed in."""
    client = Client()
    client.force_login(person)
    return client


def moment(day: date) -> datetime:
    """Nine in the morning of a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=AT.tzinfo)
