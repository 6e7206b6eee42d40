"""Common problems are suggested, and a person decides."""

from __future__ import annotations

import numpy as np
import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.core.embedding import Floors
from mandorla.work import comparing
from mandorla.work.common import dismiss, gather, read_suggestions
from mandorla.work.comparing import compare
from mandorla.work.embedding import embedder
from mandorla.work.models import Apart, Issue, Suggested
from tests import make

pytestmark = pytest.mark.django_db

PRICES = [
    "Price lists are out of date",
    "Out of date price lists again",
    "The price list is out of date",
]
PRINTER = ["The printer on floor three jams", "Printer on floor three jams daily"]


class Lasting:
    """Vectors by letters, which depend on the text alone; it remembers what it read."""

    name, dimensions, is_lasting, floors = "letters", 26, True, Floors(near=0.5, together=0.9)

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts):
        self.read += texts
        rows = [[text.lower().count(chr(97 + place)) for place in range(26)] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, 26)


@pytest.fixture
def atlas():
    return make.community("Atlas")


@pytest.fixture
def ana():
    return make.person("Ana")


def surfaced(community, texts: list[str], *units) -> list[Issue]:
    return [make.issue(community, text, units=list(units)) for text in texts]


def suggested(community, reader) -> list[set[str]]:
    """The texts that are suggested together, the first suggestion first."""
    compare(community, by=embedder("tfidf"))
    found = read_suggestions(community, reader=reader)
    return [{issue.text for issue in one.issues} for one in found]


def test_similar_issues_are_suggested_with_the_reason(atlas, ana):
    sales, finance = make.unit("Sales"), make.unit("Finance")
    surfaced(atlas, PRICES[:1], sales)
    surfaced(atlas, PRICES[1:2], finance)
    surfaced(atlas, ["Nobody knows the new forms"])

    assert suggested(atlas, ana) == [set(PRICES[:2])]
    (one,) = read_suggestions(atlas, reader=ana)
    assert one.reason == "both about “price lists” and “date”; Finance and Sales"
    assert one.problem is None


def test_suggestions_that_touch_more_units_come_first(atlas, ana):
    surfaced(atlas, PRICES)
    for text in PRINTER:
        surfaced(atlas, [text], make.unit())

    assert suggested(atlas, ana) == [set(PRINTER), set(PRICES)]


def test_suggestion_that_is_confirmed_is_a_problem(atlas, ana):
    issues = surfaced(atlas, PRICES)
    suggested(atlas, ana)

    problem = gather(
        issues=issues, others=[], problem=None, statement="Old prices", by=ana, at=make.AT
    )

    assert set(problem.issues.all()) == set(issues)
    assert read_suggestions(atlas, reader=ana) == ()
    assert suggested(atlas, ana) == []


def test_suggestion_that_is_split_keeps_the_others_apart(atlas, ana):
    issues = surfaced(atlas, PRICES)
    problem = gather(
        issues=issues[:2],
        others=issues[2:],
        problem=None,
        statement="Old prices",
        by=ana,
        at=make.AT,
    )

    assert suggested(atlas, ana) == []
    problem.release(issues=issues[:2], by=ana, at=make.AT)
    assert suggested(atlas, ana) == [set(PRICES[:2])]


def test_suggestion_that_is_dismissed_does_not_come_back(atlas, ana):
    issues = surfaced(atlas, PRICES)
    suggested(atlas, ana)

    dismiss(issues=issues, problem=None, by=ana, at=make.AT)

    assert read_suggestions(atlas, reader=ana) == ()
    assert suggested(atlas, ana) == []
    told = Event.objects.within(atlas).get(verb="issue.parted").plain_sentence
    assert told == "Ana said that 3 issues are not one problem."


def test_pair_that_is_dismissed_does_not_come_back_with_a_third(atlas, ana):
    first, second = surfaced(atlas, PRICES[:2])
    dismiss(issues=[first, second], problem=None, by=ana, at=make.AT)
    surfaced(atlas, PRICES[2:])

    (one,) = suggested(atlas, ana)
    assert PRICES[2] in one
    assert len(one) == 2


def test_issue_that_is_like_a_known_problem_is_suggested_for_it(atlas, ana):
    problem = make.problem(atlas, *surfaced(atlas, PRICES[:2]), statement="Old prices")
    (late,) = surfaced(atlas, PRICES[2:])

    assert suggested(atlas, ana) == [{PRICES[2]}]
    (one,) = read_suggestions(atlas, reader=ana)
    assert (one.problem, one.statement) == (problem.pk, "Old prices")

    dismiss(issues=[late], problem=problem, by=ana, at=make.AT)
    assert read_suggestions(atlas, reader=ana) == ()
    assert suggested(atlas, ana) == []


def test_issue_is_added_to_the_known_problem(atlas, ana):
    problem = make.problem(atlas, *surfaced(atlas, PRICES[:2]))
    (late,) = surfaced(atlas, PRICES[2:])

    gather(issues=[late], others=[], problem=problem, statement="", by=ana, at=make.AT)

    assert problem.issues.count() == 3
    assert suggested(atlas, ana) == []


