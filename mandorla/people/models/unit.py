from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.people.models.person import Person

if TYPE_CHECKING:
    from datetime import date, datetime

PATH_SEPARATOR = " / "

# Sent before a unit is handed over to another, with `unit`, `other`, `by` and `at`: modules that
# keep one row of a kind for each unit make one of two.
merging = Signal()


class UnitQuerySet(TreeQuerySet["Unit"]):  # type: ignore[misc]
    """Ways to look for units."""

    def paths(self) -> dict[int, str]:
        """Every unit's path by its id, as "Operations / Plant North", in one query."""
        rows = {
            pk: (name, parent) for pk, name, parent in self.values_list("pk", "name", "parent_id")
        }

        def path(pk: int) -> str:
            names: list[str] = []
            at: int | None = pk
            while at is not None and at in rows:
                name, at = rows[at]
                names.append(name)
            return PATH_SEPARATOR.join(reversed(names))

        return {pk: path(pk) for pk in rows}

    def below(self, unit: int) -> set[int]:
        """The ids of the unit with this id and of everything under it."""
        return set(self.descendants(unit, include_self=True).values_list("pk", flat=True))


class Unit(TreeNode, Record):  # type: ignore[misc,django-manager-missing]
    """A part of the organization, as a department or a site; it may have parts of its own."""

    name = models.CharField(gettext_lazy("name"), max_length=150)

    objects = UnitQuerySet.as_manager()  # type: ignore[django-manager-missing]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="people_unit_name_in_parent"),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(parent=None), name="people_unit_name_at_top"
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def open(cls, *, name: str, parent: Unit | None, by: Person | None, at: datetime) -> Unit:
        """The organization has this unit from now on.

        Raises:
            Refused: There is one of that name in the same place.
        """
        try:
            with transaction.atomic():
                unit = cls.objects.create(name=name, parent=parent)
                Event.record("unit.opened", by=by, at=at, about=unit)
        except IntegrityError as twin:
            sentence = _("There is a unit called “{name}” here already.").format(name=name)
            raise Refused(sentence) from twin
        return unit

    def rename(self, *, name: str, by: Person, at: datetime) -> None:
        """The unit is called this from now on.

        Raises:
            Refused: Another unit in the same place is called so.
        """
        twin = Unit.objects.filter(parent_id=self.parent_id, name=name).exclude(pk=self.pk)
        if twin.exists():
            raise Refused(
                _("There is a unit called “{name}” here already: merge the two instead.").format(
                    name=name
                )
            )
        before, self.name = self.name, name
        with transaction.atomic():
            self.keep("name")
            Event.record("unit.renamed", by=by, at=at, about=self, before=before)

    def shift(self, *, parent: Unit | None, by: Person | None, at: datetime) -> None:
        """The unit is a part of another one from now on, with everything below it.

        Raises:
            Refused: It would be below itself, or another unit there is called so.
        """
        if parent and parent.pk in Unit.objects.below(self.pk):
            raise Refused(_("{name} cannot be a part of itself.").format(name=self.name))
        if Unit.objects.filter(parent=parent, name=self.name).exclude(pk=self.pk).exists():
            raise Refused(
                _("There is a unit called “{name}” there already: merge the two instead.").format(
                    name=self.name
                )
            )
        with transaction.atomic():
            self.parent = parent
            self.keep("parent")
            where = parent.name if parent else _("the top")
            Event.record("unit.moved", by=by, at=at, about=self, where=where)

    def merge_into(self, other: Unit, *, by: Person | None, at: datetime) -> None:
        """The two are one unit from now on, the other; this one is gone.

        People, communities, parts and whatever else points to this unit move along. Parts of both
        that are called the same are merged, too.

        Raises:
            Refused: The other is this one or a part of it.
        """
        if other.pk in Unit.objects.below(self.pk):
            raise Refused(
                _("{name} cannot be merged into itself or a part of itself.").format(name=self.name)
            )
        with transaction.atomic():
            twins = {unit.name: unit for unit in other.children.exclude(pk=self.pk)}
            for part in self.children.all():
                if twin := twins.get(part.name):
                    part.merge_into(twin, by=by, at=at)
            merging.send(sender=Unit, unit=self, other=other, by=by, at=at)
            self._hand_over(other)
            type(self)._base_manager.filter(pk=self.pk).delete()
            Event.record("unit.merged", by=by, at=at, about=other, merged=self.name)

    def _hand_over(self, other: Unit) -> None:
        """Whatever points here points to the other; modules above this one are reached, too."""
        for relation in relations_of_units():
            if relation.many_to_many:
                self._hand_over_many(relation.field, other)
                continue
            name = relation.field.name
            relation.related_model._base_manager.filter(**{name: self}).update(**{name: other})

    def _hand_over_many(self, field: Any, other: Unit) -> None:
        """The same for what points to several units; what points to both has the other once."""
        rows = field.remote_field.through._base_manager
        here, there = field.m2m_reverse_field_name(), field.m2m_field_name()
        both = rows.filter(**{here: other}).values(there)
        rows.filter(**{here: self, f"{there}__in": both}).delete()
        rows.filter(**{here: self}).update(**{here: other})


def relations_of_units() -> list[Any]:
    """Everything that points to units, also what has no name to be asked from a unit."""
    fields: list[Any] = Unit._meta.get_fields(include_hidden=True)
    pointing = [field for field in fields if field.auto_created and not field.concrete]
    # Rows between two models are reached by the relation that they belong to.
    return [field for field in pointing if not field.related_model._meta.auto_created]


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Ways to look for who is where."""

    def current(self) -> Self:
        """Where people are now."""
        return self.filter(until_on=None)


class Placement(Record):
    """Somebody belongs to a unit, from a day and until a day; a missing day is not known."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="placements")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(until_on=None),
                name="people_placement_one_current",
            ),
            models.CheckConstraint(
                name="people_placement_ends_after_it_begins",
                condition=models.Q(since_on=None)
                | models.Q(until_on=None)
                | models.Q(until_on__gte=models.F("since_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "until_on", "person"], name="people_placement_unit")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.unit}"

    @classmethod
    def place(
        cls, *, person: Person, unit: Unit, on: date, by: Person | None, at: datetime
    ) -> Placement:
        """The person belongs to this unit from that day; where they were before ends then."""
        with transaction.atomic():
            # Locked, so that two who place somebody at once do it one after the other.
            Person.objects.select_for_update().get(pk=person.pk)
            before = cls.objects.filter(person=person, until_on=None).first()
            if before and before.unit_id == unit.pk:
                return before
            if before:
                before.until_on = max(on, before.since_on or on)
                before.keep("until_on")
            placement = cls.objects.create(person=person, unit=unit, since_on=on)
            Event.record("person.placed", by=by, at=at, about=person, unit=unit.name)
        return placement
