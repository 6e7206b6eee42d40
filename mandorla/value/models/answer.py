"""What is said by name: each sponsor's answer, and what a side agreed on as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import NotAllowed, Refused
from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Membership
from mandorla.communities.models.two_sided import SIDES
from mandorla.core.ballot import Answer
from mandorla.people.models import Person
from mandorla.value.models.elicitation import Elicitation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

FEWEST_IN_GROUP: Final = 2


class Weighing(Record):
    """An answer that is kept with the name of who gave it."""

    points = models.JSONField(default=list)
    best = models.JSONField(default=list)
    worst = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    delivery = models.JSONField(default=list)  # 0 to 10, or null for "cannot say"

    class Meta:
        abstract = True

    @property
    def answer(self) -> Answer:
        """What was weighed."""
        return Answer(
            points=tuple(self.points),
            best=tuple(self.best),
            worst=tuple(self.worst),
            shown=tuple(self.shown),
            delivery=tuple(self.delivery),
        )

    @staticmethod
    def columns(answer: Answer) -> dict[str, Any]:
        """The answer as the values of the fields."""
        return {
            "points": list(answer.points),
            "best": list(answer.best),
            "worst": list(answer.worst),
            "shown": list(answer.shown),
            "delivery": list(answer.delivery),
        }


class SponsorAnswer(Weighing):
    """What one sponsor answered for the organization. It carries the role, and it is named."""

    elicitation = models.ForeignKey(Elicitation, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person_name = models.CharField(max_length=150)
    role = models.CharField(max_length=60)  # as the group calls it
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["elicitation", "person"], name="value_sponsor_answer_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name}, {self.role}"

    @classmethod
    def give(cls, *, elicitation: Elicitation, answer: Answer, by: Person, at: datetime) -> Self:
        """This is what the sponsor says for the organization; an earlier answer is replaced.

        Raises:
            NotAllowed: They do not sponsor the community.
            Refused: The round is not open, the sponsors have agreed, or the answer does not add up.
        """
        held = Membership.objects.current().filter(
            community=elicitation.community, person=by, role="sponsor"
        )
        seat = held.order_by("pk").first()
        if seat is None:
            raise NotAllowed(_("The sponsors of the community answer for the organization."))
        answer = elicitation.checked(answer, side="organization")
        with transaction.atomic():
            elicitation.lock_open(at=at)
            if elicitation.allocations.filter(side="organization").exists():
                raise Refused(_("The sponsors have agreed on one answer for this round already."))
            given, _is_new = cls.objects.update_or_create(
                elicitation=elicitation,
                person=by,
                defaults={
                    "person_name": by.name,
                    "role": seat.title or str(seat.get_role_display()),
                    "given_at": at,
                    **cls.columns(answer),
                },
            )
            elicitation.tell("elicitation.answered", by=by, at=at)
        return given

    @classmethod
    def enter(
        cls, *, elicitation: Elicitation, answers: Sequence[tuple[str, Answer]], at: datetime
    ) -> None:
        """A survey says this for the organization. The caller says so, in an event.

        Args:
            elicitation: The round the survey is counted as.
            answers: Each with who answered, as the survey says it; empty when it does not.
            at: The moment.
        """
        SponsorAnswer.objects.bulk_create(
            SponsorAnswer(
                elicitation=elicitation,
                person_name=name[:150] or _("answer {number}").format(number=number),
                role=_("in a survey"),
                given_at=at,
                **cls.columns(answer),
            )
            for number, (name, answer) in enumerate(answers, 1)
        )


class Allocation(Weighing):
    """What one side agreed on as one: the sponsors after comparing, or a group in a gathering."""

    elicitation = models.ForeignKey(
        Elicitation, on_delete=models.CASCADE, related_name="allocations"
    )
    side = models.CharField(max_length=12, choices=list(SIDES.items()))
    people = models.PositiveSmallIntegerField()  # how many agreed
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_constraint("value_allocation_side", "side", SIDES),
            models.UniqueConstraint(
                fields=["elicitation", "side"], name="value_allocation_side_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elicitation}: {self.get_side_display()}"

    @classmethod
    def record(
        cls,
        *,
        elicitation: Elicitation,
        side: str,
        answer: Answer,
        people: int,
        note: str,
        by: Person | None,
        at: datetime,
    ) -> Self:
        """The side agreed on this as one; what it said before is replaced.

        Args:
            elicitation: The round.
            side: "organization" when the sponsors agreed, "members" when a group did together.
            answer: The 100 points they agreed on.
            people: How many agreed.
            note: How they came to it, when that is worth telling.
            by: Who wrote it down.
            at: The moment.

        Raises:
            Refused: The round is not open, the members vote one by one or are just one, there
                is no sponsor or one has not answered yet, or the answer does not add up.
        """
        if side == "members" and elicitation.member_method != "facilitated":
            raise Refused(_("In this round the members vote one by one."))
        if people < 1:
            raise Refused(_("Say how many people agreed."))
        if side == "members" and people < FEWEST_IN_GROUP:
            raise Refused(_("A group is two people or more: what one member says stays their own."))
        answer = elicitation.checked(answer, side=side, is_agreed=True)
        with transaction.atomic():
            elicitation.lock_open(at=at)
            cls._refuse_unseen(elicitation, side)
            allocation, _is_new = cls.objects.update_or_create(
                elicitation=elicitation,
                side=side,
                defaults={
                    "people": people,
                    "note": note.strip(),
                    "recorded_by": by,
                    "recorded_at": at,
                    **cls.columns(answer),
                },
            )
            elicitation.tell("elicitation.agreed", by=by, at=at, side=str(SIDES[side]))
        return allocation

    @staticmethod
    def _refuse_unseen(elicitation: Elicitation, side: str) -> None:
        """Sponsors agree after each has answered, because only then they see where they differ.

        Where they weigh together from the beginning, it is enough that there is one.
        """
        if side != "organization":
            return
        sponsors = Membership.objects.current().filter(
            community=elicitation.community, role="sponsor"
        )
        if elicitation.organization_method == "facilitated":
            if not sponsors.exists():
                raise Refused(_("Nobody sponsors this community. Name a sponsor first."))
            return
        answered = elicitation.answers.values("person")
        waiting = sponsors.exclude(person__in=answered).select_related("person").first()
        if waiting:
            raise Refused(
                _("{name} has not answered yet. Agree when all sponsors have.").format(
                    name=waiting.person.name
                )
            )
        if not answered.exists():
            raise Refused(_("Nobody has answered for the organization. Name a sponsor first."))
        if answered.count() == 1:
            raise Refused(_("One sponsor has answered, and that answer stands."))
