"""What people say to a warning, and who reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mandorla.advice.models import Warning
from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.communities.models import Community
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
TODAY = make.AT.date()
DAY = timedelta(days=1)


def told(community: Community) -> list[str]:
    """What the history of a community says of advice."""
    events = Event.objects.within(community).filter(verb__startswith="warning.")
    return [one.sentence for one in events.order_by("pk")]


def test_warning_is_for_those_who_run_or_sponsor_and_program_managers(
    slip: Warning, ana: Person, ben: Person, mia: Person, karin: Person
):
    readers = [ana, ben, karin, mia, make.person(), make.auditor()]

    seen = [Warning.objects.visible_to(reader).exists() for reader in readers]

    assert seen == [True, True, True, False, False, False]


def test_warning_is_put_off_for_a_reason(slip: Warning, ana: Person, champions: Community):
    slip.snooze(until_on=TODAY + 14 * DAY, because=" Holidays ", by=ana, at=make.AT)

    slip.refresh_from_db()
    assert (slip.state, slip.words, slip.said_by) == ("snoozed", "Holidays", ana)
    assert slip.quiet_until_on == TODAY + 14 * DAY
    assert told(champions) == ["Ana Leader put a piece of advice off until 2026-03-16."]


@pytest.mark.parametrize("days", [-1, 0, 93])
def test_warning_is_not_put_off_when_the_day_is_past_or_far(slip: Warning, ana: Person, days: int):
    with pytest.raises(Refused, match="at most 92 days"):
        slip.snooze(until_on=TODAY + days * DAY, because="Later", by=ana, at=make.AT)


def test_warning_is_done_with_what(slip: Warning, ana: Person, champions: Community):
    slip.finish(having="We fixed Mondays", by=ana, at=make.AT)

    slip.refresh_from_db()
    assert (slip.state, slip.words) == ("done", "We fixed Mondays")
    assert slip.quiet_until_on == TODAY + 28 * DAY
    assert told(champions) == ["Ana Leader followed a piece of advice."]


def test_warning_does_not_apply_for_a_reason(slip: Warning, ben: Person, champions: Community):
    slip.set_aside(because="We meet at milestones", by=ben, at=make.AT)

    slip.refresh_from_db()
    assert (slip.state, slip.words) == ("not_applying", "We meet at milestones")
    assert told(champions) == ["Ben Sponsor said that a piece of advice does not apply here."]


def test_warning_counts_again_when_it_is_resumed(
    slip: Warning, ana: Person, ben: Person, champions: Community
):
    slip.set_aside(because="We meet at milestones", by=ben, at=make.AT)

    slip.resume(by=ana, at=make.AT)

    slip.refresh_from_db()
    assert (slip.state, slip.words) == ("standing", "")
    assert told(champions)[1] == "Ana Leader took up a piece of advice again."


def test_warning_asks_for_words(slip: Warning, ana: Person):
    with pytest.raises(Refused, match="Say why it can wait"):
        slip.snooze(until_on=TODAY + DAY, because=" ", by=ana, at=make.AT)
    with pytest.raises(Refused, match="Say what you did"):
        slip.finish(having="", by=ana, at=make.AT)
    with pytest.raises(Refused, match="Say why it does not apply"):
        slip.set_aside(because="", by=ana, at=make.AT)
    with pytest.raises(Refused, match="at most 500"):
        slip.set_aside(because="x" * 501, by=ana, at=make.AT)


def test_second_of_two_is_told_who_was_first(slip: Warning, ana: Person, ben: Person):
    same = Warning.objects.get(pk=slip.pk)
    slip.finish(having="We fixed Mondays", by=ana, at=make.AT)

    with pytest.raises(Stale, match=r"Ana Leader was first, on 2026-03-02 .*: it is “done” now"):
        same.set_aside(because="No", by=ben, at=make.AT)
    slip.refresh_from_db()
    assert slip.state == "done"


def test_person_who_saw_it_otherwise_is_told_who_was_first(slip: Warning, ana: Person, ben: Person):
    slip.finish(having="We fixed Mondays", by=ana, at=make.AT)

    with pytest.raises(Stale, match="Ana Leader was first"):
        Warning.objects.get().set_aside(because="No", by=ben, at=make.AT, seen="standing")


def test_warning_that_is_over_takes_no_answer(slip: Warning, ana: Person):
    same = Warning.objects.get(pk=slip.pk)
    Warning.objects.update(ended_at=make.AT)

    with pytest.raises(Refused, match="This is over"):
        Warning.objects.get().finish(having="Done", by=ana, at=make.AT)
    with pytest.raises(Stale, match="changed in the meantime"):
        same.finish(having="Done", by=ana, at=make.AT)


def test_closed_community_takes_no_answer(slip: Warning, ana: Person):
    slip.community.status = "closed"

    with pytest.raises(Refused, match="has closed"):
        slip.finish(having="Done", by=ana, at=make.AT)


def test_answer_is_kept_once_when_it_is_given_twice(slip: Warning, ana: Person):
    slip.finish(having="We fixed Mondays", by=ana, at=make.AT)

    with pytest.raises(Refused, match="It is so already"):
        slip.finish(having="We fixed Mondays", by=ana, at=make.AT)
