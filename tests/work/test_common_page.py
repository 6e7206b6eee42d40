"""The page of suggested problems: who may decide, and what becomes of a decision."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandorla.work.comparing import compare
from mandorla.work.embedding import embedder
from mandorla.work.models import Apart, Issue, Problem
from tests import make

pytestmark = pytest.mark.django_db

TEXTS = [
    "Price lists are out of date",
    "Out of date price lists again",
    "The price list is out of date",
]


@pytest.fixture
def ana():
    return make.person("Ana")


@pytest.fixture
def atlas(ana):
    made = make.community("Atlas", leader=ana)
    for text in TEXTS:
        make.issue(made, text, units=[make.unit()])
    compare(made, by=embedder("tfidf"))
    return made


def address(community, name: str = "common") -> str:
    return reverse(f"work:{name}", args=[community.slug])


def send(client, community, *, ticked: list[str], act: str, **more):
    pks = {issue.text: issue.pk for issue in Issue.objects.all()}
    data = {
        "act": act,
        "shown": [pks[text] for text in TEXTS],
        "issues": [pks[text] for text in ticked],
        **more,
    }
    return client.post(address(community, "common_decision"), data, follow=True)


def test_suggestions_are_shown_with_the_reason_and_a_form_to_who_leads(client, atlas, ana):
    client.force_login(ana)
    page = client.get(address(atlas)).content.decode()
    assert "3 about “price list” and “date”; " in page
    assert page.count('type="checkbox" name="issues"') == 3
    assert "The ticked ones are one problem" in page


def test_suggestions_are_read_by_everybody_and_decided_by_few(client, atlas):
    client.force_login(make.person("Priya"))
    page = client.get(address(atlas)).content.decode()
    assert "3 about “price list” and “date”; " in page
    assert 'name="act"' not in page
    assert send(client, atlas, ticked=TEXTS, act="dismiss").status_code == 404
    assert client.post(address(atlas, "common_comparison")).status_code == 404
    assert not Apart.objects.exists()


def test_ticked_issues_are_one_problem_and_the_other_is_apart(client, atlas, ana):
    client.force_login(ana)
    page = send(client, atlas, ticked=TEXTS[:2], act="gather", statement="Old prices").content
    assert "They are one problem now." in page.decode()
    problem = Problem.objects.get()
    assert problem.statement == "Old prices"
    assert {issue.text for issue in problem.issues.all()} == set(TEXTS[:2])
    assert Apart.objects.count() == 2


def test_dismissed_suggestion_is_gone(client, atlas, ana):
    client.force_login(ana)
    page = send(client, atlas, ticked=TEXTS, act="dismiss").content.decode()
    assert "It is not suggested again." in page
    assert "Nothing is suggested now." in page
    assert Apart.objects.count() == 3


def test_split_suggestion_stays_without_what_was_left_out(client, atlas, ana):
    client.force_login(ana)
    page = send(client, atlas, ticked=TEXTS[:2], act="split").content.decode()
    assert "2 about" not in page
    assert "both about “price list” and “date”" in page
    assert not Problem.objects.exists()


def test_issue_is_added_to_the_problem_it_is_like(client, atlas, ana):
    first, second, late = Issue.objects.order_by("text")
    problem = make.problem(atlas, first, second, statement="Old prices")
    compare(atlas, by=embedder("tfidf"))
    client.force_login(ana)
    page = client.get(address(atlas)).content.decode()
    assert "It may be a part of" in page
    data = {"act": "gather", "shown": [late.pk], "issues": [late.pk], "problem": problem.pk}
    client.post(address(atlas, "common_decision"), data)
    assert problem.issues.count() == 3


@pytest.mark.parametrize(
    ("ticked", "act", "statement", "sentence"),
    [
        ([], "gather", "Old prices", "Choose the issues of one community that are one problem."),
        (TEXTS, "gather", " ", "Say in a sentence what the problem is."),
        (TEXTS, "split", "", "Tick those that belong together, and leave the others out."),
        (TEXTS, "gather", "x" * 301, "At most 300 characters."),
    ],
)
def test_decision_that_makes_no_sense_is_refused_with_a_sentence(
    client, atlas, ana, ticked, act, statement, sentence
):
    client.force_login(ana)
    page = send(client, atlas, ticked=ticked, act=act, statement=statement).content.decode()
    assert sentence in page
    assert not Problem.objects.exists()
    assert not Apart.objects.exists()


def test_decision_is_refused_when_an_issue_was_gathered_meanwhile(client, atlas, ana):
    make.problem(atlas, Issue.objects.get(text=TEXTS[0]))
    client.force_login(ana)
    page = send(client, atlas, ticked=TEXTS, act="gather", statement="Old").content.decode()
    assert "One of these was changed in the meantime. Look again." in page
    assert Problem.objects.count() == 1


def test_page_is_empty_with_a_sentence_when_nothing_is_alike(client, ana):
    other = make.community("Other", leader=ana)
    client.force_login(ana)
    assert "Nothing is suggested now." in client.get(address(other)).content.decode()


def test_page_costs_the_same_queries_however_many(
    client, atlas, ana, django_assert_max_num_queries
):
    client.force_login(ana)
    client.get(address(atlas))
    for text in ["The printer jams on floor three", "Printer on floor three jams"]:
        make.issue(atlas, text, units=[make.unit()])
    compare(atlas, by=embedder("tfidf"))
    with django_assert_max_num_queries(17):
        client.get(address(atlas))
