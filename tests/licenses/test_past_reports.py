"""Reports that a register brought, beside what is reported here."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.licenses.models import License, Review
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def license():
    community = make.community("Kettles", leader=make.person("Lena"))
    found = License.objects.create(
        community=community, number=1, kind="full", state="active", found={"status": "listed"}
    )
    for year in (2021, 2023):
        Review.objects.create(
            license=found, kind="past", state="submitted", due_on=date(year, 12, 31)
        )
    return found


def test_license_tab_names_the_year_that_was_skipped_between_two_reports(client, license):
    client.force_login(make.program_manager())
    page = client.get("/communities/kettles/license/")
    shown = [(one.kind, one.is_late) for one in page.context["page"].reports]
    assert shown == [
        ("report on 2021", False),
        ("report on 2022", True),
        ("report on 2023", False),
    ]


def test_community_is_said_to_have_no_license_now_when_its_last_one_ended(client, license):
    license.state = "retired"
    license.keep("state")
    license.community.close(reason="Cold", by=None, at=make.AT, on=make.AT.date())
    client.force_login(make.program_manager())
    page = client.get("/communities/kettles/license/")
    assert b"It has no license now." in page.content
