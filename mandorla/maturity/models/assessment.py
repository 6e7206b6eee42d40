"""How far a community was found to be, by whom and when. What was found stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.staircase import Headline, Reached, headline
from mandorla.maturity.models.model_version import ModelVersion
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

WAYS: Final = {
    "members": gettext_lazy("members, each for themselves"),
    "core": gettext_lazy("core group, agreed"),
    "computed": gettext_lazy("computed from what is known"),
}


class Levels(Record):
    """How far each dimension is, by its id."""

    levels = models.JSONField(default=dict)  # by dimension: [low, high]

    class Meta:
        abstract = True

    @property
    def reached(self) -> dict[str, Reached]:
        """How far each dimension is, as values."""
        return {name: Reached(*ends) for name, ends in self.levels.items()}


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Ways to look for assessments."""

    def visible_to(self, person: Person) -> Self:
        """A profile is open to everybody who is signed in."""
        return self if person.is_active else self.none()

    def newest(self) -> Self:
        """Of each community, model and way the newest one."""
        return self.filter(is_newest=True)


class Assessment(Levels):
    """How far a community was found to be at a moment, in one of three ways. It is kept."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="assessments")
    model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="assessments")
    key = models.CharField(max_length=40)  # of the model, the same in all its versions
    way = models.CharField(max_length=8, choices=list(WAYS.items()))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    respondents = models.PositiveIntegerField(null=True)  # of the members' way
    evidence = models.JSONField(default=dict)  # what was known, what members said, or reasons
    is_newest = models.BooleanField(default=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("maturity_assessment_way", "way", WAYS),
            models.UniqueConstraint(
                fields=["community", "key", "way"],
                condition=models.Q(is_newest=True),
                name="maturity_assessment_one_newest",
            ),
        ]
        indexes = [
            models.Index(fields=["community", "key", "way", "-at"], name="maturity_assessment_past")
        ]

    def __str__(self) -> str:
        return _("assessment of {community}").format(community=self.community)

    @property
    def headline(self) -> Headline:
        """What it comes to."""
        return headline(self.reached, top=self.model.rubric.top)

    @classmethod
    def enter(
        cls,
        *,
        community: Community,
        model: ModelVersion,
        way: str,
        levels: Mapping[str, Reached],
        at: datetime,
        by: Person | None = None,
        evidence: Mapping[str, Any] | None = None,
        respondents: int | None = None,
    ) -> Self:
        """This was found. The caller says so in an event, in the same transaction."""
        made = cls(
            community=community,
            model=model,
            key=model.key,
            way=way,
            at=at,
            by=by,
            levels={name: list(ends) for name, ends in levels.items()},
            evidence=dict(evidence or {}),
            respondents=respondents,
        )
        cls.enter_all([made])
        return made

    @classmethod
    def agree(
        cls,
        *,
        community: Community,
        model: ModelVersion,
        levels: Mapping[str, int | None],
        reasons: Mapping[str, str] | None = None,
        seen: int | None = None,
        by: Person | None,
        at: datetime,
    ) -> Self:
        """The core group agreed that the community is at these levels.

        Args:
            community: The community.
            model: The model it was looked at by.
            levels: By dimension the level, 0 for not even the first, or None when they cannot say.
            reasons: By dimension what they go by, in words.
            seen: The id of the assessment that was the newest when the person looked, 0 for none;
                None to go ahead in any case.
            by: Who writes it down.
            at: The moment.

        Raises:
            Refused: It has closed, or a level or dimension is not of the model.
            Stale: Somebody wrote down another one meanwhile.
        """
        refuse_closed(community)
        reached = _reached(model, levels)
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            newest = cls.newest_agreed(community, model)
            if seen is not None and seen != (newest.pk if newest else 0):
                raise Stale(_who_was_first(newest))
            made = cls.enter(
                community=community,
                model=model,
                way="core",
                levels=reached,
                at=at,
                by=by,
                evidence={
                    "reasons": {
                        name: text.strip()
                        for name, text in (reasons or {}).items()
                        if name in reached and text.strip()
                    }
                },
            )
            Event.record("profile.agreed", by=by, at=at, about=made, within=community)
        return made

    @classmethod
    def newest_agreed(cls, community: Community, model: ModelVersion) -> Assessment | None:
        """What the core group agreed on last, by this model in whatever version."""
        found = cls.objects.newest().filter(community=community, key=model.key, way="core")
        return found.select_related("by").first()

    @classmethod
    def enter_all(cls, made: Sequence[Assessment]) -> None:
        """All of this was found, by one way and model; a few hundred communities at once."""
        if not made:
            return
        first = made[0]
        with transaction.atomic():
            cls.objects.newest().filter(
                community__in=[one.community_id for one in made], key=first.key, way=first.way
            ).update(is_newest=False)
            cls.objects.bulk_create(made)


class Computed(Levels):
    """What data shows of a community now by one model. It is kept up, not kept for ever."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    model = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    findings = models.JSONField(default=dict)  # what its rules look at, as it was known
    stage = models.PositiveSmallIntegerField(null=True)
    is_least = models.BooleanField(default=False)
    lowest = models.PositiveSmallIntegerField(null=True)  # of the dimensions that are exactly known
    activity_ahead = models.PositiveSmallIntegerField(null=True)
    governance_ahead = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()  # when it last changed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "model"], name="maturity_computed_once"),
        ]

    def __str__(self) -> str:
        return _("what is known of {community}").format(community=self.community)

    @classmethod
    def keep_all(cls, rows: Sequence[Computed]) -> None:
        """These are how it stands now, instead of what was kept before."""
        Computed.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["community", "model"],
            update_fields=[
                "levels",
                "findings",
                "stage",
                "is_least",
                "lowest",
                "activity_ahead",
                "governance_ahead",
                "at",
            ],
        )


def _reached(model: ModelVersion, levels: Mapping[str, int | None]) -> dict[str, Reached]:
    """What people said as ranges: exact where they could say, open where not.

    Raises:
        Refused: A level or dimension is not of the model.
    """
    rubric = model.rubric
    strange = next((name for name in levels if rubric.dimension(name) is None), None)
    if strange is not None:
        raise Refused(_("The model has no dimension {name}.").format(name=strange))
    if any(level is not None and not 0 <= level <= rubric.top for level in levels.values()):
        raise Refused(_("A level lies between 0 and {top}.").format(top=rubric.top))
    if not any(level is not None for level in levels.values()):
        raise Refused(_("Choose a level in at least one dimension."))
    said = {one.id: levels.get(one.id) for one in rubric.dimensions}
    return {
        name: Reached(0, rubric.top) if level is None else Reached(level, level)
        for name, level in said.items()
    }


def _who_was_first(newest: Assessment | None) -> str:
    return _("{name} wrote down another profile on {day}. Look at it, then go on.").format(
        **who_and_when(newest)
    )


def who_and_when(written: Any) -> dict[str, str]:
    """Who wrote something down and on which day, for a sentence."""
    by, at = getattr(written, "by", None), getattr(written, "at", None)
    return {
        "name": by.name if by else _("Somebody"),
        "day": date_format(localtime(at), "j F") if at else _("another day"),
    }
