from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self, cast

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from mandorla.base import verbs
from mandorla.base.models.append_only import AppendOnlyQuerySet, refuse_change
from mandorla.base.rules import may_read_trail

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mandorla.people.models import Person


class Told(dict[str, Any]):
    """What an event tells; a detail that it was written without is left open.

    Events outlive the words of their verbs: one that lacks a detail must not close the trail.
    """

    def __missing__(self, _key: str) -> str:
        return "…"


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    """Events are read and added, never changed."""

    def visible_to(self, person: Person) -> Self:
        """The whole trail is for program managers and auditors; others read histories of places."""
        may = person.is_active and may_read_trail(person)
        return self if may else self.none()

    def newest_first(self) -> Self:
        """In the order of the trail, with those who acted."""
        return self.select_related("by").order_by("-at", "-id")

    def within(self, place: models.Model) -> Self:
        """What happened in a community (or another place that keeps a history)."""
        return self.filter(within_kind=place._meta.label_lower, within_id=place.pk)

    def within_any(self, kind: str, ids: Iterable[int]) -> Self:
        """What happened in any of these places of one kind."""
        return self.filter(within_kind=kind, within_id__in=list(ids))

    def about(self, thing: models.Model) -> Self:
        """What happened to one thing."""
        return self.filter(about_kind=thing._meta.label_lower, about_id=thing.pk)

    def official(self) -> Self:
        """Without what people did for themselves: acts that somebody answers for."""
        return self.exclude(verb__in=[v.name for v in verbs.all_verbs() if v.personal])

    def read_by_all(self) -> Self:
        """Without what concerns only those in the place where it happened."""
        return self.exclude(verb__in=[v.name for v in verbs.all_verbs() if v.inside])

    def by_person(self, person: Person) -> Self:
        """The official acts of a person. What they did for themselves is not looked up."""
        return self.by_any([person.pk])

    def by_any(self, people: Iterable[int]) -> Self:
        """The official acts of any of these people."""
        return self.official().filter(by__in=list(people))

    def own_of(self, person: Person) -> Self:
        """What a person did for themselves: for that person's eyes, and nobody else's."""
        return self.filter(own=person)

    def since(self, moment: datetime) -> Self:
        """From a moment on."""
        return self.filter(at__gte=moment)

    def until(self, moment: datetime) -> Self:
        """Before a moment."""
        return self.filter(at__lt=moment)

    def older_than(self, *, at: datetime, pk: int) -> Self:
        """What comes after this place in the trail; the first condition is the one an index has."""
        return self.filter(at__lte=at).filter(models.Q(at__lt=at) | models.Q(pk__lt=pk))


class Event(models.Model):
    """Something that happened: who did what, when, to what. Written once, never changed.

    Who did something for themselves (joined, left) is kept apart from who answers for an act, so
    that no question about a person's acts can be answered with what they did for themselves.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    own = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
    )
    verb = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60)
    about_id = models.BigIntegerField(null=True)
    about_name = models.CharField(max_length=200)
    within_kind = models.CharField(max_length=60, blank=True)
    within_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            models.Index(
                fields=["within_kind", "within_id", "-at", "-id"], name="base_event_within"
            ),
            models.Index(fields=["-at", "-id"], name="base_event_at"),
            models.Index(fields=["verb", "-at", "-id"], name="base_event_verb"),
            models.Index(fields=["by", "-at", "-id"], name="base_event_by"),
            models.Index(fields=["own", "-at"], name="base_event_own"),
            models.Index(fields=["about_kind", "about_id", "-at", "-id"], name="base_event_about"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            refuse_change()
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        refuse_change()

    @classmethod
    def record(
        cls,
        verb: str,
        *,
        by: Person | None,
        at: datetime,
        about: models.Model,
        within: models.Model | None = None,
        **details: Any,
    ) -> Event:
        """Write down what happened, in the transaction of the change itself.

        A name is kept only where the verb's sentence says it, and of what a person did for
        themselves nothing is kept that leads from the person's own record to the event.

        Args:
            verb: A declared verb, as "charter.published".
            by: The person who did it; None when nobody did, as for a job.
            at: The moment; of what a person did for themselves only the day is kept, so that its
                place among other events does not tell the hour.
            about: What it happened to.
            within: The place whose history it belongs to, as a community.
            details: Values for the sentence, as plain words and numbers.
        """
        declared = verbs.verb(verb)
        about_self = declared.personal and about == by
        return cls.objects.create(
            at=day_of(at) if declared.personal else at,
            by=None if declared.personal else by,
            own=by if declared.personal else None,
            verb=verb,
            about_kind=about._meta.label_lower,
            about_id=None if about_self else about.pk,
            about_name=str(about)[:200] if "{about}" in str(declared.sentence) else "",
            within_kind=within._meta.label_lower if within else "",
            within_id=within.pk if within else None,
            details=details,
        )

    @property
    def is_personal(self) -> bool:
        """Whether it tells what a person did for themselves."""
        return verbs.told(self.verb).personal

    @property
    def actor(self) -> str:
        """Who did it, in words; never the name of somebody who acted for themselves."""
        if self.is_personal:
            return _("A member") if self.within_kind else _("Somebody")
        return cast("Person", self.by).name if self.by_id else _("Mandorla")

    @property
    def sentence(self) -> str:
        """What happened, as a sentence, with every value escaped."""
        escaped = {key: conditional_escape(value) for key, value in self._values.items()}
        return mark_safe(self._template.format_map(Told(escaped)))  # noqa: S308 -- just escaped

    @property
    def plain_sentence(self) -> str:
        """The same sentence as plain text, for files."""
        return self._template.format_map(Told(self._values))

    @property
    def _template(self) -> str:
        return str(verbs.told(self.verb).sentence)

    @property
    def _values(self) -> dict[str, Any]:
        told = {key: value for key, value in self.details.items() if not key.startswith("_")}
        return {"by": self.actor, "about": self.about_name, **told}


def day_of(at: datetime) -> datetime:
    """The beginning of the day of a moment: what is kept of acts that may not tell the hour."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
