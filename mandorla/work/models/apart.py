from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.work.models.issue import Issue


class Apart(Record):
    """Two issues that a person said are not one problem: they are not suggested together again."""

    first = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="work_apart_once"),
            models.CheckConstraint(
                name="work_apart_in_order", condition=models.Q(first__lt=models.F("second"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}"
