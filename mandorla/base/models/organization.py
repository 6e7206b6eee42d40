from __future__ import annotations

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models.record import Record
from mandorla.base.prepared import prepared


class Organization(Record):
    """The organization whose communities live here. There is one row."""

    name = models.CharField(gettext_lazy("name of the organization"), max_length=120)
    is_demo = models.BooleanField(default=False)
    founded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="base_organization_is_one", condition=models.Q(pk=1))
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Organization | None:
        """The organization of this instance, or None before its first run."""
        return next(iter(_the_one()), None)

    @classmethod
    def found(cls, *, name: str, at: object, is_demo: bool = False) -> Organization:
        """The instance belongs to this organization from now on.

        Raises:
            Refused: The instance belongs to an organization already.
        """
        try:
            with transaction.atomic():
                return cls.objects.create(pk=1, name=name, is_demo=is_demo, founded_at=at)
        except IntegrityError as there:  # also when two people press the button at once
            sentence = _("This Mandorla has been set up already. Sign in instead.")
            raise Refused(sentence) from there


@prepared
def _the_one() -> models.QuerySet[Organization]:
    return Organization.objects.filter(pk=1)
