"""Who has to decide on a license is reminded in time: once at each of the days of the policy."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from mandorla.base.models import Notification
from mandorla.communities.models import Membership
from mandorla.communities.rules import RUNS
from mandorla.core.terms import RUNNING
from mandorla.licenses.models import License, Policy
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from mandorla.licenses.policy import Values


def remind(*, at: datetime) -> int:
    """Sponsors and those who run a community know that its license has to be decided on.

    Where nobody sponsors it, program managers are reminded instead. It is safe to run at any time:
    each of them is told once for each of the days ahead that the policy names, also when the work
    was not done on that very day.

    Returns:
        For how many licenses somebody was reminded.
    """
    on = timezone.localtime(at).date()
    policies = Policy.by_archetype()
    most = max((max(one.reminder_days, default=0) for one in policies.values()), default=0)
    due: dict[str, tuple[License, str]] = {}
    for license in _due_until(on + timedelta(days=most)):
        policy = policies.get(license.community.archetype, policies[""])
        step = step_of(license, policy, on=on)
        if step is not None:
            time = f"{license.due_on}:{step}"
            due[f"{license._meta.label_lower}:{license.pk}:{time}"] = (license, time)
    people = _people([license.community_id for license, _time in due.values()])
    everybody = {person for found in people.values() for person in found}
    told = _told(everybody, keys=due)
    fresh = [found for key, found in due.items() if key not in told]
    for license, time in fresh:
        _remind(license, time, to=people[license.community_id], at=at)
    return len(fresh)


def _told(people: Iterable[Person], *, keys: Iterable[str]) -> set[str]:
    """Of what somebody has been reminded."""
    rows = Notification.objects.filter(person__in=people, kind="license.due", key__in=keys)
    return set(rows.values_list("key", flat=True))


def step_of(license: License, policy: Values, *, on: date) -> int | None:
    """How many days ahead the reminder is that is due now; None when none is, or it has lapsed.

    Args:
        license: A license that runs.
        policy: What is asked of it.
        on: The day.
    """
    if license.due_on is None:
        return None
    left = (license.due_on - on).days
    if left < -policy.grace_days:
        return None
    return min((days for days in policy.reminder_days if left <= days), default=None)


def _due_until(day: date) -> list[License]:
    due = Q(next_review_on__lte=day) | Q(until_on__lte=day)
    running = License.objects.filter(due, state__in=RUNNING).exclude(community__status="closed")
    return list(running.select_related("community").order_by("pk"))


def _people(communities: Sequence[int]) -> dict[int, list[Person]]:
    """Sponsors and those who run each community; without a sponsor the program managers, too."""
    seats = Membership.objects.current().filter(
        community__in=communities, role__in=[*RUNS, "sponsor"], person__is_active=True
    )
    found: dict[int, list[Person]] = defaultdict(list)
    sponsored = set()
    for seat in seats.select_related("person").order_by("pk"):
        found[seat.community_id].append(seat.person)
        if seat.role == "sponsor":
            sponsored.add(seat.community_id)
    alone = [pk for pk in communities if pk not in sponsored]
    managers = Person.objects.filter(is_program_manager=True, is_active=True) if alone else []
    for pk in alone:
        found[pk] += managers
    return found


def _remind(license: License, time: str, *, to: Sequence[Person], at: datetime) -> None:
    Notification.tell(
        "license.due",
        to=to,
        about=license,
        address=reverse("licenses:license", args=[license.community.slug]),
        by=None,
        at=at,
        time=time,
        community=license.community.name,
        day=date_format(license.due_on, "j F Y") if license.due_on else "",
    )
