"""What of the work of communities waits for somebody: others first, then one's own doing.

Each kind takes a small query or two, however many communities somebody is in, and none where they
have no role for it; only those that are there make a line.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.dashboards.mine import Mine, Task
from mandorla.value.due import HOLDERS
from mandorla.work.helping import why_words
from mandorla.work.models import (
    Answer,
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
_TEXT = ("pk", "gathering__community", "written_at")
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
    wanted = ("why", "ask", "ask__text", "ask__asked_by__name", *_of("ask__community"))
    for why, pk, text, asker, name, slug in waiting.order_by("pk").values_list(*wanted)[:MOST]:
        words = why_words(why)
        who = _("{name} asks in {community}, and nobody has answered.").format(
            name=asker, community=name
        )
        yield Task(
            text,
            _("{who} Why you: {why}.").format(who=who, why=words) if words else who,
            _("Answer"),
            reverse("work:ask", args=[slug, pk]),
        )


def _asked_by_name(mine: Mine) -> Iterator[Task]:
    """Asks of a few, one of them this person, that they have not answered."""
    waiting = Ask.objects.filter(state="open", is_for_all=False, asked_of=mine.person)
    wanted = ("pk", "text", "asked_by__name", "community__slug")
    asks = list(waiting.order_by("asked_at", "pk").values_list(*wanted))
    if not asks:
        return
    keys = [row[0] for row in asks]
    done = set(Answer.objects.filter(ask__in=keys, answered_by=mine.person).values_list("ask"))
    done |= set(Nudge.objects.filter(ask__in=keys, person=mine.person).values_list("ask"))
    for pk, text, name, slug in [row for row in asks if row[:1] not in done][:MOST]:
        yield Task(
            text,
            _("{name} asks you by name.").format(name=name),
            _("Answer"),
            reverse("work:ask", args=[slug, pk]),
        )


def _to_answer_for_leadership(mine: Mine) -> Iterator[Task]:
    sponsored = mine.where({"sponsor"})
    if not sponsored:
        return
    waiting = Insight.objects.unanswered().filter(community__in=sponsored)
    for name, slug, count in mine.counted(waiting):
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
    wanted = ("pk", "text", "community__slug")
    for pk, text, slug in own.order_by("brought_at", "pk").values_list(*wanted)[:MOST]:
        yield Task(
            _("Leadership wants to know more about what you brought."),
            text,
            _("Say more"),
            f"{reverse('work:insight', args=[slug, pk])}#more",
        )


def _questions(mine: Mine) -> Iterator[Task]:
    held = mine.where(HOLDERS)
    if not held:
        return
    waiting = Question.objects.filter(state="open", community__in=held)
    for name, slug, count in mine.counted(waiting):
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
    wanted = ("pk", "due_on", "unit__name", "solution__proposal", "solution__community__slug")
    for pk, due_on, unit, proposal, slug in lines.order_by("due_on", "pk").values_list(*wanted)[
        :MOST
    ]:
        reason = _("{unit} had until {day}.") if due_on < on else _("{unit} has until {day}.")
        yield Task(
            proposal,
            reason.format(unit=unit, day=date_format(due_on, "j F")),
            _("Say how far you are"),
            reverse("work:rollout_line", args=[slug, pk]),
        )


def _lessons(mine: Mine, *, on: date) -> Iterator[Task]:
    due = Lesson.objects.due(on=on).filter(owner=mine.person)
    due = due.exclude(community__status="closed").order_by("look_again_on", "pk")
    for pk, text, name, slug in due.values_list("pk", "text", *_of("community"))[:MOST]:
        yield Task(
            text,
            _("A lesson of {name}: does it still hold?").format(name=name),
            _("Look at it again"),
            reverse("work:lesson", args=[slug, pk]),
        )


def _to_talk_about(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """The newest text to take back of each community, when one has not talked about it yet."""
    voters = mine.where(VOTERS)
    if not voters:
        return
    fresh = TakeBack.objects.filter(
        gathering__community__in=voters, written_at__gte=at - timedelta(days=TALK_DAYS)
    )
    newest: dict[int, datetime] = {}
    texts = list(fresh.order_by("-written_at", "pk").values_list(*_TEXT))
    for _pk, community, written_at in texts:
        newest.setdefault(community, written_at)
    waiting = {pk for pk, community, written_at in texts if written_at == newest[community]}
    if not waiting:
        return
    talked = TalkedAbout.objects.filter(take_back__in=waiting, person=mine.person)
    waiting -= set(talked.values_list("take_back", flat=True))
    related = ("gathering__community", "gathering__series")
    found = TakeBack.objects.filter(pk__in=waiting).select_related(*related)
    for text in found.order_by("-written_at", "pk")[:MOST]:
        name = text.gathering.community.name
        yield Task(
            text.text,
            _("What {name} takes back. Have you talked about it?").format(name=name),
            _("Say so"),
            f"{text.gathering.get_absolute_url()}#take-back",
        )


def _to_vote(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """New issues in one's communities that one has not looked at."""
    voters = mine.where(VOTERS)
    if not voters:
        return
    voted = Vote.objects.filter(issue=OuterRef("pk"), person=mine.person)
    fresh = Issue.objects.filter(
        community__in=voters,
        state="open",
        surfaced_at__gte=at - timedelta(days=VOTE_DAYS),
    )
    fresh = fresh.exclude(Q(surfaced_by=mine.person)).filter(~Exists(voted))
    for name, slug, count in mine.counted(fresh):
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


def _of(community: str) -> tuple[str, str]:
    """The name and the address of the community that this relation leads to."""
    return f"{community}__name", f"{community}__slug"
