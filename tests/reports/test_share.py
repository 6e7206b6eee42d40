"""Links that end: kept as a hash, shown while they work, and then as if they had never been."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.reports.models import Choice, Share
from tests import make
from tests.reports.bringing import World, answered, both_say_yes, everything, page_of, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> World:
    return world()


def shared(at: World, **facts) -> tuple[Share, str]:
    """A link that Priya made now, for 30 days."""
    told = {"name": "For Ben", "days": 30, "by": at.priya, "at": timezone.now()}
    return Share.make(**{**told, **facts})


def opened(secret: str):
    """What somebody without an account gets by a link."""
    return Client().get(f"/shared/{secret}/")


def words(answer) -> str:
    """The page as text."""
    return answer.content.decode()


def test_secret_of_a_link_is_kept_nowhere(at):
    share, secret = shared(at)

    kept = " ".join(str(value) for value in Share.objects.values_list().get(pk=share.pk))

    assert secret not in kept
    assert not [e for e in Event.objects.all() if secret in str(e.details)]


def test_link_shows_what_the_person_lets_leave_and_no_more(at):
    everything(at)
    page = page_of(at.priya)
    [told] = [line for line in page.lines if line.kind == "story"]
    Choice.keep_all({told.key: False}, usual=page.usual, by=at.priya)
    _share, secret = shared(at)

    told_there = words(opened(secret))

    for line in page_of(at.priya).lines:
        assert (line.text in told_there) == line.goes or line.text in {"Member", "Steward"}, line
    assert "What Priya Shah brought" in told_there


def test_link_follows_when_the_person_keeps_something_back_later(at):
    everything(at)
    _share, secret = shared(at)
    before = words(opened(secret))
    Choice.keep_all({"lesson": False}, usual={"lesson": True}, by=at.priya)

    assert ("Ask first 0" in before, "Ask first 0" in words(opened(secret))) == (True, False)


def test_shared_page_names_nobody_who_did_not_choose_it(at):
    everything(at)
    answered(at, "Who knows forms?")
    _share, secret = shared(at)

    page = words(opened(secret))

    for name in ("Ben Okafor", "Sam Silva", at.karin.name):
        assert name not in page


def test_shared_page_names_who_said_so(at):
    both_say_yes(at, answered(at))
    _share, secret = shared(at)

    assert "Ben Okafor" in words(opened(secret))


def test_shared_page_is_not_kept_and_leads_nowhere(at):
    everything(at)
    _share, secret = shared(at)

    answer = opened(secret)

    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert [
        part for part in words(answer).split('href="')[1:] if not part.startswith(("/static", "#"))
    ] == []
    assert "sessionid" not in answer.cookies


def test_openings_are_counted_without_who_or_when(at):
    share, secret = shared(at)
    opened(secret)
    opened(secret)
    Client().head(f"/shared/{secret}/")

    share.refresh_from_db()

    assert share.opened == 2
    assert not [field.name for field in Share._meta.fields if "opened_" in field.name]


# --- the end ---


def ways_to_end(at: World, share: Share, how: str) -> None:
    """The link is over."""
    if how == "by hand":
        share.end(by=at.priya, at=timezone.now())
    elif how == "by its day":
        Share.objects.update(
            made_at=timezone.now() - timedelta(days=31),
            ends_at=timezone.now() - timedelta(seconds=1),
        )
    else:
        at.priya.deactivate(by=at.karin, at=timezone.now())


@pytest.mark.parametrize("how", ["by hand", "by its day", "by deactivation"])
def test_link_that_ended_is_like_one_that_never_was(at, how):
    share, secret = shared(at)
    assert opened(secret).status_code == 200
    ways_to_end(at, share, how)

    over, unknown = opened(secret), opened("never-made")

    assert (over.status_code, unknown.status_code) == (404, 404)
    assert words(over).replace(secret, "") == words(unknown).replace("never-made", "")
    assert sorted(over.headers) == sorted(unknown.headers)


def test_link_of_somebody_who_comes_back_works_until_its_day(at):
    _share, secret = shared(at)
    at.priya.deactivate(by=at.karin, at=timezone.now())
    at.priya.reactivate(by=at.karin, at=timezone.now())

    assert opened(secret).status_code == 200


@pytest.mark.parametrize("days", [0, 366])
def test_link_lasts_a_day_to_a_year(at, days):
    with pytest.raises(Refused, match="between one day and one year"):
        shared(at, days=days)


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_link_has_a_name_for_oneself(at, name):
    with pytest.raises(Refused, match="for whom"):
        shared(at, name=name)


def test_nobody_has_more_than_twenty_links(at):
    for _number in range(20):
        shared(at)

    with pytest.raises(Refused, match="20 links"):
        shared(at)


def test_link_is_ended_once_and_by_its_owner(at):
    share, _secret = shared(at)
    with pytest.raises(Refused, match="Only who made"):
        share.end(by=at.karin, at=timezone.now())
    share.end(by=at.priya, at=timezone.now())

    with pytest.raises(Stale):
        share.end(by=at.priya, at=timezone.now())


def test_trail_names_nobody_who_shares(at):
    share, _secret = shared(at)
    share.end(by=at.priya, at=timezone.now())

    told = Event.objects.filter(verb__startswith="brought.")

    assert [e.sentence for e in told.order_by("pk")] == [
        "Somebody made a link to what they brought.",
        "Somebody ended a link to what they brought.",
    ]
    assert not Event.objects.by_person(at.priya).filter(verb__startswith="brought.").exists()
    assert [(one.by_id, one.about_id) for one in told] == [(None, None)] * 2


def test_link_of_one_community_and_time_shows_these(at):
    other = make.community("Other", members=(at.priya,))
    make.issue(other, "Elsewhere", by=at.priya)
    make.issue(at.guild, "Here", by=at.priya)
    _share, secret = shared(at, community=other)

    page = words(opened(secret))

    assert ("Elsewhere" in page, "Here" in page) == (True, False)


def test_log_does_not_tell_the_secret():
    import logging

    from mandorla.config.log import WithoutSecrets

    record = logging.LogRecord("x", 20, "", 1, "%s", ("GET /shared/abc-123/ HTTP/1.1",), None)
    WithoutSecrets().filter(record)

    assert record.getMessage() == "GET /shared/***/ HTTP/1.1"
