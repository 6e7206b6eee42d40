from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelsearch import index

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.closing import end_all, resume_all
from mandorla.communities.models.community_queries import CommunityQuerySet
from mandorla.communities.models.facts import refuse_unseen
from mandorla.core.lifecycle import COMMUNITY, after
from mandorla.people.models import Person, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

STATUSES = {
    "forming": gettext_lazy("forming"),
    "active": gettext_lazy("active"),
    "closing": gettext_lazy("closing"),
    "closed": gettext_lazy("closed"),
}
__all__ = ["JOINING", "RESERVED_SLUGS", "STATUSES", "Community", "CommunityQuerySet"]
RESERVED_SLUGS = {"new"}  # an address of its own
JOINING = {
    "open": gettext_lazy("anybody may join"),
    "ask": gettext_lazy("people ask to join"),
    "closed": gettext_lazy("people are invited"),
}


class Community(index.Indexed, Record):  # type: ignore[misc]
    """A group with a purpose, people in roles, and a charter both sides can agree to."""

    name = models.CharField(gettext_lazy("name"), max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    archetype = models.CharField(max_length=40, blank=True)
    purpose = models.TextField(gettext_lazy("purpose"), blank=True)
    status = models.CharField(max_length=10, choices=list(STATUSES.items()), default="forming")
    joining = models.CharField(max_length=10, choices=list(JOINING.items()), default="open")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="communities"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    founded_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closing_reason = models.TextField(blank=True)
    # What an imported register says of it, kept as found.
    kind = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=40, blank=True)
    source_key = models.CharField(max_length=120, blank=True)
    channels = models.JSONField(default=list, blank=True)
    subgroups = models.JSONField(default=list, blank=True)
    found = models.JSONField(default=dict, blank=True)
    # The share of the weight that both sides give to the same, as the newest round showed it.
    overlap_share = models.FloatField(null=True)
    overlap_low = models.FloatField(null=True)  # the 80% interval
    overlap_high = models.FloatField(null=True)

    objects = CommunityQuerySet.as_manager()

    search_auto_update = False  # the verbs say when what can be searched for has changed
    search_fields = [
        index.SearchField("name", boost=4),
        index.AutocompleteField("name"),
        index.SearchField("purpose"),
        index.AutocompleteField("purpose"),
        index.SearchField("leader_names", boost=2),
        index.AutocompleteField("leader_names"),
        index.FilterField("status"),
        index.FilterField("archetype"),
        index.FilterField("name"),
        index.FilterField("pk"),
    ]

    class Meta:
        constraints = [
            choices_constraint("communities_community_status", "status", STATUSES),
            choices_constraint("communities_community_joining", "joining", JOINING),
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~models.Q(source_key=""),
                name="communities_community_source",
            ),
        ]
        indexes = [
            models.Index("status", Lower("name"), "id", name="communities_community_list"),
            models.Index(Lower("name"), "id", name="communities_community_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dashboards:overview", args=[self.slug])

    # --- questions ---

    @property
    def has_closed(self) -> bool:
        """Whether it has ended: what it did stays readable, and no page offers to do more."""
        return self.status == "closed"

    def leader_names(self) -> str:
        """The names of those who lead it now, for the search index."""
        return ", ".join(
            self.memberships.filter(role="leader", former=False)
            .order_by("person__name")
            .values_list("person__name", flat=True)
        )

    def roles_of(self, person: Person) -> set[str]:
        """The roles a person has here now."""
        return self.memberships.model.roles_in(self.pk, person.pk)

    # --- verbs ---

    @classmethod
    def open(cls, *, name: str, at: datetime, slug: str = "", **facts: Any) -> Self:
        """A community of this name exists from now on. The caller says why, in an event."""
        community = cls(name=name, slug=slug or cls.free_slug(name), **facts)
        today = None if facts.get("source") else at.date()  # a register knows, or nobody does
        community.founded_on = facts.get("founded_on") or today
        community.save(force_insert=True)
        community.reindex()
        return community

    @classmethod
    def register(
        cls, *, name: str, slug: str, register: str, by: Person | None, at: datetime, **facts: Any
    ) -> Self:
        """The community is known from now on, with the facts a register gives and no others.

        It can be found by a search once its people are entered.
        """
        community = cls(name=name, slug=slug, **facts)
        with transaction.atomic():
            community.save(force_insert=True)
            Event.record(
                "community.registered",
                by=by,
                at=at,
                about=community,
                within=community,
                source=register,
            )
        return community

    def bring_up_to_date(
        self,
        *,
        register: str,
        changed: Sequence[str],
        by: Person | None,
        at: datetime,
        **facts: Any,
    ) -> None:
        """The community has the facts that a later import of a register gives.

        Args:
            register: What the register is called.
            changed: Everything the import changes, in words; the facts may be a part of it.
            by: Who imported it.
            at: The moment.
            facts: New values by field.
        """
        for field, value in facts.items():
            setattr(self, field, value)
        with transaction.atomic():
            if facts:
                self.keep(*facts)
            Event.record(
                "community.updated",
                by=by,
                at=at,
                about=self,
                within=self,
                source=register,
                what=", ".join(changed),
            )
            self.reindex()

    @classmethod
    def free_slug(cls, name: str) -> str:
        """An address for a name that no other community has."""
        base = slugify(name)[:70] or "community"
        taken = set(cls.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        taken |= RESERVED_SLUGS
        candidates = [base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))]
        return next(slug for slug in candidates if slug not in taken)

    def reindex(self) -> None:
        """The search finds what is true now."""
        index.insert_or_update_object(self)

    def describe(
        self,
        *,
        name: str,
        purpose: str,
        joining: str,
        unit: Unit | None,
        by: Person,
        at: datetime,
        seen: str = "",
    ) -> None:
        """The community is called this, is for this, and is joined like this from now on.

        Raises:
            Stale: Its facts are others by now than those with the mark that was seen.
        """
        with transaction.atomic():
            refuse_unseen(Community.objects.select_for_update().get(pk=self.pk), seen=seen)
            self.name, self.purpose, self.joining, self.unit = name, purpose, joining, unit
            self.keep("name", "purpose", "joining", "unit")
            self.reindex()
            Event.record("community.described", by=by, at=at, about=self, within=self)

    def show_overlap(self, *, share: float, low: float | None, high: float | None) -> None:
        """Its pages show this overlap from now on. The caller says why, in an event."""
        self.overlap_share, self.overlap_low, self.overlap_high = share, low, high
        self.keep("overlap_share", "overlap_low", "overlap_high")

    def start(self, *, by: Person | None, at: datetime) -> None:
        """The community is active from now on."""
        with transaction.atomic():
            self._go("start")
            Event.record("community.started", by=by, at=at, about=self, within=self)

    def wind_down(self, *, reason: str, by: Person | None, at: datetime) -> None:
        """The community is closing: its members and its knowledge find other places."""
        with transaction.atomic():
            self._go("wind_down", closing_reason=reason)
            Event.record(
                "community.winding_down", by=by, at=at, about=self, within=self, reason=reason
            )

    def resume(self, *, by: Person | None, at: datetime) -> None:
        """The community goes on after all."""
        with transaction.atomic():
            self._go("resume", closing_reason="")
            Event.record("community.resumed", by=by, at=at, about=self, within=self)
            resume_all(self, by=by, at=at)

    def transform(self, *, archetype: str, words: str, by: Person, at: datetime) -> None:
        """The community is of another kind from now on, with the same people and history.

        Args:
            archetype: The key of the kind.
            words: What the kind is called.
            by: Who says so.
            at: The moment.

        Raises:
            Refused: It is of this kind already, or it ends or has ended.
            Stale: Somebody else changed its kind first.
        """
        if self.status not in {"forming", "active"} or archetype == self.archetype:
            raise Refused(_("Choose another kind, for a community that goes on."))
        sentence = _("Somebody else changed the kind of {name} first. Look again.")
        with transaction.atomic():
            self.move(
                "archetype",
                before=self.archetype,
                after=archetype,
                sentence=sentence.format(name=self.name),
            )
            Event.record("community.transformed", by=by, at=at, about=self, within=self, kind=words)

    def close(self, *, reason: str, by: Person | None, at: datetime, on: date) -> None:
        """The community has ended; what it did stays readable."""
        with transaction.atomic():
            self._go("close", closing_reason=reason, closed_on=on)
            Event.record("community.closed", by=by, at=at, about=self, within=self, reason=reason)
            end_all(self, on=on, by=by, at=at)

    def _go(self, verb: str, **also: Any) -> None:
        to = after(COMMUNITY, state=self.status, verb=verb)
        if to is None:
            raise Refused(
                _("{name} is {status}, so this is not possible now.").format(
                    name=self.name, status=STATUSES[self.status]
                )
            )
        sentence = _("Somebody else changed the status of {name} first. Look again.")
        self.move(
            "status", before=self.status, after=to, sentence=sentence.format(name=self.name), **also
        )
