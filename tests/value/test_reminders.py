"""Rounds go on when nobody clicks: who is written to when, what is counted, and that it is once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandorla.base.models import Organization
from mandorla.communities.models import Community, Membership
from mandorla.people.models import Person
from mandorla.value.holding import ask_newcomers, hold, rounds_to_hold
from mandorla.value.jobs import write_letters_now
from mandorla.value.letters import write_to_waiting
from mandorla.value.models import Allocation, SponsorAnswer
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WISHES = (40, 20, 20, 10, 10, 0)


@pytest.fixture
def ben() -> Person:
    return make.person("Ben Okafor")


@pytest.fixture
def people() -> tuple[Person, ...]:
    return make.members(8)


@pytest.fixture
def atlas(ben: Person, people: tuple[Person, ...]) -> Community:
    return make.community("Atlas", sponsor=ben, members=people)


def asked_for() -> list[list[Any]]:
    """Which letters a worker is asked to write, in order."""
    waiting = DBTaskResult.objects.order_by("enqueued_at")
    return [result.args_kwargs["args"] for result in waiting]


def steps(moments: list[datetime]) -> list[str]:
    """What is done with each round when it is looked at in these moments."""
    return [hold(found, at=at) for at in moments for found in rounds_to_hold(at=at)]


# --- what is done when ---


def test_round_is_held_step_by_step_and_each_step_once(atlas):
    make.elicitation(atlas)  # for 14 days, with reminders 7 and 2 days before

    done = steps([make.AT + hour * timedelta(hours=6) for hour in range(4 * 15)])

    taken = [(number / 4, step) for number, step in enumerate(done) if step]
    assert taken == [(0, "invited"), (7, "reminded"), (12, "reminded"), (14, "closed")]
    assert [kind for _pk, kind, _only in asked_for()] == ["invitation", "reminder", "reminder"]


def test_round_that_comes_is_left_alone_until_it_opens(atlas):
    make.elicitation(atlas, opens_at=make.AT + 3 * DAY, closes_at=make.AT + 9 * DAY)

    assert steps([make.AT, make.AT + 2 * DAY]) == []
    assert steps([make.AT + 3 * DAY]) == ["invited"]


def test_members_who_came_before_it_opened_are_asked_when_it_opens(atlas):
    elicitation = make.elicitation(atlas, opens_at=make.AT + 3 * DAY)
    zoe = make.person("Zoe")
    Membership.join(community=atlas, person=zoe, at=make.AT + DAY)

    steps([make.AT + 3 * DAY])

    assert elicitation.tokens.of(zoe).count() == 1


def test_reminder_is_written_once_when_nobody_looked_for_days(atlas):
    make.elicitation(atlas)

    assert steps([make.AT, make.AT + 13 * DAY, make.AT + 13 * DAY]) == ["invited", "reminded", ""]


def test_nobody_is_reminded_on_the_day_of_the_invitation(atlas):
    make.elicitation(atlas, days=7, reminder_days=[7])

    assert steps([make.AT + hour * timedelta(hours=1) for hour in range(20)])[1:] == [""] * 19


def test_reminders_come_again_when_the_round_is_extended(atlas):
    elicitation = make.elicitation(atlas)
    steps([make.AT, make.AT + 12 * DAY])
    elicitation.extend(closes_at=make.AT + 30 * DAY, by=None, at=make.AT + 13 * DAY)

    assert steps([make.AT + 14 * DAY, make.AT + 23 * DAY]) == ["", "reminded"]


def test_round_is_closed_by_nobody_when_its_time_is_over(atlas):
    elicitation = make.elicitation(atlas)

    assert steps([make.AT + 14 * DAY - timedelta(seconds=1)]) == ["invited"]
    stale = rounds_to_hold(at=make.AT + 14 * DAY)
    assert steps([make.AT + 14 * DAY]) == ["closed"]
    assert [hold(found, at=make.AT + 14 * DAY) for found in stale] == [""]
    elicitation.refresh_from_db()
    assert (elicitation.state, elicitation.closed_at) == ("closed", make.AT + 14 * DAY)


def test_round_that_got_more_time_after_it_was_looked_up_stays_open(atlas):
    elicitation = make.elicitation(atlas)
    looked_up = rounds_to_hold(at=make.AT + 14 * DAY)
    elicitation.extend(closes_at=make.AT + 20 * DAY, by=None, at=make.AT + 14 * DAY)

    assert [hold(found, at=make.AT + 14 * DAY) for found in looked_up] == ["invited"]
    elicitation.refresh_from_db()
    assert elicitation.state == "open"


def test_letters_go_to_nobody_who_has_left(atlas, people):
    elicitation = make.elicitation(atlas)
    Membership.leave(community=atlas, person=people[0], at=make.AT)

    write_to_waiting(elicitation, kind="reminder")

    assert people[0].email not in {letter.to[0] for letter in mail.outbox}
    assert people[1].email in {letter.to[0] for letter in mail.outbox}


def test_canceled_round_is_left_alone(atlas):
    make.elicitation(atlas).cancel(by=None, at=make.AT)

    assert steps([make.AT + DAY]) == []


# --- who is written to ---


def test_letters_go_to_each_who_waits_alone(atlas, ben, people):
    elicitation = make.elicitation(atlas)
    elicitation.cast(make.points(*WISHES), person=people[0], at=make.AT)

    assert write_to_waiting(elicitation, kind="reminder") == 8

    assert [letter.to for letter in mail.outbox] == [[ben.email], *([p.email] for p in people[1:])]
    assert all(not letter.cc and not letter.bcc for letter in mail.outbox)
    others = {person.email for person in people} | {person.name for person in people}
    for letter in mail.outbox:
        mine = {letter.to[0], Person.objects.get(email=letter.to[0]).name}
        said = f"{letter.subject}\n{letter.body}"
        assert not [other for other in others - mine if f"{other}," in said or f"{other} " in said]


def test_letters_leave_out_who_cannot_be_reached_or_is_done(atlas, ben, people):
    elicitation = make.elicitation(atlas)
    people[0].email, people[1].is_active = None, False
    people[0].keep("email")
    people[1].keep("is_active")
    SponsorAnswer.give(elicitation=elicitation, answer=make.points(*WISHES), by=ben, at=make.AT)

    write_to_waiting(elicitation, kind="invitation")

    assert [letter.to[0] for letter in mail.outbox] == [person.email for person in people[2:]]


def test_letters_leave_the_sponsors_alone_when_they_have_agreed(atlas, ben, people):
    elicitation = make.elicitation(atlas)
    second = make.person("Second Sponsor")
    Membership.appoint(community=atlas, person=second, role="sponsor", by=None, at=make.AT)
    for sponsor in (ben, second):
        SponsorAnswer.give(
            elicitation=elicitation, answer=make.points(*WISHES), by=sponsor, at=make.AT
        )
    Allocation.record(
        elicitation=elicitation,
        side="organization",
        answer=make.points(*WISHES),
        people=2,
        note="",
        by=ben,
        at=make.AT,
    )
    late = make.person("Late Sponsor")
    Membership.appoint(community=atlas, person=late, role="sponsor", by=None, at=make.AT)

    write_to_waiting(elicitation, kind="reminder")

    assert {letter.to[0] for letter in mail.outbox} == {person.email for person in people}


def test_letter_says_where_to_answer_when_the_address_is_known(atlas, ben, settings):
    settings.BASE_URL = "https://communities.example.org"
    write_to_waiting(make.elicitation(atlas), kind="invitation")

    sponsor, member, *_others = mail.outbox
    home = "https://communities.example.org/communities/atlas/value/rounds/1"
    assert f"{home}/ballot/\n" in member.body
    assert member.subject == "Atlas: what matters to you?"
    assert "You answer" not in member.body
    assert f"{home}/answer/\n" in sponsor.body


def test_letter_names_today_when_no_address_is_known(atlas):
    write_to_waiting(make.elicitation(atlas), kind="invitation")

    assert "the page Today leads there" in mail.outbox[0].body


def test_demo_writes_to_nobody(atlas):
    elicitation = make.elicitation(atlas)
    Organization.objects.update(is_demo=True)

    assert write_to_waiting(elicitation, kind="invitation") == 0


def test_nothing_is_written_when_letters_only_go_to_the_log(atlas, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    assert write_to_waiting(make.elicitation(atlas), kind="reminder") == 0


def test_letters_are_not_written_when_the_round_has_ended_meanwhile(atlas):
    now = timezone.now()
    ended = make.elicitation(atlas, opens_at=now - 3 * DAY, at=now - 3 * DAY, closes_at=now - DAY)

    assert write_letters_now(ended.pk, kind="reminder") == 0


def test_newcomers_alone_are_written_to_when_they_are_asked(atlas):
    now = timezone.now()
    elicitation = make.elicitation(atlas, opens_at=now, at=now, closes_at=now + 9 * DAY)
    elicitation.invite(at=now)
    zoe = make.person("Zoe")
    Membership.join(community=atlas, person=zoe, at=now)

    assert (ask_newcomers(elicitation), ask_newcomers(elicitation)) == (1, 0)

    ((pk, kind, only),) = asked_for()
    write_letters_now(pk, kind=kind, only=only)
    assert [letter.to for letter in mail.outbox] == [[zoe.email]]


class Picky(EmailBackend):
    """A mail server that refuses one address."""

    refused = ""

    def send_messages(self, messages: Any) -> int:
        if any(self.refused in message.to for message in messages):
            raise SMTPRecipientsRefused({self.refused: (550, b"no such box")})
        return super().send_messages(messages)


def test_others_are_written_to_when_one_address_is_refused(atlas, people, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    Picky.refused = people[3].email
    elicitation = make.elicitation(atlas)

    with caplog.at_level(logging.ERROR):
        assert write_to_waiting(elicitation, kind="reminder") == 8

    assert "1 of 9 letters could not be sent" in caplog.text
    assert people[3].email not in caplog.text
    assert people[3].name not in caplog.text
