"""A digest by mail when the mail server does not take it: tried again, and never sent twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from mandorla.communities.models import Membership
from mandorla.gatherings.models import Subscription
from mandorla.work.letters import write_digest, write_missed_digests
from mandorla.work.models import Digest
from tests import make
from tests.work.running import Hall, hall

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
END = make.AT + HOUR


@pytest.fixture
def atlas() -> Hall:
    """Ana and Marek want the digests."""
    made = hall()
    made.gathering.end(by=made.ana, at=END)
    for person in (made.ana, made.marek):
        Subscription.begin(person=person, community=made.community)
    return made


def digest_of(atlas: Hall, *, at: datetime = END) -> Digest:
    return Digest.send(gathering=atlas.gathering, words="A good hour.", by=atlas.ana, at=at)


def written_to() -> list[str]:
    """Who got it since this was asked."""
    found = [letter.to[0] for letter in mail.outbox]
    mail.outbox.clear()
    return found


def test_only_who_could_not_be_given_it_gets_it_by_the_next_run(atlas, refuses):
    refuses[atlas.marek.email] = ConnectionRefusedError()

    assert write_digest(digest_of(atlas), at=END) == 1
    assert written_to() == [atlas.ana.email]
    assert write_missed_digests(at=END + HOUR) == 0
    refuses.clear()
    assert write_missed_digests(at=END + 2 * HOUR) == 1
    assert write_missed_digests(at=END + 3 * HOUR) == 0

    assert written_to() == [atlas.marek.email]


@pytest.mark.parametrize("error", [SMTPDataError(554, b"no"), ValueError("cannot be written")])
def test_digest_is_not_tried_again_when_it_is_refused_for_good(atlas, refuses, error):
    refuses["what came of"] = error

    write_digest(digest_of(atlas), at=END)
    refuses.clear()

    assert write_missed_digests(at=END + HOUR) == 0


@pytest.mark.parametrize(("after", "sent"), [(4 * DAY, 1), (4 * DAY + HOUR, 0)])
def test_digest_is_given_up_after_four_days(atlas, refuses, after, sent):
    busy = SMTPRecipientsRefused({atlas.marek.email: (450, b"box is full")})
    refuses[atlas.marek.email] = busy
    write_digest(digest_of(atlas), at=END)
    for day in range(1, 4):
        write_missed_digests(at=END + day * DAY)
    refuses.clear()

    assert write_missed_digests(at=END + after) == sent
    assert not Digest.objects.undelivered().exists()


def test_digest_is_not_tried_again_for_who_does_not_want_it_or_is_gone(atlas, refuses):
    refuses["what came of"] = ConnectionRefusedError()
    write_digest(digest_of(atlas), at=END)
    refuses.clear()

    Subscription.end(person=atlas.ana, community=atlas.community)
    Membership.leave(community=atlas.community, person=atlas.marek, at=END)

    assert write_missed_digests(at=END + HOUR) == 0


def test_digest_is_sent_once_when_two_try_again_at_the_same_time(atlas, refuses):
    refuses["what came of"] = ConnectionRefusedError()
    write_digest(digest_of(atlas), at=END)

    first, second = Digest.objects.get(), Digest.objects.get()

    assert (first.take_up(), second.take_up()) == (True, False)


def test_command_sends_what_waits(atlas, refuses):
    refuses["what came of"] = ConnectionRefusedError()
    now = timezone.now()
    write_digest(digest_of(atlas, at=now), at=now)
    refuses.clear()
    out = StringIO()

    call_command("write_digests", stdout=out)
    call_command("write_digests", stdout=out)
    call_command("write_digests", quiet=True, stdout=out)

    assert out.getvalue() == "2 digests are sent.\nNo digest waits to be sent again.\n"
    assert sorted(written_to()) == sorted([atlas.ana.email, atlas.marek.email])
