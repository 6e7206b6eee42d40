from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.people.models import Person
from mandorla.work.models.issue import Issue


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
