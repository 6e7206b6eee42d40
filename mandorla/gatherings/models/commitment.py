from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.lines import line_of
from mandorla.base.models import Event, Notification
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community, Membership
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inherited import Inherited
from mandorla.communities.models.inside import inside
from mandorla.core.lifecycle import COMMITMENT, after
from mandorla.gatherings.models.gathering import Gathering
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import date, datetime

STATES = {
    "open": gettext_lazy("open"),
    "done": gettext_lazy("done"),
    "dropped": gettext_lazy("dropped"),
}
LONGEST = 200  # letters
FARTHEST_DAYS = 3 * 366  # a commitment for later is a wish


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Ways to look for what people took on."""

    def visible_to(self, person: Person) -> Self:
        """What is taken on in a community is for those in it, program managers, and the owner."""
        return inside(self, person, own="owner")

    def open(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state="open")

    def overdue(self, *, on: date) -> Self:
        """Open, and its day has passed."""
        return self.open().filter(due_on__lt=on)

    def due_first(self) -> Self:
        """What is due first comes first."""
        return self.order_by("due_on", "pk")


class Commitment(Inherited):
    """Something somebody does by a day; it carries over until it is done or dropped."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="commitments")
    text = models.CharField(gettext_lazy("what"), max_length=LONGEST)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commitments")
    due_on = models.DateField(gettext_lazy("by"))
    gathering = models.ForeignKey(  # where it was made
        Gathering, null=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    state = models.CharField(max_length=8, default="open")
    came_of_it = models.CharField(max_length=300, blank=True)  # what was done, or why not
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("gatherings_commitment_state", "state", COMMITMENT.states),
        ]
        indexes = [
            models.Index(fields=["owner", "state", "due_on"], name="gatherings_commitment_mine"),
            models.Index(fields=["community", "state", "due_on"], name="gatherings_commitment_of"),
        ]

    def __str__(self) -> str:
        return self.text

    def is_overdue(self, *, on: date) -> bool:
        """Whether its day has passed and nothing came of it yet."""
        return self.state == "open" and self.due_on < on

    def get_absolute_url(self) -> str:
        return reverse("gatherings:commitment", args=[self.community.slug, self.pk])

    @classmethod
    def make(
        cls,
        *,
        community: Community,
        text: str,
        owner: Person,
        due_on: date,
        by: Person | None,
        at: datetime,
        gathering: Gathering | None = None,
    ) -> Commitment:
        """Somebody has taken on to do this by a day.

        Raises:
            Refused: Nothing is said, the owner is not in the community, the day is far away, or
                the community has closed.
        """
        refuse_closed(community)
        words = line_of(text)
        if not words:
            raise Refused(_("Say what somebody will do."))
        if len(words) > LONGEST:
            raise Refused(_("Say it in at most {number} characters.").format(number=LONGEST))
        refuse_far(due_on, at=at)
        refuse_stranger(owner, community=community)
        with transaction.atomic():
            commitment = cls.objects.create(
                community=community,
                text=words,
                owner=owner,
                due_on=due_on,
                gathering=gathering,
                made_at=at,
            )
            commitment.tell("made", by=by, at=at)
            commitment.tell_owner("given", by=by, at=at)
        return commitment

    def hand_over(self, *, owner: Person, by: Person | None, at: datetime) -> None:
        """Somebody else does it from now on."""
        refuse_stranger(owner, community=self.community)
        with transaction.atomic():
            self._change("handed_over", by=by, at=at, owner=owner)
            self.tell_owner("handed_over", by=by, at=at)

    def postpone(self, *, due_on: date, by: Person | None, at: datetime) -> None:
        """It is due on another day from now on."""
        refuse_far(due_on, at=at)
        self._change("postponed", by=by, at=at, due_on=due_on)

    def finish(self, *, came_of_it: str, by: Person | None, at: datetime) -> None:
        """It is done; what came of it may be said in a line."""
        words = line_of(came_of_it)
        self._go("finish", told="finished", by=by, at=at, came_of_it=words, closed_at=at)

    def drop(self, *, because: str, by: Person | None, at: datetime) -> None:
        """Nobody will do it, and this is why.

        Raises:
            Refused: No reason is given.
        """
        words = line_of(because)
        if not words:
            raise Refused(_("Say in a line why it is dropped; others counted on it."))
        self._go("drop", told="dropped", by=by, at=at, came_of_it=words, closed_at=at)

    def reopen(self, *, by: Person | None, at: datetime) -> None:
        """It is to be done after all."""
        refuse_closed(self.community)
        self._go("reopen", told="reopened", by=by, at=at, came_of_it="", closed_at=None)

    def _change(self, told: str, *, by: Person | None, at: datetime, **facts: Any) -> None:
        refuse_closed(self.community)
        if self.state != "open":
            raise Refused(_("This is {state} already.").format(state=STATES[self.state]))
        with transaction.atomic():
            self.move("state", before="open", after="open", sentence=self._second, **facts)
            self.tell(told, by=by, at=at)

    def _go(self, verb: str, *, told: str, by: Person | None, at: datetime, **also: Any) -> None:
        to = after(COMMITMENT, state=self.state, verb=verb)
        if to is None:
            raise Refused(_("This is {state} already.").format(state=STATES[self.state]))
        with transaction.atomic():
            self.move("state", before=self.state, after=to, sentence=self._second, **also)
            self.tell(told, by=by, at=at)

    def _seen_to_by(self, to: Community, person: Person | None) -> dict[str, Any]:
        """Who took it on does it there, too, unless somebody else is named."""
        owner = person or self.owner
        refuse_stranger(owner, community=to)
        return {"owner": owner}

    def _concerns(self) -> list[Person | None]:
        return [self.owner]

    @property
    def _second(self) -> str:
        return _("Somebody else was first: look at “{what}” as it is now.").format(what=self.text)

    def tell_owner(self, told: str, *, by: Person | None, at: datetime) -> None:
        """Who is to do it reads so, unless they did this themselves."""
        Notification.tell(
            f"commitment.{told}",
            to=[self.owner],
            about=self,
            address=self.get_absolute_url(),
            by=by,
            at=at,
            name=by.name if by else _("Somebody"),
            text=self.text,
        )

    def tell(self, told: str, *, by: Person | None, at: datetime) -> None:
        """What somebody took on is no business of those who only read the history: no words."""
        Event.record(f"commitment.{told}", by=by, at=at, about=self, within=self.community)


def refuse_far(day: date, *, at: datetime) -> None:
    """Nothing, for a day that can be meant.

    Raises:
        Refused: It is years away.
    """
    if abs((day - at.date()).days) > FARTHEST_DAYS:
        raise Refused(_("That day is more than three years away."))


def refuse_stranger(person: Person, *, community: Community) -> None:
    """Nothing, for somebody who is in the community now.

    Raises:
        Refused: They are not.
    """
    here = Membership.objects.current().filter(community=community, person=person)
    if not person.is_active or not here.exists():
        raise Refused(
            _("{name} is not in {community}. Commitments are taken on by those who are.").format(
                name=person.name, community=community.name
            )
        )
