"""What a story claims that somebody may not read is in no sum that they see, on no page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from mandorla.advice.keeping import keep
from mandorla.base import indicators
from mandorla.communities.models import Community
from mandorla.ledger.models import LedgerStanding
from mandorla.ledger.working_out import work_out
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.ledger.test_working_out import claimed, euros, given

pytestmark = pytest.mark.django_db
__all__ = ["euros"]
# Of the story that everybody reads, and of both together, as they are said with two digits.
OPEN, BOTH = "1,100", "8,800"
PAGES = ("value/worth/", "", "value/", "value/give-and-get/")


@dataclass
class World:
    """A community with a gain that everybody reads, and one that only its people read."""

    community: Community
    outsider: Person
    member: Person
    sponsor: Person
    manager: Person

    @property
    def insiders(self) -> tuple[Person, ...]:
        return self.member, self.sponsor, self.manager


@pytest.fixture
def world(euros) -> World:
    member, sponsor = make.person(), make.person()
    community = make.community("Atlas", sponsor=sponsor, members=(member,))
    facts = {"share": 1, "confidence": 1, "state": "confirmed"}
    for amount, seen_by in ((1_100, "organization"), (7_700, "community"), (90_000, "sponsor")):
        low = Decimal(amount)
        claimed(community, seen_by=seen_by, **{**facts, "low": low, "high": low})
    given(community, amount=Decimal(500))
    found = World(
        community,
        outsider=make.person(),
        member=member,
        sponsor=sponsor,
        manager=make.program_manager(),
    )
    keep([community.pk], at=make.AT)
    return found


def read(person: Person, address: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_page_holds_the_sum_of_what_its_reader_may_read(world, page):
    address = world.community.get_absolute_url() + page

    assert BOTH not in read(world.outsider, address)
    assert OPEN in read(world.outsider, address)
    for person in world.insiders:
        assert BOTH in read(person, address)
        assert OPEN not in read(person, address)


def test_page_of_an_auditor_has_only_what_everybody_reads(world):
    found = read(make.auditor(), f"{world.community.get_absolute_url()}value/worth/")
    assert OPEN in found
    assert BOTH not in found
    assert "Only stories that everybody reads are counted here." in found


def test_api_and_files_hold_the_sum_of_what_their_reader_may_read(world):
    slug = world.community.slug
    for person, amount, count in ((world.outsider, 1_100, 1), (world.member, 8_800, 2)):
        caller = Caller(person)
        worth = caller.get(f"/communities/{slug}/worth").json()
        both = caller.get(f"/communities/{slug}/give-and-get").json()
        assert worth["confirmed"]["middle"] == pytest.approx(amount)
        assert (worth["confirmed"]["of"], worth["is_whole"]) == (count, count == 2)
        assert worth["years"][0]["confirmed"]["of"] == worth["kinds"][0]["confirmed"]["of"] == count
        assert both["sides"][0]["worth_middle"] == pytest.approx(amount)


def test_command_tells_a_manager_everything(world):
    out = StringIO()
    call_command("worth", world.community.slug, "--json", stdout=out)
    assert json.loads(out.getvalue())["confirmed"]["middle"] == pytest.approx(8_800)


def test_page_of_an_objective_holds_the_sum_of_what_its_reader_may_read(world):
    objective = make.objective()
    (expectation,) = make.expectations(world.community, count=1)
    expectation.objectives.add(objective)
    address = f"/strategy/{objective.pk}/"
    assert OPEN in read(world.outsider, address)
    assert BOTH not in read(world.outsider, address)
    for person in world.insiders:
        assert BOTH in read(person, address)


def test_portfolio_of_a_sponsor_of_a_license_alone_has_what_everybody_reads(world):
    licensed = make.person()
    given_license = make.license(world.community)
    given_license.sponsors.create(person=licensed, kind="payer")
    rows: dict[int, float] = {}
    for person in (licensed, world.sponsor, world.manager):
        caller = Caller(person)
        (row,) = caller.get("/portfolio?sort=-worth&brought=money").json()["items"]
        rows[person.pk] = row["confirmed_middle"]
        table = read_file(person)
        assert ("8800" in table) == (person != licensed)
        assert ("1100" in table) == (person == licensed)
    assert rows[licensed.pk] == pytest.approx(1_100)
    assert rows[world.sponsor.pk] == rows[world.manager.pk] == pytest.approx(8_800)


def read_file(person: Person) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get("/portfolio/portfolio.csv")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_portfolio_is_not_narrowed_or_sorted_by_what_somebody_may_not_read(euros):
    licensed, quiet, loud = make.person(), make.community("Quiet"), make.community("Loud")
    claimed(quiet, seen_by="community", state="confirmed")
    claimed(loud, seen_by="organization", state="confirmed", low=1, high=1)
    for community in (quiet, loud):
        make.license(community).sponsors.create(person=licensed, kind="payer")
    keep([quiet.pk, loud.pk], at=make.AT)
    caller = Caller(licensed)

    def names(query: str) -> list[str]:
        return [one["name"] for one in caller.get(f"/portfolio?{query}").json()["items"]]

    assert names("brought=money") == names("brought=stories") == ["Loud"]
    assert names("brought=none") == ["Quiet"]
    assert names("sort=-worth") == names("sort=worth") == ["Loud", "Quiet"]


def test_figures_that_everybody_may_be_shown_rest_on_what_everybody_reads(world):
    found = indicators.read_all([world.community.pk], at=make.AT)[world.community.pk]
    assert found["worth_confirmed"].value == pytest.approx(1_100)
    assert found["worth_to_organization"].value == pytest.approx(1_100)
    assert found["return_confirmed"].value == pytest.approx((1_100 - 500) / 500)


def test_sponsor_decides_on_what_sponsors_may_read_and_keeps_what_everybody_may(world):
    make.license(world.community)
    address = f"/communities/{world.community.slug}/license/renewal/"
    for person in (world.sponsor, world.manager):
        assert BOTH in read(person, address)


def test_sums_are_one_when_everybody_reads_every_story(euros):
    community = make.community()
    claimed(community, state="confirmed")
    work_out([community.pk], at=make.AT)
    kept = LedgerStanding.objects.get(community=community)
    assert (kept.figures, kept.low, kept.stories) == (
        kept.open_figures,
        kept.open_low,
        kept.open_stories,
    )


def test_reader_whose_role_ended_has_what_everybody_reads(world):
    address = f"{world.community.get_absolute_url()}value/worth/"
    world.community.memberships.filter(person=world.member).update(former=True)
    assert BOTH not in read(world.member, address)
