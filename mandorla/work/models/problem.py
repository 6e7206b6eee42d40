from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inherited import Inherited
from mandorla.core.lifecycle import ISSUE, PROBLEM, after
from mandorla.people.models import Person, Unit
from mandorla.work.models.saying import one_line, refuse_inactive, refuse_settled, step
from mandorla.work.models.telling import tell_owner, tell_surfacers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.work.models.issue import Issue

LONGEST = 300
STATES = {
    "open": gettext_lazy("open"),
    "solved": gettext_lazy("solved"),
    "dropped": gettext_lazy("dropped"),
}


class ProblemQuerySet(models.QuerySet["Problem"]):
    """Ways to look for common problems."""

    def visible_to(self, person: Person) -> Self:
        """Common problems touch several units: everybody who is signed in sees them."""
        return self.filter(community__in=Community.objects.visible_to(person))


class Problem(Inherited):
    """The common problem behind several issues."""

    inherited_in = ()

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="problems")
    statement = models.CharField(gettext_lazy("the problem"), max_length=LONGEST)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="problems")
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, default="open")
    because = models.CharField(max_length=300, blank=True)  # how it was solved, why it was dropped
    gathered_at = models.DateTimeField()
    solved_at = models.DateTimeField(null=True)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        constraints = [choices_constraint("work_problem_state", "state", PROBLEM.states)]
        indexes = [
            models.Index(fields=["community", "state", "-gathered_at"], name="work_problem_of"),
        ]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("work:problem", args=[self.community.slug, self.pk])

    @property
    def state_words(self) -> str:
        """The state as people say it."""
        return str(STATES[self.state])

    # --- verbs ---

    @classmethod
    def gather(
        cls,
        *,
        issues: Sequence[Issue],
        statement: str,
        by: Person | None,
        at: datetime,
        detail: str = "",
        owner: Person | None = None,
    ) -> Problem:
        """These issues are one common problem; it touches every unit that one of them touches.

        Args:
            issues: What it is behind, all of one community and open.
            statement: What the problem is, in at most 300 characters.
            by: Who says so.
            at: The moment.
            detail: More about it.
            owner: Who looks after it, if somebody does by now.

        Raises:
            Refused: There is no issue, they are of several communities, or nothing is said.
            Stale: One of them is not open any more; then none is gathered.
        """
        if len({issue.community_id for issue in issues}) != 1:
            raise Refused(_("Choose the issues of one community that are one problem."))
        community = issues[0].community
        refuse_closed(community)
        refuse_inactive(owner)
        with transaction.atomic():
            problem = cls(
                community=community,
                statement=_stated(statement),
                detail=detail.strip(),
                owner=owner,
                gathered_at=at,
            )
            problem.save(force_insert=True)
            problem._take(issues, verb="gather")
            problem._tell("problem.gathered", by=by, at=at, number=len(issues))
            tell_surfacers("issue.gathered", issues=issues, about=problem, by=by, at=at)
            tell_owner(problem, by=by, at=at)
        return problem

    def add(self, *, issues: Sequence[Issue], by: Person | None, at: datetime) -> None:
        """These issues, too, are this problem; it touches their units as well.

        Raises:
            Refused: The problem is not open, or an issue is another community's.
            Stale: One of them is not open any more; then none is added.
        """
        self._refuse_settled()
        if {issue.community_id for issue in issues} != {self.community_id}:
            raise Refused(_("Choose issues of {name}.").format(name=self.community.name))
        with transaction.atomic():
            self._take(issues, verb="gather")
            self._tell("problem.grew", by=by, at=at, number=len(issues))
            tell_surfacers("issue.gathered", issues=issues, about=self, by=by, at=at)

    def release(self, *, issues: Sequence[Issue], by: Person | None, at: datetime) -> None:
        """These issues are not this problem after all: each is open again, by itself.

        The problem keeps its units; somebody may know better than the issues that are left.

        Raises:
            Refused: The problem is not open, or there is no issue.
            Stale: One of them is not a part of it any more; then none is released.
        """
        self._refuse_settled()
        if not issues:
            raise Refused(_("Choose the issues that are something else."))
        with transaction.atomic():
            if any(issue.problem_id != self.pk for issue in issues):
                raise Stale(_("One of these issues is not a part of this problem. Look again."))
            self._pass(issues, verb="release", problem=None)
            self._tell("problem.shrank", by=by, at=at, number=len(issues))

    def reword(self, *, statement: str, detail: str, by: Person | None, at: datetime) -> None:
        """The problem reads so from now on.

        Raises:
            Refused: It is not open, nothing is said, or too much.
        """
        self._refuse_settled()
        words = {"statement": _stated(statement), "detail": detail.strip()}
        if words == {"statement": self.statement, "detail": self.detail}:
            return
        for field, value in words.items():
            setattr(self, field, value)
        with transaction.atomic():
            self.keep(*words)
            self._tell("problem.reworded", by=by, at=at)

    def touch(self, *, units: Sequence[Unit], by: Person | None, at: datetime) -> None:
        """It touches these units, and no others.

        Raises:
            Refused: It is not open.
        """
        self._refuse_settled()
        with transaction.atomic():
            if set(units) == set(self.units.all()):
                return
            self.units.set(units)
            names = ", ".join(sorted(unit.name for unit in units)) or _("none")
            self._tell("problem.touches", by=by, at=at, units=names)

    def own(self, *, person: Person | None, by: Person | None, at: datetime) -> None:
        """This person looks after it from now on; with None, nobody does.

        Raises:
            Refused: It is not open, or the person cannot sign in any more.
        """
        self._refuse_settled()
        refuse_inactive(person)
        if self.owner_id == (person.pk if person else None):
            return
        self.owner = person
        with transaction.atomic():
            self.keep("owner")
            if person:
                self._tell("problem.owned", by=by, at=at, person=person.name)
                tell_owner(self, by=by, at=at)
            else:
                self._tell("problem.disowned", by=by, at=at)

    def solve(self, *, because: str, by: Person | None, at: datetime) -> None:
        """It is solved, and with it every issue that is a part of it.

        Raises:
            Refused: Nothing is said, or it is not open any more.
            Stale: Somebody else was first.
        """
        because = one_line(because, longest=LONGEST, asked=_("Say in a line how it was solved."))
        with transaction.atomic():
            self._go("solve", because=because, solved_at=at)
            gathered = self._gathered()
            self._pass(gathered, verb="solve", because=because, solved_at=at)
            self._tell("problem.solved", by=by, at=at, because=because)
            tell_surfacers("issue.solved", issues=gathered, about=self, by=by, at=at)

    def drop(self, *, because: str, by: Person | None, at: datetime) -> None:
        """It is no problem of the community after all; its issues are open again.

        Raises:
            Refused: Nothing is said, or it is not open any more.
            Stale: Somebody else was first.
        """
        because = one_line(because, longest=LONGEST, asked=_("Say in a line why it is dropped."))
        with transaction.atomic():
            self._go("drop", because=because)
            self._pass(self._gathered(), verb="release", problem=None)
            self._tell("problem.dropped", by=by, at=at, because=because)

    def reopen(self, *, by: Person | None, at: datetime) -> None:
        """It is open again, with the issues that were solved with it.

        Raises:
            Refused: It is open anyway.
            Stale: Somebody else was first.
        """
        with transaction.atomic():
            solved = list(self.issues.filter(state="solved", solved_at=self.solved_at))
            self._go("reopen", because="", solved_at=None)
            self._pass(solved, verb="reopen", because="", solved_at=None)
            self._pass(solved, verb="gather")
            self._tell("problem.reopened", by=by, at=at)

    # --- within the aggregate ---

    def _seen_to_by(self, to: Community, person: Person | None) -> dict[str, Any]:
        return {"owner": person} if person else {}

    def _take_along(self, to: Community) -> None:
        """Its issues and solutions go over with it."""
        self.issues.update(community=to)
        self.solutions.update(community=to)

    def _concerns(self) -> list[Person | None]:
        return [self.owner]

    def _go(self, verb: str, **also: Any) -> None:
        step(self, verb, life=PROBLEM, states=STATES, **also)

    def _gathered(self) -> list[Issue]:
        return list(self.issues.filter(state="gathered").listed())

    def _take(self, issues: Sequence[Issue], *, verb: str) -> None:
        """The issues are a part of it; their units are touched by it, too."""
        self._pass(issues, verb=verb, problem=self)
        self.units.add(*Unit.objects.filter(issues__in=issues).distinct())

    def _pass(self, issues: Sequence[Issue], *, verb: str, **also: Any) -> None:
        """Each issue moves on by a verb of its life, or none does."""
        if not issues:
            return
        changed = Stale(_("One of these issues was changed in the meantime. Look again."))
        states = {issue.state for issue in issues}
        to = {after(ISSUE, state=state, verb=verb) for state in states}
        if len(states) != 1 or None in to:
            raise changed
        (state,), (next_state,) = states, to
        kept = type(issues[0])._base_manager.filter(
            pk__in={issue.pk for issue in issues}, state=state
        )
        if kept.update(state=next_state, **also) != len({issue.pk for issue in issues}):
            raise changed
        for issue in issues:
            for name, value in {"state": next_state, **also}.items():
                setattr(issue, name, value)

    def _refuse_settled(self) -> None:
        refuse_settled(self, states=STATES, waiting={"open"})

    def _tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        Event.record(verb, by=by, at=at, about=self, within=self.community, **details)


def _stated(statement: str) -> str:
    return one_line(statement, longest=LONGEST, asked=_("Say in a sentence what the problem is."))
