"""The auditor's page: every event in a sentence, and nobody's own doings by their name."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from mandorla.base import verbs
from mandorla.base.forms import TrailForm
from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.people.models import AccessToken, Person
from tests import make

pytestmark = pytest.mark.django_db
URL = "/events/"
FILE = "/events/file.csv"


def _read(client: Client, url: str = URL, **asked: str) -> str:
    return client.get(url, asked).content.decode()


def _file(client: Client, **asked: str) -> list[dict[str, str]]:
    answer = client.get(FILE, asked)
    text = b"".join(answer).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _told(client: Client, **asked: str) -> list[str]:
    return [row["what happened"] for row in _file(client, **asked)]


@pytest.fixture
def karin(client) -> Person:
    """A program manager, signed in."""
    karin = make.program_manager()
    client.force_login(karin)
    return karin


@pytest.mark.parametrize("url", [URL, FILE])
def test_trail_is_open_to_program_managers_and_auditors_only(client, url):
    answers = []
    for who in (make.program_manager(), make.auditor(), make.person(), None):
        client.logout()
        if who:
            client.force_login(who)
        answers.append(client.get(url).status_code)
    assert answers == [200, 200, 404, 302]


def test_page_tells_what_happened_newest_first(client, karin):
    plant = make.unit("Plant")
    plant.rename(name="Plant North", by=karin, at=make.AT + timedelta(days=1))
    page = _read(client)
    first, second = (
        "Karin Lindqvist renamed Plant to Plant North.",
        "Mandorla added the unit Plant.",
    )
    assert 0 < page.index(first) < page.index(second)


def test_empty_trail_says_what_belongs_here(client, karin):
    assert "Nothing has happened yet" in _read(client)


@pytest.fixture
def history(karin) -> None:
    """Acts of two people on three days, in two communities and outside."""
    ben = make.person("Ben Okafor")
    weld, data = make.community("Welding Circle"), make.community("Data Stewards")
    for days, community, by in ((0, weld, karin), (1, data, karin), (2, weld, ben)):
        community.describe(
            name=community.name,
            purpose="",
            joining="open",
            unit=None,
            by=by,
            at=make.AT + timedelta(days=days),
        )
    make.unit("Plant").rename(name="North", by=ben, at=make.AT + timedelta(days=3))


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({}, ["2026-03-05", "2026-03-04", "2026-03-03", "2026-03-02", "2026-03-02"]),
        ({"who": "Karin Lindqvist"}, ["2026-03-03", "2026-03-02"]),
        ({"who": "okafor"}, ["2026-03-05", "2026-03-04"]),
        ({"what": "unit.renamed"}, ["2026-03-05"]),
        ({"since": "2026-03-04"}, ["2026-03-05", "2026-03-04"]),
        ({"until": "2026-03-03"}, ["2026-03-03", "2026-03-02", "2026-03-02"]),
        ({"since": "2026-03-03", "until": "2026-03-03"}, ["2026-03-03"]),
        ({"within": "welding circle"}, ["2026-03-04", "2026-03-02"]),
        ({"within": "data"}, ["2026-03-03"]),
        ({"within": "Welding Circle", "who": "ben"}, ["2026-03-04"]),
        ({"within": "Data Stewards", "who": "ben"}, []),
    ],
)
def test_trail_is_filtered_by_who_what_when_and_within(client, history, asked, days):
    assert [row["when"][:10] for row in _file(client, **asked)] == days


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"since": "yesterday-ish"}, "This is not a date. Write it as 2027-03-31."),
        ({"until": "2026-02-30"}, "This is not a date. Write it as 2027-03-31."),
        ({"until": "9999-12-31"}, "Nothing is known of that year."),
        ({"since": "0001-01-01"}, "Nothing is known of that year."),
        ({"since": "2026-03-04", "until": "2026-03-03"}, "This is before the first day."),
        ({"who": "Nobody Known"}, "Nobody here is called so."),
        ({"who": "karin.lindqvist1@halden.example"}, "Nobody here is called so."),
        ({"within": "Knitting"}, "No community is called so."),
        ({"what": "person.vanished"}, "Select a valid choice"),
        ({"who": "Karin", "what": "member.joined"}, "not looked up by their name"),
    ],
)
def test_question_that_cannot_be_answered_gets_a_sentence(client, history, asked, sentence):
    answer = client.get(URL, asked)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "Nothing is shown." in page
    assert client.get(FILE, asked).status_code == 400


def test_name_that_several_begin_with_offers_the_names(client, history):
    make.person("Ben Adams")
    page = _read(client, who="ben")
    assert "Write the whole name, such as: Ben Adams, Ben Okafor." in page


def test_day_begins_where_the_organization_is(client, karin, settings):
    settings.TIME_ZONE = "America/New_York"
    at = datetime(2026, 3, 5, 23, 30, tzinfo=ZoneInfo("America/New_York"))
    make.unit("Plant").rename(name="North", by=karin, at=at)
    found = [
        len(_file(client, what="unit.renamed", since=d, until=d))
        for d in ("2026-03-05", "2026-03-06")
    ]
    assert found == [1, 0]


def _many(count: int) -> None:
    Event.objects.bulk_create(
        Event(
            at=make.AT + timedelta(seconds=number // 7),
            verb="unit.opened",
            about_name=f"unit-{number:04}-",
        )
        for number in range(count)
    )


def test_pages_together_tell_everything_once(client, karin):
    _many(120)
    told: list[int] = []
    asked: dict[str, str] = {}
    sizes = []
    while True:
        answer = client.get(URL, asked)
        lines = answer.context["stretch"].lines
        sizes.append(len(lines))
        told += [line.event.pk for line in lines]
        if not answer.context["stretch"].older:
            break
        asked = {"after": answer.context["stretch"].older}
    everything = Event.objects.newest_first().values_list("pk", flat=True)
    assert (told, sizes) == (list(everything), [50, 50, 20])


@pytest.mark.parametrize("mark", ["x", "-1", "1-1", "9" * 30, "²", "0", "999999999"])
def test_mark_that_cannot_be_read_begins_with_the_newest(client, karin, mark):
    _many(3)
    assert len(client.get(URL, {"after": mark}).context["stretch"].lines) == 3


def test_mark_tells_no_moment(client, karin):
    """It may stand for what somebody did for themselves, of which only the day is told."""
    _many(51)
    older = client.get(URL).context["stretch"].older
    assert older == str(Event.objects.newest_first()[49].pk)


def test_file_has_every_event_when_there_are_more_than_a_batch(client, karin):
    _many(1203)
    assert len(_file(client)) == 1203


def test_file_runs_no_formulas(client, karin):
    for start in ("=", "+", "-", "@", "\t", "\r"):
        Event.objects.bulk_create(
            [Event(at=make.AT, verb="community.started", about_name=f"{start}1+1")]
        )
    starts = {told.removesuffix("1+1 became active.") for told in _told(client)}
    assert starts == {"'=", "'+", "'-", "'@", "'\t", "'\r"}


@pytest.mark.parametrize("url", [URL, FILE])
def test_query_count_is_the_same_with_one_and_three_events(
    client, karin, django_assert_num_queries, url
):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            community = make.community()
            community.start(by=karin, at=make.AT)
        with django_assert_num_queries(5) as queries:
            answer = client.get(url)
            b"".join(answer)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite how it would do it")
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"who": "Karin Lindqvist"},
        {"what": "unit.renamed"},
        {"since": "2026-03-01", "until": "2026-03-31"},
        {"within": "Welding Circle"},
    ],
)
def test_every_question_is_answered_from_an_index_without_sorting(karin, history, asked):
    form = TrailForm(asked)
    events = form.applied_to(Event.objects.visible_to(karin)).newest_first()
    plan = events.older_than(at=make.AT, pk=5)[:51].explain()
    assert "USE TEMP B-TREE" not in plan
    assert "SEARCH base_event USING INDEX" in plan


# --- the promise, asked of the page and the file in every way they can be asked ---


@pytest.fixture
def ana(karin) -> Person:
    """Somebody who did every personal thing and nothing official."""
    ana = make.person("Anastasija Uniquename")
    community = make.community("Welding Circle")
    Membership.join(community=community, person=ana, at=make.AT)
    Membership.leave(community=community, person=ana, at=make.AT)
    _token, _secret = AccessToken.issue(person=ana, name="x", scope="read", days=3, at=make.AT)
    return ana


def test_no_question_brings_a_name_together_with_what_somebody_did_for_themselves(client, ana):
    personal = [verb.name for verb in verbs.all_verbs() if verb.personal]
    questions: list[dict[str, str]] = [{}, *({"what": name} for name in personal)]
    questions += [{"within": "Welding Circle"}, {"since": "2026-03-02", "until": "2026-03-02"}]
    for asked in questions:
        assert "Anastasija" not in _read(client, **asked)
        assert "Anastasija" not in repr(_file(client, **asked))


@pytest.mark.parametrize("name", ["Anastasija Uniquename", "uniquename", "ANASTASIJA"])
def test_asking_for_somebody_finds_nothing_they_did_for_themselves(client, ana, name):
    for asked in ({}, {"within": "Welding Circle"}, {"since": "2026-03-02"}):
        assert _told(client, who=name, **asked) == []
        assert "Nothing happened that matches" in _read(client, who=name, **asked)


def test_made_up_parameters_find_nobody(client, ana):
    unasked = _told(client)
    for name in ("by", "by_id", "own", "own_id", "own__name", "by__email", "about_id", "person"):
        assert _told(client, **{name: str(ana.pk)}) == unasked


def test_time_of_day_of_what_somebody_did_for_themselves_is_not_told(client, ana):
    page, rows = _read(client), _file(client)
    assert "09:00" not in page
    assert {row["when"] for row in rows} == {"2026-03-02"}


def test_address_of_the_page_has_a_name():
    assert (reverse("base:events"), reverse("base:events_file")) == (URL, FILE)
