"""What somebody brought: their own, complete, and nothing that was said without a name."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandorla.communities.models import Membership
from mandorla.gatherings.models import Gathering
from mandorla.reports.brought import leaving, read
from mandorla.reports.lines import KINDS, MOST, Wanted
from mandorla.reports.models import Choice
from mandorla.work.models import Contribution, Expertise, Issue, Lesson, Solution
from tests import make
from tests.ledger.telling import story
from tests.reports.bringing import (
    LATER,
    World,
    everything,
    lines,
    one_of_each,
    page_of,
    texts,
    world,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> World:
    return world()


def test_page_holds_a_line_of_every_kind_that_was_brought(at):
    everything(at)
    series = make.series(at.guild)
    series.take_turns(people=[at.priya], by=at.ben, at=make.AT)
    gathering = make.gathering(series)
    Gathering.objects.filter(pk=gathering.pk).update(state="held")
    issue = make.issue(at.guild, "Nobody opens the door", by=at.priya)
    issue.solve(because="A bell", by=at.ben, at=LATER)

    kinds = {line.kind for line in lines(at.priya)}

    assert kinds == set(KINDS) - {"practice"}


def test_page_says_what_became_of_each(at):
    everything(at)

    became = {line.kind: line.text for line in lines(at.priya) if line.kind.endswith("_became")}

    assert became == {
        "insight_became": "Already done: Since May",
        "solution_became": "Accepted, adopted in 1 unit",
        "story_became": "Confirmed: 2 to 6 hours",
        "answer_became": "It works now",
        "lesson_became": "Changed how we work: The form asks first",
    }


def test_issue_says_what_is_done_about_its_problem(at):
    issue = make.issue(at.guild, "Lists differ", by=at.priya)
    solution = Solution.propose(
        problem=make.problem(at.guild, issue), proposal="One list", by=at.ben, at=make.AT
    )
    solution.accept(by=at.ben, at=LATER)

    assert texts(at.priya, "issue_became") == ["One list (accepted)"]


def test_solution_is_told_of_once_when_the_issue_behind_it_was_theirs_too(at):
    issue = make.issue(at.guild, "Lists differ", by=at.priya)
    solution = Solution.propose(
        problem=make.problem(at.guild, issue), proposal="One list", by=at.ben, at=make.AT
    )
    helped = Contribution.help(solution=solution, person=at.priya, at=make.AT)
    solution.accept(by=at.ben, at=LATER)
    hidden = [line.kind for line in lines(at.priya) if line.kind.endswith("_became")]
    Expertise.show(contribution=helped, by=at.priya, at=LATER)
    shown = [line.kind for line in lines(at.priya) if line.kind.endswith("_became")]

    assert (hidden, shown) == (["issue_became"], ["solution_became"])


def test_line_leads_to_its_page_and_its_thread(at):
    issue = make.issue(at.guild, "Lists differ", by=at.priya)

    [line] = [line for line in lines(at.priya) if line.kind == "issue"]

    assert line.address == issue.get_absolute_url()
    assert line.thread == reverse("ledger:thread", args=["issue", issue.pk])


def test_what_was_surfaced_or_told_without_a_name_is_nowhere(at):
    make.issue(at.guild, "Nobody dares to say", by=at.priya, is_anonymous=True)
    story(at.guild, at.priya, title="A story without a name", is_nameless=True)

    assert [line.kind for line in lines(at.priya)] == ["role"]


def test_page_tells_nothing_of_what_others_did(at):
    everything(at)

    assert [line.kind for line in lines(at.sam)] == ["role"]
    assert [line.text for line in lines(at.karin)] == []


def test_lesson_that_others_look_after_now_stays_brought_by_who_wrote_it_down(at):
    everything(at)
    [line] = [line for line in lines(at.priya) if line.kind == "lesson"]
    Lesson.objects.get(pk=line.pk).hand_over(owner=at.sam, by=at.ben, at=LATER)

    assert texts(at.priya, "practice") == ["Ask first 0"]
    assert texts(at.priya, "lesson") == []
    assert texts(at.sam, "lesson") == ["Ask first 0"]


# --- what goes along ---


def test_line_goes_along_by_itself_when_all_colleagues_read_it_with_the_name(at):
    everything(at)

    stays = {line.kind for line in lines(at.priya) if not line.goes}

    assert stays == {"insight", "insight_became", "commitment"}


def test_help_with_a_solution_stays_when_nobody_was_shown_it(at):
    solution = Solution.propose(
        problem=make.problem(at.guild), proposal="One list", by=at.ben, at=make.AT
    )
    helped = Contribution.help(solution=solution, person=at.priya, at=make.AT)
    [before] = [line.goes for line in lines(at.priya) if line.kind == "solution"]
    Expertise.show(contribution=helped, by=at.priya, at=LATER)
    [after] = [line.goes for line in lines(at.priya) if line.kind == "solution"]

    assert (before, after) == (False, True)


def test_story_for_the_community_stays_unless_it_is_ticked(at):
    told = story(at.guild, at.priya, seen_by="community")

    assert [line.goes for line in lines(at.priya) if line.kind == "story"] == [False]

    page = page_of(at.priya)
    Choice.keep_all({f"story-{told.pk}": True}, usual=page.usual, by=at.priya)

    assert [line.goes for line in lines(at.priya) if line.kind == "story"] == [True]


def test_what_tells_of_a_line_stays_when_that_line_stays(at):
    everything(at)
    page = page_of(at.priya)
    [told] = [line for line in page.lines if line.kind == "story"]
    became = f"story_became-{told.pk}"
    Choice.keep_all({told.key: False, became: True}, usual=page.usual, by=at.priya)

    kinds = {line.kind for line in leaving(page_of(at.priya)).lines}

    assert not kinds & {"story", "story_became", "used", "promise"}


def test_kind_that_stays_keeps_all_of_its_lines(at):
    everything(at, times=2)
    page = page_of(at.priya)
    Choice.keep_all({"story": False}, usual=page.usual, by=at.priya)

    kinds = {line.kind for line in leaving(page_of(at.priya)).lines}

    assert not kinds & {"story", "used", "promise", "story_became"}


def test_what_leaves_leads_nowhere_into_the_product(at):
    everything(at)

    assert {(line.address, line.thread) for line in leaving(page_of(at.priya)).lines} == {("", "")}


# --- roles, filters, costs ---


def test_roles_tell_their_days(at):
    held = Membership.appoint(
        community=at.guild, person=at.priya, role="steward", by=at.ben, at=make.AT
    )
    held.end(by=at.ben, at=make.AT + timedelta(days=90))

    [line] = [line for line in lines(at.priya) if line.text == "Steward"]

    assert (line.on, line.until_on) == (make.AT.date(), make.AT.date() + timedelta(days=90))


def test_page_holds_one_community_when_it_is_asked_for(at):
    everything(at)
    other = make.community("Other", members=(at.priya,))
    make.issue(other, "Elsewhere", by=at.priya)

    assert [line.text for line in lines(at.priya, community=other)] == ["Elsewhere", "Member"]


def test_page_holds_a_time_when_it_is_asked_for(at):
    make.issue(at.guild, "Then", by=at.priya)
    make.issue(at.guild, "Later", by=at.priya, at=make.AT + timedelta(days=40))

    assert texts(at.priya, "issue", since_on=date(2026, 4, 1)) == ["Later"]
    assert texts(at.priya, "issue", until_on=date(2026, 3, 31)) == ["Then"]
    assert texts(at.priya, "role", until_on=date(2026, 2, 1)) == []


def test_page_says_how_many_more_there_are_when_there_are_very_many(at):
    Issue.objects.bulk_create(
        Issue(
            community=at.guild,
            text=f"Number {number}",
            surfaced_by=at.priya,
            surfaced_at=make.AT,
            key=uuid4(),
        )
        for number in range(MOST + 7)
    )

    [group] = [
        group
        for section in page_of(at.priya).sections
        for group in section.groups
        if group.kind == "issue"
    ]

    assert (len(group.lines), group.more, group.count) == (MOST, 7, MOST + 7)


def test_page_takes_as_many_queries_for_three_of_each_as_for_one(at):
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            read(at.priya, Wanted())
        return len(caught)

    everything(at)
    one = queries()
    for number in (1, 2):
        one_of_each(at, number)

    assert queries() == one
