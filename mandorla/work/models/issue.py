from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event
from mandorla.base.models.event import day_of
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inherited import Inherited
from mandorla.core.lifecycle import ISSUE
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person, Unit
from mandorla.work.models.issue_queries import IssueQuerySet, put_units
from mandorla.work.models.keys import random_key, sent_before
from mandorla.work.models.nameless import without_own_of_few
from mandorla.work.models.problem import Problem
from mandorla.work.models.saying import one_line, refuse_settled, step
from mandorla.work.models.telling import tell_surfacers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

LONGEST = 200
STATES = {
    "open": gettext_lazy("open"),
    "gathered": gettext_lazy("part of a problem"),
    "solved": gettext_lazy("solved"),
    "dropped": gettext_lazy("dropped"),
}


class Issue(Inherited):
    """What cropped up, in one line, with the units it touches."""

    # Not in order, which would tell between which others an issue without a name was surfaced.
    id = models.BigAutoField(primary_key=True, default=random_key)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="issues")
    text = models.CharField(gettext_lazy("what crops up"), max_length=LONGEST)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="issues")
    # Kept to tell them what became of it, also when no page may show it.
    surfaced_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    is_anonymous = models.BooleanField(default=False)
    gathering = models.ForeignKey(  # where it was surfaced
        Gathering, null=True, on_delete=models.SET_NULL, related_name="issues"
    )
    problem = models.ForeignKey(
        Problem, null=True, on_delete=models.SET_NULL, related_name="issues"
    )
    state = models.CharField(max_length=8, default="open")
    because = models.CharField(max_length=300, blank=True)  # how solved, or why dropped
    votes = models.PositiveIntegerField(default=0)  # how many `Vote` there are
    surfaced_at = models.DateTimeField()  # without a name: the beginning of the day
    solved_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)  # made by who sends it: sent twice, kept once
    vector = models.BinaryField(null=True)  # what the text means, to find others like it
    vector_by = models.CharField(max_length=60, blank=True)  # which embedder made it

    objects = IssueQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("work_issue_state", "state", ISSUE.states),
            models.CheckConstraint(
                name="work_issue_gathered_has_problem",
                condition=~models.Q(state="gathered") | models.Q(problem__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-surfaced_at"], name="work_issue_of"),
            models.Index(fields=["community", "state", "-votes"], name="work_issue_votes"),
            models.Index(fields=["surfaced_by", "-surfaced_at"], name="work_issue_mine"),
            models.Index(  # on how many people a community rests
                fields=["community", "surfaced_at", "surfaced_by"],
                condition=models.Q(is_anonymous=False),
                name="work_issue_named",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("work:issue", args=[self.community.slug, self.pk])

    # --- questions ---

    @property
    def state_words(self) -> str:
        """The state as people say it."""
        return str(STATES[self.state])

    @property
    def shown_surfacer(self) -> Person | None:
        """Who surfaced it, when everybody may know."""
        return None if self.is_anonymous else self.surfaced_by

    def is_own_of(self, person: Person) -> bool:
        """Whether the person surfaced it. The answer is for that person only."""
        return self.surfaced_by_id is not None and self.surfaced_by_id == person.pk

    # --- verbs ---

    @classmethod
    def surface(
        cls,
        *,
        community: Community,
        text: str,
        by: Person | None,
        at: datetime,
        detail: str = "",
        units: Sequence[Unit] = (),
        is_anonymous: bool = False,
        gathering: Gathering | None = None,
        key: UUID | None = None,
    ) -> Issue:
        """What crops up is there for the community, for votes and for the next agenda.

        Without a name there is no event, neither the hour nor the gathering is kept, and their own
        unit is left out when it has fewer than five people here: each could lead to the person.

        Args:
            community: Which community should deal with it.
            text: What crops up, in one line of at most 200 characters.
            by: Who surfaces it; kept also without a name, to show them what became of it.
            at: The moment.
            detail: More about it.
            units: The units it touches.
            is_anonymous: Whether nobody is told who surfaced it.
            gathering: Where it was surfaced, when it was in one.
            key: Made by the page that sends it; the same key again is the same issue.

        Raises:
            Refused: The community has closed, no line is said, or others with this key before.
        """
        refuse_closed(community)
        issue = cls(
            community=community,
            text=_said(text),
            detail=detail.strip(),
            surfaced_by=by,
            is_anonymous=is_anonymous,
            gathering=None if is_anonymous else gathering,
            surfaced_at=day_of(at) if is_anonymous else at,
            key=key,
        )
        if is_anonymous:
            units = without_own_of_few(units, community=community, person=by)
        try:
            with transaction.atomic():
                issue.save(force_insert=True)
                put_units(issue, units)
                issue._tell_own("issue.surfaced", by=by, at=at)
        except IntegrityError:
            said = ("community", "surfaced_by", "is_anonymous", "text", "detail")
            known = sent_before(cls.objects.all(), key=key, **{n: getattr(issue, n) for n in said})
            if known is None:
                raise
            return known
        return issue

    def vote(self, *, by: Person) -> None:
        """It matters to this person too. Nothing tells who voted, or when: there is no event.

        Raises:
            Refused: Nothing more can become of it.
        """
        self._refuse_settled()
        with transaction.atomic():
            _vote, is_new = self.cast_votes.get_or_create(person=by)
            if is_new:
                self._count(by=1)

    def unvote(self, *, by: Person) -> None:
        """The person takes their vote back; refused when nothing more can become of it."""
        self._refuse_settled()
        with transaction.atomic():
            gone, _kinds = self.cast_votes.filter(person=by).delete()
            if gone:
                self._count(by=-1)

    def reword(self, *, text: str, detail: str, by: Person | None, at: datetime) -> None:
        """It reads so from now on; its meaning is looked at anew.

        Raises:
            Refused: Nothing is said, more than a line, or nothing more can become of it.
        """
        self._refuse_settled()
        words = {"text": _said(text), "detail": detail.strip()}
        if words == {"text": self.text, "detail": self.detail}:
            return
        self.text, self.detail = words["text"], words["detail"]
        self.vector, self.vector_by = None, ""
        with transaction.atomic():
            self.keep("text", "detail", "vector", "vector_by")
            self._tell_change(_("the words"), by=by, at=at)

    def touch(self, *, units: Sequence[Unit], by: Person | None, at: datetime) -> None:
        """It touches these units, and no others; refused when nothing can become of it."""
        self._refuse_settled()
        if self.is_anonymous and by and self.is_own_of(by):
            units = without_own_of_few(units, community=self.community, person=by)
        with transaction.atomic():
            if set(units) == set(self.units.all()):
                return
            self.units.set(units)
            self._tell_change(_("the units"), by=by, at=at)

    def solve(self, *, because: str, by: Person | None, at: datetime) -> None:
        """It is solved, and those whom it matters to read how.

        Raises:
            Refused: Nothing is said, or it is not open any more.
            Stale: Somebody else was first.
        """
        because = one_line(because, longest=300, asked=_("Say in a line how it was solved."))
        with transaction.atomic():
            self._go("solve", because=because, solved_at=at)
            self._tell("issue.solved", by=by, at=at, because=because)
            tell_surfacers("issue.solved", issues=[self], about=self, by=by, at=at)

    def drop(self, *, because: str, by: Person | None, at: datetime) -> None:
        """Nothing more is done about it, and those whom it matters to read why.

        Raises:
            Refused: Nothing is said, or it is not open any more.
            Stale: Somebody else was first.
        """
        because = one_line(because, longest=300, asked=_("Say in a line why it is dropped."))
        with transaction.atomic():
            self._go("drop", because=because)
            self._tell("issue.dropped", by=by, at=at, because=because)

    def reopen(self, *, by: Person | None, at: datetime) -> None:
        """It is open again, by itself.

        Raises:
            Refused: It is open anyway.
            Stale: Somebody else was first.
        """
        with transaction.atomic():
            self._go("reopen", because="", solved_at=None, problem=None)
            self._tell("issue.reopened", by=by, at=at)

    def withdraw(self, *, by: Person, at: datetime) -> None:
        """Who surfaced it takes it back: it is gone, as long as nobody has joined them.

        Raises:
            Refused: Somebody else surfaced it, others have voted for it, or it is not open.
        """
        if not self.is_own_of(by):
            raise Refused(_("Only who surfaced it can take it back."))
        with transaction.atomic():
            kept = Issue.objects.select_for_update().filter(pk=self.pk, state="open").first()
            if kept is None or kept.cast_votes.exclude(person=by).exists():
                raise Refused(_("Others have taken it up by now. Ask those who lead to drop it."))
            self._tell_own("issue.withdrawn", by=by, at=at)
            kept.delete()

    # --- within the aggregate ---

    def _go(self, verb: str, **also: Any) -> None:
        step(self, verb, life=ISSUE, states=STATES, **also)

    def _count(self, *, by: int) -> None:
        Issue.objects.filter(pk=self.pk).update(votes=F("votes") + by)
        self.votes = Issue.objects.values_list("votes", flat=True).get(pk=self.pk)

    def _refuse_settled(self) -> None:
        refuse_settled(self, states=STATES, waiting={"open", "gathered"})

    def _tell(self, verb: str, *, by: Person | None, at: datetime, **details: str) -> None:
        Event.record(verb, by=by, at=at, about=self, within=self.community, **details)

    def _tell_own(self, verb: str, *, by: Person | None, at: datetime, **details: str) -> None:
        """What who surfaced it does; without a name nothing: its place in the trail has an hour."""
        if not self.is_anonymous:
            self._tell(verb, by=by, at=at, **details)

    def _tell_change(self, what: str, *, by: Person | None, at: datetime) -> None:
        """Whoever did not surface it answers for changing it."""
        if by and self.is_own_of(by):
            self._tell_own("issue.changed", by=by, at=at, what=what)
        else:
            self._tell("issue.corrected", by=by, at=at, what=what)


def _said(text: str) -> str:
    return one_line(text, longest=LONGEST, asked=_("Say in a line what crops up."))
