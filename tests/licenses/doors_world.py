"""Communities at every point of a license, a profile, advice and an end, and people around them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.models import Tuning, Warning
from mandorla.communities.models import Community, Membership
from mandorla.dashboards.models import SavedView
from mandorla.licenses.evidence import gather
from mandorla.licenses.models import Ending, License, Review
from mandorla.licenses.writing import marks, values_of
from mandorla.maturity.models import ModelVersion, ProfileRound
from mandorla.people.models import Person
from mandorla.work.models import Lesson
from tests import make
from tests.licenses.granting import applied, granted
from tests.licenses.reporting import EVIDENCE
from tests.work.doors import Door

WEEK = timedelta(days=7)
HERE = ("welders", "drafters", "askers", "enders")  # with the same people; Nora leads Painters
ROLES = ("member", "core", "leader", "sponsor")
EVERYBODY = frozenset({*ROLES, "auditor", "manager", "stranger", "neighbor"})


@dataclass(frozen=True)
class World:
    """Communities with one of each thing, people around them, and a neighbor next to them."""

    people: dict[str, Person]
    known: dict[str, Any]

    def filled(self, value: Any) -> Any:
        """What is sent, with what exists in place of each name in braces."""
        if isinstance(value, dict):
            return {self.filled(key): self.filled(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        if isinstance(value, str) and value.startswith("{") and value.endswith("}"):
            return self.known[value[1:-1]]
        return value

    def parts(self, door: Door, *, slug: str = "") -> list[Any]:
        """The parts of the address of a form, in order; another community first, when named."""
        words = [word for word in door.parts.split() if word != "-"]
        found = [self.known.get(word, word) for word in words]
        return [slug, *found[1:]] if slug else found


def world() -> World:
    """Mia is a member, Carl is core, Lena leads, Sven sponsors; Nora leads Painters."""
    people = {
        "member": make.person("Mia"),
        "core": make.person("Carl"),
        "leader": make.person("Lena"),
        "sponsor": make.person("Sven"),
        "auditor": make.auditor(),
        "manager": make.program_manager(),
        "stranger": make.person("Stan"),
        "neighbor": make.person("Nora"),
    }
    places = {name: _community(name, people) for name in HERE}
    painters = make.community("Painters", leader=people["neighbor"], status="active")
    at = timezone.now()
    known: dict[str, Any] = {name: one.pk for name, one in people.items()}
    known |= {"today": at.date(), "next": at.date() + WEEK, "later": at.date() + 2 * WEEK}
    known |= {"moment": f"{at + WEEK:%Y-%m-%dT%H:%M:%SZ}", "kind": "practice_guild"}
    known |= _licenses(places, people) | _reviews(people) | _profile(places["welders"], people)
    known |= _ends(places["enders"], painters, people) | _advice(places, people)
    for name in ("welders", "askers"):  # what is known when somebody opens the page
        known[f"{name}_marks"] = gather(places[name], at=timezone.now()).marks()
    warning = known["warning"]
    known |= {f"warning_{part}": f"{warning}-{part}" for part in ("verb", "words", "seen")}
    return World(people, known)


def _community(name: str, people: dict[str, Person]) -> Community:
    others = (people["member"], *make.members(4))  # a members' round asks for five
    made = make.community(
        name.title(),
        leader=people["leader"],
        sponsor=people["sponsor"],
        members=others,
        status="active",
    )
    Membership.appoint(community=made, person=people["core"], role="core", by=None, at=make.AT)
    return made


def _licenses(places: dict[str, Community], people: dict[str, Person]) -> dict[str, Any]:
    lena, sven, now = people["leader"], people["sponsor"], timezone.now()
    due = now.date() + 4 * WEEK
    running = granted(
        places["welders"], by=lena, sponsor=sven, conditions=(("Write it down", due),), at=now
    )
    asked = applied(places["askers"], by=lena, sponsor=sven)
    draft = License.draft(community=places["drafters"], kind="full", by=lena, at=now)
    return {
        "condition": running.conditions.get().pk,
        "decision": running.decisions.get().pk,
        "running_edits": running.edits,
        "asked_edits": asked.edits,
        "draft_edits": draft.edits,
    }


def _reviews(people: dict[str, Person]) -> dict[str, Any]:
    """Reports at each point of their way; the sponsor reads them."""
    license, lena = License.objects.get(community__slug="welders"), people["leader"]
    at, made = timezone.now() - WEEK, {}
    for number, name in enumerate(("draft", "opened", "commented", "handed")):
        review = Review.draft(
            license=license,
            kind="quarterly",
            due_on=at.date() + (number + 2) * WEEK,
            evidence=EVIDENCE,
            numbers=["has_leader"],
            reader=people["sponsor"],
            by=lena,
            at=at,
        )
        review.write(numbers=(), stories=(), ask="An hour", answers={}, edits=review.edits)
        if name != "draft":
            hours = 24 * 14 if name == "opened" else 1
            review.open(evidence=EVIDENCE, hours=hours, by=lena, at=at)
        if name == "handed":
            review.submit(evidence=EVIDENCE, by=lena, at=at + timedelta(days=1))
        made[name] = review
    seen = {"draft_marks": marks(values_of(made["draft"])), "report_edits": made["draft"].edits}
    return {**{name: one.pk for name, one in made.items()}, **seen}


def _profile(community: Community, people: dict[str, Person]) -> dict[str, Any]:
    model = ModelVersion.objects.get(key="mandorla")
    at = timezone.now()
    ProfileRound.open(
        community=community, model=model, closes_at=at + WEEK, by=people["leader"], at=at
    )
    dimension = model.rubric.dimensions[0].id
    return {"model": model.pk, "dimension": dimension, "level": f"level_{dimension}"}


def _ends(ending: Community, heir: Community, people: dict[str, Person]) -> dict[str, Any]:
    lena, at = people["leader"], timezone.now()
    told: dict[str, Any] = {"reason": "We are done", "last_on": at.date() + 4 * WEEK}
    begun = Ending.begin(community=ending, kind="end", by=lena, at=at, on=at.date(), **told)
    begun.thank(people=[(people["core"], "core")], words="", edits=0, by=lena, at=at)
    lesson = Lesson.keep_one(
        community=ending, text="Look up", look_again_on=told["last_on"], by=lena, at=at
    )
    return {"heir": heir.pk, "lesson": lesson.pk, "ending_edits": begun.edits}


def _advice(places: dict[str, Community], people: dict[str, Person]) -> dict[str, Any]:
    at = timezone.now()
    rows = [
        Warning.objects.create(community=places["welders"], rule=rule, fired_at=at)
        for rule in ("W13", "W14")
    ]
    rows[1].set_aside(because="Not here", by=people["leader"], at=at)
    view = SavedView.save_as(
        name="Board", query="stage=3", is_shared=True, by=people["manager"], at=at
    )
    return {"warning": rows[0].pk, "aside": rows[1].pk, "view": view.pk}


def api_world() -> World:
    """The same, with an heir, a rule that was set, and days as texts."""
    here = world()
    manager, at = here.people["manager"], timezone.now()
    ending, rule = Ending.objects.get(), shipped_rules()["W14"]
    figures = {name: one.value / 2 for name, one in rule.thresholds.items()}
    Tuning.change(rule=rule, thresholds=figures, is_off=False, edits=0, by=manager, at=at)
    heir = make.community("Turners", leader=here.people["leader"], status="active")
    ending.name_heir(heir, by=manager, at=at)
    content = json.loads(ModelVersion.objects.get(key="mandorla").content) | {"version": 2}
    days = {name: f"{here.known[name]}" for name in ("today", "next", "later")}
    here.known.update(days, named=heir.slug, model_content=content)
    return here
