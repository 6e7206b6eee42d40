from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.people.models import Person
from mandorla.strategy.models.facts import (
    MEANING,
    differing,
    in_words,
    refuse_backwards,
    refuse_unseen,
)
from mandorla.strategy.models.shape import LEVELS, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

KINDS = {"objective": gettext_lazy("objective"), "operation": gettext_lazy("operation")}
PATH_SEPARATOR = " > "


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    """Ways to look for objectives."""

    def visible_to(self, person: Person) -> Self:
        """The strategy is open to everybody who is signed in."""
        return self if person.is_active else self.none()

    def current(self) -> Self:
        """Those that are not retired."""
        return self.filter(retired_at=None)

    def shape(self) -> Shape:
        """What is below what, in one query."""
        return Shape.of(self.order_by("name", "pk").values_list("pk", "parent_id", "retired_at"))

    def paths(self) -> dict[int, str]:
        """Every objective's path by its id, as "Grow in service > Answer within a day"."""
        rows = {pk: (name, up) for pk, name, up in self.values_list("pk", "name", "parent_id")}

        def path(pk: int) -> str:
            name, up = rows[pk]
            return f"{path(up)}{PATH_SEPARATOR}{name}" if up in rows else name

        return {pk: path(pk) for pk in rows}


class Objective(Record):
    """What the organization pursues: a strategic objective or an operation, perhaps in parts."""

    kind = models.CharField(max_length=10, choices=list(KINDS.items()), default="objective")
    name = models.CharField(gettext_lazy("name"), max_length=120)
    description = models.TextField(gettext_lazy("description"), blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="objectives"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    # The last change of what it means: those who weigh what serves it weigh again after that.
    changed_at = models.DateTimeField()

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("strategy_objective_kind", "kind", KINDS),
            models.UniqueConstraint("parent", Lower("name"), name="strategy_objective_in_parent"),
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(parent=None), name="strategy_objective_at_top"
            ),
            models.CheckConstraint(
                name="strategy_objective_ends_after_it_starts",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="strategy_objective_not_its_own_part",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
            ),
        ]
        indexes = [models.Index(fields=["name", "id"], name="strategy_objective_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dashboards:objective", args=[self.pk])

    @property
    def is_retired(self) -> bool:
        """Whether it is pursued no longer."""
        return self.retired_at is not None

    # --- verbs ---

    @classmethod
    def open(
        cls,
        *,
        name: str,
        by: Person | None,
        at: datetime,
        kind: str = "objective",
        parent: Objective | None = None,
        **facts: Any,
    ) -> Self:
        """The organization pursues this from now on.

        Args:
            name: What it is called.
            by: Who says so.
            at: The moment.
            kind: "objective" or "operation".
            parent: What it is a part of; None for the top.
            facts: Its description, owner, starts_on and ends_on, as far as they are known.

        Raises:
            Refused: There is one of that name in the same place, the place is retired or too
                deep, or the period ends before it starts.
        """
        refuse_backwards(facts.get("starts_on"), facts.get("ends_on"))
        made = cls(name=name, kind=kind, parent=parent, changed_at=at, **facts)
        with transaction.atomic():
            _refuse_place(_locked(), parent=parent, height=1)
            _write(made, lambda: made.save(force_insert=True))
            _tell(made, "objective.opened", by=by, at=at, kind=str(KINDS[kind]))
        return made

    def describe(self, *, by: Person | None, at: datetime, seen: str = "", **facts: Any) -> None:
        """The objective has these facts from now on: name, kind, description, owner, period.

        A fact that is not given stays as it is. Nothing happens when none of them is another.

        Raises:
            Stale: Its facts are others by now than those with the mark that was seen.
            Refused: It is retired, or the name is taken, or it would end before it starts.
        """
        with transaction.atomic():
            kept = Objective.objects.select_for_update().get(pk=self.pk)
            refuse_unseen(kept, seen=seen)
            _refuse_retired(kept)
            changed = differing(kept, facts)
            for name, value in facts.items():
                setattr(kept, name, value)
                setattr(self, name, value)
            refuse_backwards(kept.starts_on, kept.ends_on)
            if not changed:
                return
            if MEANING.intersection(changed):
                self.changed_at = kept.changed_at = at
            _write(kept, lambda: kept.keep(*changed, "changed_at"))
            _tell(kept, "objective.described", by=by, at=at, what=in_words(changed))

    def shift(self, *, parent: Objective | None, by: Person | None, at: datetime) -> None:
        """The objective is a part of another one from now on, with everything below it.

        Raises:
            Refused: It would be below itself or too deep, one of the two is retired, or another
                one there is called so.
        """
        with transaction.atomic():
            shape = _locked()
            self.retired_at = shape.retired.get(self.pk)
            _refuse_retired(self)
            if parent and parent.pk in (self.pk, *shape.below(self.pk)):
                raise Refused(_("{name} cannot be a part of itself.").format(name=self.name))
            if shape.parents[self.pk] == (parent.pk if parent else None):
                return
            _refuse_place(shape, parent=parent, height=shape.height(self.pk))
            self.parent, self.changed_at = parent, at
            _write(self, lambda: self.keep("parent", "changed_at"))
            where = parent.name if parent else _("the top")
            _tell(self, "objective.moved", by=by, at=at, where=where)

    def retire(self, *, by: Person | None, at: datetime) -> None:
        """The objective is pursued no longer, nor are its parts: they go with it.

        Raises:
            Refused: It is retired already.
        """
        with transaction.atomic():
            shape = _locked()
            if self.pk in shape.retired:
                raise Refused(_("{name} is retired already.").format(name=self.name))
            going = [pk for pk in (self.pk, *shape.below(self.pk)) if pk not in shape.retired]
            _turn(going, "objective.retired", retired_at=at, by=by, at=at)
        self.retired_at = self.changed_at = at

    def resume(self, *, by: Person | None, at: datetime) -> None:
        """The objective is pursued again, with the parts that were retired together with it.

        Raises:
            Refused: It is not retired, or what it is a part of still is.
        """
        with transaction.atomic():
            shape = _locked()
            retired_at = shape.retired.get(self.pk)
            if retired_at is None:
                raise Refused(_("{name} is not retired.").format(name=self.name))
            if shape.parents[self.pk] in shape.retired:
                raise Refused(
                    _("{name} is a part of what is retired. Resume that first.").format(
                        name=self.name
                    )
                )
            coming = [
                pk for pk in (self.pk, *shape.below(self.pk)) if shape.retired.get(pk) == retired_at
            ]
            _turn(coming, "objective.resumed", retired_at=None, by=by, at=at)
        self.retired_at, self.changed_at = None, at


def _locked() -> Shape:
    """The shape of the tree; whoever wants to change it, too, waits until this is done.

    Two moves at once could otherwise make a circle that neither of them makes alone.
    """
    # Ordered by number, so that two who lock all rows do it in the same order.
    rows = Objective.objects.select_for_update().order_by("pk")
    return Shape.of(list(rows.values_list("pk", "parent_id", "retired_at")))


def _refuse_place(shape: Shape, *, parent: Objective | None, height: int) -> None:
    if parent is None:
        return
    if parent.pk in shape.retired:
        raise Refused(
            _("{name} is retired, so nothing new can be a part of it.").format(name=parent.name)
        )
    if shape.depth(parent.pk) + height > LEVELS:
        raise Refused(_("The strategy can be {levels} levels deep.").format(levels=LEVELS))


def _turn(
    which: Iterable[int],
    verb: str,
    *,
    retired_at: datetime | None,
    by: Person | None,
    at: datetime,
) -> None:
    """Retire or resume all of these, each with an event of its own."""
    found = Objective.objects.filter(pk__in=list(which)).order_by("pk")
    for objective in found:
        objective.retired_at, objective.changed_at = retired_at, at
        objective.keep("retired_at", "changed_at")
        _tell(objective, verb, by=by, at=at)


def _refuse_retired(objective: Objective) -> None:
    if objective.is_retired:
        raise Refused(
            _("{name} is retired. Resume it before you change it.").format(name=objective.name)
        )


def _write(objective: Objective, write: Callable[[], None]) -> None:
    """Write it; that its name is taken is told as a refusal."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError as twin:
        sentence = _("There is something called “{name}” in that place already.")
        raise Refused(sentence.format(name=objective.name)) from twin


def _tell(
    objective: Objective, verb: str, *, by: Person | None, at: datetime, **details: str
) -> None:
    Event.record(verb, by=by, at=at, about=objective, within=objective, **details)
