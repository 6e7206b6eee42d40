"""A community looks at how far it is: members without a name, the core group, and data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.communities.models import Community, Membership
from mandorla.maturity.computing import compute
from mandorla.maturity.models import Assessment, ProfileRound, Target
from tests import make
from tests.e2e.browser import Axe, SignIn, on_a_phone, runs_over, without_javascript
from tests.e2e.crowd import Crowd, look_at
from tests.e2e.keyboard import press_on
from tests.maturity.rounds import agreed, model, opened, say
from tests.maturity.test_computing import YOUNG

pytestmark = pytest.mark.django_db(transaction=True)


def profile_of(community: Community) -> str:
    return f"{community.get_absolute_url()}profile/"


def asked(people: Crowd) -> ProfileRound:
    """A round in which four have answered, so that one more makes it five."""
    now = timezone.now()
    members = make.members(4)
    for one in members:
        Membership.appoint(community=people.full, person=one, role="member", by=None, at=make.AT)
    held = opened(people.full, at=now, closes_at=now + timedelta(days=7))
    for one in members:
        say(held, one, 3)
    return held


@on_a_phone
@without_javascript
def test_member_answers_on_a_phone_and_the_profile_shows_what_all_said(
    page: Page, signed_in: SignIn, people: Crowd
):
    asked(people)
    signed_in(page, people.priya).goto("/today/")
    page.get_by_role("link", name="Answer How far is").click()
    rhythm = page.get_by_role("group", name="Rhythm and gatherings")
    rhythm.get_by_role("radio", name="2. It has a fixed rhythm and keeps it.").check()
    page.get_by_role("group", name="My manager supports").get_by_role(
        "radio", name="No", exact=True
    ).check()
    assert runs_over(page) == 0
    page.get_by_role("button", name="Put it into the urn").click()
    expect(page.get_by_text("Nobody can see or change it.")).to_be_visible()
    expect(page.get_by_text("You have answered.")).to_be_visible()

    held = ProfileRound.objects.get()
    signed_in(page, people.ana).goto(held.get_absolute_url())
    expect(page.get_by_text("5 of 6 members have answered.")).to_be_visible()
    held.close(by=people.ana, at=timezone.now())
    page.goto(profile_of(people.full))
    expect(page.get_by_text("members 3").first).to_be_visible()
    assert Assessment.objects.get(way="members").evidence["time_usable"] == 0.8


def test_core_group_agrees_by_keyboard_with_what_data_shows_beside_it(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    compute({people.full.pk: YOUNG}, at=make.AT)
    signed_in(page, people.ana).goto(profile_of(people.full))
    press_on(page, "Write down what you agree on")
    expect(page.get_by_role("button", name="Write it down")).to_be_visible()
    chosen = page.get_by_role("group", name="Rhythm and gatherings").get_by_role("radio")
    expect(chosen.nth(5)).to_be_checked()  # data shows level 4
    press_on(page, "Data shows at least level 4")
    expect(page.get_by_text("A rhythm is published.")).to_be_visible()
    axe(page)

    chosen.nth(5).focus()
    page.keyboard.press("ArrowUp")
    expect(chosen.nth(4)).to_be_checked()
    press_on(page, "Write it down")

    expect(page.get_by_text("The profile is written down.")).to_be_visible()
    expect(page.get_by_text("core group 3").first).to_be_visible()
    assert Assessment.objects.get(way="core").levels["rhythm"] == [3, 3]


def test_targets_are_agreed_and_the_profile_says_how_far_they_are(
    page: Page, signed_in: SignIn, people: Crowd
):
    compute({people.full.pk: YOUNG}, at=make.AT)
    signed_in(page, people.ana).goto(profile_of(people.full))
    page.get_by_role("link", name="Agree on targets").click()
    page.get_by_label("Reach across units").select_option("3")
    page.get_by_label("Why these").fill("Two sites join in spring")
    page.get_by_role("button", name="Write the targets down").click()

    expect(
        page.get_by_text("Furthest from its target, level 3: Reach across units")
    ).to_be_visible()
    expect(page.get_by_text("Two sites join in spring")).to_be_visible()
    page.get_by_role("link", name="License and sponsorship").first.click()
    expect(page.get_by_text("Data shows level 1.")).to_be_visible()


def test_pages_of_a_profile_pass_axe_wide_and_narrow_light_and_dark(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    compute({people.full.pk: YOUNG}, at=make.AT)
    agreed(people.full, 2, by=people.ana, reasons={"rhythm": "x" * 200})
    Target.agree(
        community=people.full, model=model(), levels={"reach": 3}, by=people.ana, at=make.AT
    )
    held = asked(people)
    signed_in(page, people.ana)
    here = profile_of(people.full)

    look_at(
        page,
        axe,
        here,
        f"{here}dimensions/sponsorship/",
        f"{here}past/",
        f"{here}agreement/",
        f"{here}targets/",
        f"{here}rounds/",
        held.get_absolute_url(),
        f"{held.get_absolute_url()}ballot/",
        profile_of(people.empty),
        "/maturity/",
        "/maturity/mandorla/1/",
    )
