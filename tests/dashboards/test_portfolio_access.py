"""Who sees the portfolio, and what of it."""

from __future__ import annotations

import pytest

from mandorla.communities.models import Membership
from mandorla.licenses.models import LicenseSponsor
from tests import make
from tests.dashboards.looked_after import client_of, licensed

pytestmark = pytest.mark.django_db


def test_portfolio_opens_for_program_managers_and_sponsors_only():
    ben, paula, was = make.person("Ben"), make.person("Paula"), make.person("Was")
    ana = make.person("Ana")
    guild = make.community("Guild", leader=ana, sponsor=ben)
    ended = make.community("Ended", sponsor=was)
    Membership.objects.get(community=ended, role="sponsor").end(by=None, at=make.AT)
    LicenseSponsor.objects.create(license=make.license(guild), person=paula, kind="payer")
    LicenseSponsor.objects.create(
        license=make.license(ended, state="retired"), person=was, kind="payer"
    )
    pages = ("/portfolio/", "/portfolio/map/", "/portfolio/decisions/", "/portfolio/portfolio.csv")

    for page in pages:
        people = (make.program_manager(), ben, paula, ana, was, make.auditor())
        found = [client_of(person).get(page).status_code for person in people]
        assert found == [200, 200, 200, 404, 404, 404], page


def test_top_bar_leads_there_whoever_may_see_it():
    ben = make.person("Ben")
    make.community(sponsor=ben)
    link = '<a href="/portfolio/">Portfolio</a>'

    people = (make.program_manager(), ben, make.person())
    shown = [link in client_of(person).get("/strategy/").content.decode() for person in people]

    assert shown == [True, True, False]


def test_sponsor_sees_what_they_sponsor_and_their_next_three_decisions():
    ben = make.person("Ben")
    for left in (9, 5, 20, 40, 300):
        licensed(f"In {left}", left=left, sponsor=ben)
    licensed("Other", left=1)

    shown = client_of(ben).get("/portfolio/")

    assert [row.name for row in shown.context["found"].page.rows] == [
        "In 20",
        "In 300",
        "In 40",
        "In 5",
        "In 9",
    ]
    assert [one.name for one in shown.context["lede"].first] == ["In 5", "In 9", "In 20"]
    assert "5 communities you sponsor" in shown.content.decode()
