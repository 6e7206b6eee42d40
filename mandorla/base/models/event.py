from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext as _

from mandorla.base import verbs

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.people.models import Person


class EventQuerySet(models.QuerySet["Event"]):
    """Events are read and added, never changed."""

    def update(self, **_kwargs: Any) -> NoReturn:
        raise TypeError("Events are append-only.")

    def delete(self) -> NoReturn:
        raise TypeError("Events are append-only.")

    def within(self, place: models.Model) -> Self:
        """What happened in a community (or another place that keeps a history)."""
        return self.filter(within_kind=place._meta.label_lower, within_id=place.pk)

    def official(self) -> Self:
        """Without what people did for themselves: acts that somebody answers for."""
        return self.exclude(verb__in=[v.name for v in verbs.all_verbs() if v.personal])

    def by_person(self, person: Person) -> Self:
        """The official acts of a person. What they did for themselves is not looked up."""
        return self.official().filter(by=person)


class Event(models.Model):
    """Something that happened: who did what, when, to what. Written once, never changed."""

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.DO_NOTHING, related_name="+"
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
        indexes = [
            models.Index(
                fields=["within_kind", "within_id", "-at", "-id"], name="base_event_within"
            ),
            models.Index(fields=["-at", "-id"], name="base_event_at"),
            models.Index(fields=["verb", "-at"], name="base_event_verb"),
            models.Index(fields=["by", "-at"], name="base_event_by"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.about_name}"

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

        Args:
            verb: A declared verb, as "charter.published".
            by: The person who did it; None when nobody did, as for a job.
            at: The moment.
            about: What it happened to.
            within: The place whose history it belongs to, as a community.
            details: Values for the sentence, as plain words and numbers.
        """
        verbs.verb(verb)
        return cls.objects.create(
            at=at,
            by=by,
            verb=verb,
            about_kind=about._meta.label_lower,
            about_id=about.pk,
            about_name=str(about)[:200],
            within_kind=within._meta.label_lower if within else "",
            within_id=within.pk if within else None,
            details=details,
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Events are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("Events are append-only.")

    @property
    def is_personal(self) -> bool:
        """Whether it tells what a person did for themselves."""
        return verbs.verb(self.verb).personal

    @property
    def actor(self) -> str:
        """Who did it, in words; never the name of somebody who acted for themselves."""
        if self.is_personal:
            return _("A member")
        return self.by.name if self.by else _("Mandorla")

    @property
    def sentence(self) -> str:
        """What happened, as a sentence, with every value escaped."""
        template = str(verbs.verb(self.verb).sentence)
        values = {key: value for key, value in self.details.items() if not key.startswith("_")}
        return format_html(template, by=self.actor, about=self.about_name, **values)
