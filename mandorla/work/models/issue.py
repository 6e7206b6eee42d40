from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.core.lifecycle import ISSUE
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person, Unit
from mandorla.work.models.problem import Problem


class IssueQuerySet(models.QuerySet["Issue"]):
    """Ways to look for what cropped up."""

    def visible_to(self, person: Person) -> Self:
        """What crops up anywhere may touch every unit: everybody who is signed in sees it."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def waiting(self) -> Self:
        """Open, and not a part of a problem yet."""
        return self.filter(state="open")


class Issue(Record):
    """What cropped up, in one line, with the units it touches."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="issues")
    text = models.CharField(gettext_lazy("what crops up"), max_length=200)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="issues")
    # Kept to tell them what became of it, also when no page may show it.
    surfaced_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    is_anonymous = models.BooleanField(default=False)
    gathering = models.ForeignKey(  # where it was surfaced
        Gathering, null=True, on_delete=models.SET_NULL, related_name="issues"
    )
    problem = models.ForeignKey(
        Problem, null=True, on_delete=models.SET_NULL, related_name="issues"
    )
    state = models.CharField(max_length=8, default="open")
    because = models.CharField(max_length=300, blank=True)  # how it was solved, why it was dropped
    votes = models.PositiveIntegerField(default=0)  # how many `Vote` there are
    surfaced_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)  # made by who sends it: sent twice, kept once
    vector = models.BinaryField(null=True)  # what the text means, to find others like it
    vector_by = models.CharField(max_length=60, blank=True)  # which embedder made it

    objects = IssueQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("work_issue_state", "state", ISSUE.states),
            models.CheckConstraint(
                name="work_issue_gathered_has_problem",
                condition=~models.Q(state="gathered") | models.Q(problem__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-surfaced_at"], name="work_issue_of"),
            models.Index(fields=["community", "state", "-votes"], name="work_issue_votes"),
            models.Index(fields=["surfaced_by", "-surfaced_at"], name="work_issue_mine"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("work:issue", args=[self.community.slug, self.pk])


class Vote(Record):
    """Somebody says that an issue matters to them too. Who voted is shown to nobody else."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="cast_votes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "person"], name="work_vote_once"),
        ]

    def __str__(self) -> str:
        return str(self.issue)
