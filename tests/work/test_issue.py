from __future__ import annotations

from uuid import uuid4

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.work.models import Issue, Vote
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def atlas():
    return make.community("Atlas")


def test_issue_is_kept_in_one_line_with_its_units(atlas):
    sales, finance = make.unit("Sales"), make.unit("Finance")
    priya = make.person("Priya")

    issue = make.issue(atlas, " Training comes\n too late ", by=priya, units=[sales, finance])

    kept = Issue.objects.get()
    assert (kept.text, kept.state, kept.surfaced_at) == (
        "Training comes too late",
        "open",
        make.AT,
    )
    assert set(kept.units.all()) == {sales, finance}
    assert issue.shown_surfacer == priya
    assert Event.objects.about(issue).get().plain_sentence == "A member surfaced an issue."


def test_issue_sent_twice_is_kept_once(atlas):
    key = uuid4()

    first = make.issue(atlas, "Old price lists", key=key)
    again = make.issue(atlas, "Old price lists", key=key)

    assert again == first
    assert Issue.objects.count() == 1
    assert Event.objects.filter(verb="issue.surfaced").count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 201])
def test_issue_of_no_line_is_refused(atlas, text):
    with pytest.raises(Refused):
        Issue.surface(community=atlas, text=text, by=None, at=make.AT)


def test_nothing_is_surfaced_in_a_closed_community(atlas):
    atlas.close(reason="Done", by=None, at=make.AT, on=make.AT.date())

    with pytest.raises(Refused, match="Atlas has closed"):
        make.issue(atlas)


def test_votes_are_counted_once_for_each_person(atlas):
    issue, priya = make.issue(atlas), make.person("Priya")

    issue.vote(by=priya)
    issue.vote(by=priya)
    issue.vote(by=make.person())
    two = Issue.objects.get().votes
    issue.unvote(by=priya)
    issue.unvote(by=priya)

    assert (two, Issue.objects.get().votes, Vote.objects.count()) == (2, 1, 1)
    assert issue.votes == 1


def test_nobody_votes_for_what_is_settled(atlas):
    issue = make.issue(atlas)
    issue.solve(because="One list", by=None, at=make.AT)

    with pytest.raises(Refused):
        issue.vote(by=make.person())


def test_issue_reads_otherwise_and_its_meaning_is_looked_at_anew(atlas):
    issue = make.issue(atlas)
    Issue.objects.update(vector=b"1", vector_by="tf-idf")
    issue.refresh_from_db()

    issue.reword(text="Price lists are late", detail="Since May", by=None, at=make.AT)

    kept = Issue.objects.get()
    assert (kept.text, kept.detail) == ("Price lists are late", "Since May")
    assert (kept.vector, kept.vector_by) == (None, "")


def test_who_changes_the_words_of_others_answers_for_it(atlas):
    priya, ana = make.person("Priya"), make.person("Ana")
    issue = make.issue(atlas, by=priya)

    issue.reword(text="In other words", detail="", by=priya, at=make.AT)
    issue.reword(text="In better words", detail="", by=ana, at=make.AT)

    assert [event.plain_sentence for event in Event.objects.about(issue).order_by("pk")][1:] == [
        "A member changed the words of an issue they had surfaced.",
        "Ana corrected the words of an issue.",
    ]


def test_issue_touches_these_units_and_no_others(atlas):
    sales, finance = make.unit("Sales"), make.unit("Finance")
    issue = make.issue(atlas, units=[sales])

    issue.touch(units=[finance], by=None, at=make.AT)

    assert list(issue.units.all()) == [finance]


def test_issue_is_solved_and_open_again(atlas):
    issue = make.issue(atlas)

    issue.solve(because="One list for all", by=None, at=make.AT)
    solved = Issue.objects.get()
    issue.reopen(by=None, at=make.AT)

    assert (solved.state, solved.because, solved.solved_at) == (
        "solved",
        "One list for all",
        make.AT,
    )
    kept = Issue.objects.get()
    assert (kept.state, kept.because, kept.solved_at) == ("open", "", None)


def test_dropping_asks_why(atlas):
    with pytest.raises(Refused):
        make.issue(atlas).drop(because=" ", by=None, at=make.AT)


def test_part_of_a_problem_is_not_dropped_by_itself(atlas):
    issue = make.issue(atlas)
    make.problem(atlas, issue)

    with pytest.raises(Refused):
        issue.drop(because="Not ours", by=None, at=make.AT)


def test_second_of_two_who_settle_an_issue_is_told(atlas):
    issue = make.issue(atlas)
    same = Issue.objects.get()
    issue.solve(because="First", by=None, at=make.AT)

    with pytest.raises(Stale):
        same.drop(because="Second", by=None, at=make.AT)


def test_issue_is_gone_when_it_is_taken_back(atlas):
    priya = make.person("Priya")
    issue = make.issue(atlas, by=priya)
    issue.vote(by=priya)

    issue.withdraw(by=priya, at=make.AT)

    assert not Issue.objects.exists()


@pytest.mark.parametrize("joined", ["vote", "gather"])
def test_issue_is_not_taken_back_when_others_have_joined(atlas, joined):
    priya = make.person("Priya")
    issue = make.issue(atlas, by=priya)
    if joined == "vote":
        issue.vote(by=make.person())
    else:
        make.problem(atlas, Issue.objects.get())

    with pytest.raises(Refused):
        issue.withdraw(by=priya, at=make.AT)


def test_nobody_takes_back_what_somebody_else_surfaced(atlas):
    with pytest.raises(Refused):
        make.issue(atlas, by=make.person()).withdraw(by=make.person(), at=make.AT)


def test_issue_with_somebody_elses_key_is_refused_and_gives_nothing_away(atlas):
    key = uuid4()
    make.issue(atlas, "Old price lists", key=key, by=make.person())
    with pytest.raises(Refused, match="Something else was sent with this key"):
        make.issue(atlas, "Mine", key=key, by=make.person())
    assert [issue.text for issue in Issue.objects.all()] == ["Old price lists"]
