from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.lines import validate_line
from mandorla.base.models import Event, Record
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_NAME: Final = 60
MOST: Final = 30  # of one person: more would be a list to search in


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Ways to look for views of the portfolio."""

    def visible_to(self, person: Person) -> Self:
        """One's own, and those that are shared."""
        if not person.is_active:
            return self.none()
        return self.filter(models.Q(person=person) | models.Q(is_shared=True))


class SavedView(Record):
    """What somebody looks for in the portfolio again and again, under a name."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(
        gettext_lazy("name"), max_length=LONGEST_NAME, validators=[validate_line]
    )
    query = models.TextField(blank=True)  # as in the address of the page
    is_shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="dashboards_savedview_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def save_as(
        cls, *, name: str, query: str, is_shared: bool, by: Person, at: datetime
    ) -> SavedView:
        """Somebody finds this again under a name; one of theirs that was called so is replaced.

        Raises:
            Refused: They have too many, share one and do not look after the program, or it is
                too long.
        """
        if len(name) > LONGEST_NAME:
            sentence = _("The name of a view has at most {most} characters.")
            raise Refused(sentence.format(most=LONGEST_NAME))
        if is_shared and not by.is_program_manager:
            raise Refused(_("Program managers share views with everybody who sees the portfolio."))
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=by.pk)  # one at a time of each person
            theirs = cls.objects.filter(person=by)
            if theirs.exclude(name=name).count() >= MOST:
                sentence = _("You have {most} views already. Remove one that you no longer use.")
                raise Refused(sentence.format(most=MOST))
            facts = {"query": query, "is_shared": is_shared, "saved_at": at}
            was_shared = theirs.filter(name=name, is_shared=True).exists()
            view, _is_new = cls.objects.update_or_create(person=by, name=name, defaults=facts)
            if is_shared != was_shared:
                verb = "view.shared" if is_shared else "view.withdrawn"
                Event.record(verb, by=by, at=at, about=view)
        return view

    def remove(self, *, by: Person, at: datetime) -> None:
        """It is no longer there.

        Raises:
            Refused: It is somebody else's.
        """
        if self.person_id != by.pk:
            raise Refused(_("Only who saved a view can remove it."))
        with transaction.atomic():
            if self.is_shared:
                Event.record("view.withdrawn", by=by, at=at, about=self)
            self.delete()
