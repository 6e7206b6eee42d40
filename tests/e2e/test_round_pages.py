"""Opening and holding a round, and Today, as a browser sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.communities.models import Community, Membership, MembershipRequest
from mandorla.people.models import Person
from mandorla.value.counting import close
from mandorla.value.models import Elicitation, Suggestion
from tests import make
from tests.e2e.browser import Axe, SignIn, in_both_schemes, on_phone_and_desk, runs_over

pytestmark = pytest.mark.django_db(transaction=True)
WISHES = (40, 20, 20, 10, 10, 0)
ROUNDS = "/communities/atlas/value/rounds/"


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković", is_program_manager=True)


@pytest.fixture
def atlas(ana: Person) -> Community:
    """Somebody who leads, two who sponsor, eight members, seven expectations."""
    community = make.community(
        "Atlas", leader=ana, sponsor=make.person("Ben Okafor"), members=make.members(8)
    )
    second = make.person("Ingrid Holm")
    Membership.appoint(community=community, person=second, role="sponsor", by=None, at=make.AT)
    make.expectations(community, count=7)
    return community


def running(community: Community) -> Elicitation:
    now = timezone.now()
    then = now - timedelta(days=1)
    return make.elicitation(community, opens_at=then, at=then, closes_at=now + timedelta(days=9))


@pytest.fixture
def rounds(atlas: Community) -> Community:
    """The first round is closed, the second canceled, the third open with a newcomer."""
    close(running(atlas), by=None, at=timezone.now())
    running(atlas).cancel(by=None, at=timezone.now())
    third = running(atlas)
    third.cast(
        make.points(*WISHES, 0),
        person=atlas.memberships.filter(role="member").order_by("pk")[0].person,
        at=timezone.now(),
    )
    Membership.join(community=atlas, person=make.person("Zoe"), at=timezone.now())
    Suggestion.say(community=atlas, side="members", text="Help", by=None, at=make.AT)
    bees = make.community("Bees", joining="ask", leader=atlas.memberships.get(role="leader").person)
    MembershipRequest.ask(community=bees, person=make.person(), role="member", note="", at=make.AT)
    return atlas


@in_both_schemes
@on_phone_and_desk
@pytest.mark.parametrize(
    "address", ["/today/", f"{ROUNDS}1/", f"{ROUNDS}2/", f"{ROUNDS}3/", f"{ROUNDS}new/"]
)
def test_page_of_rounds_is_accessible_and_fits(
    page: Page,
    signed_in: SignIn,
    axe: Axe,
    ana: Person,
    rounds: Community,
    address: str,
) -> None:
    if address.endswith("new/"):
        close(rounds.elicitations.get(number=3), by=None, at=timezone.now())

    signed_in(page, ana).goto(address)

    axe(page)
    assert runs_over(page) == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_facilitator_goes_from_today_to_an_open_round_and_closes_it(
    page: Page, signed_in: SignIn, ana: Person, atlas: Community
) -> None:
    signed_in(page, ana).goto("/")
    page.get_by_role("link", name="Today").click()
    page.get_by_role("link", name="Open a round A round is due in Atlas.").click()

    expect(page.locator(".lede")).to_contain_text("9 members and the sponsors weigh 7 expectations")
    expect(page.get_by_text("the earlier figure stays up")).to_be_visible()
    page.get_by_role("button", name="Open the round").click()

    expect(page.locator(".lede")).to_contain_text("0 of 9 members have voted.")
    page.get_by_label("Closes at the end of").fill(
        (timezone.localdate() + timedelta(days=20)).isoformat()
    )
    page.get_by_role("button", name="Extend it").click()
    expect(page.get_by_text("People have more time now.")).to_be_visible()
    page.get_by_role("button", name="Close it now…").click()
    page.get_by_role("button", name="Close and count it").click()
    expect(page.get_by_text("It was closed and counted")).to_be_visible()
    assert atlas.elicitations.get().state == "closed"


def test_what_is_wrong_is_said_where_it_is_and_what_was_written_stays(
    page: Page, signed_in: SignIn, axe: Axe, ana: Person, atlas: Community
) -> None:
    signed_in(page, ana).goto(f"{ROUNDS}new/")

    page.get_by_label("Closes at the end of").fill("2020-01-01")
    page.get_by_label("Enough to conclude from, in percent").fill("30")
    page.get_by_role("button", name="Open the round").click()

    expect(page.get_by_role("alert")).to_contain_text("A round closes after it has opened.")
    expect(page.get_by_label("Enough to conclude from, in percent")).to_have_value("30")
    axe(page)
    assert not atlas.elicitations.exists()
