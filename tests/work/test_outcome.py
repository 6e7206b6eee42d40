"""What comes of a gathering is caught in a line, once, and begins its own life."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from mandorla.base.errors import Refused
from mandorla.gatherings.models import Commitment, Gathering
from mandorla.people.models import Person
from mandorla.work.models import AgendaItem, Issue, Outcome
from tests import make

pytestmark = pytest.mark.django_db
KEY = UUID("00000000-0000-4000-8000-000000000001")
DUE = make.AT.date() + timedelta(days=7)


@pytest.fixture
def ana() -> Person:
    return make.person("Ana")


@pytest.fixture
def gathering(ana: Person) -> Gathering:
    series = make.series(make.community("Atlas", leader=ana))
    return make.gathering(series, state="running", started_at=make.AT)


@pytest.fixture
def item(gathering: Gathering) -> AgendaItem:
    return AgendaItem.objects.create(gathering=gathering, position=1, title="Old price lists")


def catch(gathering: Gathering, by: Person, **facts: object) -> Outcome:
    return Outcome.catch(
        **{
            "gathering": gathering,
            "kind": "decision",
            "text": "We close them",
            "key": KEY,
            "by": by,
            "at": make.AT,
            **facts,
        }
    )


def test_outcome_keeps_a_decision_with_its_item(gathering: Gathering, ana: Person, item):
    outcome = catch(gathering, ana, item=item)

    kept = Outcome.objects.get()
    assert kept == outcome
    assert (kept.kind, kept.words, kept.item, kept.caught_by) == (
        "decision",
        "We close them",
        item,
        ana,
    )


def test_outcome_makes_a_commitment(gathering: Gathering, ana: Person):
    outcome = catch(gathering, ana, kind="commitment", text="Close them", due_on=DUE)

    commitment = Commitment.objects.get()
    assert outcome.commitment == commitment
    assert (commitment.text, commitment.owner, commitment.due_on, commitment.gathering) == (
        "Close them",
        ana,
        DUE,
        gathering,
    )
    assert outcome.words == "Close them"


def test_outcome_surfaces_an_issue_with_its_unit(gathering: Gathering, ana: Person):
    sales = make.unit("Sales")

    outcome = catch(gathering, ana, kind="issue", text="Training comes too late", units=[sales])

    issue = Issue.objects.get()
    assert (outcome.issue, outcome.words) == (issue, "Training comes too late")
    assert (issue.gathering, list(issue.units.all())) == (gathering, [sales])


@pytest.mark.parametrize("kind", ["decision", "commitment", "issue"])
def test_outcome_is_kept_once_when_it_is_sent_twice(gathering: Gathering, ana: Person, kind):
    first = catch(gathering, ana, kind=kind, due_on=DUE)
    second = catch(gathering, ana, kind=kind, due_on=DUE, text="Sent again")

    assert first == second
    assert Outcome.objects.count() == 1
    assert Commitment.objects.count() + Issue.objects.count() == (kind != "decision")


def test_outcome_is_refused_when_its_key_belongs_to_somebody_else(
    gathering: Gathering, ana: Person
):
    catch(gathering, ana)

    with pytest.raises(Refused):
        catch(gathering, make.person("Mallory"))


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_outcome_is_refused_when_the_gathering_has_not_begun(
    gathering: Gathering, ana: Person, state
):
    gathering.state = state

    with pytest.raises(Refused):
        catch(gathering, ana)


def test_outcome_is_kept_when_it_comes_after_the_end(gathering: Gathering, ana: Person):
    gathering.end(by=ana, at=make.AT)

    assert catch(gathering, ana).pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"text": "x" * 301},
        {"kind": "commitment"},
        {"kind": "commitment", "text": "", "due_on": DUE},
        {"kind": "issue", "text": ""},
        {"kind": "nothing"},
    ],
)
def test_outcome_keeps_nothing_when_it_is_refused(gathering: Gathering, ana: Person, wrong):
    with pytest.raises(Refused):
        catch(gathering, ana, **wrong)

    assert not Outcome.objects.exists()
    assert not Commitment.objects.exists()


def test_outcome_finishes_its_item_when_nothing_came_of_it(
    gathering: Gathering, ana: Person, item: AgendaItem
):
    catch(gathering, ana, kind="nothing", text="", item=item)

    item.refresh_from_db()
    assert item.state == "done"
    assert not Outcome.objects.told().exists()


def test_outcome_is_told_no_more_when_its_issue_is_taken_back(gathering: Gathering, ana: Person):
    catch(gathering, ana, kind="issue", text="Training comes too late")
    Issue.objects.get().withdraw(by=ana, at=make.AT)

    assert not Outcome.objects.told().exists()
    assert Outcome.objects.get().words == ""


def test_outcomes_are_seen_by_those_in_the_community(gathering: Gathering, ana: Person):
    outcome = catch(gathering, ana)

    assert list(Outcome.objects.visible_to(ana)) == [outcome]
    assert list(Outcome.objects.visible_to(make.program_manager())) == [outcome]
    assert not Outcome.objects.visible_to(make.person()).exists()
    assert not Outcome.objects.visible_to(make.auditor()).exists()
