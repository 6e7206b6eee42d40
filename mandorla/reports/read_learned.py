"""What somebody learned, and the roles they held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import F, Q
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.communities.models.membership import PLAIN_ROLES, ROLES
from mandorla.reports.lines import Line, some
from mandorla.reports.read_brought import lesson_line, story_line
from mandorla.work.models import Lesson

if TYPE_CHECKING:
    from mandorla.ledger.models import Story
    from mandorla.people.models import Person
    from mandorla.reports.lines import Wanted

LONGEST: Final = 200


def lessons_of(person: Person, wanted: Wanted) -> tuple[list[Lesson], int]:
    """What somebody looks after, so that others need not learn it again."""
    rows = Lesson.objects.filter(owner=person).select_related("community")
    return some(wanted.narrow(rows, "kept_at").order_by("-kept_at", "-pk"))


def lesson_lines(lessons: list[Lesson]) -> list[Line]:
    """Each of them as a line."""
    return [lesson_line("lesson", one) for one in lessons]


def used_lines(stories: list[Story]) -> list[Line]:
    """What somebody took into their own work, in the words of their stories."""
    return [
        story_line("used", one, text=_short(one.used), detail=_told_in(one))
        for one in stories
        if one.used
    ]


def promise_lines(stories: list[Story], *, went_on: set[int]) -> list[Line]:
    """What was open when a story was told, and was told later."""
    return [
        story_line("promise", one, text=_short(_last_step(one)), detail=_told_in(one))
        for one in stories
        if one.pk in went_on
    ]


def went_on(person: Person) -> set[int]:
    """Which of their stories somebody went on with, by the trail that is theirs alone."""
    acts = Event.objects.own_of(person).filter(verb="story.went_on")
    return {pk for pk in acts.values_list("about_id", flat=True) if pk is not None}


def _told_in(story: Story) -> str:
    return _("told in “{story}”").format(story=story.title)


def _last_step(story: Story) -> str:
    return [said for said in story.steps.values() if said][-1]


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(LONGEST, truncate="…")


def roles(person: Person, wanted: Wanted) -> tuple[list[Line], int]:
    """The roles that somebody has or had, with their days.

    Who is a plain member now is read by colleagues; who was one is nobody's business.
    """
    rows = Membership.objects.filter(person=person).select_related("community")
    if wanted.community is not None:
        rows = rows.filter(community=wanted.community)
    if wanted.since_on:
        rows = rows.filter(Q(until_on=None) | Q(until_on__gte=wanted.since_on))
    if wanted.until_on:
        rows = rows.filter(Q(since_on=None) | Q(since_on__lte=wanted.until_on))
    newest = F("since_on").desc(nulls_last=True)
    found, more = some(rows.order_by("former", newest, "-pk"))
    return [_role(one) for one in found], more


def _role(held: Membership) -> Line:
    return Line(
        kind="role",
        pk=held.pk,
        text=capfirst(held.title or str(ROLES[held.role])),
        on=held.since_on,
        until_on=held.until_on,
        detail=_("over") if held.former and held.until_on is None else "",
        place=held.community,
        address=held.community.get_absolute_url(),
        is_usual=not held.former or held.role not in PLAIN_ROLES,
    )
