"""The directory and the pages of a community, as a browser sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from mandorla.communities.models import Charter, Community, Membership, MembershipRequest
from mandorla.gatherings.models import Series
from mandorla.people.models import Person
from mandorla.register.intake import take_in
from mandorla.register.readers import read_register
from tests import make
from tests.e2e.browser import Axe, SignIn, in_both_schemes, on_phone_and_desk, runs_over
from tests.shared_data import shared

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković", unit=make.unit("Sales"))


@pytest.fixture
def atlas(ana: Person) -> Community:
    """A community in which something of everything is there."""
    ben, priya = make.person("Ben Okafor"), make.person("Priya Nair", unit=make.unit("Finance"))
    community = make.community("Atlas", leader=ana, sponsor=ben, joining="ask")
    community.start(by=ana, at=make.AT)
    Membership.appoint(community=community, person=priya, role="member", by=ana, at=make.AT)
    former = Membership.appoint(
        community=community, person=priya, role="facilitator", by=ana, at=make.AT
    )
    former.end(by=ana, at=make.AT + timedelta(days=30))
    charter = make.charter(community, state="published", by=ana)
    charter.judge(pair="benefit_payoff", score=1, reason="Not yet", by=ana, at=make.AT)
    MembershipRequest.ask(
        community=community, person=make.person("Marek"), role="leader", note="Me", at=make.AT
    )
    Series.enter(community=community, name="Monday", rule="FREQ=WEEKLY;BYDAY=MO")
    Series.enter(community=community, name="Dinner", found_text="now and then")
    return community


@in_both_schemes
@on_phone_and_desk
@pytest.mark.parametrize(
    "address",
    [
        "/communities/",
        "/communities/?q=zzz",
        "/communities/atlas/",
        "/communities/atlas/members/?find=priya",
        "/communities/atlas/history/",
        "/communities/atlas/facts/",
        "/communities/atlas/requests/new/",
        "/communities/nowhere/",
    ],
)
def test_page_of_a_community_is_accessible_and_fits(
    page: Page,
    signed_in: SignIn,
    axe: Axe,
    ana: Person,
    atlas: Community,
    address: str,
) -> None:
    assert atlas.pk

    signed_in(page, ana).goto(address)

    axe(page)
    assert runs_over(page) == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_somebody_finds_a_community_joins_it_and_leaves_it(page: Page, signed_in: SignIn) -> None:
    make.community("Atlas", leader=make.person("Ana Marković"))
    make.community("Welding Circle")
    priya = make.person("Priya Nair")
    signed_in(page, priya).goto("/communities/")

    page.get_by_label("Words, or a leader's name").fill("mark")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Atlas").click()
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("You are a member of Atlas.")).to_be_visible()
    page.get_by_role("link", name="Members").click()
    page.get_by_role("button", name="Leave").click()

    expect(page.get_by_text("You have left Atlas.")).to_be_visible()


def test_leader_gives_a_role_by_keyboard_alone(page: Page, signed_in: SignIn, ana: Person) -> None:
    make.community("Atlas", leader=ana)
    make.person("Priya Nair")
    signed_in(page, ana).goto("/communities/atlas/members/")

    page.get_by_label("Find a person by name").focus()
    page.keyboard.type("priya")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Priya Nair").wait_for()
    page.get_by_label("Role", exact=True).focus()
    page.keyboard.type("core")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_text("The role is given.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("core · since")).to_be_visible()


def test_charter_of_a_real_register_becomes_one_that_both_sides_signed(
    page: Page, signed_in: SignIn
) -> None:
    make.organization()
    folder = shared("A_kubernetes_community")
    take_in(read_register("kubernetes", folder), by=None, at=make.AT)
    community = Community.objects.get(source_key="sig-docs")
    seats = community.memberships.current()
    leader = seats.filter(role="leader").select_related("person").order_by("pk")[0].person
    sponsor = seats.filter(role="sponsor").select_related("person").order_by("pk")[0].person
    signed_in(page, leader).goto(community.get_absolute_url() + "charter/")

    page.get_by_role("button", name="Begin the next version").click()
    page.get_by_label("business benefit 1", exact=True).fill("Users find the answer by themselves")
    page.get_by_label("community concern 1", exact=True).fill("Text that is out of date misleads")
    page.get_by_label("participant payoff 1", exact=True).fill("My name under what many read")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved").first).to_be_visible()
    page.get_by_role("link", name="Read, judge and publish it").click()
    page.get_by_role("button", name="Publish…").click()
    page.get_by_role("button", name="Publish it").click()
    page.get_by_role("button", name="Sign for the members").click()
    expect(page.locator(".lede")).to_contain_text("waits for a sponsor")
    signed_in(page, sponsor).goto(community.get_absolute_url() + "charter/2/")
    page.get_by_role("button", name="Sign for the organization").click()

    expect(page.locator(".lede")).to_contain_text("agreed")
    charter = Charter.objects.get(community=community, version=2)
    assert charter.state == "agreed"
    assert charter.in_scope == community.charters.get(version=1).in_scope != ""
