"""What of licenses waits for somebody: to decide, to answer, to write, to comment, to meet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandorla.base.prepared import prepared
from mandorla.communities.models import Membership
from mandorla.communities.rules import RUNS
from mandorla.core.terms import RUNNING
from mandorla.dashboards.mine import Mine, Task
from mandorla.licenses.models import Condition, License, Review, ReviewComment
from mandorla.licenses.models.review import KINDS
from mandorla.licenses.policy import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

SOON_DAYS: Final = 14  # a condition that is due later does not wait for anybody yet
MOST: Final = 5  # of one kind at once


def of_licenses(mine: Mine, *, at: datetime, on: date) -> Iterator[Task]:
    """What others wait for comes first: decisions and answers; then what is to be written."""
    yield from _to_decide(mine, on=on)
    yield from _to_answer(mine)
    yield from _conditions(mine, on=on)
    yield from _to_write(mine, at=at)
    yield from _to_comment(mine, at=at)


def _to_decide(mine: Mine, *, on: date) -> Iterator[Task]:
    """Their own come first; a program manager decides, too, where nobody sponsors."""
    sponsored = mine.where({"sponsor"})
    until = on + timedelta(days=shipped().ahead_days)
    for state, review_on, until_on, key in _due(sponsored, until) if sponsored else ():
        one = mine.communities[key]
        yield _decision(state, (review_on, until_on), name=one.name, slug=one.slug, on=on)
    if mine.person.is_program_manager:
        for state, review_on, until_on, name, slug in _without_sponsor(until):
            yield _decision(state, (review_on, until_on), name=name, slug=slug, on=on)


def _decision(state: str, days: tuple[date | None, ...], *, name: str, slug: str, on: date) -> Task:
    if state == "applied":
        return Task(
            _("{name} applies for a license.").format(name=name),
            _("Those who asked wait for your decision."),
            _("Read and decide"),
            reverse("licenses:deciding", args=[slug]),
        )
    day = min(one for one in days if one is not None)
    reason = _("It was to be decided by {day}.") if day < on else _("By {day}.")
    return Task(
        _("Decide on the license of {name}.").format(name=name),
        reason.format(day=date_format(day, "j F")),
        _("Read and decide"),
        reverse("licenses:renewal", args=[slug]),
    )


def _waiting(until: date) -> QuerySet[License]:
    near = Q(next_review_on__lte=until) | Q(until_on__lte=until)
    rows = License.objects.filter(Q(state="applied") | near & Q(state__in=RUNNING))
    return rows.order_by("next_review_on", "pk")


@prepared
def _due(
    communities: tuple[int, ...], until: date
) -> QuerySet[License, tuple[str, date | None, date | None, int]]:
    wanted = ("state", "next_review_on", "until_on", "community")
    return _waiting(until).filter(community__in=communities).values_list(*wanted)[:MOST]


@prepared
def _without_sponsor(
    until: date,
) -> QuerySet[License, tuple[str, date | None, date | None, str, str]]:
    seats = Membership.objects.current().filter(community=OuterRef("community"), role="sponsor")
    wanted = ("state", "next_review_on", "until_on", "community__name", "community__slug")
    return _waiting(until).filter(~Exists(seats)).values_list(*wanted)[:MOST]


def _to_answer(mine: Mine) -> Iterator[Task]:
    for pk, kind, name, slug in _to_read(mine.person.pk):
        yield Task(
            _("The {kind} of {name} waits for your answer.").format(kind=KINDS[kind], name=name),
            _("You are named to read it; those who wrote it wait for a word from you."),
            _("Read and answer"),
            reverse("licenses:review", args=[slug, pk]),
        )


@prepared
def _to_read(reader: int) -> QuerySet[Review, tuple[int, str, str, str]]:
    waiting = Review.objects.filter(reader=reader, state="submitted")
    wanted = ("pk", "kind", "license__community__name", "license__community__slug")
    return waiting.order_by("submitted_at", "pk").values_list(*wanted)[:MOST]


def _to_write(mine: Mine, *, at: datetime) -> Iterator[Task]:
    run = mine.where(RUNS)
    for pk, kind, state, due_on, key in _unfinished(run, at) if run else ():
        community = mine.communities[key]
        words = {
            "draft": _("The {kind} of {name} is due on {day}."),
            "open": _("The {kind} of {name} has had its comments; it is due on {day}."),
        }
        yield Task(
            words[state].format(
                kind=KINDS[kind], name=community.name, day=date_format(due_on, "j F")
            ),
            _("It is drafted from what is known; say what no figure says.")
            if state == "draft"
            else _("Read what was said to it, and hand it in."),
            _("Write it") if state == "draft" else _("Hand it in"),
            reverse("licenses:review", args=[community.slug, pk]),
        )


@prepared
def _unfinished(
    communities: tuple[int, ...], at: datetime
) -> QuerySet[Review, tuple[int, str, str, date, int]]:
    rows = Review.objects.filter(license__community__in=communities)
    waiting = rows.filter(Q(state="draft") | Q(state="open", comments_until_at__lte=at))
    wanted = ("pk", "kind", "state", "due_on", "license__community")
    return waiting.order_by("due_on", "pk").values_list(*wanted)[:MOST]


def _to_comment(mine: Mine, *, at: datetime) -> Iterator[Task]:
    """Reports that are open for comments, to those who did not write them and said nothing yet."""
    inside = tuple(key for key, roles in mine.roles.items() if not roles & RUNS)
    for pk, kind, until, key in _open(inside, at, mine.person.pk) if inside else ():
        community = mine.communities[key]
        yield Task(
            _("The {kind} of {name} is open to your comments.").format(
                kind=KINDS[kind], name=community.name
            ),
            _("Until {day}. What it says is said in your name, too.").format(
                day=date_format(until, "j F")
            ),
            _("Read it"),
            reverse("licenses:review", args=[community.slug, pk]),
        )


@prepared
def _open(communities: tuple[int, ...], at: datetime, person: int) -> QuerySet[Review, Any]:
    said = ReviewComment.objects.filter(review=OuterRef("pk"), by=person)
    rows = Review.objects.filter(license__community__in=communities, state="open")
    waiting = rows.filter(~Exists(said), comments_until_at__gt=at)
    wanted = ("pk", "kind", "comments_until_at", "license__community")
    return waiting.order_by("comments_until_at", "pk").values_list(*wanted)[:MOST]


def _conditions(mine: Mine, *, on: date) -> Iterator[Task]:
    run = mine.where(RUNS)
    until = on + timedelta(days=SOON_DAYS)
    for text, due_on, key in _conditions_due(run, until) if run else ():
        community = mine.communities[key]
        reason = (
            _("A condition of the license of {name}. It was due on {day}.")
            if due_on < on
            else _("A condition of the license of {name}, by {day}.")
        )
        yield Task(
            text,
            reason.format(name=community.name, day=date_format(due_on, "j F")),
            _("See who closes it"),
            reverse("licenses:license", args=[community.slug]),
        )


@prepared
def _conditions_due(
    communities: tuple[int, ...], until: date
) -> QuerySet[Condition, tuple[str, date, int]]:
    rows = Condition.objects.filter(license__community__in=communities, state="open")
    due = rows.filter(due_on__lte=until, license__state__in=RUNNING)
    return due.order_by("due_on", "pk").values_list("text", "due_on", "license__community")[:MOST]
