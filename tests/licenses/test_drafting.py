"""Reports are drafted when they are due; a late one does not move the next one."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from mandorla.base.models import Notification
from mandorla.communities.models import Membership
from mandorla.licenses.drafting import draft_due, due_now, next_report, scheduled
from mandorla.licenses.models import Policy, Review
from mandorla.licenses.reminders import remind
from tests import make
from tests.licenses.granting import GATES_MET
from tests.licenses.reporting import drafted, licensed, moment

AT = make.AT
START = AT.date()  # 2 March 2026


def _drafted():
    rows = Review.objects.order_by("due_on", "kind").values_list("kind", "due_on")
    return [f"{kind} {day:%d %b}" for kind, day in rows]


def _scheduled(license):
    policy = Policy.of(license.community.archetype)
    days = scheduled(license, policy=policy, until=date(2028, 1, 1))
    return [f"{kind} {day:%d %b}" for day, kind in days]


def test_full_license_reports_each_month_at_first_then_each_quarter(people):
    assert _scheduled(licensed(people)) == [
        "light 02 Apr",
        "light 02 May",
        "light 02 Jun",
        "quarterly 02 Sep",
        "quarterly 02 Dec",
        "renewal 01 Mar",
    ]


def test_trial_has_only_its_review(people):
    assert _scheduled(licensed(people, kind="trial")) == ["renewal 30 May"]


def test_light_reports_are_not_asked_again_after_a_renewal(people):
    license = licensed(people)
    on = date(2027, 2, 20)
    license.decide("renew", evidence=GATES_MET, by=people.sponsor, at=moment(on), on=on)

    assert _scheduled(license) == [
        "quarterly 02 Jun",
        "quarterly 02 Sep",
        "quarterly 02 Dec",
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 25), []),
        (date(2026, 3, 26), ["light 02 Apr"]),
        (date(2026, 5, 20), ["light 02 May"]),
        (date(2026, 8, 18), ["light 02 Jun"]),
        (date(2026, 8, 19), ["quarterly 02 Sep"]),
        (date(2027, 1, 14), ["quarterly 02 Dec"]),
        (date(2027, 1, 15), ["renewal 01 Mar"]),
    ],
)
def test_report_is_drafted_shortly_before_its_day(people, day, expected):
    licensed(people)

    draft_due(at=moment(day))
    draft_due(at=moment(day))

    assert _drafted() == expected


def test_late_report_does_not_move_the_next_one(people):
    license = licensed(people)
    late = drafted(people, license, kind="light", due_on=date(2026, 4, 2))
    late.write(numbers=(), stories=(), ask="", answers={"line": "We met"}, edits=0)
    late.submit(evidence={}, by=people.leader, at=moment(date(2026, 4, 27)))

    assert draft_due(at=moment(date(2026, 4, 28))) == 1
    assert _drafted() == ["light 02 Apr", "light 02 May"]


def test_next_report_by_hand_is_the_one_that_is_due_next(people):
    license = licensed(people)
    policy = Policy.of("")

    assert next_report(license, policy=policy, on=START) == (date(2026, 4, 2), "light")
    drafted(people, license, kind="light", due_on=date(2026, 4, 2))
    assert next_report(license, policy=policy, on=START) == (date(2026, 5, 2), "light")


def test_nothing_is_due_of_a_paused_license(people):
    license = licensed(people)
    license.decide("pause", reason="A gap", evidence={}, by=people.sponsor, at=AT, on=START)

    policy = Policy.of("")
    assert due_now(license, policy=policy, begun=(), on=date(2027, 3, 1)) == []


def test_reader_is_who_granted_it_or_a_sponsor_and_never_who_runs_it(people):
    licensed(people)
    draft_due(at=moment(date(2026, 3, 26)))
    assert Review.objects.get().reader == people.sponsor

    Membership.appoint(
        community=people.community, person=people.sponsor, role="core", by=None, at=AT
    )
    Review.objects.get().cancel(by=people.leader, at=AT)
    draft_due(at=moment(date(2026, 3, 26)))
    assert Review.objects.get(state="draft").reader is None


# --- reminders ---


def _reminded():
    rows = Notification.objects.filter(kind="license.due").order_by("at", "person__name")
    return [f"{one.at:%d %b} {one.person.name}" for one in rows.select_related("person")]


def test_sponsors_and_those_who_run_it_are_reminded_45_and_14_days_ahead_and_on_the_day(people):
    licensed(people)  # to be decided on by 1 March 2027
    day = date(2027, 1, 1)
    while day <= date(2027, 4, 15):
        remind(at=moment(day))
        day += timedelta(days=1)

    each = ["Ana Marković", "Ben Okafor", "Cleo Core"]
    assert _reminded() == [
        f"{day} {name}" for day in ("15 Jan", "15 Feb", "01 Mar") for name in each
    ]


def test_reminder_comes_later_when_nobody_worked_on_its_day(people):
    licensed(people)

    assert [remind(at=moment(date(2027, 1, 20))), remind(at=moment(date(2027, 1, 21)))] == [1, 0]
    assert [one[:6] for one in _reminded()] == ["20 Jan"] * 3


def test_program_managers_are_reminded_when_nobody_sponsors_it(people):
    licensed(people)
    people.community.memberships.get(role="sponsor").end(by=None, at=AT)
    remind(at=moment(date(2027, 3, 1)))

    assert "01 Mar Karin Lindqvist" in _reminded()


def test_nobody_is_reminded_after_the_days_of_grace(people):
    licensed(people)

    assert remind(at=moment(date(2027, 4, 1))) == 0


def test_reminders_ask_as_much_for_many_as_for_few(people, django_assert_max_num_queries):
    licensed(people)
    remind(at=moment(date(2027, 3, 1)))
    with django_assert_max_num_queries(8):
        remind(at=moment(date(2027, 3, 1)))


def test_command_says_what_it_did(people, monkeypatch):
    licensed(people)
    monkeypatch.setattr(timezone, "now", lambda: moment(date(2027, 1, 15)))
    said = StringIO()
    call_command("remind_reviews", stdout=said)

    assert said.getvalue() == (
        "1 report is drafted.\nOf 1 license those who decide are reminded.\n"
    )
