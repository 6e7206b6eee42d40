"""What comes of a gathering is caught in a line, once, and begins its own life."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from dateutil.relativedelta import relativedelta

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.gatherings.models import Commitment, Gathering
from mandorla.people.models import Person
from mandorla.work.models import AgendaItem, Answer, Ask, Insight, Issue, Lesson, Outcome, Response
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


def catch(gathering: Gathering, by: Person, **facts: Any) -> Outcome:
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
    second = catch(gathering, ana, kind=kind, due_on=DUE)

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


def test_outcome_brings_an_insight_that_the_gathering_has_heard(gathering: Gathering, ana: Person):
    sales = make.unit("Sales")
    outcome = catch(gathering, ana, kind="insight", text="Nobody knows the list", units=[sales])

    insight = Insight.objects.get()
    assert (outcome.insight, outcome.words) == (insight, "Nobody knows the list")
    assert (insight.unit, insight.state, insight.heard_in) == (sales, "heard", gathering)
    assert (insight.brought_by, insight.brought_at) == (ana, make.AT)


def test_outcome_is_refused_when_an_insight_names_no_unit(gathering: Gathering, ana: Person):
    with pytest.raises(Refused) as refused:
        catch(gathering, ana, kind="insight")
    assert str(refused.value) == "Say in which unit you heard it."
    assert not Outcome.objects.exists()


@pytest.mark.parametrize("is_named", [True, False])
def test_outcome_opens_an_ask_of_the_one_who_needs_a_hand(
    gathering: Gathering, ana: Person, is_named: bool
):
    marek = make.person("Marek")
    Membership.join(community=gathering.community, person=marek, at=make.AT)
    outcome = catch(gathering, ana, kind="ask", owner=marek if is_named else None)

    ask = Ask.objects.get()
    assert (outcome.ask, outcome.words) == (ask, "We close them")
    assert (ask.asked_by, ask.gathering) == (marek if is_named else ana, gathering)
    assert ask.is_for_all


def test_outcome_keeps_a_lesson_to_be_looked_at_in_half_a_year(gathering: Gathering, ana: Person):
    marek = make.person("Marek")
    Membership.objects.create(
        community=gathering.community, person=marek, role="member", since_on=make.AT.date()
    )
    Gathering.objects.filter(pk=gathering.pk).update(facilitator=marek)
    gathering.refresh_from_db()
    outcome = catch(gathering, ana, kind="lesson", text="Call the safety officer first")

    lesson = Lesson.objects.get()
    assert (outcome.lesson, outcome.words) == (lesson, "Call the safety officer first")
    assert (lesson.owner, lesson.gathering) == (marek, gathering)
    assert lesson.look_again_on == make.AT.date() + relativedelta(months=6)


@pytest.mark.parametrize("kind", ["insight", "ask", "lesson"])
def test_outcome_is_one_when_it_is_sent_twice(gathering: Gathering, ana: Person, kind: str):
    units = [make.unit("Sales")]
    first = catch(gathering, ana, kind=kind, units=units)
    assert catch(gathering, ana, kind=kind, units=units) == first
    assert [model.objects.count() for model in (Insight, Ask, Lesson)].count(1) == 1


@pytest.mark.parametrize("act", ["finish", "take another", "nothing"])
def test_insight_is_heard_when_its_item_was_talked_about(
    gathering: Gathering, ana: Person, item: AgendaItem, act: str
):
    told: dict[str, Any] = {"by": ana, "at": make.AT}
    insight = Insight.bring(
        community=gathering.community, text="Nobody knows", unit=make.unit(), **told
    )
    about = AgendaItem.objects.create(
        gathering=gathering, position=2, title="Nobody knows", insight=insight
    )
    about.take(**told)
    if act == "finish":
        about.finish(**told)
    elif act == "nothing":
        catch(gathering, ana, kind="nothing", text="", item=about)
    else:
        item.take(**told)
    insight.refresh_from_db()
    assert (insight.state, insight.heard_in) == ("heard", gathering)


def test_insight_stays_answered_when_its_item_was_talked_about(gathering: Gathering, ana: Person):
    told: dict[str, Any] = {"by": ana, "at": make.AT}
    insight = Insight.bring(
        community=gathering.community, text="Nobody knows", unit=make.unit(), **told
    )
    about = AgendaItem.objects.create(gathering=gathering, position=1, title="…", insight=insight)
    Response.give(insight=insight, kind="already_done", seen=0, **told)
    about.finish(**told)
    insight.refresh_from_db()
    assert (insight.state, insight.heard_in) == ("answered", None)


def test_insight_caught_by_somebody_names_nobody_in_the_trail(gathering: Gathering, ana: Person):
    catch(gathering, ana, kind="insight", text="It takes a week", units=[make.unit("Sales")])

    told = Event.objects.filter(verb__startswith="insight.").order_by("pk")
    assert [(event.verb, event.by_id, event.actor) for event in told] == [
        ("insight.brought", None, "A member"),
        ("insight.heard", None, "Mandorla"),
    ]


def test_ask_is_refused_when_it_is_caught_in_the_name_of_a_stranger(
    gathering: Gathering, ana: Person
):
    with pytest.raises(Refused, match="Otto is not in Atlas"):
        catch(gathering, ana, kind="ask", text="I am lost", owner=make.person("Otto"))

    assert not Ask.objects.exists()


def test_key_is_refused_when_somebody_else_sent_something_with_it(
    gathering: Gathering, ana: Person
):
    otto, unit = make.person("Otto"), make.unit("Sales")
    told: dict[str, Any] = {"key": KEY, "at": make.AT}
    here: dict[str, Any] = {"community": gathering.community, **told}
    ask = Ask.open(text="A hand", by=otto, **here)
    Answer.give(ask=ask, text="Turn it off", by=otto, **told)
    Insight.bring(text="It takes a week", unit=unit, by=otto, **here)
    verbs = [
        lambda: Ask.open(text="Another", by=ana, **here),
        lambda: Answer.give(ask=ask, text="And on", by=ana, **told),
        lambda: Insight.bring(text="Two weeks", unit=unit, by=ana, **here),
        lambda: catch(gathering, ana, kind="ask"),
        lambda: catch(gathering, ana, kind="insight", units=[unit]),
    ]

    for verb in verbs:
        with pytest.raises(Refused, match="Something else was sent with this key"):
            verb()
