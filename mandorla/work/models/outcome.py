from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.gatherings.models import Commitment, Gathering
from mandorla.people.models import Person
from mandorla.work.models.agenda_item import AgendaItem
from mandorla.work.models.issue import Issue

KINDS = ("decision", "commitment", "issue", "nothing")


class Outcome(Record):
    """What came of an item, caught in a line while people talk."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="outcomes")
    item = models.ForeignKey(
        AgendaItem, null=True, on_delete=models.SET_NULL, related_name="outcomes"
    )
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=300)
    key = models.UUIDField(unique=True)  # made by who sends it: sent twice, kept once
    caught_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    caught_at = models.DateTimeField()
    commitment = models.ForeignKey(
        Commitment, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    issue = models.ForeignKey(Issue, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["gathering", "caught_at", "pk"]
        constraints = [choices_constraint("work_outcome_kind", "kind", KINDS)]

    def __str__(self) -> str:
        return self.text
