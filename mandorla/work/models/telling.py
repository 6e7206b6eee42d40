"""Who is told what became of issues, and who is given something to look after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.models import Notification
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mandorla.work.models.ask import Ask
    from mandorla.work.models.issue import Issue
    from mandorla.work.models.problem import Problem
    from mandorla.work.models.rollout import RolloutLine


def tell_surfacers(
    kind: str,
    *,
    issues: Iterable[Issue],
    about: Issue | Problem,
    by: Person | None,
    at: datetime,
) -> None:
    """Those who surfaced these issues read what became of them; also who left their name out."""
    people = {issue.surfaced_by_id for issue in issues if issue.surfaced_by_id}
    if people:
        Notification.tell(
            kind,
            to=Person.objects.filter(pk__in=people, is_active=True),
            about=about,
            address=about.get_absolute_url(),
            by=by,
            at=at,
            text=str(about),
        )


def tell_asker(ask: Ask, *, put_by: Person | None, at: datetime) -> None:
    """In whose name somebody else asked reads so, and can close it or say more."""
    Notification.tell(
        "ask.put",
        to=[ask.asked_by],
        about=ask,
        address=ask.get_absolute_url(),
        by=put_by,
        at=at,
        name=put_by.name if put_by else _("Somebody"),
        text=ask.text,
    )


def tell_owner(problem: Problem, *, by: Person | None, at: datetime) -> None:
    """Who is to look after a problem reads so."""
    Notification.tell(
        "problem.given",
        to=[problem.owner],
        about=problem,
        address=problem.get_absolute_url(),
        by=by,
        at=at,
        name=by.name if by else _("Somebody"),
        text=str(problem),
    )


def tell_coordinators(lines: Iterable[RolloutLine], *, by: Person | None, at: datetime) -> None:
    """Who is to see to a solution in a unit reads so."""
    for line in lines:
        if line.coordinator_id:
            Notification.tell(
                "rollout.given",
                to=[line.coordinator],
                about=line,
                address=reverse("work:rollout_line", args=[line.solution.community.slug, line.pk]),
                by=by,
                at=at,
                name=by.name if by else _("Somebody"),
                unit=line.unit.name,
                text=str(line.solution),
            )
