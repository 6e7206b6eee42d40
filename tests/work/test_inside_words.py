"""What is said in a community stays in it: nobody outside reads a word of it, on any page."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from mandorla.gatherings.models import Commitment, Gathering
from mandorla.people.models import Unit
from mandorla.work.models import (
    AgendaItem,
    Answer,
    Ask,
    Digest,
    Insight,
    Outcome,
    Question,
    Response,
    Review,
    TakeBack,
)
from mandorla.work.yields.told import FIGURES
from tests import make
from tests.api.caller import Caller
from tests.guards.pages import ours
from tests.guards.tree import refuse
from tests.work.doors_world import World, world

pytestmark = pytest.mark.django_db
WORD = re.compile(r"Unsaid-\w+")
LISTS = ("asks", "events", "insights", "questions", "reviews", "lessons", "commitments")


def _said(here: World) -> dict[str, int]:
    """Something of each kind that is for those in the community; the numbers of what has pages."""
    people, at = here.people, timezone.now()
    mia, lena, sven = people["member"], people["leader"], people["sponsor"]
    told: dict[str, Any] = {"community": here.community, "at": at}
    today = Gathering.objects.get(series=here.known["series"], planned_on=here.known["today"])
    held = Gathering.objects.get(series=here.known["series"], planned_on=here.known["held"])
    asked = Question.ask(kind="request", text="Unsaid-ask", detail="Unsaid-why", by=sven, **told)
    declined = Question.ask(kind="question", text="Unsaid-other", by=sven, **told)
    declined.decline(because="Unsaid-no", by=lena, at=at)
    unit = Unit.objects.all()[0]
    insight = Insight.bring(text="Unsaid-insight", unit=unit, by=mia, **told)
    answer: dict[str, Any] = {"kind": "cannot", "text": "Unsaid-response", "seen": 0}
    Response.give(insight=insight, by=sven, at=at, **answer)
    looked: dict[str, Any] = {"held_on": at.date(), "minutes": 45, "by": lena}
    review = Review.begin(kind="after_action", title="Unsaid-review", **looked, **told)
    review.write(parts={"why": "Unsaid-part"}, edits=0)
    due: dict[str, Any] = {"owner": mia, "due_on": at.date(), "by": lena}
    promise = Commitment.make(text="Unsaid-promise", gathering=held, **due, **told)
    promise.finish(came_of_it="Unsaid-done", by=mia, at=at)
    few = Ask.open(text="Unsaid-few", of=[lena], by=mia, **told)
    Answer.give(ask=few, text="Unsaid-answer", by=lena, at=at)
    for one in (today, held):
        caught: dict[str, Any] = {"kind": "decision", "text": "Unsaid-decision", "key": uuid4()}
        Outcome.catch(gathering=one, by=lena, at=at, **caught)
        one.write_notes(seen="", text="Unsaid-notes", by=lena, at=at)
    AgendaItem.place(gathering=today, title="Unsaid-item", minutes=5, by=lena, at=at)
    TakeBack.write(gathering=held, text="Unsaid-text", edits=0, by=lena, at=at)
    Digest.send(gathering=held, words="Unsaid-words", by=lena, at=at)
    today.hand_over(to=mia, by=lena, at=at)
    return {
        "questions": asked.pk,
        "insights": insight.pk,
        "reviews": review.pk,
        "commitments": promise.pk,
        "asks": few.pk,
    }


def _addresses(here: World, made: dict[str, int]) -> list[str]:
    """Every page about the community, and the lists of the whole installation."""
    parts = {"slug": here.community.slug, "series": here.known["series"], "code": "HERE1"}
    parts |= {"person": here.known["member"], "problem": here.known["problem"]}
    found = []
    for address in ours():
        names = re.findall(r"<(?:\w+:)?(\w+)>", address.route)
        kind = next((one for one in made if f"/{one}/" in address.route), "")
        days = [here.known[day] for day in ("today", "held")] if "planned_on" in names else [None]
        figures = list(FIGURES) if "figure" in names else [""]
        more = [{"planned_on": day, "figure": figure} for day in days for figure in figures]
        for also in more:
            known = {**parts, **also, "pk": made.get(kind, 1)}
            try:
                found.append(reverse(address.name, kwargs={name: known[name] for name in names}))
            except (KeyError, NoReverseMatch):
                continue
    return found


@pytest.mark.parametrize("kind", ["stranger", "neighbor", "auditor"])
def test_words_are_on_no_page_for_somebody_outside(kind: str):
    here = world()
    made = _said(here)
    client = Client(raise_request_exception=False)
    client.force_login(here.people[kind])
    found = []
    for address in _addresses(here, made):
        answer: Any = client.get(address, {"show": "all"})
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        words = sorted(set(WORD.findall(content.decode("utf-8", "replace"))))
        found += [f"{address}: {words}"] if words or answer.status_code >= 500 else []

    refuse(found, "This is for those in the community")


@pytest.mark.parametrize("kind", ["stranger", "auditor"])
def test_words_are_in_no_answer_of_the_api_for_somebody_outside(kind: str):
    here = world()
    made = _said(here)
    caller = Caller(here.people[kind])
    base = f"/communities/{here.community.slug}"
    paths = [f"{base}/{name}" for name in LISTS]
    paths += [f"{base}/{name}/{pk}" for name, pk in made.items()]
    day = f"gatherings/{here.known['series']}/{here.known['held']}"
    paths += [f"{base}/{day}{part}" for part in ("", "/agenda", "/outcomes", "/notes")]
    found = []
    for path in [*paths, "/events", "/me/commitments"]:
        words = WORD.findall(caller.get(path).content.decode())
        found += [f"{path}: {words}"] if words else []

    refuse(found, "This is for those in the community")


def test_facilitator_is_not_named_in_the_history_for_somebody_outside():
    here = world()
    gathering = Gathering.objects.get(state="running")
    frieda = make.person("Frieda Unnamed")
    gathering.hand_over(to=frieda, by=here.people["leader"], at=timezone.now())
    client = Client()
    client.force_login(here.people["stranger"])

    told = client.get(reverse("communities:history", args=[here.community.slug])).content.decode()

    assert "Lena said who facilitates" in told
    assert "Frieda" not in told
