"""What a community brought by the API and by a command: what the page says, to whom it says it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from mandorla.base.errors import Refused
from mandorla.ledger.working_out import work_out
from mandorla.ledger.worth_page import read_worth
from tests import make
from tests.api.caller import Caller
from tests.ledger.test_working_out import claimed, euros, given

pytestmark = pytest.mark.django_db
__all__ = ["euros"]


@pytest.fixture
def community(euros):
    """One that brought something confirmed, something claimed and something that is no money."""
    community = make.community()
    claimed(community, state="confirmed", low=Decimal(800), high=Decimal(1_200))
    claimed(community, state="claimed", low=Decimal(5_000), high=Decimal(9_000), side="members")
    claimed(community, state="confirmed", kind="other", low=Decimal(3), high=Decimal(3))
    given(community, amount=Decimal(390))
    work_out([community.pk], at=make.AT)
    return community


def told(community: Any, person: Any = None) -> dict[str, Any]:
    answer = Caller(person or make.person()).get(f"/communities/{community.slug}/worth")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def printed(*words: str) -> str:
    out = StringIO()
    call_command("worth", *words, stdout=out)
    return out.getvalue()


def test_api_tells_what_the_page_says(community):
    person = make.person()
    client = Client()
    client.force_login(person)
    text = client.get(f"/communities/{community.slug}/value/worth/").content.decode()
    page = read_worth(community, reader=person)

    found = told(community, person)

    for name in ("confirmed", "unconfirmed", "cost"):
        shown = getattr(page, name)
        assert found[name] == {
            "low": shown.low,
            "middle": shown.middle,
            "high": shown.high,
            "of": shown.of,
        }
        assert shown.words in text
    assert page.ratio == (found["return_low"], found["return_high"])
    assert (found["chance"], found["currency"], found["not_money"]) == (page.chance, "EUR", 1)
    assert found["worked_out_at"] == "2026-03-02T09:00:00Z"
    assert len(found["sentences"]) == 3
    for sentence in found["sentences"]:
        assert sentence in text


def test_api_tells_each_side_kind_and_year(community):
    found = told(community)
    assert [one["key"] for one in found["sides"]] == ["organization", "members"]
    assert [one["key"] for one in found["kinds"]] == ["cashable"]
    assert [one["key"] for one in found["years"]] == ["2026"]
    organization, members = found["sides"]
    assert organization["confirmed"] == found["confirmed"]
    assert organization["cost"] == found["cost"]
    assert (members["confirmed"], members["cost"]) == (None, None)
    assert members["unconfirmed"]["of"] == 1
    assert found["kinds"][0]["cost"] is None


def test_api_tells_what_is_left_without_an_outlier(euros):
    community = make.community()
    for amount in (100, 120, 1_000_000):
        claimed(community, state="confirmed", low=amount, high=amount, share=1, confidence=1)
    work_out([community.pk], at=make.AT)
    found = told(community)
    assert found["confirmed"]["middle"] == pytest.approx(1_000_220)
    assert found["without_outlier"]["middle"] == pytest.approx(220)
    assert found["sentences"][-1].endswith("Without it: 220 EUR.")


def test_api_tells_nothing_when_nothing_was_worked_out():
    found = told(make.community())
    assert found["worked_out_at"] is None
    assert [found[name] for name in ("confirmed", "unconfirmed", "cost", "chance")] == [None] * 4
    assert found["sides"] == found["sentences"] == found["missing"] == []


def test_api_tells_what_is_missing_and_nothing_of_sponsors_alone(euros):
    community = make.community()
    claimed(community, state="confirmed", currency="JPY")
    claimed(community, state="confirmed", seen_by="sponsor")
    work_out([community.pk], at=make.AT)
    found = told(community)
    assert found["missing"] == ["What one JPY is worth in EUR on 2 March 2026 is not entered."]
    assert found["confirmed"] is None


def test_api_tells_sides_kinds_and_years_in_one_order(euros):
    community = make.community()
    for kind, year in (("risk", 2026), ("capacity", 2024), ("cashable", 2025)):
        day = date(year, 3, 2)
        claimed(community, state="confirmed", kind=kind, side="members", begins_on=day, ends_on=day)
    work_out([community.pk], at=make.AT)
    found = told(community)
    assert [one["key"] for one in found["sides"]] == ["organization", "members"]
    assert [one["key"] for one in found["kinds"]] == ["cashable", "capacity", "risk"]
    assert [one["key"] for one in found["years"]] == ["2024", "2025", "2026"]


@pytest.mark.parametrize("role", ["nobody", "auditor", "manager"])
def test_api_tells_the_same_to_everybody_when_everybody_reads_all_stories(community, role):
    people = {"nobody": make.person, "auditor": make.auditor, "manager": make.program_manager}
    whole = {"is_whole": role == "manager"}
    assert told(community, people[role]()) == {**told(community), **whole}


def test_api_does_not_know_a_community_that_is_not_there(community):
    assert Caller(make.person()).get("/communities/nowhere/worth").status_code == 404
    assert Caller().get(f"/communities/{community.slug}/worth").status_code == 401


def test_command_prints_what_the_api_tells(community):
    manager = make.program_manager()
    found = json.loads(printed(community.slug, "--json"))
    assert found.pop("community") == community.slug
    assert found.pop("worked_out_at") == "2026-03-02T09:00:00+00:00"
    assert {**found, "worked_out_at": "2026-03-02T09:00:00Z"} == told(community, manager)


def test_command_prints_what_a_person_reads(community):
    make.program_manager()
    lines = printed(community.slug).splitlines()
    assert lines[0] == "Confirmed by those who benefited: 390 (330 to 460) EUR."
    assert "Side, EUR:" in lines
    assert any(line.endswith("390 (330 to 460) confirmed, nothing claimed beside it, 390 put in")
               for line in lines)  # fmt: skip


def test_command_says_that_there_is_nothing_and_what_is_missing(euros):
    make.program_manager()
    community = make.community()
    assert printed(community.slug).splitlines()[0] == "Nothing was claimed, and nothing put in."
    claimed(community, currency="JPY")
    work_out([community.pk], at=make.AT)
    assert printed(community.slug).splitlines()[-2:] == [
        "Not counted:",
        "  What one JPY is worth in EUR on 2 March 2026 is not entered.",
    ]


def test_command_ends_with_a_sentence_when_it_is_refused(community):
    with pytest.raises(Refused, match="Say as whom"):
        printed(community.slug)
    make.program_manager()
    with pytest.raises(Refused, match="There is no community at “nowhere”"):
        printed("nowhere")
