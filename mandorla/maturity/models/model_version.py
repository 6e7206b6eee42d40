"""Maturity models as this installation has them: every version stays, because it was judged by."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import IntegrityError, connections, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.maturity.reading import SHIPPED, rubric_of
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.maturity.rubric import Rubric

OURS: Final = "mandorla"
MOST_OFFERED: Final = 6


class ModelVersionQuerySet(models.QuerySet["ModelVersion"]):
    """Ways to look for models."""

    def visible_to(self, person: Person) -> Self:
        """What is judged by is open to everybody who is signed in."""
        return self if person.is_active else self.none()

    def offered(self) -> Self:
        """Those in use: of each model its newest version, unless it was set aside; ours first."""
        ours_first = models.Case(models.When(key=OURS, then=0), default=1)
        return self.filter(is_offered=True).order_by(ours_first, "name", "pk")


class ModelVersion(Record):
    """One version of a maturity model. Its content is never changed."""

    key = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    content = models.TextField()  # JSON: the fields of its file
    is_offered = models.BooleanField(default=True)
    brought_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    brought_at = models.DateTimeField(null=True)  # empty of the one that ships

    objects = ModelVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="maturity_model_version_once"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(is_offered=True),
                name="maturity_model_one_offered",
            ),
        ]

    def __str__(self) -> str:
        return _("{name}, version {version}").format(name=self.name, version=self.version)

    def get_absolute_url(self) -> str:
        return reverse("maturity:model", args=[self.key, self.version])

    @property
    def rubric(self) -> Rubric:
        """The model as a value."""
        return _rubric(self.content)

    @classmethod
    def main(cls) -> ModelVersion | None:
        """The one whose stage stands for the community: ours, or the first in use."""
        return cls.objects.offered().first()

    @classmethod
    def bring(cls, content: dict[str, Any], *, by: Person | None, at: datetime) -> ModelVersion:
        """A model is in use from now on; a newer version takes the place of an older one.

        Args:
            content: The fields of its file, as `reading.read_file` returns them.
            by: Who brings it.
            at: The moment.

        Raises:
            Refused: The version exists or is older than the one in use, or too many are in use.
        """
        rubric = rubric_of(content, known=None)
        with transaction.atomic():
            newest = cls.objects.filter(key=rubric.key).order_by("-version").first()
            if newest is not None and newest.version >= rubric.version:
                raise Refused(
                    _("{name} is here in version {version}. Count the version up.").format(
                        name=newest.name, version=newest.version
                    )
                )
            others = cls.objects.offered().exclude(key=rubric.key).count()
            if others >= MOST_OFFERED:
                raise Refused(_("Six models are in use. Set one aside first."))
            found = cls._enter(rubric, content, by=by, at=at)
            Event.record("maturity_model.brought", by=by, at=at, about=found)
        return found

    @classmethod
    def _enter(
        cls, rubric: Rubric, content: dict[str, Any], *, by: Person | None, at: datetime | None
    ) -> ModelVersion:
        cls.objects.filter(key=rubric.key, is_offered=True).update(is_offered=False)
        try:
            with transaction.atomic():
                return cls.objects.create(
                    key=rubric.key,
                    version=rubric.version,
                    name=rubric.name,
                    content=json.dumps(content, ensure_ascii=False),
                    brought_by=by,
                    brought_at=at,
                )
        except IntegrityError as error:
            raise Refused(_("Somebody else has just brought this version.")) from error

    def set_aside(self, *, by: Person | None, at: datetime) -> None:
        """Communities are not looked at by this model any more; what was found by it stays.

        Raises:
            Refused: It is the only one in use.
        """
        with transaction.atomic():
            if not ModelVersion.objects.offered().exclude(pk=self.pk).exists():
                raise Refused(_("It is the only model in use. Bring another one first."))
            changed = ModelVersion.objects.filter(pk=self.pk, is_offered=True)
            if not changed.update(is_offered=False):
                raise Refused(_("It is not in use."))
            self.is_offered = False
            Event.record("maturity_model.set_aside", by=by, at=at, about=self)

    def use_again(self, *, by: Person | None, at: datetime) -> None:
        """Communities are looked at by this model again.

        Raises:
            Refused: A newer version of it is there, or too many are in use.
        """
        with transaction.atomic():
            of_key = ModelVersion.objects.filter(key=self.key)
            if of_key.filter(version__gt=self.version).exists():
                raise Refused(_("A newer version of it is here."))
            if ModelVersion.objects.offered().count() >= MOST_OFFERED:
                raise Refused(_("Six models are in use. Set one aside first."))
            of_key.filter(pk=self.pk).update(is_offered=True)
            self.is_offered = True
            Event.record("maturity_model.used_again", by=by, at=at, about=self)

    @classmethod
    def ship(cls) -> None:
        """The model that comes with Mandorla is here, and in use unless a newer one of it is."""
        import tomllib  # slow import

        content = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
        rubric = rubric_of(content, known=None)
        if not cls.objects.filter(key=rubric.key, version__gte=rubric.version).exists():
            cls._enter(rubric, content, by=None, at=None)


def ship_after_migrating(*, using: str, **_kwargs: Any) -> None:
    """Called after each run of migrations, and when a whole database was emptied."""
    if ModelVersion._meta.db_table in connections[using].introspection.table_names():
        ModelVersion.ship()


@lru_cache(maxsize=64)
def _rubric(content: str) -> Rubric:
    return rubric_of(json.loads(content), known=None)
