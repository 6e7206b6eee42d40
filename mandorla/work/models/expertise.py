from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.people.models import Person
from mandorla.people.rules import sees_names_only
from mandorla.work.models.answer import Answer
from mandorla.work.models.contribution import Contribution
from mandorla.work.models.saying import one_line

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 80
MOST = 30  # that one person states


class ExpertiseQuerySet(models.QuerySet["Expertise"]):
    """Ways to look for who can help with what."""

    def visible_to(self, person: Person) -> Self:
        """Colleagues see it, because its owner put it there; auditors see none but their own."""
        if not person.is_active:
            return self.none()
        if sees_names_only(person):
            return self.filter(person=person)
        return self.filter(person__is_active=True)


class Expertise(Record):
    """What somebody can help with, as they say themselves.

    Stated in words, or something they helped to solve and chose to show. Nothing of it is ever put
    together by Mandorla from what people did.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="expertise")
    text = models.CharField(gettext_lazy("what you can help with"), max_length=LONGEST, blank=True)
    contribution = models.OneToOneField(
        Contribution, null=True, on_delete=models.CASCADE, related_name="shown"
    )
    answer = models.OneToOneField(Answer, null=True, on_delete=models.CASCADE, related_name="shown")
    stated_at = models.DateTimeField()

    objects = ExpertiseQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "expertise"
        constraints = [
            models.UniqueConstraint(
                "person",
                models.functions.Lower("text"),
                condition=~Q(text=""),
                name="work_expertise_once",
            ),
            models.CheckConstraint(
                name="work_expertise_is_one_thing",
                condition=(
                    (~Q(text="") & Q(contribution=None, answer=None))
                    | Q(text="", contribution__isnull=False, answer=None)
                    | Q(text="", contribution=None, answer__isnull=False)
                ),
            ),
        ]
        indexes = [models.Index(fields=["person", "stated_at"], name="work_expertise_of")]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What it is, as it is shown."""
        if self.contribution is not None:
            return self.contribution.solution.proposal
        if self.answer is not None:
            return self.answer.ask.text
        return self.text

    @classmethod
    def state(cls, *, text: str, by: Person, at: datetime) -> Expertise:
        """The person says that they can help with this; said twice, it stands once.

        Raises:
            Refused: Nothing is said, or more than anybody would read.
        """
        text = one_line(text, longest=LONGEST, asked=_("Say what you can help with."))
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=by.pk)
            known = cls.objects.filter(person=by, text__iexact=text).first()
            if known:
                return known
            if cls.objects.filter(person=by).exclude(text="").count() >= MOST:
                raise Refused(
                    _("{number} are enough for anybody: take one away first.").format(number=MOST)
                )
            return cls.objects.create(person=by, text=text, stated_at=at)

    @classmethod
    def show(
        cls,
        *,
        contribution: Contribution | None = None,
        answer: Answer | None = None,
        by: Person,
        at: datetime,
    ) -> Expertise:
        """The person lets others see that they helped to solve this.

        Raises:
            Refused: It is not theirs, or was asked of a few and is not for others to know.
        """
        if contribution is not None and contribution.person_id != by.pk:
            raise Refused(_("Only who helped can show it."))
        if answer is not None:
            if answer.answered_by_id != by.pk:
                raise Refused(_("Only who answered can show it."))
            if not answer.ask.is_for_all:
                raise Refused(_("This was asked of a few people: it stays among them."))
        found, _is_new = cls.objects.get_or_create(
            person=by, contribution=contribution, answer=answer, defaults={"stated_at": at}
        )
        return found

    @classmethod
    def hide(cls, *, which: int, by: Person) -> None:
        """The person no longer states or shows it. Always possible."""
        cls.objects.filter(pk=which, person=by).delete()
