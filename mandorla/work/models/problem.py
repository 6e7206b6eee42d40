from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.core.lifecycle import PROBLEM
from mandorla.people.models import Person, Unit


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Ways to look for common problems."""

    def visible_to(self, person: Person) -> Self:
        """Common problems touch several units: everybody who is signed in sees them."""
        return self.filter(community__in=Community.objects.visible_to(person))


class Problem(Record):
    """The common problem behind several issues."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="problems")
    statement = models.CharField(gettext_lazy("the problem"), max_length=300)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="problems")
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, default="open")
    because = models.CharField(max_length=300, blank=True)
    gathered_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        constraints = [choices_constraint("work_problem_state", "state", PROBLEM.states)]
        indexes = [
            models.Index(fields=["community", "state", "-gathered_at"], name="work_problem_of"),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("work:problem", args=[self.community.slug, self.pk])
