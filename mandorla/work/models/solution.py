from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.core.lifecycle import SOLUTION
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person, Unit
from mandorla.work.models.problem import Problem


class SolutionQuerySet(models.QuerySet["Solution"]):
    """Ways to look for what communities do about their problems."""

    def visible_to(self, person: Person) -> Self:
        """What one unit does may help another: everybody who is signed in sees it."""
        return self.filter(community__in=Community.objects.visible_to(person))


class Solution(Record):
    """What is done about a problem: a proposal and what was decided on it."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="solutions")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="solutions")
    proposal = models.CharField(gettext_lazy("what we do"), max_length=300)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    may_not_bypass = models.CharField(
        gettext_lazy("what it may not bypass"), max_length=300, blank=True
    )
    state = models.CharField(max_length=9, default="proposed")
    because = models.CharField(gettext_lazy("why"), max_length=300, blank=True)
    escalated_to = models.CharField(gettext_lazy("to whom"), max_length=150, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_in = models.ForeignKey(
        Gathering, null=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = SolutionQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("work_solution_state", "state", SOLUTION.states),
            models.CheckConstraint(
                name="work_solution_escalated_to_somebody",
                condition=~models.Q(state="escalated") | ~models.Q(escalated_to=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-proposed_at"], name="work_solution_of"),
        ]

    def __str__(self) -> str:
        return self.proposal

    def get_absolute_url(self) -> str:
        return reverse("work:solution", args=[self.community.slug, self.pk])


class Contribution(Record):
    """Somebody helped to find a solution. Who did is shown to that person only; units count."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contributions")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["solution", "person"], name="work_contribution_once"),
        ]

    def __str__(self) -> str:
        return str(self.solution)
