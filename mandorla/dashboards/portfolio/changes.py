"""What happened to communities since a moment: decisions, new warnings, moved overlaps, states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy

from mandorla.advice.models import Warning
from mandorla.base.models import Event
from mandorla.core.terms import RUNNING
from mandorla.licenses.models import Decision
from mandorla.value.models import Elicitation

if TYPE_CHECKING:
    from datetime import date, datetime

CHANGES: Final = {
    "decisions": gettext_lazy("a decision was made"),
    "warnings": gettext_lazy("a warning came up"),
    "overlap": gettext_lazy("the overlap was measured"),
    "states": gettext_lazy("its state changed"),
}
STATES: Final = (
    "community.started",
    "community.winding_down",
    "community.resumed",
    "community.closed",
)


def changed_in(kind: str, *, since: datetime, since_on: date, on: date) -> Q:
    """The communities `with_license` to which it happened, as a condition.

    Args:
        kind: One of `CHANGES`.
        since: From when on.
        since_on: The same as a day: a license whose day has passed since is in grace.
        on: Today.
    """
    if kind == "decisions":
        return Q(pk__in=Decision.objects.filter(at__gt=since).values("community"))
    if kind == "warnings":
        return Q(pk__in=Warning.objects.standing().filter(fired_at__gt=since).values("community"))
    if kind == "overlap":
        rounds = Elicitation.objects.filter(result__counted_at__gt=since, result__is_shown=True)
        return Q(pk__in=rounds.values("community"))
    events = Event.objects.filter(verb__in=STATES, at__gt=since)
    passed = Q(granted_state__in=RUNNING, due__gte=since_on, due__lt=on)
    return Q(pk__in=events.values("within_id")) | passed
