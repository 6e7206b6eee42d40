from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.prepared import prepared
from mandorla.communities.models import Archetype
from mandorla.licenses.policy import LABELS, Values, checked, over, shipped, shown
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class Policy(Record):
    """What the organization set otherwise than our defaults; for one archetype, or for all."""

    archetype = models.CharField(max_length=40, blank=True, unique=True)  # empty: for all
    values = models.JSONField(default=dict)  # only what differs, by the names of `policy.toml`
    edits = models.PositiveIntegerField(default=0)  # so that two at once notice each other
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return self.archetype or "policy"

    # --- questions ---

    @classmethod
    def of(cls, archetype: str) -> Values:
        """What holds for communities of an archetype; none and an unknown one is what all have."""
        found = cls.by_archetype()
        return found.get(archetype, found[""])

    @classmethod
    def by_archetype(cls) -> dict[str, Values]:
        """What holds for the communities of each archetype, and under "" for all others."""
        own = dict(_own_values())
        general = over(shipped(), own.get("", {}))
        months = {
            key: {"term_months": one.license_months} for key, one in Archetype.in_use().items()
        }
        return {"": general} | {
            key: over(over(general, terms), own.get(key, {})) for key, terms in months.items()
        }

    @classmethod
    def shipped_for(cls, archetype: str) -> Values:
        """Our defaults for communities of an archetype: the term is the archetype's own."""
        known = Archetype.in_use().get(archetype)
        return over(shipped(), {"term_months": known.license_months} if known else {})

    @classmethod
    def without(cls, archetype: str) -> Values:
        """What would hold for an archetype, or for all, if nothing were set for it alone."""
        general = dict(_own_values()).get("", {}) if archetype else {}
        known = Archetype.in_use().get(archetype)
        terms = {"term_months": known.license_months} if known else {}
        return over(over(shipped(), general), terms)

    # --- verbs ---

    @classmethod
    def set(
        cls,
        *,
        archetype: str,
        values: Mapping[str, Any],
        seen: int | None = None,
        by: Person,
        at: datetime,
    ) -> Policy:
        """From now on these values hold; those that are not named stay as they are.

        Args:
            archetype: For the communities of which archetype; empty for all.
            values: New values by their names; None goes back to what holds without it.
            seen: The `edits` that the person saw; None asks for nothing.
            by: Who sets them.
            at: The moment.

        Raises:
            Refused: There is no such value or archetype, or it is out of its bounds.
            Stale: Somebody else set something in the meantime.
        """
        names = {"": _("all communities"), **Archetype.names()}
        if archetype not in names:
            raise Refused(_("There is no archetype called “{key}”.").format(key=archetype))
        new = {
            name: value if value is None and name in LABELS else checked(name, value)
            for name, value in values.items()
        }
        first = {"changed_at": at, "changed_by": by}
        with transaction.atomic():
            cls.objects.get_or_create(archetype=archetype, defaults=first)
            policy = cls.objects.select_for_update().get(archetype=archetype)
            if seen is not None and policy.edits != seen:
                raise Stale(_("Somebody else changed the policy in the meantime. Look again."))
            policy.put(new, place=names[archetype], by=by, at=at)
        return policy

    def put(self, new: Mapping[str, Any], *, place: str, by: Person, at: datetime) -> None:
        """These values hold, and each that is another one is told; `set` is the door."""
        before, holds = dict(self.values), Policy.of(self.archetype)
        changed = {name: value for name, value in new.items() if value != before.get(name)}
        if not changed:
            return
        kept = {**before, **changed}
        self.values = {name: value for name, value in kept.items() if value is not None}
        self.edits, self.changed_at, self.changed_by = self.edits + 1, at, by
        self.keep("values", "edits", "changed_at", "changed_by")
        for name, value in changed.items():
            was = shown(name, getattr(holds, name))
            what = f"{LABELS[name]}: {was}"
            verb = "policy.restored" if value is None else "policy.changed"
            if value is not None:
                what = f"{what} → {shown(name, value)}"
            Event.record(verb, by=by, at=at, about=self, place=place, what=what)


@prepared
def _own_values() -> models.QuerySet[Policy, tuple[str, dict[str, Any]]]:
    return Policy.objects.values_list("archetype", "values")
