"""How the license of a community stands, in a few words for the header of its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.prepared import prepared
from mandorla.communities.header import Licensed
from mandorla.licenses.known import standing_of
from mandorla.licenses.models import License, Policy
from mandorla.licenses.models.license import GRANTED
from mandorla.licenses.policy import over, shipped

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community


def mark(community: Community, at: datetime) -> Licensed:
    """How it stands; one prepared query."""
    rows = _rows(community.pk)
    running = next((row for row in rows if row.state in GRANTED), None)
    if running is None:
        if rows:
            return Licensed(_("license applied for"), "none", is_asked=True)
        return Licensed(_("no license"), "none")
    row: Any = running  # the query adds two columns
    policy = over(over(shipped(), row.for_all or {}), row.for_kind or {})
    on = timezone.localtime(at).date()
    standing = standing_of(running, on=on, policy=policy)
    return licensed(running, standing=standing, grace_days=policy.grace_days)


def licensed(license: License, *, standing: str, grace_days: int) -> Licensed:
    """A license that was granted, in a few words."""
    due = license.due_on
    ends = due + timedelta(days=grace_days) if due else None
    if standing == "paused":
        return Licensed(_("license paused"), "none")
    if standing == "lapsed":
        return Licensed(_("license lapsed on"), "act", ends)
    if standing == "grace":
        return Licensed(_("license overdue, in grace until"), "act", ends)
    if standing == "review_due":
        return Licensed(_("license review due by"), "watch", due)
    if license.state == "conditional":
        words = _("licensed with conditions until") if due else _("licensed with conditions")
        return Licensed(words, "watch", due)
    if license.kind == "trial":
        return Licensed(_("on trial until") if due else _("on trial"), "good", due)
    return Licensed(_("licensed until") if due else _("licensed"), "good", due)


@prepared
def _rows(community: int) -> QuerySet[License]:
    rows = License.objects.filter(community=community, state__in=[*GRANTED, "applied"])
    days = ("kind", "state", "next_review_on", "until_on")
    return (
        rows.only("community_id", *days)
        .annotate(
            for_all=Subquery(Policy.objects.filter(archetype="").values("values")[:1]),
            for_kind=Subquery(
                Policy.objects.filter(archetype=OuterRef("community__archetype"))
                .exclude(archetype="")
                .values("values")[:1]
            ),
        )
        .order_by("number")
    )
