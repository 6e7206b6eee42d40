"""Which level a community wants to be at, in each dimension; few want the highest everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.maturity.models.assessment import who_and_when
from mandorla.maturity.models.model_version import ModelVersion
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class TargetQuerySet(models.QuerySet["Target"]):
    """Ways to look for targets."""

    def current(self) -> Self:
        """Those that hold now."""
        return self.filter(until_at=None)

    def of(self, community: Community, key: str) -> Self:
        """Those of a community by a model, in whatever version."""
        return self.filter(community=community, key=key)


class Target(Record):
    """The level that those who run a community agreed on for a dimension, while it held."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="targets")
    key = models.CharField(max_length=40)  # of the model, the same in all its versions
    dimension = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    because = models.TextField(blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)  # when another one took its place

    objects = TargetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "key", "dimension"],
                condition=models.Q(until_at=None),
                name="maturity_target_one_current",
            ),
        ]

    def __str__(self) -> str:
        return _("level {level} in {dimension}").format(level=self.level, dimension=self.dimension)

    @classmethod
    def seen(cls, community: Community, key: str) -> int:
        """A number that changes whenever targets are agreed on; a form carries it along."""
        newest = cls.objects.of(community, key).order_by("-pk").first()
        ended = cls.objects.of(community, key).exclude(until_at=None).count()
        return (newest.pk if newest else 0) + ended

    @classmethod
    def agree(
        cls,
        *,
        community: Community,
        model: ModelVersion,
        levels: Mapping[str, int | None],
        because: str = "",
        seen: int | None = None,
        by: Person | None,
        at: datetime,
    ) -> list[str]:
        """These levels are what the community wants to be at; what was agreed before is kept.

        Args:
            community: The community.
            model: The model whose dimensions they are of.
            levels: By dimension the level, or None for no target; what is not named stays.
            because: Why, in words.
            seen: What `Target.seen` said when the person looked; None to go ahead in any case.
            by: Who writes it down.
            at: The moment.

        Returns:
            The dimensions whose target changed.

        Raises:
            Refused: It has closed, or a level or dimension is not of the model.
            Stale: Somebody agreed on other targets meanwhile.
        """
        refuse_closed(community)
        _check(model, levels)
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            if seen is not None and seen != cls.seen(community, model.key):
                raise Stale(cls._who_was_first(community, model))
            held = {one.dimension: one for one in cls.objects.of(community, model.key).current()}
            before = {name: held[name].level if name in held else None for name in levels}
            changed = [name for name, level in levels.items() if level != before[name]]
            cls.objects.filter(pk__in=[held[n].pk for n in changed if n in held]).update(
                until_at=at
            )
            Target.objects.bulk_create(
                Target(
                    community=community,
                    key=model.key,
                    dimension=name,
                    level=level,
                    because=because.strip(),
                    by=by,
                    at=at,
                )
                for name in changed
                if (level := levels[name]) is not None
            )
            if changed:
                words = _in_words(model, changed, levels)
                Event.record(
                    "profile.targets_agreed",
                    by=by,
                    at=at,
                    about=community,
                    within=community,
                    targets=words,
                )
        return changed

    @classmethod
    def _who_was_first(cls, community: Community, model: ModelVersion) -> str:
        newest = cls.objects.of(community, model.key).select_related("by").order_by("-pk").first()
        return _("{name} agreed on other targets on {day}. Look at them, then go on.").format(
            **who_and_when(newest)
        )


def _check(model: ModelVersion, levels: Mapping[str, int | None]) -> None:
    rubric = model.rubric
    for name, level in levels.items():
        if rubric.dimension(name) is None:
            raise Refused(_("The model has no dimension {name}.").format(name=name))
        if level is not None and not 1 <= level <= rubric.top:
            raise Refused(_("A target lies between 1 and {top}.").format(top=rubric.top))


def _in_words(model: ModelVersion, changed: list[str], levels: Mapping[str, int | None]) -> str:
    names = {one.id: one.name for one in model.rubric.dimensions}
    none = _("none")
    return ", ".join(f"{names[name]}: {levels[name] or none}" for name in changed)
