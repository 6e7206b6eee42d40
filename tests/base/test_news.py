"""News stand in the order in which it happened, and are read up to where somebody looked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from mandorla.base.models import Notification
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _tell(person: Person, name: str, *, days_ago: int) -> None:
    """A community is closed; which day that was may be heard late."""
    Notification.tell(
        "license.applied",
        to=[person],
        about=make.license(make.community(name)),
        address="/today/",
        by=None,
        at=make.AT - days_ago * DAY,
        community=name,
        what="full license",
    )


@pytest.fixture
def reader() -> Person:
    return make.person("Rhea Reader")


def _browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _page(person: Person) -> list[tuple[str, bool]]:
    rows = _browser(person).get("/news/").context["page"].rows
    return [(one.details["community"], one.seen_at is None) for one in rows]


def test_news_stand_by_moment_when_an_older_thing_became_known_later(reader):
    for name, days_ago in (("Last week", 7), ("Today", 0), ("Years ago", 1500), ("Yesterday", 1)):
        _tell(reader, name, days_ago=days_ago)

    assert [name for name, _new in _page(reader)] == [
        "Today",
        "Yesterday",
        "Last week",
        "Years ago",
    ]


def test_news_are_read_up_to_the_newest_that_was_shown(reader):
    _tell(reader, "Today", days_ago=0)
    _tell(reader, "Years ago", days_ago=1500)
    browser = _browser(reader)
    last = browser.get("/news/").context["last"]
    _tell(reader, "Tomorrow", days_ago=-1)

    browser.post("/news/reading/", {"last": last})

    assert _page(reader) == [("Tomorrow", True), ("Today", False), ("Years ago", False)]


@pytest.mark.parametrize("last", ["0", "999999999", "Today"])
def test_nothing_is_read_when_nobody_showed_it(reader, last):
    _tell(reader, "Today", days_ago=0)
    _browser(reader).post("/news/reading/", {"last": last})
    assert _page(reader) == [("Today", True)]


def test_news_of_somebody_else_mark_nothing_as_read(reader):
    _tell(reader, "Today", days_ago=0)
    other = make.person("Otto Other")
    _tell(other, "Theirs", days_ago=-1)
    theirs = Notification.objects.get(person=other).pk

    _browser(reader).post("/news/reading/", {"last": theirs})

    assert _page(reader) == [("Today", True)]


def test_what_was_told_before_a_moment_was_read_on_its_day(reader):
    _tell(reader, "Today", days_ago=0)
    _tell(reader, "Years ago", days_ago=1500)

    Notification.objects.see_before(make.AT - DAY)

    assert _page(reader) == [("Today", True), ("Years ago", False)]
