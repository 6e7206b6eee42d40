from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import SOLUTION, after
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person
from mandorla.work.models.problem import Problem
from mandorla.work.models.saying import one_line

if TYPE_CHECKING:
    from datetime import datetime

STATES: Final = {
    "proposed": gettext_lazy("proposed"),
    "trying": gettext_lazy("being tried"),
    "accepted": gettext_lazy("accepted"),
    "escalated": gettext_lazy("escalated"),
    "rejected": gettext_lazy("rejected"),
}
ROLLED_OUT: Final = ("trying", "accepted")  # a trial begins in a unit, too
LONGEST: Final = 300
LONGEST_DETAIL: Final = 5_000
WORDS: Final = ("proposal", "detail", "may_not_bypass", "touches_control")


class SolutionQuerySet(models.QuerySet["Solution"]):
    """Ways to look for what communities do about their problems."""

    def visible_to(self, person: Person) -> Self:
        """What one unit does may help another: everybody who is signed in sees it."""
        return self.filter(community__in=Community.objects.visible_to(person))


class Solution(Record):
    """What is done about a problem: a proposal and what was decided on it."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="solutions")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="solutions")
    proposal = models.CharField(gettext_lazy("what we do"), max_length=300)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    may_not_bypass = models.CharField(
        gettext_lazy("what it may not bypass"), max_length=300, blank=True
    )
    touches_control = models.BooleanField(
        gettext_lazy("it touches a rule of safety or law"), default=False
    )
    state = models.CharField(max_length=9, default="proposed")
    because = models.CharField(gettext_lazy("why"), max_length=300, blank=True)
    escalated_to = models.CharField(gettext_lazy("to whom"), max_length=150, blank=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_in = models.ForeignKey(
        Gathering, null=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = SolutionQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("work_solution_state", "state", SOLUTION.states),
            models.CheckConstraint(
                name="work_solution_escalated_to_somebody",
                condition=~models.Q(state="escalated") | ~models.Q(escalated_to=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-proposed_at"], name="work_solution_of"),
        ]

    def __str__(self) -> str:
        return self.proposal

    def get_absolute_url(self) -> str:
        return reverse("work:solution", args=[self.community.slug, self.pk])

    # --- questions ---

    @property
    def state_words(self) -> str:
        """Its state, as people say it."""
        return str(STATES[self.state])

    @property
    def is_rolled_out(self) -> bool:
        """Whether units can take it up now."""
        return self.state in ROLLED_OUT

    @property
    def mark(self) -> str:
        """Another one whenever its words change."""
        words = tuple(getattr(self, name) for name in WORDS)
        return sha256(repr(words).encode()).hexdigest()[:16]

    # --- verbs ---

    @classmethod
    def propose(
        cls,
        *,
        problem: Problem,
        proposal: str,
        detail: str = "",
        may_not_bypass: str = "",
        touches_control: bool = False,
        by: Person | None,
        at: datetime,
    ) -> Solution:
        """There is something that could be done about the problem.

        Raises:
            Refused: The proposal says nothing, the problem is not open, or the community closed.
        """
        refuse_closed(problem.community)
        if problem.state != "open":
            raise Refused(_("This problem is not open any more. Reopen it first."))
        with transaction.atomic():
            solution = cls.objects.create(
                problem=problem,
                community=problem.community,
                proposal=_said(proposal),
                detail=detail.strip(),
                may_not_bypass=_bound(may_not_bypass),
                touches_control=touches_control,
                proposed_at=at,
            )
            solution.tell("proposed", by=by, at=at)
        return solution

    def reword(
        self,
        *,
        proposal: str,
        detail: str,
        may_not_bypass: str,
        touches_control: bool | None = None,
        by: Person | None,
        at: datetime,
        seen: str = "",
    ) -> None:
        """It says this from now on. What was decided stays in the words it was decided in.

        Raises:
            Refused: It says nothing, or it was accepted or rejected.
            Stale: Its words are others by now than those with the mark that was seen.
        """
        refuse_closed(self.community)
        with transaction.atomic():
            now = Solution.objects.select_for_update().get(pk=self.pk)
            if now.state in {"accepted", "rejected"}:
                sentence = _("It is {state}. Reconsider it first, then change its words.")
                raise Refused(sentence.format(state=now.state_words))
            if seen and seen != now.mark:
                raise Stale(
                    _(
                        "Somebody else changed this in the meantime. It says now: “{proposal}” "
                        "What you wrote is still here; save again to put it in place of that."
                    ).format(proposal=now.proposal)
                )
            self.proposal, self.detail = _said(proposal), detail.strip()
            self.may_not_bypass = _bound(may_not_bypass)
            self.touches_control = (
                now.touches_control if touches_control is None else touches_control
            )
            if self.mark != now.mark:
                self.keep(*WORDS)
                self.tell("reworded", by=by, at=at)

    def start_trying(
        self, *, by: Person | None, at: datetime, gathering: Gathering | None = None
    ) -> None:
        """It is being tried from now on."""
        self._decide("try", "tried", by=by, at=at, gathering=gathering)

    def accept(
        self, *, by: Person | None, at: datetime, gathering: Gathering | None = None
    ) -> None:
        """This is what is done about the problem from now on."""
        self._decide("accept", "accepted", by=by, at=at, gathering=gathering)

    def escalate(
        self,
        *,
        to_whom: str,
        because: str,
        by: Person | None,
        at: datetime,
        gathering: Gathering | None = None,
    ) -> None:
        """Somebody above the community decides, and is told why.

        Raises:
            Refused: It is not said to whom, or why.
        """
        asked = _("Say to whom it goes and why the community cannot decide it itself.")
        self._decide(
            "escalate",
            "escalated",
            by=by,
            at=at,
            gathering=gathering,
            escalated_to=one_line(to_whom, longest=150, asked=asked),
            because=one_line(because, longest=LONGEST, asked=asked),
        )

    def reject(
        self,
        *,
        because: str,
        by: Person | None,
        at: datetime,
        gathering: Gathering | None = None,
    ) -> None:
        """It is not done, for a reason that everybody can read.

        Raises:
            Refused: No reason is given.
        """
        asked = _("Say why it is rejected: those who proposed it will read it.")
        because = one_line(because, longest=LONGEST, asked=asked)
        self._decide("reject", "rejected", by=by, at=at, gathering=gathering, because=because)

    def reconsider(self, *, by: Person | None, at: datetime) -> None:
        """What was decided is open again."""
        with transaction.atomic():
            self._go("reconsider", decided_by=None, decided_in=None, decided_at=None, because="")
            self.tell("reconsidered", by=by, at=at)

    def _decide(
        self,
        verb: str,
        told: str,
        *,
        by: Person | None,
        at: datetime,
        gathering: Gathering | None,
        escalated_to: str = "",
        because: str = "",
    ) -> None:
        if gathering and gathering.community_id != self.community_id:
            raise Refused(_("That gathering is one of another community."))
        with transaction.atomic():
            self._go(
                verb,
                decided_by=by,
                decided_in=gathering,
                decided_at=at,
                escalated_to=escalated_to,
                because=because,
            )
            details = {"to_whom": escalated_to, "because": because}
            self.tell(told, by=by, at=at, **{key: text for key, text in details.items() if text})

    def _go(self, verb: str, **also: Any) -> None:
        refuse_closed(self.community)
        to = after(SOLUTION, state=self.state, verb=verb)
        if to is None:
            sentence = _("It is {state}, so this is not possible now.")
            raise Refused(sentence.format(state=self.state_words))
        sentence = _("Somebody else decided on this first. Look again.")
        self.move("state", before=self.state, after=to, sentence=sentence, **also)

    def tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        """Write down what happened to it, in the history of its community."""
        Event.record(f"solution.{verb}", by=by, at=at, about=self, within=self.community, **details)


def _said(text: str) -> str:
    return one_line(text, longest=LONGEST, asked=_("Say in a sentence what could be done."))


def _bound(text: str) -> str:
    return one_line(text, longest=LONGEST, asked="") if text.strip() else ""
