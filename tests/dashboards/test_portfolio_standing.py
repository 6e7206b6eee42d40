"""What a license is worth today: the database says the same as the one definition in core."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from mandorla.communities.models import Community
from mandorla.core.lifecycle import LICENSE
from mandorla.core.terms import standing
from mandorla.dashboards.portfolio.rows import read_rows
from mandorla.dashboards.portfolio.standing import (
    LATE,
    WORDS,
    is_late,
    terms_on,
    with_license,
    with_state,
)
from mandorla.licenses.models import License, Policy
from mandorla.licenses.models.license import ASKED, GRANTED
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
DAYS = (None, *(TODAY + timedelta(days=n) for n in (-31, -30, -11, -10, -1, 0, 1, 20, 21, 45, 46)))


def words_of(communities) -> dict[str, str]:
    found: Any = with_state(with_license(communities), terms_on(TODAY).late)
    return dict(found.values_list("slug", "license_state"))


def test_every_state_of_a_license_has_a_word():
    assert set(WORDS) == {*LICENSE.states, *LATE, "none"}


@pytest.mark.parametrize("archetype", ["", "practice_guild"])
def test_database_says_what_core_says_for_any_dates(archetype):
    karin = make.program_manager()
    Policy.set(
        archetype="practice_guild",
        values={"grace_days": 10, "ahead_days": 20},
        by=karin,
        at=make.AT,
    )
    own = Policy.of(archetype)
    expected, licenses = {}, []
    for number, (state, review_on, until_on) in enumerate(product(GRANTED, DAYS, DAYS)):
        community = Community(name=f"C{number}", slug=f"c{number}", archetype=archetype)
        facts: dict[str, Any] = {
            "next_review_on": review_on,
            "until_on": until_on,
            "starts_on": make.AT.date(),
        }
        facts |= {"kind": "full", "number": 1, "state": state}
        licenses.append(License(community=community, **facts))
        found = standing(
            state=state,
            review_on=review_on,
            until_on=until_on,
            on=TODAY,
            grace_days=own.grace_days,
            ahead_days=own.ahead_days,
        )
        expected[community.slug] = found if found in LATE else state
    Community.objects.bulk_create(one.community for one in licenses)
    License.objects.bulk_create(licenses)

    assert words_of(Community.objects.all()) == expected
    for word in LATE:
        found = with_license(Community.objects.all()).filter(is_late(word, terms_on(TODAY).late))
        assert set(found.values_list("slug", flat=True)) == {
            slug for slug, said in expected.items() if said == word
        }
    assert set(expected.values()) == {"lapsed", "grace", "review_due", *GRANTED}
    keys = list(Community.objects.values_list("pk", flat=True))
    rows = read_rows(keys, terms=terms_on(TODAY), archetypes={}, reader=None)
    assert {row.slug: row.license_state for row in rows} == expected


def test_license_that_is_asked_for_shows_until_it_is_granted():
    asked, ended, again, none = (make.community(name) for name in ("A", "B", "C", "D"))
    for state in ASKED:
        make.license(make.community(state), state=state)
    make.license(asked, state="declined")
    make.license(asked, state="applied")
    make.license(ended, state="replaced")
    make.license(ended, state="retired")
    make.license(again, state="applied")
    make.license(again, state="active", until_on=TODAY + timedelta(days=300))

    found = words_of(Community.objects.all())

    assert found == {
        "a": "applied",
        "b": "retired",
        "c": "active",
        "d": "none",
        "draft": "draft",
        "applied": "applied",
    }
    assert none.slug == "d"
    keys = list(Community.objects.values_list("pk", flat=True))
    rows = read_rows(keys, terms=terms_on(TODAY), archetypes={}, reader=None)
    assert {row.slug: row.license_state for row in rows} == found
