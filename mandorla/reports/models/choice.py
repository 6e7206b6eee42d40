from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from django.db import models, transaction
from django.db.models import Q

from mandorla.base.models import Record
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 40


class ChoiceQuerySet(models.QuerySet["Choice"]):
    """Ways to look for what people let leave."""

    def visible_to(self, person: Person) -> Self:
        """Everybody sees their own, and nobody else does."""
        return self.filter(person=person) if person.is_active else self.none()


class Choice(Record):
    """Whether a line of somebody's own page goes into what leaves Mandorla, as they say.

    Only what they said otherwise than what goes without saying is kept.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    line = models.CharField(max_length=LONGEST)  # as "issue-12"; "issue" is all of them
    goes = models.BooleanField()

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "line"], name="reports_choice_once"),
            models.CheckConstraint(name="reports_choice_names_a_line", condition=~Q(line="")),
        ]

    def __str__(self) -> str:
        return self.line

    @classmethod
    def keep_all(cls, goes: Mapping[str, bool], *, usual: Mapping[str, bool], by: Person) -> None:
        """These lines go along or stay, from now on; links that are shared follow at once.

        Args:
            goes: For each line whether it goes along.
            usual: For each of them what goes without saying, which is not kept.
            by: Whose lines they are, read from that person's own page.
        """
        said = {line: one for line, one in goes.items() if one != usual[line]}
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=by.pk)
            cls.objects.filter(person=by, line__in=list(goes)).delete()
            Choice.objects.bulk_create(
                Choice(person=by, line=line, goes=one) for line, one in said.items()
            )

    @classmethod
    def of(cls, person: Person) -> dict[str, bool]:
        """What somebody said, by line."""
        return dict(cls.objects.visible_to(person).values_list("line", "goes"))
