"""What of the work of communities waits for somebody: others first, then one's own doing.

Each kind takes one query, however many communities somebody is in; only those that are there make
a line.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.dashboards.mine import Mine, Task
from mandorla.value.due import HOLDERS
from mandorla.work.helping import why_words
from mandorla.work.models import (
    Ask,
    Insight,
    Issue,
    Lesson,
    Nudge,
    Question,
    RolloutLine,
    TakeBack,
    TalkedAbout,
    Vote,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

SOON_DAYS = 7
TALK_DAYS = 21  # what was taken back longer ago is nobody's talk any more
VOTE_DAYS = 14
MOST = 5  # of one kind at once
VOTERS = {"leader", "facilitator", "core", "steward", "member"}


def asked_of(mine: Mine) -> Iterator[Task]:
    """What others wait for: asks one could help with, insights and questions without an answer."""
    yield from _nudges(mine)
    yield from _asked_by_name(mine)
    yield from _to_answer_for_leadership(mine)
    yield from _asked_back(mine)
    yield from _questions(mine)


def own_work(mine: Mine, *, at: datetime, on: date) -> Iterator[Task]:
    """What one sees to oneself: rollout in one's unit, lessons, what to take back, votes."""
    yield from _rollout(mine, on=on)
    yield from _lessons(mine, on=on)
    yield from _to_talk_about(mine, at=at)
    yield from _to_vote(mine, at=at)


def _nudges(mine: Mine) -> Iterator[Task]:
    """Asks that nobody answered, and somebody thought of this person."""
    waiting = Nudge.objects.filter(
        person=mine.person, ask__state="open", ask__first_answered_at=None
    )
    for nudge in waiting.select_related("ask__community", "ask__asked_by").order_by("pk")[:MOST]:
        why = why_words(nudge.why)
        who = _("{name} asks in {community}, and nobody has answered.").format(
            name=nudge.ask.asked_by.name, community=nudge.ask.community.name
        )
        yield Task(
            nudge.ask.text,
            _("{who} Why you: {why}.").format(who=who, why=why) if why else who,
            _("Answer"),
            nudge.ask.get_absolute_url(),
        )


def _asked_by_name(mine: Mine) -> Iterator[Task]:
    """Asks of a few, one of them this person, that they have not answered."""
    waiting = Ask.objects.filter(state="open", is_for_all=False, asked_of=mine.person)
    waiting = waiting.exclude(answers__answered_by=mine.person).exclude(nudges__person=mine.person)
    for ask in waiting.select_related("community", "asked_by").order_by("asked_at", "pk")[:MOST]:
        yield Task(
            ask.text,
            _("{name} asks you by name.").format(name=ask.asked_by.name),
            _("Answer"),
            ask.get_absolute_url(),
        )


def _to_answer_for_leadership(mine: Mine) -> Iterator[Task]:
    waiting = Insight.objects.unanswered().filter(community__in=mine.where({"sponsor"}))
    for name, slug, count in _counted(waiting):
        yield Task(
            ngettext(
                "{count} insight from the units waits for your answer in {name}.",
                "{count} insights from the units wait for your answer in {name}.",
                count,
            ).format(count=count, name=name),
            _("Those who brought it see what becomes of it."),
            _("Answer"),
            f"{reverse('work:insights', args=[slug])}?show=open",
        )


def _asked_back(mine: Mine) -> Iterator[Task]:
    own = Insight.objects.filter(brought_by=mine.person, state="asked_back")
    for insight in own.select_related("community").order_by("brought_at", "pk")[:MOST]:
        yield Task(
            _("Leadership wants to know more about what you brought."),
            insight.text,
            _("Say more"),
            f"{insight.get_absolute_url()}#more",
        )


def _questions(mine: Mine) -> Iterator[Task]:
    waiting = Question.objects.filter(state="open", community__in=mine.where(HOLDERS))
    for name, slug, count in _counted(waiting):
        yield Task(
            ngettext(
                "{count} question or request of management waits in {name}.",
                "{count} questions and requests of management wait in {name}.",
                count,
            ).format(count=count, name=name),
            _("That they ask is the best sign there is."),
            _("Answer"),
            f"{reverse('work:questions', args=[slug])}?show=open",
        )


def _rollout(mine: Mine, *, on: date) -> Iterator[Task]:
    """Lines that one coordinates, due within a week or overdue."""
    lines = RolloutLine.objects.filter(
        coordinator=mine.person,
        state__in=["to_do", "adapting"],
        due_on__lte=on + timedelta(days=SOON_DAYS),
    ).exclude(solution__community__status="closed")
    related = ("solution__community", "unit")
    for line in lines.select_related(*related).order_by("due_on", "pk")[:MOST]:
        day = date_format(line.due_on, "j F") if line.due_on else ""
        is_late = line.due_on is not None and line.due_on < on
        reason = _("{unit} had until {day}.") if is_late else _("{unit} has until {day}.")
        slug = line.solution.community.slug
        yield Task(
            line.solution.proposal,
            reason.format(unit=line.unit.name, day=day),
            _("Say how far you are"),
            reverse("work:rollout_line", args=[slug, line.pk]),
        )


def _lessons(mine: Mine, *, on: date) -> Iterator[Task]:
    due = Lesson.objects.due(on=on).filter(owner=mine.person)
    due = due.exclude(community__status="closed").select_related("community")
    for lesson in due.order_by("look_again_on", "pk")[:MOST]:
        yield Task(
            lesson.text,
            _("A lesson of {name}: does it still hold?").format(name=lesson.community.name),
            _("Look at it again"),
            lesson.get_absolute_url(),
        )


def _to_talk_about(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """The newest text to take back of each community, when one has not talked about it yet."""
    talked = TalkedAbout.objects.filter(take_back=OuterRef("pk"), person=mine.person)
    fresh = TakeBack.objects.filter(
        gathering__community__in=mine.where(VOTERS),
        written_at__gte=at - timedelta(days=TALK_DAYS),
    )
    later = fresh.filter(
        gathering__community=OuterRef("gathering__community"), written_at__gt=OuterRef("written_at")
    )
    waiting = fresh.filter(~Exists(talked), ~Exists(later))
    related = ("gathering__community", "gathering__series")
    for found in waiting.select_related(*related).order_by("-written_at", "pk")[:MOST]:
        name = found.gathering.community.name
        yield Task(
            found.text,
            _("What {name} takes back. Have you talked about it?").format(name=name),
            _("Say so"),
            f"{found.gathering.get_absolute_url()}#take-back",
        )


def _to_vote(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """New issues in one's communities that one has not looked at."""
    voted = Vote.objects.filter(issue=OuterRef("pk"), person=mine.person)
    fresh = Issue.objects.filter(
        community__in=mine.where(VOTERS),
        state="open",
        surfaced_at__gte=at - timedelta(days=VOTE_DAYS),
    )
    fresh = fresh.exclude(Q(surfaced_by=mine.person)).filter(~Exists(voted))
    for name, slug, count in _counted(fresh):
        yield Task(
            ngettext(
                "{count} new issue in {name}: does it matter to you, too?",
                "{count} new issues in {name}: which matter to you, too?",
                count,
            ).format(count=count, name=name),
            _("What several people meet comes first in the next gathering."),
            _("Vote"),
            f"{reverse('work:issues', args=[slug])}?state=open",
        )


def _counted(rows: Any) -> Any:
    """Of each community its name, its address, and how many of the rows are in it."""
    grouped = rows.values("community").annotate(count=Count("pk"))
    return grouped.order_by("community__name", "community").values_list(
        "community__name", "community__slug", "count"
    )
