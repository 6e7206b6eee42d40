from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.value.models.expectation import FEWEST, HORIZONS, LEVELS, LONGEST, Expectation

if TYPE_CHECKING:
    from datetime import datetime


class Catalogue(Record):
    """The expectations of a community as they were when a round opened. Never changed.

    Two rounds with the same version weigh the same words, so their figures can be compared.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="catalogues")
    version = models.PositiveSmallIntegerField()
    fixed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "version"], name="value_catalogue_version_once"
            ),
        ]

    def __str__(self) -> str:
        return _("expectations of {community}, version {version}").format(
            community=self.community, version=self.version
        )

    @classmethod
    def fix(cls, *, community: Community, at: datetime) -> Self:
        """The version that says what the community's expectations say now; a new one if none does.

        Raises:
            Refused: There are fewer than six expectations.
        """
        expectations = list(Expectation.objects.filter(community=community).current())
        if len(expectations) < FEWEST:
            raise Refused(
                _(
                    "A round weighs 6 to 16 expectations; {name} has {count}. Choose more first."
                ).format(name=community.name, count=len(expectations))
            )
        newest = cls.objects.filter(community=community).order_by("-version").first()
        wanted = {(e.pk, e.text, e.level, e.horizon) for e in expectations}
        if newest is not None:
            rows = newest.items.values_list("expectation_id", "text", "level", "horizon")
            if set(rows) == wanted:
                return newest
        catalogue = cls(
            community=community, version=newest.version + 1 if newest else 1, fixed_at=at
        )
        catalogue.save(force_insert=True)
        CatalogueItem.objects.bulk_create(
            CatalogueItem(
                catalogue=catalogue,
                position=position,
                expectation=expectation,
                text=expectation.text,
                level=expectation.level,
                horizon=expectation.horizon,
            )
            for position, expectation in enumerate(expectations)
        )
        return catalogue

    @property
    def words(self) -> list[CatalogueItem]:
        """Its items in their order; a ballot names them by their place in it."""
        return list(self.items.order_by("position"))


class CatalogueItem(Record):
    """One expectation as it was worded in a version of the catalogue."""

    catalogue = models.ForeignKey(Catalogue, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()  # from 0
    expectation = models.ForeignKey(
        Expectation, null=True, on_delete=models.SET_NULL, related_name="worded"
    )
    text = models.CharField(max_length=LONGEST)
    level = models.CharField(max_length=12, choices=list(LEVELS.items()))
    horizon = models.CharField(max_length=5, choices=list(HORIZONS.items()))

    class Meta:
        ordering = ["catalogue_id", "position"]
        constraints = [
            choices_constraint("value_item_level", "level", LEVELS),
            choices_constraint("value_item_horizon", "horizon", HORIZONS),
            models.UniqueConstraint(
                fields=["catalogue", "position"], name="value_item_position_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
