from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from mandorla.base.models import Record
from mandorla.people.models import Person
from mandorla.work.models import Ask, Issue, Solution

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


@dataclass(frozen=True)
class Asked:
    """Whom to ask about what, by their keys.

    Attributes:
        person: Whom.
        solution: What was done about what they surfaced by name; None: it is about an ask.
        issue: What they surfaced.
        ask: Their own ask, that was answered and solved.
    """

    person: int
    solution: int | None = None
    issue: int | None = None
    ask: int | None = None


class AskedOnceQuerySet(models.QuerySet["AskedOnce"]):
    """Ways to look for what people are asked."""

    def visible_to(self, person: Person) -> Self:
        """Nobody else knows what somebody is asked."""
        return self.filter(person=person) if person.is_active else self.none()

    def of_person(self, person: int, *, since: datetime) -> Self:
        """What somebody was asked since then and has not answered, where it still holds."""
        used = Q(solution__state__in=("trying", "accepted"))
        used &= ~Q(solution__community__status="closed")
        solved = Q(ask__state="solved") & ~Q(ask__community__status="closed")
        rows = self.filter(person=person, is_open=True, asked_at__gt=since)
        return rows.filter(used | solved)


class AskedOnce(Record):
    """Somebody is asked whether what became of their issue or ask changed anything for them.

    Once for each solution and each ask, and never about an issue without a name. Nothing is kept
    of the answer, nor when it was given: there is no event, and a story is told by its own verb.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    solution = models.ForeignKey(Solution, null=True, on_delete=models.CASCADE, related_name="+")
    issue = models.ForeignKey(Issue, null=True, on_delete=models.SET_NULL, related_name="+")
    ask = models.ForeignKey(Ask, null=True, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(null=True)  # never, when they told it before
    is_open = models.BooleanField(default=True)

    objects = AskedOnceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "solution"], name="ledger_asked_solution"),
            models.UniqueConstraint(fields=["person", "ask"], name="ledger_asked_ask"),
            models.CheckConstraint(
                name="ledger_asked_one_thing",
                condition=Q(solution=None, ask__isnull=False) | Q(solution__isnull=False, ask=None),
            ),
        ]
        indexes = [models.Index(fields=["person", "asked_at"], name="ledger_asked_person")]

    def __str__(self) -> str:
        return f"{self.solution_id or self.ask_id}"

    @classmethod
    def ask_all(cls, asked: Iterable[Asked], *, at: datetime) -> None:
        """They are asked, and never again; whoever was asked about it in the meantime is not."""
        rows = [
            AskedOnce(
                person_id=one.person,
                solution_id=one.solution,
                issue_id=one.issue,
                ask_id=one.ask,
                asked_at=at,
            )
            for one in asked
        ]
        AskedOnce.objects.bulk_create(rows, ignore_conflicts=True)

    @classmethod
    def settle(cls, *, person: Person, sources: Mapping[str, Any]) -> None:
        """Who has told a story of it is asked no more, also when they were not asked yet.

        An ask is not kept with a story without a name, so that its row here stands for it: it
        says no more than that somebody asked.
        """
        solution, ask = sources.get("solution"), sources.get("ask")
        if solution is not None:
            cls.objects.filter(person=person, solution=solution).update(is_open=False)
        if ask is not None and ask.asked_by_id == person.pk:
            over = {"is_open": False}
            cls.objects.update_or_create(person=person, ask=ask, defaults=over)

    def end(self) -> None:
        """There is nothing to tell, or not now: the question is gone for good."""
        self.is_open = False
        self.keep("is_open")
