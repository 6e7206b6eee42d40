"""`mandorla show_license`: what is permitted, in lines and as JSON."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from mandorla.base.errors import Refused
from mandorla.licenses.shown import as_data, as_lines
from tests import make
from tests.licenses.granting import applied, granted

ON = make.AT.date()


def test_license_is_shown_in_lines(people):
    granted(
        people.community,
        by=people.leader,
        sponsor=people.sponsor,
        member_hours=Decimal(4),
        conditions=(("Write a charter", date(2026, 5, 1)),),
    )

    assert list(as_lines(as_data(people.community, on=ON)))[:9] == [
        "Atlas Change Champions",
        "License 1, full: conditional, in_force",
        "To be decided by 2027-03-01",
        "Scope: To learn from each other",
        "Hours a month, each member: 4.0",
        "From: 2026-03-02",
        "Until: 2027-03-01",
        "Next review: 2027-03-01",
        "Sponsor, line: Ben Okafor",
    ]


def test_license_is_shown_as_json(people):
    granted(people.community, by=people.leader, sponsor=people.sponsor, kind="trial")
    applied(people.community, by=people.leader, sponsor=people.sponsor)
    out = io.StringIO()

    call_command("show_license", "atlas-change-champions", "--json", stdout=out)

    found = json.loads(out.getvalue())
    assert (found["license"]["kind"], found["license"]["until_on"]) == ("trial", "2026-05-30")
    assert found["asked"] == {"number": 2, "kind": "full", "state": "applied"}
    assert [one["kind"] for one in found["decisions"]] == ["grant"]


def test_community_without_a_license_says_so(people):
    out = io.StringIO()

    call_command("show_license", "atlas-change-champions", stdout=out)

    assert out.getvalue().splitlines() == ["Atlas Change Champions", "It has no license."]


def test_unknown_community_is_refused(people):
    with pytest.raises(Refused, match="There is no community at “nowhere”"):
        call_command("show_license", "nowhere")
