"""What was owed in the terms before stays to be seen, and so does since when a license holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mandorla.licenses.calendar_page import read_calendar
from mandorla.licenses.drafting import draft_due
from mandorla.licenses.models import License
from mandorla.licenses.spans import since, spans_of
from tests.licenses.granting import GATES_MET
from tests.licenses.reporting import browser, drafted, licensed, moment

pytestmark = pytest.mark.django_db

PAGE = "/communities/atlas-change-champions/license/"
TODAY = timezone.localdate()


def _decide(license, kind, *, on, by, **more):
    license.refresh_from_db()
    license.decide(kind, evidence=GATES_MET, by=by, at=moment(on), on=on, **more)


def _text(answer):
    return " ".join(answer.content.decode().split())


def _rows(reports):
    return [f"{one.kind} {one.due_on:%d %b %y} {one.is_late}" for one in reports]


def _year_ago(people, *, ends_in):
    """A license of a year whose last day is so many days ahead."""
    starts = TODAY + timedelta(days=ends_in - 364)
    return licensed(
        people, at=moment(starts), starts_on=starts, until_on=starts + timedelta(days=364)
    )


def _page(person):
    return browser(person).get(PAGE).context["page"]


def test_late_reports_stay_when_the_license_is_renewed_after_its_term(people):
    license = _year_ago(people, ends_in=-3)
    before = [row for row in _rows(_page(people.karin).reports) if row.endswith("True")]

    _decide(license, "renew", on=TODAY, by=people.karin)
    page = _page(people.karin)

    assert len(before) == 6  # three light, two quarterly, and the review
    assert sorted(_rows(page.reports_before)) == sorted(before)
    assert all(one.due_on > TODAY for one in page.reports_now)
    assert _text(browser(people.karin).get(PAGE)).count("not handed in") == 6


def test_late_reports_are_late_until_the_term_ends_when_it_is_renewed_ahead(people):
    license = _year_ago(people, ends_in=12)
    before = [row for row in _rows(_page(people.karin).reports) if row.endswith("True")]
    ends_on = license.until_on

    _decide(license, "renew", on=TODAY, by=people.sponsor)
    page = _page(people.karin)

    assert [row for row in _rows(page.reports_now) if row.endswith("True")] == before
    assert page.reports_before == []
    # Its review is not asked for any more: it is decided what follows.
    assert "review for renewal" not in [
        one.kind for one in page.reports_now if one.due_on <= ends_on
    ]


def test_all_reports_name_what_was_not_handed_in_of_the_term_before(people):
    license = _year_ago(people, ends_in=-3)
    _decide(license, "renew", on=TODAY, by=people.karin)

    found = browser(people.leader).get(f"{PAGE}reviews/")

    assert len(found.context["missing"]) == 6


def test_review_that_was_being_written_is_not_handed_in_when_the_decision_came_first(people):
    license = _year_ago(people, ends_in=-3)
    drafted(people, license=license, due_on=license.until_on)

    _decide(license, "renew", on=TODAY, by=people.karin)

    (review,) = [one for one in _page(people.karin).reports_before if "renewal" in one.kind]
    assert (review.due_on, review.is_late) == (TODAY - timedelta(days=3), True)


def test_late_reports_stay_when_the_license_is_retired(people):
    license = _year_ago(people, ends_in=100)
    before = [row for row in _rows(_page(people.karin).reports) if row.endswith("True")]

    _decide(license, "retire", on=TODAY, by=people.karin, reason="Nobody comes")

    assert sorted(_rows(_page(people.karin).reports_before)) == sorted(before)


def test_report_of_the_term_that_still_runs_is_drafted_when_it_was_renewed_ahead(people):
    license = _year_ago(people, ends_in=40)
    last = max(one.due_on for one in _page(people.karin).reports if one.kind == "quarterly report")
    day = last - timedelta(days=20)
    _decide(license, "renew", on=day, by=people.sponsor)

    draft_due(at=moment(last - timedelta(days=5)))

    assert last in license.reviews.values_list("due_on", flat=True)
    calendar = read_calendar(people.karin, on=day, days=90)
    assert ("Hand in the quarterly report", last) in [
        (one.what, one.on) for month in calendar.months for one in month.rows
    ]


def test_page_says_who_granted_and_who_renewed_it_when_it_was_renewed(people):
    license = _year_ago(people, ends_in=12)
    granted_on, ends_on = license.starts_on, license.until_on
    _decide(license, "renew", on=TODAY, by=people.karin)

    found = _text(browser(people.stranger).get(PAGE))
    held = _page(people.stranger).held

    assert held.since_on == granted_on
    assert (held.now_until_on, held.next_on) == (ends_on, ends_on + timedelta(days=1))
    assert "granted by Ben Okafor (sponsor, business line) on" in found
    assert "renewed by Karin Lindqvist (program manager) on" in found
    assert "the term that runs ends on" in found


def test_license_holds_since_the_last_gap_when_it_had_lapsed(people):
    license = licensed(
        people, at=moment(date(2024, 3, 1)), starts_on=date(2024, 3, 1), until_on=date(2025, 2, 28)
    )
    _decide(license, "renew", on=date(2025, 6, 2), by=people.sponsor)
    _decide(license, "renew", on=date(2026, 6, 10), by=people.sponsor)

    spans = spans_of(License.objects.get(pk=license.pk))

    assert [one.starts_on for one in spans] == [
        date(2024, 3, 1),
        date(2025, 6, 2),
        date(2026, 6, 2),
    ]
    assert since(spans) == date(2025, 6, 2)


def test_nothing_is_asked_for_the_time_of_a_pause(people):
    license = licensed(
        people, at=moment(date(2025, 1, 1)), starts_on=date(2025, 1, 1), until_on=date(2025, 12, 31)
    )
    _decide(license, "pause", on=date(2025, 3, 15), by=people.karin, reason="The line moves")
    _decide(license, "resume", on=date(2025, 6, 15), by=people.karin)

    first, second = spans_of(License.objects.get(pk=license.pk))

    assert (first.from_on, first.until_on) == (date(2025, 1, 1), date(2025, 3, 15))
    assert (second.starts_on, second.from_on) == (date(2025, 1, 1), date(2025, 6, 15))
    assert since([first, second]) == date(2025, 6, 15)


def test_term_before_is_counted_from_the_grant_when_a_register_brought_the_license(people):
    license = License.objects.create(
        community=people.community,
        number=1,
        kind="full",
        state="active",
        granted_at=moment(date(2025, 1, 1)),
        starts_on=date(2025, 1, 1),
        until_on=date(2025, 12, 31),
    )
    _decide(license, "renew", on=date(2026, 1, 10), by=people.karin)

    first, second = spans_of(license)

    assert (first.starts_on, first.until_on) == (date(2025, 1, 1), date(2025, 12, 31))
    assert second.starts_on == date(2026, 1, 1)
