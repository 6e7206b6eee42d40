"""The License tab and what is behind it: who may see what, and what a page asks the database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandorla.base.models import Event
from mandorla.licenses.models import Condition, License
from tests import make
from tests.licenses.granting import GATES_MET, applied, granted

PAGE = "/communities/atlas-change-champions/license/"
TODAY = timezone.localdate()


def _granted(people, **facts):
    return granted(people.community, by=people.leader, sponsor=people.sponsor, **facts)


def _open(client, who, path=PAGE):
    client.force_login(who)
    return client.get(path)


def _text(answer):
    return " ".join(answer.content.decode().split())


def test_page_of_a_community_without_a_license_offers_to_apply(client, people):
    answer = _open(client, people.leader)

    assert answer.status_code == 200
    assert "Apply for a license" in _text(answer)
    assert "no license" in _text(answer)


def test_page_offers_nothing_to_somebody_from_elsewhere(client, people):
    assert "Apply for a license" not in _text(_open(client, people.stranger))


def test_page_says_who_decides_by_when_and_what_happens_if_nobody_does(client, people):
    until = TODAY + timedelta(days=200)
    _granted(people, until_on=until, member_hours=Decimal(4))

    found = _text(_open(client, people.stranger))

    assert "Decided by one of: Ben Okafor, Karin Lindqvist." in found
    assert "If nobody decides, it goes on for 30 days of grace and lapses on" in found
    assert "licensed until" in found


@pytest.mark.parametrize(
    ("days", "words"),
    [(200, "licensed until"), (20, "license review due by"), (-1, "in grace"), (-31, "lapsed on")],
)
def test_header_says_how_the_license_stands(client, people, days, words):
    running = _granted(people)
    License.objects.filter(pk=running.pk).update(
        until_on=TODAY + timedelta(days=days), next_review_on=None
    )

    assert words in _text(
        _open(client, people.member, "/communities/atlas-change-champions/members/")
    )


def test_header_tells_of_an_application_only_those_whom_it_concerns(client, people):
    applied(people.community, by=people.leader, sponsor=people.sponsor)

    for who in (people.leader, people.core, people.sponsor, people.karin, people.auditor):
        assert "license applied for" in _text(_open(client, who))
    for who in (people.member, people.stranger):
        assert "license applied for" not in _text(_open(client, who))
        assert "Application for" not in _text(_open(client, who))


def test_header_asks_for_the_license_once(client, people):
    _granted(people, until_on=TODAY + timedelta(days=200))
    _open(client, people.member)

    with CaptureQueriesContext(connection) as asked:
        client.get("/communities/atlas-change-champions/charter/")

    assert sum(one["sql"].startswith('SELECT "licenses_') for one in asked) == 1


def test_page_asks_as_often_when_there_is_more_to_show(client, people):
    until = TODAY + timedelta(days=200)
    running = _granted(
        people, until_on=until, conditions=(("Write a charter", TODAY),), at=timezone.now()
    )
    client.force_login(people.sponsor)
    client.get(PAGE)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    before = asked()
    for number in range(5):
        running.conditions.create(text=f"Condition {number}", due_on=TODAY)
        running.decide(
            "renew_with_conditions",
            evidence=GATES_MET,
            by=people.sponsor,
            at=timezone.now(),
            on=TODAY,
        )
    assert asked() == before
    assert before <= 32


def test_decisions_are_for_those_in_the_community(client, people):
    running = _granted(people)
    path = f"{PAGE}decisions/{running.decisions.get().pk}/"

    for who in (people.member, people.sponsor, people.karin, people.auditor):
        assert _open(client, who, path).status_code == 200
    assert _open(client, people.stranger, path).status_code == 404


def test_decision_shows_the_evidence_as_it_was_seen(client, people):
    running = _granted(people)

    found = _text(_open(client, people.member, f"{PAGE}decisions/{running.decisions.get().pk}/"))

    assert "Both sides have signed a version of its charter." in found
    assert "Ben Okafor, sponsor, business line" in found


def test_page_plans_no_light_reports_again_after_a_renewal(client, people):
    running = _granted(people)
    assert "Light report" in _text(_open(client, people.leader))
    on = date(2027, 2, 20)
    running.decide("renew", evidence=GATES_MET, by=people.sponsor, at=make.AT, on=on)

    page = _open(client, people.leader).context["page"]

    assert {one.kind for one in page.reports if one.due_on >= running.starts_on} == {
        "quarterly report",
        "review for renewal",
    }


def test_past_license_stays_readable(client, people):
    _granted(people, kind="trial", conditions=(("Write a charter", date(2026, 5, 1)),))
    _granted(people)

    found = _text(_open(client, people.stranger, f"{PAGE}past/1/"))

    assert "Trial license, replaced" in found
    assert "Write a charter" in found


def test_declined_application_is_not_there_for_others(client, people):
    asked = applied(people.community, by=people.leader, sponsor=people.sponsor)
    asked.decide(
        "decline", reason="No.", evidence={}, by=people.sponsor, at=make.AT, on=make.AT.date()
    )

    assert _open(client, people.leader, f"{PAGE}past/1/").status_code == 200
    assert _open(client, people.member, f"{PAGE}past/1/").status_code == 404


def test_sponsor_closes_a_condition_on_the_page(client, people):
    running = _granted(people, conditions=(("Write a charter", date(2026, 5, 1)),))
    path = f"{PAGE}conditions/{running.conditions.get().pk}/"

    client.force_login(people.leader)
    assert client.post(path, {"said": "Done", "meet": "1"}).status_code == 404
    client.force_login(people.sponsor)
    assert client.post(path, {"said": "It is signed.", "meet": "1"}).status_code == 302

    assert Condition.objects.get().said == "It is signed."
    assert License.objects.get().state == "active"


def test_leader_reads_who_closes_a_condition_and_cannot_close_it(client, people):
    _granted(people, conditions=(("Write a charter", date(2026, 5, 1)),))
    told = "When it is met, tell one of those who close it: Ben Okafor, Karin Lindqvist."

    assert told in _text(_open(client, people.leader))
    assert "Close it" not in _text(_open(client, people.leader))
    assert told not in _text(_open(client, people.sponsor))
    assert told not in _text(_open(client, people.member))


def test_condition_is_not_closed_without_a_word_on_the_page(client, people):
    running = _granted(people, conditions=(("Write a charter", date(2026, 5, 1)),))
    client.force_login(people.sponsor)

    answer = client.post(f"{PAGE}conditions/{running.conditions.get().pk}/", {"said": "\0 "})

    assert answer.status_code == 409
    assert "Say how it was met" in _text(answer)


def test_page_of_a_closed_community_offers_nothing(client, people):
    _granted(people, conditions=(("Write a charter", date(2026, 5, 1)),))
    people.community.refresh_from_db()
    people.community.wind_down(reason="Done", by=None, at=make.AT)
    people.community.close(reason="Done", by=None, at=make.AT, on=TODAY)

    found = _text(_open(client, people.sponsor))

    assert "Look at it and decide" not in found
    assert "Close it" not in found
    assert "license review due" not in found


def test_words_of_people_are_shown_as_they_wrote_them_and_never_run(client, people):
    _granted(people, scope="<script>alert(1)</script>", obligations="{{ 7|add:1 }}")

    found = _text(_open(client, people.member))

    assert "&lt;script&gt;alert(1)" in found
    assert "{{ 7|add:1 }}" in found
    assert "<script>alert(1)" not in found


def test_history_tells_of_the_decision_and_not_of_its_reason(client, people):
    running = _granted(people)
    running.decide(
        "pause", reason="A secret", evidence={}, by=people.sponsor, at=make.AT, on=make.AT.date()
    )

    found = _text(_open(client, people.stranger, "/communities/atlas-change-champions/history/"))

    assert "Ben Okafor decided on the license: paused." in found
    assert "A secret" not in found
    assert "A secret" not in " ".join(event.plain_sentence for event in Event.objects.all())


def test_page_names_who_decides_alone(client, people):
    _granted(people, until_on=TODAY + timedelta(days=200))
    people.community.memberships.get(role="sponsor").end(by=people.karin, at=timezone.now())

    assert "Decided by Karin Lindqvist." in _text(_open(client, people.stranger))
