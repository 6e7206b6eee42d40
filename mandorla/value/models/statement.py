from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.charter_parts import STATES
from mandorla.people.models import Person
from mandorla.value.models.elicitation import Elicitation

if TYPE_CHECKING:
    pass

PARTS: Final = ("for_organization", "for_members", "invested", "because")


class StatementQuerySet(models.QuerySet["ValueStatement"]):
    """Ways to look for value statements."""

    def readable(self) -> Self:
        """Versions that everybody may read: those that were published."""
        return self.exclude(state="draft")


class ValueStatement(Record):
    """One version of what a community is worth to both sides. Once published it never changes."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="statements")
    version = models.PositiveSmallIntegerField()
    elicitation = models.ForeignKey(  # the round that supports it
        Elicitation, null=True, on_delete=models.PROTECT, related_name="statements"
    )
    shared = models.JSONField(default=list)  # the wording of each shared expectation it rests on
    for_organization = models.TextField(blank=True)
    for_members = models.TextField(blank=True)
    invested = models.TextField(blank=True)  # what both sides put in
    known_on = models.DateField(null=True)  # when we will know
    because = models.TextField(blank=True)  # the forward story: who will do what differently
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="draft")
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    edits = models.PositiveIntegerField(default=0)  # so that two writers notice each other

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("value_statement_state", "state", STATES),
            models.UniqueConstraint(
                fields=["community", "version"], name="value_statement_version_once"
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(state="draft"),
                name="value_statement_one_draft",
            ),
            models.CheckConstraint(
                name="value_statement_published_has_moment",
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return _("value statement of {community}, version {version}").format(
            community=self.community, version=self.version
        )

    def get_absolute_url(self) -> str:
        return reverse("value:statement", args=[self.community.slug, self.version])
