"""News and the mail that tells them: at most twenty lines, nothing twice, gone by one click."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.base.models import Notification, Organization
from mandorla.communities.models import Community
from mandorla.dashboards.news_mail import MOST_LINES, write_news_mails
from mandorla.demo.models import Letter
from mandorla.people.models import MailWish, Person
from mandorla.people.models.mail_wish import unsubscribing_token
from tests import make
from tests.work.asking import answered, opened

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 9, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def mia() -> Person:
    return make.person("Mia Member")


@pytest.fixture
def tom() -> Person:
    return make.person("Tom Technician")


@pytest.fixture
def guild(mia: Person) -> Community:
    return make.community("Guild", members=(mia,))


def sent(at: datetime) -> list[str]:
    """The texts of the mails that go out now."""
    before = len(mail.outbox)
    write_news_mails(at=at)
    return [str(message.body) for message in mail.outbox[before:]]


def test_mail_goes_out_on_monday_and_tells_nothing_twice(guild, mia, tom):
    ask = opened(guild, mia)
    answered(ask, tom)
    assert sent(MONDAY - DAY) == []
    (text,) = sent(MONDAY)
    assert "Tom Technician answered your ask: “A hand with C#”" in text
    assert (sent(MONDAY), sent(MONDAY + DAY), sent(MONDAY + 7 * DAY)) == ([], [], [])
    answered(ask, tom, "And this")
    assert len(sent(MONDAY + 14 * DAY)) == 1


def test_what_waits_is_told_once_and_again_when_it_had_gone(guild, mia, tom):
    ask = opened(guild, tom, of=[mia])
    (text,) = sent(MONDAY)
    assert "- A hand with C#" in text
    assert sent(MONDAY + 7 * DAY) == []
    ask.give_up(by=tom, at=MONDAY)
    assert sent(MONDAY + 14 * DAY) == []
    ask.reopen(by=tom, at=MONDAY)
    assert len(sent(MONDAY + 21 * DAY)) == 1


def test_mail_has_twenty_lines_at_most_and_the_rest_comes_with_the_next(guild, mia, tom):
    for number in range(25):
        answered(opened(guild, mia, f"Ask {number}"), tom)
    (first,) = sent(MONDAY)
    (second,) = sent(MONDAY + 7 * DAY)
    lines = [line for text in (first, second) for line in text.splitlines() if line[:2] == "- "]
    assert (len(lines), len(set(lines))) == (25, 25)
    assert sum(line[:2] == "- " for line in first.splitlines()) == MOST_LINES
    assert "more thing" in first
    assert "more thing" not in second


@pytest.mark.parametrize(("rhythm", "mails"), [("daily", 1), ("weekly", 0), ("never", 0)])
def test_mail_comes_as_often_as_somebody_chose(client, guild, mia, tom, rhythm, mails):
    client.force_login(mia)
    assert client.post("/account/mail/", {"rhythm": rhythm}).status_code == 302
    answered(opened(guild, mia), tom)
    tuesday = MONDAY + DAY
    assert len(sent(tuesday.replace(hour=3))) == 0
    assert len(sent(tuesday)) == mails
    assert len(sent(tuesday + timedelta(hours=5))) == 0


def test_page_says_what_is_wrong_when_no_rhythm_is_chosen(client, mia):
    client.force_login(mia)
    answer = client.post("/account/mail/", {"rhythm": "hourly"})
    assert answer.status_code == 422
    assert not MailWish.objects.exists()


def test_nobody_inactive_or_without_address_gets_a_mail(guild, mia, tom):
    answered(opened(guild, mia), tom)
    mia.is_active = False
    mia.save()
    assert sent(MONDAY) == []


def test_one_click_of_a_mail_program_stops_the_mails(settings, guild, mia, tom):
    settings.BASE_URL = "https://mandorla.halden.example"
    answered(opened(guild, mia), tom)
    write_news_mails(at=MONDAY)
    headers = mail.outbox[-1].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)
    program = Client(enforce_csrf_checks=True)
    assert program.get(address).status_code == 200
    assert MailWish.of(mia).rhythm == "weekly"
    assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert MailWish.of(mia).rhythm == "never"


@pytest.mark.parametrize("token", ["x", "1:2:3"])
def test_token_that_nobody_signed_stops_nothing(client, mia, token):
    assert client.post(f"/unsubscribe/{token}/").status_code == 404
    assert client.post(f"/unsubscribe/{unsubscribing_token(mia)}x/").status_code == 404


def test_command_says_how_many_went_out(capsys, mia):
    call_command("write_news")
    assert "No mail is due." in capsys.readouterr().out


def test_one_of_two_who_write_at_once_gets_the_mail(guild, mia):
    wishes = [MailWish.of(mia) for _time in range(2)]
    assert [wish.claim(at=MONDAY) for wish in wishes] == [True, False]
    wishes = [MailWish.of(mia) for _time in range(2)]
    assert [wish.claim(at=MONDAY + 7 * DAY) for wish in wishes] == [True, False]


def test_mail_that_could_not_be_sent_is_tried_again(settings, guild, mia, tom):
    answered(opened(guild, mia), tom)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    assert write_news_mails(at=MONDAY) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert write_news_mails(at=MONDAY + timedelta(hours=1)) == 1


# --- the page of news ---


def test_news_are_for_their_person_and_read_by_one_button(client, guild, mia, tom):
    answered(opened(guild, mia), tom)
    client.force_login(mia)
    assert "And one thing is new." in client.get("/today/").content.decode()
    page = client.get("/news/")
    assert page.context["unseen"] == 1
    client.force_login(tom)
    assert client.get("/news/").context["page"].total == 0
    client.post("/news/reading/", {"last": str(10**17)})
    assert Notification.objects.unseen().count() == 1
    client.force_login(mia)
    for wrong in ("", "x", "9" * 30):
        assert client.post("/news/reading/", {"last": wrong}).status_code == 302
    client.post("/news/reading/", {"last": str(page.context["last"])})
    assert client.get("/news/").context["unseen"] == 0


def test_one_of_the_news_is_read_when_its_person_goes_there(client, guild, mia, tom):
    for text in ("Who has steel?", "Who has wood?"):
        answered(opened(guild, mia, text), tom)
    first, second = Notification.objects.told_to(mia).order_by("pk")
    address = f"/news/{first.pk}/"
    client.force_login(tom)
    assert client.post(address).status_code == 404
    client.force_login(mia)
    assert client.get(address).status_code == 405
    assert Notification.objects.unseen().count() == 2

    answer = client.post(address)

    assert (answer.status_code, answer.headers["Location"]) == (302, first.address)
    assert list(Notification.objects.unseen()) == [second]
    assert client.get("/news/").context["unseen"] == 1


def test_nobody_is_told_of_what_they_did_themselves(guild, mia):
    answered(opened(guild, mia), mia)
    assert not Notification.objects.exists()


def test_news_take_as_many_queries_for_many_as_for_one(client, guild, mia, tom):
    answered(opened(guild, mia), tom)
    client.force_login(mia)
    with CaptureQueriesContext(connection) as one:
        client.get("/news/")
    for number in range(3):
        answered(opened(guild, mia, f"Ask {number}"), tom)
    with CaptureQueriesContext(connection) as many:
        client.get("/news/")
    assert len(many) == len(one)


# --- the demo ---


def test_demo_keeps_mails_for_a_page_that_only_their_reader_sees(settings, client, guild, mia, tom):
    settings.EMAIL_BACKEND = "mandorla.demo.mailbox.Mailbox"
    Organization.objects.update(is_demo=True)
    answered(opened(guild, mia), tom)
    assert write_news_mails(at=MONDAY) == 1
    assert mail.outbox == []
    assert [letter.to for letter in Letter.objects.all()] == [mia.email]
    client.force_login(mia)
    assert "Tom Technician answered" in client.get("/demo/letters/").content.decode()
    client.force_login(tom)
    assert "Tom Technician answered" not in client.get("/demo/letters/").content.decode()


def test_demo_sends_nothing_by_a_mail_server(guild, mia, tom):
    Organization.objects.update(is_demo=True)
    answered(opened(guild, mia), tom)
    assert write_news_mails(at=MONDAY) == 0
    assert mail.outbox == []


def test_real_organization_has_no_page_of_mails(client, guild, mia):
    client.force_login(mia)
    assert client.get("/demo/letters/").status_code == 404
