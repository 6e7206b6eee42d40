"""Issues that are like one of them."""

from __future__ import annotations

import numpy as np
import pytest
from django.urls import reverse

from mandorla.work.models import Apart, Issue
from mandorla.work.nearest import MOST_SHOWN, nearest_issues
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make.person("Ana")


@pytest.fixture
def atlas(ana):
    return make.community("Atlas", leader=ana)


def meaning(issue: Issue, *numbers: float, by: str = "letters") -> Issue:
    """The issue, with a vector that is kept."""
    vector = np.array(numbers, dtype="<f4").tobytes()
    Issue.objects.keep_vector(pk=issue.pk, text=issue.text, vector=vector, by=by)
    return issue


def test_issues_are_found_by_what_they_mean_the_nearest_first(atlas, ana):
    one = meaning(make.issue(atlas, "No Wi-Fi"), 1, 0)
    near = meaning(make.issue(atlas, "Wireless is down"), 1, 0.5)
    nearest = meaning(make.issue(atlas, "No network"), 1, 0.2)
    meaning(make.issue(atlas, "Old prices"), 0, 1)
    meaning(make.issue(atlas, "Read by another"), 1, 0, by="another")
    make.issue(atlas, "Not read yet")

    found = nearest_issues(one, reader=ana)
    assert [row.text for row in found] == [nearest.text, near.text]


def test_issues_are_found_by_their_words_when_nothing_is_kept(atlas, ana):
    one = make.issue(atlas, "Price lists are out of date")
    like = make.issue(atlas, "Old price list in the shop", units=[make.unit("Sales")])
    make.issue(atlas, "Printer jams")

    (row,) = nearest_issues(one, reader=ana)
    assert (row.pk, row.units) == (like.pk, ("Sales",))


def test_issues_leave_out_what_is_settled_apart_of_the_same_problem_or_elsewhere(atlas, ana):
    texts = [f"Price lists, case {number}" for number in "abcdefg"]
    one, same, apart, dropped, gathered, *_rest = (make.issue(atlas, text) for text in texts)
    make.problem(atlas, one, same)
    make.problem(atlas, gathered)
    dropped.drop(because="Said twice", by=ana, at=make.AT)
    Apart.say(issues=[one, apart], by=ana, at=make.AT)
    make.issue(make.community("Other"), "Price lists, case h")

    one = Issue.objects.get(pk=one.pk)
    assert {row.text[-1] for row in nearest_issues(one, reader=ana)} == {"e", "f", "g"}


def test_issues_are_few_and_cost_the_same_queries(atlas, ana, django_assert_num_queries):
    one = meaning(make.issue(atlas, "a"), 1, 0)
    for count in (1, MOST_SHOWN + 2):
        for _number in range(count):
            meaning(make.issue(atlas), 1, 0.1)
        with django_assert_num_queries(6):
            found = nearest_issues(one, reader=ana)
        assert len(found) == min(count, MOST_SHOWN)
        Issue.objects.exclude(pk=one.pk).delete()


def test_issue_page_shows_what_is_like_it(client, atlas, ana):
    one = make.issue(atlas, "Price lists are out of date")
    like = make.issue(atlas, "Old price list in the shop")
    client.force_login(ana)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Like this one" in page
    assert reverse("work:issue", args=["atlas", like.pk]) in page


def test_issue_page_is_silent_when_nothing_is_like_it(client, atlas, ana):
    one = make.issue(atlas, "Price lists are out of date")
    client.force_login(ana)
    assert "Like this one" not in client.get(one.get_absolute_url()).content.decode()
