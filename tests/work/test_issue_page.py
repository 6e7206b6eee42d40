"""The page of an issue: read by everybody, changed by few, and silent about who left a name out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandorla.people.models import Person
from mandorla.work.models import Issue, Solution
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make.person("Ana")


@pytest.fixture
def priya():
    return make.person("Priya")


@pytest.fixture
def atlas(ana, priya):
    return make.community("Atlas", leader=ana, members=(priya,))


def read(client, person: Person, issue: Issue) -> str:
    client.force_login(person)
    answer = client.get(issue.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, person: Person, name: str, issue: Issue, **data: object):
    client.force_login(person)
    return client.post(reverse(f"work:{name}", args=["atlas", issue.pk]), data)


def test_page_tells_who_surfaced_it_when_they_gave_their_name(client, atlas, priya):
    page = read(client, make.person(), make.issue(atlas, by=priya))

    assert "surfaced" in page
    assert "Priya" in page


@pytest.mark.parametrize("reader", ["member", "leader", "manager", "auditor"])
def test_page_tells_nobody_who_left_their_name_out(client, atlas, ana, priya, reader):
    issue = make.issue(atlas, by=priya, is_anonymous=True)
    issue.reword(text="In other words", detail="", by=priya, at=make.AT)
    readers = {
        "member": make.person,
        "leader": lambda: ana,
        "manager": make.program_manager,
        "auditor": make.auditor,
    }

    page = read(client, readers[reader](), issue)

    assert "without a name" in page
    assert "Priya" not in page
    assert "it was you" not in page
    assert "09:00" not in page


def test_one_s_own_page_says_so_to_oneself_only(client, atlas, priya):
    page = read(client, priya, make.issue(atlas, by=priya, is_anonymous=True))

    assert "it was you; only you see that" in page
    assert "Take it back" in page


def test_auditor_reads_no_names(client, atlas, priya):
    assert "Priya" not in read(client, make.auditor(), make.issue(atlas, by=priya))


def test_name_of_somebody_who_left_is_for_program_managers(client, atlas, ana, priya):
    issue = make.issue(atlas, by=priya)
    priya.deactivate(by=None, at=make.AT)

    assert "Priya" not in read(client, ana, issue)
    assert "Priya" in read(client, make.program_manager(), issue)


def test_page_tells_what_became_of_it(client, atlas, ana, priya):
    issue = make.issue(atlas)
    problem = make.problem(atlas, issue, statement="Lists stay in use")
    Solution.propose(problem=problem, proposal="One list", by=ana, at=make.AT)

    page = read(client, priya, issue)

    assert "Lists stay in use" in page
    assert "One list" in page


def test_issue_of_another_community_is_not_at_this_address(client, atlas, ana):
    other = make.issue(make.community("Other"))
    client.force_login(ana)

    assert client.get(reverse("work:issue", args=["atlas", other.pk])).status_code == 404


def test_member_votes_and_takes_it_back_where_they_were(client, atlas, priya):
    issue = make.issue(atlas)
    back = reverse("work:issues", args=["atlas"])

    voted = post(client, priya, "vote", issue, vote="yes", next=f"{back}?page=2")
    after = Issue.objects.get().votes
    post(client, priya, "vote", issue, vote="no", next="https://elsewhere.example/")

    assert voted["Location"] == f"{back}?page=2#vote-{issue.pk}"
    assert (after, Issue.objects.get().votes) == (1, 0)


def test_vote_leads_nowhere_else(client, atlas, priya):
    issue = make.issue(atlas)

    answer = post(client, priya, "vote", issue, vote="yes", next="https://elsewhere.example/")

    assert answer["Location"] == f"{issue.get_absolute_url()}#vote-{issue.pk}"


def test_button_alone_is_drawn_anew_when_the_page_can_swap_it(client, atlas, priya):
    issue = make.issue(atlas)
    client.force_login(priya)

    answer = client.post(
        reverse("work:vote", args=["atlas", issue.pk]),
        {"vote": "yes"},
        headers={"HX-Request": "true"},
    )

    drawn = answer.content.decode()
    assert f'id="vote-{issue.pk}"' in drawn
    assert 'aria-pressed="true"' in drawn
    assert f"“{issue.text}” matters to you too: 1 vote." in drawn
    assert "<html" not in drawn


def test_stranger_does_not_vote(client, atlas):
    assert post(client, make.person(), "vote", make.issue(atlas), vote="yes").status_code == 404


def test_words_and_units_are_changed_by_who_surfaced_it(client, atlas, priya):
    issue, sales = make.issue(atlas, by=priya), make.unit("Sales")

    post(client, priya, "issue_words", issue, text="Better words", detail="And more")
    post(client, priya, "issue_units", issue, other_unit=sales.pk)

    kept = Issue.objects.get()
    assert (kept.text, kept.detail, list(kept.units.all())) == ("Better words", "And more", [sales])


def test_words_of_others_are_not_changed_by_a_member(client, atlas, ana, priya):
    issue = make.issue(atlas, by=ana)

    assert post(client, priya, "issue_words", issue, text="Mine").status_code == 404
    assert post(client, priya, "issue_units", issue).status_code == 404


def test_what_was_typed_is_still_there_when_it_was_refused(client, atlas, ana):
    issue = make.issue(atlas)

    long = post(client, ana, "issue_words", issue, text="y" * 201, detail="Kept")
    empty = post(client, ana, "issue_dropping", issue, because="")

    assert (long.status_code, empty.status_code) == (422, 422)
    assert "y" * 201 in long.content.decode()
    assert "Say in a line why it is dropped." in empty.content.decode()


@pytest.mark.parametrize(
    ("name", "state"), [("issue_solving", "solved"), ("issue_dropping", "dropped")]
)
def test_issue_is_settled_and_opened_again_by_those_who_steer(
    client, atlas, ana, priya, name, state
):
    issue = make.issue(atlas)

    refused = post(client, priya, name, issue, because="So it is")
    post(client, ana, name, issue, because="So it is")
    settled = Issue.objects.get()
    page = read(client, priya, issue)
    post(client, ana, "issue_reopening", issue)

    assert refused.status_code == 404
    assert (settled.state, settled.because) == (state, "So it is")
    assert "“So it is”" in page
    assert Issue.objects.get().state == "open"


def test_second_of_two_reads_that_somebody_was_first(client, atlas, ana):
    issue = make.issue(atlas)
    issue.solve(because="First", by=None, at=make.AT)

    answer = post(client, ana, "issue_dropping", issue, because="Second")

    assert answer.status_code == 422
    assert "This is solved by now" in answer.content.decode()


def test_nothing_is_changed_in_a_closed_community(client, atlas, ana):
    issue = make.issue(atlas)
    atlas.close(reason="Done", by=ana, at=make.AT, on=make.AT.date())

    page = read(client, ana, issue)

    assert "Deal with it" not in page
    assert post(client, ana, "issue_reopening", issue).status_code == 409
    assert post(client, ana, "vote", issue, vote="yes").status_code == 409


@pytest.mark.parametrize("count", [1, 3])
def test_issue_page_costs_the_same_queries(client, atlas, ana, django_assert_num_queries, count):
    issue = make.issue(atlas, units=[make.unit() for _number in range(count)], by=ana)
    problem = make.problem(atlas, issue)
    for _number in range(count):
        Solution.propose(problem=problem, proposal="So", by=ana, at=make.AT)
        issue.reword(text=f"Words {_number}", detail="", by=ana, at=make.AT)
        issue.vote(by=make.person())
    issue = Issue.objects.get()
    read(client, ana, issue)

    with django_assert_num_queries(17):
        client.get(issue.get_absolute_url())
