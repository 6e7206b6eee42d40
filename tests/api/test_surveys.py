"""A survey through the API: looked at, then counted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mandorla.communities.models import Community
from mandorla.value.models import Elicitation
from tests import make
from tests.api.caller import Caller
from tests.value.surveys import ITEMS, P, Q, points_csv


@pytest.fixture
def ana(welding: Community) -> Caller:
    return Caller(welding.memberships.get(role="leader").person)


@pytest.fixture
def welding() -> Community:
    community = make.community("Welding", leader=make.person("Ana"))
    make.expectations(community)
    return community


def send(caller: Caller, path: str, members: str, **also: Any) -> Any:
    files = {
        side: SimpleUploadedFile(f"{side}.csv", text.encode(), "text/csv")
        for side, text in (("organization", points_csv(P)), ("members", members))
    }
    return caller.client.post(f"/api/v1/communities/welding/{path}", {**files, **also})


def test_survey_says_what_is_understood_and_counts_nothing(ana):
    answer = send(ana, "surveys/check", points_csv(*[Q] * 6, (1, 2, 3, 4, 5, 6)))
    assert answer.status_code == 200
    assert answer.json() == {
        "items": list(ITEMS),
        "organization": {
            "file": "organization.csv", "method": "points", "answers": 1, "is_rated": False
        },
        "members": {"file": "members.csv", "method": "points", "answers": 6, "is_rated": False},
        "problems": [
            {
                "file": "members.csv",
                "row": 8,
                "column": "Faster roll-out … A network across units",
                "what": "The points make 21 together, and not 100.",
            }
        ],
        "count": 1,
        "left_out": 1,
        "can_be_counted": True,
    }  # fmt: skip
    assert not Elicitation.objects.exists()


def test_survey_is_counted_when_every_row_can_be_used(ana):
    answer = send(ana, "surveys", points_csv(*[Q] * 6))
    assert (answer.status_code, answer.json()) == (
        201,
        {"number": 1, "respondents": 6, "left_out": 0},
    )
    assert Elicitation.objects.get().reason == "survey"


def test_survey_is_refused_until_its_wrong_rows_are_left_out(ana):
    members = points_csv(*[Q] * 6, (1, 2, 3, 4, 5, 6))
    refused = send(ana, "surveys", members)
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith(
        "The survey cannot be counted as it is. members.csv, row 8, column"
    )
    counted = send(ana, "surveys", members, leave_out="true")
    assert counted.json() == {"number": 1, "respondents": 6, "left_out": 1}


def test_survey_is_refused_when_leaving_rows_out_is_not_enough(ana):
    answer = send(ana, "surveys", "", leave_out="true")
    assert answer.status_code == 409
    assert not Elicitation.objects.exists()


def test_survey_is_for_those_who_hold_rounds(welding):
    member = Caller(make.person())
    for path in ("surveys/check", "surveys"):
        assert send(member, path, points_csv(*[Q] * 6)).status_code == 403


def test_survey_asks_for_both_files(ana):
    answer = ana.client.post("/api/v1/communities/welding/surveys/check", {})
    assert answer.status_code in {415, 422}
