"""What of the work of communities waits for somebody: others first, then one's own doing.

Each kind takes a small query or two, however many communities somebody is in, and none where they
have no role for it; only those that are there make a line.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.prepared import prepared
from mandorla.communities.models import Membership
from mandorla.dashboards.mine import Mine, Task, by_community
from mandorla.people.models import Placement
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
    for why, pk, text, asker, name, slug in _unanswered(mine.person.pk):
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


@prepared
def _unanswered(person: int) -> QuerySet[Nudge, Any]:
    waiting = Nudge.objects.filter(person=person, ask__state="open", ask__first_answered_at=None)
    wanted = ("why", "ask", "ask__text", "ask__asked_by__name", *_of("ask__community"))
    return waiting.order_by("pk").values_list(*wanted)[:MOST]


def _asked_by_name(mine: Mine) -> Iterator[Task]:
    """Asks of a few, one of them this person, that they have not answered."""
    asks = _asks_of(mine.person.pk)
    if not asks:
        return
    keys = tuple(row[0] for row in asks)
    done = {*_answered(keys, mine.person.pk), *_nudged(keys, mine.person.pk)}
    for pk, text, name, slug in [row for row in asks if row[0] not in done][:MOST]:
        yield Task(
            text,
            _("{name} asks you by name.").format(name=name),
            _("Answer"),
            reverse("work:ask", args=[slug, pk]),
        )


@prepared
def _asks_of(person: int) -> QuerySet[Ask, tuple[int, str, str, str]]:
    waiting = Ask.objects.filter(state="open", is_for_all=False, asked_of=person)
    wanted = ("pk", "text", "asked_by__name", "community__slug")
    return waiting.order_by("asked_at", "pk").values_list(*wanted)


@prepared
def _answered(asks: tuple[int, ...], person: int) -> QuerySet[Answer, int]:
    rows = Answer.objects.filter(ask__in=asks, answered_by=person)
    return rows.values_list("ask_id", flat=True)


@prepared
def _nudged(asks: tuple[int, ...], person: int) -> QuerySet[Nudge, int]:
    return Nudge.objects.filter(ask__in=asks, person=person).values_list("ask_id", flat=True)


def _to_answer_for_leadership(mine: Mine) -> Iterator[Task]:
    sponsored = mine.where({"sponsor"})
    for name, slug, count in mine.named(_unanswered_insights(sponsored)) if sponsored else ():
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


@prepared
def _unanswered_insights(communities: tuple[int, ...]) -> QuerySet[Any, tuple[int, int]]:
    return by_community(Insight.objects.unanswered().filter(community__in=communities))


def _asked_back(mine: Mine) -> Iterator[Task]:
    for pk, text, slug in _own_asked_back(mine.person.pk):
        yield Task(
            _("Leadership wants to know more about what you brought."),
            text,
            _("Say more"),
            f"{reverse('work:insight', args=[slug, pk])}#more",
        )


@prepared
def _own_asked_back(person: int) -> QuerySet[Insight, tuple[int, str, str]]:
    own = Insight.objects.filter(brought_by=person, state="asked_back")
    return own.order_by("brought_at", "pk").values_list("pk", "text", "community__slug")[:MOST]


def _questions(mine: Mine) -> Iterator[Task]:
    held = mine.where(HOLDERS)
    for name, slug, count in mine.named(_open_questions(held)) if held else ():
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


@prepared
def _open_questions(communities: tuple[int, ...]) -> QuerySet[Any, tuple[int, int]]:
    return by_community(Question.objects.filter(state="open", community__in=communities))


def _rollout(mine: Mine, *, on: date) -> Iterator[Task]:
    """Lines due within a week or overdue: one's own, and those of one's unit that are nobody's."""
    until = on + timedelta(days=SOON_DAYS)
    for pk, due_on, coordinator, unit, proposal, slug in _lines_due(mine.person.pk, until):
        reason = _("{unit} had until {day}.") if due_on < on else _("{unit} has until {day}.")
        said = reason.format(unit=unit, day=date_format(due_on, "j F"))
        yield Task(
            proposal,
            said if coordinator else _("{when} Nobody sees to it yet.").format(when=said),
            _("Say how far you are") if coordinator else _("See to it"),
            reverse("work:rollout_line", args=[slug, pk]),
        )


