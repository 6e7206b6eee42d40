"""What the work yields, counted from rows; each figure opens them, and none names a person."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse

from mandorla.communities.models import Membership
from mandorla.core.yields import Share, Spread
from mandorla.gatherings.models import Gathering, Series
from mandorla.work.models import AgendaItem, Contribution, Issue, Outcome
from mandorla.work.yields.counting import (
    count_adoption,
    count_carried,
    count_crossing,
    count_days,
    count_rhythm,
)
from mandorla.work.yields.rows import Span, span_of
from mandorla.work.yields.told import FIGURES, as_data, read_yields
from tests import make
from tests.make import AT
from tests.work.solving import Place, issue, lines, place, problem, solution

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
LATE = AT + 8 * WEEK


@pytest.fixture
def atlas() -> Place:
    return place()


def span(atlas: Place, *, period: str = "quarter") -> Span:
    return span_of(atlas.community, period=period, on=LATE.date(), at=LATE)


def held(series: Series, *, weeks: int) -> list[Gathering]:
    """The first gatherings of a weekly series, each held."""
    return [
        make.gathering(
            series,
            planned_on=(AT + week * WEEK).date(),
            state="held",
            started_at=AT + week * WEEK,
            ended_at=AT + week * WEEK + timedelta(minutes=55),
        )
        for week in range(weeks)
    ]


def test_rhythm_is_held_of_planned_since_the_first_that_was_noted(atlas):
    series = make.series(atlas.community, starts_on=(AT - 8 * WEEK).date())
    first, *_others = held(series, weeks=5)
    for week, state in ((5, "cancelled"), (6, "planned")):
        make.gathering(series, planned_on=(AT + week * WEEK).date(), state=state)

    found = count_rhythm(span(atlas))

    assert found.figure == Share(part=5, of=9)
    assert [row.verdict for row in found.rows] == [
        "nothing was noted",
        "nothing was noted",
        "nothing was noted",
        "cancelled",
        *["held"] * 5,
    ]
    assert found.rows[-1].at == first.starts_at


def test_rhythm_is_not_told_when_no_gathering_was_ever_noted(atlas):
    make.series(atlas.community)

    assert count_rhythm(span(atlas)).figure == Share(0, 0)


def test_issue_is_carried_through_by_an_owner_and_a_decision(atlas):
    first, second, third, *_later = held(make.series(atlas.community), weeks=4)
    about = problem(atlas.community, owner=atlas.ana, gathered_at=AT)
    told = issue(atlas.community, gathering=first, problem=about, state="gathered")
    solution(about, state="trying", at=third.starts_at)
    slow = problem(atlas.community, owner=atlas.ana, gathered_at=AT)
    issue(atlas.community, gathering=first, problem=slow, state="gathered", text="slow")
    solution(slow, state="trying", at=LATE)
    issue(atlas.community, gathering=first, text="nobody's")
    issue(atlas.community, gathering=third, text="new")
    issue(atlas.community, gathering=first, text="dropped", state="dropped")
    issue(atlas.community, text="from elsewhere")
    second.refresh_from_db()

    found = count_carried(span(atlas))

    assert (found.figure, found.apart) == (Share(part=1, of=3), 1)
    assert {row.text: row.tone for row in found.rows} == {
        told.text: "good",
        "slow": "watch",
        "nobody's": "watch",
        "new": "none",
    }


def test_issue_is_carried_through_by_what_somebody_took_on(atlas):
    first, second, *_later = held(make.series(atlas.community), weeks=4)
    found = issue(atlas.community, gathering=first)
    item = AgendaItem.objects.create(gathering=second, position=1, title="It", issue=found)
    Outcome.catch(
        gathering=second,
        kind="commitment",
        text="Rings the print shop",
        key=uuid4(),
        by=atlas.ana,
        at=second.starts_at,
        item=item,
        owner=atlas.priya,
        due_on=LATE.date(),
    )

    assert count_carried(span(atlas)).figure == Share(part=1, of=1)


def test_first_outcome_counts_when_more_was_decided_later(atlas):
    first, second, *_later = held(make.series(atlas.community), weeks=4)
    about = problem(atlas.community, owner=atlas.ana, gathered_at=AT)
    issue(atlas.community, gathering=first, problem=about, state="gathered")
    found = solution(about, state="trying", at=second.starts_at)
    found.accept(by=atlas.ana, at=LATE)
    found.reconsider(by=atlas.ana, at=LATE)

    assert count_carried(span(atlas)).figure == Share(part=1, of=1)


def test_days_are_those_from_surfaced_to_solved_in_the_span(atlas):
    for days in (0, 2, 3, 5, 9, 14, 30):
        solved(atlas, days=days)
    solved(atlas, days=1, at=AT - 52 * WEEK)

    found = count_days(span(atlas))

    assert found.figure == Spread(of=7, median=5.0, low=2.5, high=11.5)
    assert len(found.rows) == 7


def solved(atlas: Place, *, days: int = 1, at=LATE - WEEK, **facts: Any) -> Issue:
    """An issue that took so many days until it was solved."""
    return issue(
        atlas.community,
        state="solved",
        surfaced_at=at - timedelta(days=days),
        solved_at=at,
        **facts,
    )


def of_many_units(atlas: Place) -> None:
    """Three more people of each of three units are in the community."""
    for unit in atlas.units:
        for _number in range(3):
            person = make.person(unit=unit)
            Membership.join(community=atlas.community, person=person, at=AT)


def test_solved_across_units_counts_who_helped(atlas):
    of_many_units(atlas)
    about = problem(atlas.community)
    found = solution(about, state="accepted")
    for person in (atlas.ana, atlas.priya):
        Contribution.help(solution=found, person=person, at=AT)
    for _number in range(2):
        solved(atlas, problem=about)
    for _number in range(3):
        solved(atlas)

    counted = count_crossing(span(atlas))

    assert counted.figure == Share(part=2, of=5)
    assert sorted(row.tone for row in counted.rows) == ["good", "good", "none", "none", "none"]


def test_solved_across_units_is_not_told_of_few_issues_or_few_people(atlas):
    for _number in range(5):
        solved(atlas)
    few_people = count_crossing(span(atlas))
    of_many_units(atlas)
    Issue.objects.filter(state="solved").latest("pk").delete()

    few_issues = count_crossing(span(atlas))

    assert (few_people.figure, few_people.rows) == (None, ())
    assert (few_issues.figure, few_issues.rows) == (None, ())


def test_adoption_is_by_unit_and_leaves_out_what_is_not_for_it(atlas):
    for _number in range(2):
        found = solution(problem(atlas.community), state="accepted", at=LATE - WEEK)
        first, second, _third = lines(found, atlas.units)
        first.adopt(by=atlas.ana, at=AT)
        second.decline(because="No prices", by=atlas.ana, at=AT)
    lines(solution(problem(atlas.community), state="accepted", at=AT - 52 * WEEK), atlas.units)

    counted, by_unit = count_adoption(span(atlas))

    assert counted.figure == Share(part=2, of=4)
    assert [(name, share) for _pk, name, share in by_unit] == [
        ("Finance", Share(0, 0)),
        ("Sales", Share(2, 2)),
        ("Service", Share(0, 2)),
    ]


@pytest.mark.parametrize(
    ("period", "begin"),
    [("month", "2026-03-27"), ("quarter", "2026-01-27"), ("year", "2025-04-27")],
)
def test_span_begins_with_its_first_day(atlas, period, begin):
    found = span(atlas, period=period)

    assert f"{found.begin:%Y-%m-%d %H:%M}" == f"{begin} 00:00"
    assert span(atlas, period="fortnight").period == "quarter"


def test_page_and_rows_say_what_was_counted_and_name_nobody(client, atlas):
    series = make.series(atlas.community)
    first, *_others = held(series, weeks=5)
    issue(atlas.community, gathering=first, surfaced_by=atlas.priya)
    client.force_login(make.person())

    page = client.get(reverse("work:yields", args=["atlas"]), {"period": "all"})
    rows = client.get(reverse("work:yield", args=["atlas", "rhythm"]), {"period": "all"})

    assert b"planned gatherings were held" in page.content
    assert b"Priya" not in page.content + rows.content
    assert rows.content.count(b"Monday round") >= 5


def test_figure_that_is_none_is_not_found(client, atlas):
    client.force_login(atlas.ana)

    assert client.get(reverse("work:yield", args=["atlas", "applause"])).status_code == 404


def test_figures_are_data_for_programs(atlas):
    held(make.series(atlas.community), weeks=5)

    data = as_data(read_yields(span(atlas)))

    assert [one["figure"] for one in data["figures"]] == list(FIGURES)
    assert (data["figures"][0]["part"], data["figures"][0]["share"]) == (5, 5 / 9)
    assert json.loads(json.dumps(data)) == data


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("name", ["yields", *FIGURES])
def test_yields_have_a_fixed_number_of_queries(
    client, atlas, name, count, django_assert_max_num_queries
):
    of_many_units(atlas)
    gatherings = held(make.series(atlas.community), weeks=3)
    for number in range(count):
        about = problem(atlas.community)
        issue(atlas.community, gathering=gatherings[number], problem=about)
        lines(solution(about, state="accepted"), atlas.units)
    for _number in range(5 * count):
        solved(atlas, problem=about)
    args = ["atlas"] if name == "yields" else ["atlas", name]
    address = reverse("work:yields" if name == "yields" else "work:yield", args=args)
    client.force_login(atlas.ana)
    client.get(address, {"period": "all"})

    with django_assert_max_num_queries(30 if name == "yields" else 16):
        client.get(address, {"period": "all"})


def test_command_prints_the_figures(atlas, capsys):
    held(make.series(atlas.community), weeks=5)

    call_command("yields", "atlas", "--period", "all", "--json")

    data = json.loads(capsys.readouterr().out)
    assert data["community"] == "atlas"
    assert [one["figure"] for one in data["figures"]] == list(FIGURES)


def test_command_prints_sentences(atlas, capsys):
    held(make.series(atlas.community), weeks=1)

    call_command("yields", "atlas", "--period", "all")

    assert "Rhythm kept" in capsys.readouterr().out
