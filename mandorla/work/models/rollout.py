from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import ROLLOUT, after
from mandorla.people.models import Person, Unit
from mandorla.work.models.saying import one_line
from mandorla.work.models.solution import Solution
from mandorla.work.models.telling import tell_coordinators

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

STATES: Final = {
    "to_do": gettext_lazy("to do"),
    "adapting": gettext_lazy("adapting"),
    "adopted": gettext_lazy("adopted"),
    "not_for_us": gettext_lazy("not for us"),
}
OPEN: Final = ("to_do", "adapting")


class RolloutQuerySet(models.QuerySet["RolloutLine"]):
    """Ways to look for how far units are."""

    def visible_to(self, person: Person) -> Self:
        """Everybody who is signed in sees how far each unit is."""
        return self.filter(solution__community__in=Community.objects.visible_to(person))

    def open(self) -> Self:
        """Neither adopted nor declined, of what units can take up now."""
        return self.filter(state__in=OPEN, solution__state__in=("trying", "accepted"))

    def late(self, *, on: date) -> Self:
        """Open, and the day has passed."""
        return self.open().filter(due_on__lt=on)


class RolloutLine(Record):
    """How far one unit is with a solution, who sees to it there, and until when."""

    solution = models.ForeignKey(Solution, on_delete=models.CASCADE, related_name="rollout")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="rollout")
    coordinator = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="rollout"
    )
    state = models.CharField(max_length=10, default="to_do")
    because = models.CharField(max_length=300, blank=True)  # why it is not for this unit
    due_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    objects = RolloutQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("work_rollout_state", "state", ROLLOUT.states),
            models.UniqueConstraint(fields=["solution", "unit"], name="work_rollout_once"),
            models.CheckConstraint(
                name="work_rollout_not_for_us_says_why",
                condition=~Q(state="not_for_us") | ~Q(because=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "coordinator", "state", "due_on"], name="work_rollout_unit"
            ),
            models.Index(fields=["coordinator", "state", "due_on"], name="work_rollout_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.state}"

    # --- questions ---

    @property
    def state_words(self) -> str:
        """Its state, as people say it."""
        return str(STATES[self.state])

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done in the unit."""
        return self.state in OPEN

    def is_late(self, *, on: date) -> bool:
        """Whether something is still to be done and the day has passed."""
        return self.is_open and self.due_on is not None and self.due_on < on

    # --- verbs ---

    @classmethod
    def roll_out(
        cls,
        *,
        solution: Solution,
        units: Iterable[Unit],
        coordinators: Mapping[int, Person] | None = None,
        due_on: date | None = None,
        by: Person | None,
        at: datetime,
    ) -> list[RolloutLine]:
        """Each of these units has it to do from now on; those that have a line keep it.

        Args:
            solution: What is rolled out.
            units: The units it goes to.
            coordinators: Who sees to it, by the number of the unit.
            due_on: Until when, for all of them.
            by: Who rolls it out.
            at: The moment.

        Raises:
            Refused: It is neither accepted nor being tried, or no unit is new.
        """
        _refuse_resting(solution)
        with transaction.atomic():
            Solution.objects.select_for_update().get(pk=solution.pk)
            known = set(cls.objects.filter(solution=solution).values_list("unit_id", flat=True))
            new = list({unit.pk: unit for unit in units if unit.pk not in known}.values())
            if not new:
                raise Refused(_("Choose at least one unit that it does not go to already."))
            lines = [
                RolloutLine(
                    solution=solution,
                    unit=unit,
                    coordinator=(coordinators or {}).get(unit.pk),
                    due_on=due_on,
                    changed_at=at,
                )
                for unit in new
            ]
            RolloutLine.objects.bulk_create(lines)
            names = ", ".join(unit.name for unit in new)
            solution.tell("rolled_out", by=by, at=at, units=names)
            tell_coordinators(lines, by=by, at=at)
        return lines

    def adapt(self, *, by: Person | None, at: datetime) -> None:
        """The unit is making it fit."""
        self._go("adapt", "adapted", by=by, at=at)

    def adopt(self, *, by: Person | None, at: datetime) -> None:
        """The unit works like this from now on."""
        self._go("adopt", "adopted", by=by, at=at)

    def decline(self, *, because: str, by: Person | None, at: datetime) -> None:
        """It is not for this unit, for a reason that everybody can read.

        Raises:
            Refused: No reason is given.
        """
        asked = _("Say why it is not for {unit}.").format(unit=self.unit.name)
        because = one_line(because, longest=300, asked=asked)
        self._go("decline", "declined", by=by, at=at, because=because)

    def put_back(self, *, by: Person | None, at: datetime) -> None:
        """The unit has it to do again."""
        self._go("put_back", "put_back", by=by, at=at)

    def coordinate(self, *, person: Person | None, by: Person | None, at: datetime) -> None:
        """This person sees to it in the unit from now on; or nobody.

        Raises:
            Refused: Their account is not active.
        """
        refuse_closed(self.solution.community)
        if person and not person.is_active:
            raise Refused(_("{name} is not active.").format(name=person.name))
        if self.coordinator_id == (person.pk if person else None):
            return
        self.coordinator = person
        name = person.name if person else _("nobody")
        with transaction.atomic():
            self.keep("coordinator")
            self._tell("coordinated", by=by, at=at, coordinator=name)
            tell_coordinators([self], by=by, at=at)

    def due(self, *, on: date | None, by: Person | None, at: datetime) -> None:
        """It is to be done in the unit by that day; or whenever it is."""
        refuse_closed(self.solution.community)
        if self.due_on == on:
            return
        self.due_on = on
        day = f"{on:%Y-%m-%d}" if on else _("no day")
        with transaction.atomic():
            self.keep("due_on")
            self._tell("due", by=by, at=at, day=day)

    def take_over(self, gone: RolloutLine) -> None:
        """It stands for another line of the same solution, too, which is gone.

        Whatever points to the other points here, also from modules above.
        """
        self.coordinator_id = self.coordinator_id or gone.coordinator_id
        self.due_on = self.due_on or gone.due_on
        with transaction.atomic():
            self.keep("coordinator", "due_on")
            for relation in _relations():
                rows = relation.related_model._base_manager
                rows.filter(**{relation.field.name: gone}).update(**{relation.field.name: self})
            RolloutLine.objects.filter(pk=gone.pk).delete()

    def _go(
        self, verb: str, told: str, *, by: Person | None, at: datetime, because: str = ""
    ) -> None:
        _refuse_resting(self.solution)
        to = after(ROLLOUT, state=self.state, verb=verb)
        if to is None:
            sentence = _("In {unit} it is marked “{state}”, so this is not possible now.")
            raise Refused(sentence.format(unit=self.unit.name, state=self.state_words))
        sentence = _("Somebody else changed this for {unit} first. Look again.")
        with transaction.atomic():
            self.move(
                "state",
                before=self.state,
                after=to,
                sentence=sentence.format(unit=self.unit.name),
                because=because,
                changed_at=at,
            )
            self._tell(told, by=by, at=at, **({"because": because} if because else {}))

    def _tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        self.solution.tell(f"unit_{verb}", by=by, at=at, unit=self.unit.name, **details)


def _relations() -> list[Any]:
    """Everything that points to lines, also what has no name to be asked from a line."""
    fields: list[Any] = RolloutLine._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete]


def _refuse_resting(solution: Solution) -> None:
    refuse_closed(solution.community)
    if not solution.is_rolled_out:
        sentence = _("It is {state}: units take it up when it is accepted or being tried.")
        raise Refused(sentence.format(state=solution.state_words))