@prepared
def _lines_due(person: int, until: date) -> QuerySet[RolloutLine, Any]:
    places = Membership.objects.current().filter(person=person, role__in=VOTERS)
    units = Placement.objects.filter(person=person, until_on=None)
    is_ours = Q(
        coordinator=None,
        unit__in=units.values("unit"),
        solution__community__in=places.values("community"),
    )
    lines = RolloutLine.objects.filter(
        Q(coordinator=person) | is_ours, state__in=["to_do", "adapting"], due_on__lte=until
    ).exclude(solution__community__status="closed")
    of_solution = ("solution__proposal", "solution__community__slug")
    wanted = ("pk", "due_on", "coordinator", "unit__name", *of_solution)
    return lines.order_by("due_on", "pk").values_list(*wanted)[:MOST]


def _lessons(mine: Mine, *, on: date) -> Iterator[Task]:
    for pk, text, name, slug in _lessons_due(mine.person.pk, on):
        yield Task(
            text,
            _("A lesson of {name}: does it still hold?").format(name=name),
            _("Look at it again"),
            reverse("work:lesson", args=[slug, pk]),
        )


@prepared
def _lessons_due(owner: int, on: date) -> QuerySet[Lesson, Any]:
    due = Lesson.objects.due(on=on).filter(owner=owner).exclude(community__status="closed")
    wanted = ("pk", "text", *_of("community"))
    return due.order_by("look_again_on", "pk").values_list(*wanted)[:MOST]


def _to_talk_about(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """The newest text to take back of each community, when one has not talked about it yet."""
    voters = mine.where(VOTERS)
    texts = _written_since(voters, at - timedelta(days=TALK_DAYS)) if voters else []
    newest: dict[int, datetime] = {}
    for _pk, community, written_at in texts:
        newest.setdefault(community, written_at)
    waiting = {pk for pk, community, written_at in texts if written_at == newest[community]}
    if not waiting:
        return
    waiting -= set(_talked_about(tuple(waiting), mine.person.pk))
    for text, key, series, day in _texts(tuple(waiting)) if waiting else ():
        community = mine.communities[key]
        yield Task(
            text,
            _("What {name} takes back. Have you talked about it?").format(name=community.name),
            _("Say so"),
            f"{reverse('work:gathering', args=[community.slug, series, day])}#take-back",
        )


@prepared
def _written_since(
    communities: tuple[int, ...], since: datetime
) -> QuerySet[TakeBack, tuple[int, int, datetime]]:
    rows = TakeBack.objects.filter(gathering__community__in=communities, written_at__gte=since)
    wanted = ("pk", "gathering__community", "written_at")
    return rows.order_by("-written_at", "pk").values_list(*wanted)


@prepared
def _talked_about(texts: tuple[int, ...], person: int) -> QuerySet[TalkedAbout, int]:
    rows = TalkedAbout.objects.filter(take_back__in=texts, person=person)
    return rows.values_list("take_back", flat=True)


@prepared
def _texts(texts: tuple[int, ...]) -> QuerySet[TakeBack, tuple[str, int, int, date]]:
    wanted = ("community", "series", "planned_on")
    rows = TakeBack.objects.filter(pk__in=texts).order_by("-written_at", "pk")
    return rows.values_list("text", *(f"gathering__{name}" for name in wanted))[:MOST]


def _to_vote(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """New issues in one's communities that one has not looked at."""
    voters, since = mine.where(VOTERS), at - timedelta(days=VOTE_DAYS)
    for name, slug, count in mine.named(_new(voters, since, mine.person.pk)) if voters else ():
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


@prepared
def _new(
    communities: tuple[int, ...], since: datetime, person: int
) -> QuerySet[Any, tuple[int, int]]:
    voted = Vote.objects.filter(issue=OuterRef("pk"), person=person)
    fresh = Issue.objects.filter(community__in=communities, state="open", surfaced_at__gte=since)
    return by_community(fresh.exclude(surfaced_by=person).filter(~Exists(voted)))


def _of(community: str) -> tuple[str, str]:
    """The name and the address of the community that this relation leads to."""
    return f"{community}__name", f"{community}__slug"