def test_suggestion_leaves_out_what_was_dropped_since(atlas, ana):
    issues = surfaced(atlas, PRICES)
    suggested(atlas, ana)

    issues[0].drop(because="Said twice", by=ana, at=make.AT)
    (one,) = read_suggestions(atlas, reader=ana)
    assert {issue.text for issue in one.issues} == set(PRICES[1:])

    issues[1].drop(because="Said twice", by=ana, at=make.AT)
    assert read_suggestions(atlas, reader=ana) == ()


def test_suggestion_changes_nothing_when_an_issue_was_gathered_meanwhile(atlas, ana):
    issues = surfaced(atlas, PRICES)
    make.problem(atlas, Issue.objects.get(pk=issues[0].pk))

    with pytest.raises(Stale):
        gather(
            issues=issues[:2],
            others=issues[2:],
            problem=None,
            statement="Old prices",
            by=ana,
            at=make.AT,
        )

    assert not Apart.objects.exists()
    assert Issue.objects.filter(state="open").count() == 2


def test_nothing_is_kept_apart_when_there_is_only_one(atlas, ana):
    (one,) = surfaced(atlas, PRICES[:1])
    with pytest.raises(Refused, match="at least two"):
        Apart.say(issues=[one, one], by=ana, at=make.AT)
    with pytest.raises(Refused, match="leave the others out"):
        Apart.split(issues=[one], others=[], by=ana, at=make.AT)
    with pytest.raises(Refused, match="one community"):
        Apart.say(issues=[one, make.issue(make.community())], by=ana, at=make.AT)


def test_issues_are_said_to_be_apart_twice_without_harm(atlas, ana):
    issues = surfaced(atlas, PRICES)
    Apart.say(issues=issues, by=ana, at=make.AT)
    Apart.say(issues=issues[::-1], by=ana, at=make.AT)
    assert Apart.objects.count() == 3


def test_issues_are_compared_once_while_nothing_changes(atlas, ana):
    issues = surfaced(atlas, PRICES)
    by = embedder("tfidf")
    assert [compare(atlas, by=by), compare(atlas, by=by)] == [True, False]
    issues[0].reword(text="Something else", detail="", by=ana, at=make.AT)
    assert compare(atlas, by=by)
    Apart.say(issues=issues[1:], by=ana, at=make.AT)
    assert compare(atlas, by=by)


def test_vectors_that_last_are_kept_with_the_issues_and_made_once(atlas, ana):
    issues = surfaced(atlas, ["abc", "abc abc"])
    by = Lasting()
    compare(atlas, by=by)
    surfaced(atlas, ["xyz"])
    issues[0].reword(text="zzz", detail="", by=ana, at=make.AT)
    compare(atlas, by=by)

    assert sorted(by.read) == ["abc", "abc abc", "xyz", "zzz"]
    kept = Issue.objects.get(text="zzz")
    assert np.frombuffer(bytes(kept.vector or b""), dtype="<f4").tolist() == [0.0] * 25 + [3.0]
    assert kept.vector_by == "letters"


def test_vectors_of_another_embedder_are_not_compared(atlas):
    surfaced(atlas, ["abc", "abc abc"])
    Issue.objects.update(vector=b"\0" * 8, vector_by="another")
    by = Lasting()
    compare(atlas, by=by)
    assert sorted(by.read) == ["abc", "abc abc"]
    assert Suggested.objects.get(community=atlas).made_by == "letters"


def test_vectors_of_words_are_not_kept(atlas):
    surfaced(atlas, PRICES)
    compare(atlas, by=embedder("tfidf"))
    assert not Issue.objects.exclude(vector=None).exists()


def test_vector_is_not_kept_when_the_issue_reads_otherwise_by_now(atlas):
    issue = make.issue(atlas, "abc")
    assert not Issue.objects.keep_vector(pk=issue.pk, text="abd", vector=b"x", by="letters")
    assert Issue.objects.get().vector is None


def test_suggestions_are_kept_up_to_a_number_those_of_most_units_first(atlas, ana, monkeypatch):
    monkeypatch.setattr(comparing, "MOST_KEPT", 1)
    surfaced(atlas, PRICES)
    for text in PRINTER:
        surfaced(atlas, [text], make.unit())
    assert suggested(atlas, ana) == [set(PRINTER)]


def test_nothing_is_suggested_when_nothing_was_surfaced(atlas, ana):
    assert suggested(atlas, ana) == []


def test_suggestions_cost_the_same_queries_however_many(atlas, ana, django_assert_num_queries):
    for count in (1, 3):
        for _number in range(count):
            surfaced(atlas, [f"{PRICES[0]} {make.unit()}", f"{PRICES[1]}"], make.unit())
        compare(atlas, by=embedder("tfidf"))
        with django_assert_num_queries(5):
            assert read_suggestions(atlas, reader=ana)
