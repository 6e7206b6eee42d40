"""Lessons: what to do next time, looked at again, learned when something changed; and reviews."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from mandorla.base.api.fields import Answer, Edits, Given, Id, Lines, Named, OneLine, unsaid
from mandorla.base.api.paging import PageOf, Paging, page_of
from mandorla.base.api.problems import known, must_be_allowed, must_see, one
from mandorla.base.web import PersonRequest
from mandorla.communities.api.communities import community_of
from mandorla.people.models import Person
from mandorla.work.api.issues import Detail
from mandorla.work.lessons import may_change
from mandorla.work.models import Lesson, Review
from mandorla.work.models.lesson import LONGEST
from mandorla.work.models.review import LONGEST as LONGEST_TITLE
from mandorla.work.models.review import LONGEST_PART
from mandorla.work.rules import takes_part

router = Router(tags=["Lessons"])
MEMBERS = _("Those in a community keep its lessons.")
KEEPERS = _("Its owner changes a lesson, a steward, and those who facilitate the community.")

State = Literal["current", "retired"]
Line = Annotated[str, OneLine(LONGEST)]
Part = Annotated[str, Lines(LONGEST_PART)]
Kind = Literal["after_action", "peer_assist"]
PART_NAMES = Literal[
    "supposed", "happened", "why", "next_time", "context", "questions", "experience", "actions"
]


class LessonFound(Answer):
    """What to do next time."""

    id: Id
    text: str
    detail: str
    owner: Named | None
    look_again_on: date
    changed: str = Field(description="What is done otherwise because of it; empty: not learned.")
    changed_on: date | None
    state: State
    because: str = Field(description="Why it was retired.")
    kept_at: datetime
    looked_at: datetime | None


class LessonGiven(Given):
    """What to do next time, and when to look at it again."""

    text: Line
    look_again_on: date
    detail: Detail = unsaid()
    owner: Id | None = Field(None, description="Who sees to it; the caller when nobody is named.")
    key: UUID | None = Field(None, description="Made by the caller: sent twice, kept once.")


class LessonDayGiven(Given):
    """When it is looked at again."""

    look_again_on: date


class LessonWordsGiven(Given):
    """What it says from now on."""

    text: Line
    detail: Detail = unsaid()


class ChangedGiven(Given):
    """What is done otherwise because of it."""

    changed: Line


class LessonOwnerGiven(Given):
    """Who sees to it from now on."""

    owner: Id


class LessonBecauseGiven(Given):
    """Why it no longer holds."""

    because: Line


class LookBackFound(Answer):
    """What a community looked at together."""

    id: Id
    kind: Kind
    title: str
    held_on: date
    minutes: int
    parts: dict[str, str] = Field(description="What was said, by the name of the part.")
    edits: int = Field(description="Send it back with a change, so that nobody overwrites another.")


class LookBackGiven(Given):
    """What a community begins to look at together."""

    kind: Kind
    title: Annotated[str, OneLine(LONGEST_TITLE)]
    held_on: date
    minutes: int = Field(45, ge=15, le=480)


class PartsGiven(Given):
    """What was said; a part that is left out stays as it is."""

    edits: Edits
    parts: dict[PART_NAMES, Part]


@router.get("/communities/{slug}/lessons", response=PageOf[LessonFound])
def list_lessons(
    request: PersonRequest, slug: str, paging: Query[Paging], state: State | None = None
) -> dict[str, Any]:
    """List the lessons of a community, the oldest first."""
    found = _lessons(request).filter(community=community_of(request, slug))
    found = found.filter(state=state) if state else found
    return page_of(request, found, order=["kept_at", "pk"], paging=paging)


@router.post("/communities/{slug}/lessons", response={201: LessonFound})
def keep_lesson(request: PersonRequest, slug: str, body: LessonGiven) -> Lesson:
    """Keep what to do next time."""
    community = community_of(request, slug)
    must_be_allowed(takes_part(request.user, community.roles_of(request.user)), MEMBERS)
    facts = body.model_dump(exclude={"owner"})
    owner = _person(body.owner, request) if body.owner else None
    return Lesson.keep_one(
        community=community, owner=owner, by=request.user, at=timezone.now(), **facts
    )


@router.get("/communities/{slug}/lessons/{int:number}", response=LessonFound)
def read_lesson(request: PersonRequest, slug: str, number: int) -> Lesson:
    """Read one lesson."""
    return lesson_of(request, slug, number)


@router.post("/communities/{slug}/lessons/{int:number}/confirmation", response=LessonFound)
def confirm_lesson(request: PersonRequest, slug: str, number: int, body: LessonDayGiven) -> Lesson:
    """Say that a lesson still holds, and when to look again."""
    return _change(request, slug, number, "confirm", look_again_on=body.look_again_on)


@router.put("/communities/{slug}/lessons/{int:number}/words", response=LessonFound)
def reword_lesson(request: PersonRequest, slug: str, number: int, body: LessonWordsGiven) -> Lesson:
    """Word a lesson anew."""
    return _change(request, slug, number, "reword", text=body.text, detail=body.detail)


@router.put("/communities/{slug}/lessons/{int:number}/owner", response=LessonFound)
def hand_lesson_over(
    request: PersonRequest, slug: str, number: int, body: LessonOwnerGiven
) -> Lesson:
    """Let somebody else see to a lesson."""
    return _change(request, slug, number, "hand_over", owner=_person(body.owner, request))


@router.post("/communities/{slug}/lessons/{int:number}/change", response=LessonFound)
def note_what_lesson_changed(
    request: PersonRequest, slug: str, number: int, body: ChangedGiven
) -> Lesson:
    """Note which process, form or rule is different because of a lesson."""
    on = timezone.localdate()
    return _change(request, slug, number, "note_change", changed=body.changed, on=on)


@router.post("/communities/{slug}/lessons/{int:number}/retirement", response=LessonFound)
def retire_lesson(
    request: PersonRequest, slug: str, number: int, body: LessonBecauseGiven
) -> Lesson:
    """Retire a lesson that no longer holds."""
    return _change(request, slug, number, "retire", because=body.because)


@router.post("/communities/{slug}/lessons/{int:number}/restoration", response=LessonFound)
def restore_lesson(request: PersonRequest, slug: str, number: int, body: LessonDayGiven) -> Lesson:
    """Take a retired lesson up again."""
    return _change(request, slug, number, "restore", look_again_on=body.look_again_on)


@router.get("/communities/{slug}/reviews", response=PageOf[LookBackFound])
def list_reviews(request: PersonRequest, slug: str, paging: Query[Paging]) -> dict[str, Any]:
    """List what a community looked at together: to those in it."""
    community = community_of(request, slug)
    must_see(takes_part(request.user, community.roles_of(request.user)))
    found = Review.objects.visible_to(request.user).filter(community=community)
    return page_of(request, found, order=["held_on", "pk"], paging=paging)


@router.post("/communities/{slug}/reviews", response={201: LookBackFound})
def begin_review(request: PersonRequest, slug: str, body: LookBackGiven) -> Review:
    """Begin to look back, or to ask peers."""
    community = community_of(request, slug)
    must_see(takes_part(request.user, community.roles_of(request.user)))
    now = timezone.now()
    return Review.begin(community=community, by=request.user, at=now, **body.model_dump())


@router.put("/communities/{slug}/reviews/{int:number}/parts", response=LookBackFound)
def write_review(request: PersonRequest, slug: str, number: int, body: PartsGiven) -> Review:
    """Write what was said, part by part."""
    reviews = Review.objects.visible_to(request.user).select_related("community")
    found: Review = one(reviews.filter(community=community_of(request, slug)), pk=number)
    found.write(parts={str(name): said for name, said in body.parts.items()}, edits=body.edits)
    return found


def lesson_of(request: PersonRequest, slug: str, number: int) -> Lesson:
    """A lesson that the person may read."""
    found: Lesson = one(_lessons(request).filter(community=community_of(request, slug)), pk=number)
    return found


def _lessons(request: PersonRequest) -> Any:
    return Lesson.objects.visible_to(request.user).select_related("community", "owner")


def _person(pk: int, request: PersonRequest) -> Person:
    return known(Person.objects.visible_to(request.user), field="owner", pk=pk)


def _change(request: PersonRequest, slug: str, number: int, verb: str, **facts: Any) -> Lesson:
    lesson = lesson_of(request, slug, number)
    roles = lesson.community.roles_of(request.user)
    must_be_allowed(may_change(lesson, person=request.user, roles=roles), KEEPERS)
    getattr(lesson, verb)(by=request.user, at=timezone.now(), **facts)
    return lesson
