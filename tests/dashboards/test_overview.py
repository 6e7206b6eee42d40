"""The Overview of a community: one sentence that is true, then what it rests on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from mandorla.communities.header import header_of
from mandorla.communities.models import Charter, Community
from mandorla.dashboards.overview import Overview, read_overview
from mandorla.gatherings.models import Series
from mandorla.people.models import Person
from mandorla.value.models import ValueStatement
from mandorla.work.models import Ask, Insight, Question
from tests import make

pytestmark = pytest.mark.django_db


def overview(community: Community, person: Person) -> Overview:
    header = header_of(community, person=person, tab="overview")
    return read_overview(community=community, person=person, header=header, on=make.AT.date())


def agree(charter: Charter, *, leader: Person, sponsor: Person) -> None:
    charter.sign(side="members", by=leader, at=make.AT)
    charter.sign(side="organization", by=sponsor, at=make.AT)


def test_overview_tells_who_runs_it_what_waits_in_order() -> None:
    karin = make.program_manager()
    community = make.community("Atlas")

    found = overview(community, karin)

    assert [waiting.sentence for waiting in found.waiting] == [
        "Nobody leads it now.",
        "It has no sponsor.",
        "The charter is not published.",
    ]


def test_overview_tells_members_nothing_that_only_others_can_do() -> None:
    assert overview(make.community("Atlas"), make.person()).waiting == ()


def test_overview_keeps_the_agreed_version_when_a_later_one_is_published() -> None:
    ana, ben = make.person("Ana"), make.person("Ben")
    community = make.community("Atlas", leader=ana, sponsor=ben)
    agree(make.charter(community, state="published", by=ana), leader=ana, sponsor=ben)
    make.charter(community, state="published", by=ana)

    found = overview(community, ana)

    assert found.charter is not None
    assert found.later is not None
    assert (found.charter.version, found.charter.state) == (1, "agreed")
    assert (found.later.version, found.later.state) == (2, "published")


def test_overview_shows_drafts_only_to_those_who_may_see_them() -> None:
    ana = make.person("Ana")
    community = make.community("Atlas", leader=ana)
    make.charter(community, by=ana)

    assert overview(community, ana).later is not None
    assert overview(community, make.person()).later is None


def test_overview_says_which_signature_a_published_charter_waits_for() -> None:
    ana, ben = make.person("Ana"), make.person("Ben")
    community = make.community("Atlas", leader=ana, sponsor=ben)
    charter = make.charter(community, state="published", by=ana)
    charter.sign(side="members", by=ana, at=make.AT)

    assert (
        overview(community, ben).waiting[0].sentence
        == "Version 1 waits for the signature of the organization."
    )


@pytest.mark.parametrize("count", [1, 3])
def test_overview_page_costs_the_same_queries_for_one_and_for_three(
    client: Client, django_assert_num_queries: object, count: int
) -> None:
    ana, ben = make.person("Ana"), make.person("Ben")
    community = make.community("Atlas", leader=ana, sponsor=ben)
    for number in range(count):
        make.charter(community, state="published", by=ana)
        Series.enter(community=community, name=f"Series {number}", rule="FREQ=WEEKLY;BYDAY=MO")
        make.community(parent=community)
    client.force_login(ana)

    with django_assert_num_queries(26):  # type: ignore[operator]
        shown = client.get("/communities/atlas/").content.decode()

    assert "Every Monday" in shown


def test_overview_of_a_closed_community_says_why_it_closed(client: Client) -> None:
    ana = make.person("Ana")
    community = make.community("Atlas", leader=ana)
    community.close(reason="Atlas is everywhere", by=ana, at=make.AT, on=make.AT.date())
    client.force_login(ana)

    shown = client.get("/communities/atlas/").content.decode()

    assert "Closed on 2 March 2026." in shown
    assert "Atlas is everywhere" in shown


def test_overview_of_nothing_is_not_found(client: Client) -> None:
    client.force_login(make.person())

    assert client.get("/communities/nowhere/").status_code == 404


def test_overview_shows_the_statement_that_stands_with_its_age_and_round(client: Client) -> None:
    ana, ben = make.person("Ana"), make.person("Ben")
    community = make.community("Atlas", leader=ana, sponsor=ben)
    for words in ("faster roll-out", "fewer errors"):
        statement = ValueStatement.draft(
            community=community, elicitation=None, shared=(), by=ana, at=make.AT
        )
        texts = {"for_organization": words, "for_members": "answers"}
        statement.write(texts=texts, days={}, edits=0)
        statement.publish(by=ana, at=make.AT)
        if statement.version == 1:
            statement.sign(side="members", by=ana, at=make.AT)
            statement.sign(side="organization", by=ben, at=make.AT)
    client.force_login(make.person())

    shown = client.get("/communities/atlas/").content.decode()

    assert "</span> faster roll-out." in shown
    assert "fewer errors" not in shown
    found = overview(community, ana).words
    assert found is not None
    assert (found.statement.version, found.age, found.is_past) == (1, "agreed today", False)


def overview_links(client: Client, person: Person) -> list[str]:
    """What the part about the work says to somebody."""
    client.force_login(person)
    shown = client.get("/communities/atlas/").content.decode()
    part = shown.partition('id="work"')[2].partition("</section>")[0]
    return re.findall(r"<a[^>]*>([^<]+)</a>", part)


def test_overview_counts_what_waits_for_those_who_may_read_it(client: Client) -> None:
    ana, mia, ben = make.person("Ana"), make.person("Mia"), make.person("Ben")
    community = make.community("Atlas", leader=ana, sponsor=ben)
    told: dict[str, Any] = {"community": community, "at": make.AT}
    make.issue(community, "One")
    make.issue(community, "Two")
    make.problem(community, make.issue(community, "Three"))
    Insight.bring(text="Nobody knows", unit=make.unit(), by=ana, **told)
    Question.ask(kind="question", text="Which lists?", by=ben, **told)
    Ask.open(text="A hand with C#", by=ana, **told)
    Ask.open(text="Between us", of=[ben], by=ana, **told)
    for_all = ["2 issues wait", "1 problem is open", "1 ask has no answer yet"]

    assert overview_links(client, mia) == ["What we work on", *for_all]
    assert overview_links(client, ben) == [
        "What we work on",
        *for_all[:2],
        "1 question of management waits for an answer",
        "1 insight waits for an answer",
        for_all[2],
        "Put a question to them",
    ]
