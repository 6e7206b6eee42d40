from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.lines import line_of
from mandorla.base.models import Event, Notification
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inherited import Inherited
from mandorla.core.lifecycle import ASK
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person
from mandorla.people.rules import sees_names_only
from mandorla.work.models.keys import sent_before
from mandorla.work.models.saying import one_line, refuse_inactive, step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

LONGEST = 200
A_FEW = 5  # people whom somebody can ask by name
STATES = {
    "open": gettext_lazy("open"),
    "solved": gettext_lazy("solved"),
    "unsolved": gettext_lazy("not solved"),
}


class AskQuerySet(models.QuerySet["Ask"]):
    """Ways to look for what people need a hand with."""

    def visible_to(self, person: Person) -> Self:
        """What is asked openly is for everybody; the rest for who asks and who is asked."""
        if not person.is_active:
            return self.none()
        asked = Ask.asked_of.through.objects.filter(ask=OuterRef("pk"), person=person)
        own = Q(asked_by=person) | Exists(asked)
        if sees_names_only(person):
            return self.filter(own)
        communities = Community.objects.visible_to(person)
        return self.filter(own | Q(is_for_all=True, community__in=communities))

    def unanswered(self) -> Self:
        """Open, and nobody has answered yet."""
        return self.filter(state="open", first_answered_at=None)


class Ask(Inherited):
    """Somebody needs a hand: asked openly, or of a few people by name."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="asks")
    text = models.CharField(gettext_lazy("what you need a hand with"), max_length=LONGEST)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asks")
    is_for_all = models.BooleanField(default=True)
    asked_of = models.ManyToManyField(Person, blank=True, related_name="+")
    gathering = models.ForeignKey(  # where it was asked
        Gathering, null=True, on_delete=models.SET_NULL, related_name="asks"
    )
    state = models.CharField(max_length=8, default="open")
    came_of_it = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)  # likely helpers, because nobody answered
    key = models.UUIDField(null=True, unique=True)  # made by who sends it: sent twice, kept once

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [choices_constraint("work_ask_state", "state", ASK.states)]
        indexes = [
            models.Index(fields=["community", "state", "-asked_at"], name="work_ask_of"),
            models.Index(fields=["asked_by", "-asked_at"], name="work_ask_mine"),
            models.Index(
                fields=["asked_at"],
                condition=Q(state="open", first_answered_at=None, reminded_at=None),
                name="work_ask_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("work:ask", args=[self.community.slug, self.pk])

    @property
    def state_words(self) -> str:
        """Where it is, in words."""
        return str(STATES[self.state])

    # --- verbs ---

    @classmethod
    def open(
        cls,
        *,
        community: Community,
        text: str,
        detail: str = "",
        of: Sequence[Person] = (),
        gathering: Gathering | None = None,
        key: UUID | None = None,
        by: Person,
        at: datetime,
    ) -> Ask:
        """Somebody asks for a hand.

        Args:
            community: Where it is asked.
            text: In a line of at most 200 characters.
            detail: What helps to help.
            of: Whom they ask, at most five people; nobody: openly.
            gathering: Where it was asked, if in one.
            key: Made by the page that sends it; the same key again is the same ask.
            by: Who asks, by name.
            at: The moment.

        Raises:
            Refused: The community has closed, nothing is asked, too many are named, or one of them
                has no active account.
        """
        refuse_closed(community)
        text = one_line(text, longest=LONGEST, asked=_("Say what you need a hand with."))
        others = {person.pk: person for person in of if person.pk != by.pk}
        if of and not others:
            raise Refused(_("Ask somebody other than yourself, or everybody."))
        for person in others.values():
            refuse_inactive(person)
        if len(others) > A_FEW:
            raise Refused(
                _("Ask at most {number} people by name, or everybody.").format(number=A_FEW)
            )
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            own = {"asked_by_id": by.pk, "community_id": community.pk, "text": text}
            known = sent_before(cls.objects.all(), key=key, detail=detail.strip(), **own)
            if known:
                return known
            ask = cls.objects.create(
                community=community,
                text=text,
                detail=detail.strip(),
                is_for_all=not others,
                gathering=gathering,
                key=key,
                asked_by=by,
                asked_at=at,
            )
            ask.asked_of.set(others.values())
            ask.tell("ask.opened", by=by, at=at)
        return ask

    def solve(self, *, came_of_it: str = "", by: Person, at: datetime) -> None:
        """Who asked has what they needed."""
        self._close("solve", came_of_it, by=by, at=at)

    def give_up(self, *, came_of_it: str = "", by: Person, at: datetime) -> None:
        """Who asked no longer looks for a hand, though nothing solved it."""
        self._close("give_up", came_of_it, by=by, at=at)

    def reopen(self, *, by: Person, at: datetime) -> None:
        """Who asked needs a hand again."""
        self._must_be_own(by)
        with transaction.atomic():
            step(self, "reopen", life=ASK, states=STATES, closed_at=None)
            self.tell("ask.reopened", by=by, at=at)

    def retire(self, *, because: str, by: Person, at: datetime) -> None:
        """The community ends before it is solved; who asked reads why.

        Raises:
            Refused: No reason is given, or it is not open any more.
            Stale: Somebody else was first.
        """
        because = one_line(because, longest=300, asked=_("Say why: who asked reads it."))
        with transaction.atomic():
            step(self, "give_up", life=ASK, states=STATES, came_of_it=because, closed_at=at)
            self.tell("ask.retired", by=by, at=at)
            Notification.tell(
                "ask.retired",
                to=[self.asked_by],
                about=self,
                address=self.get_absolute_url(),
                by=by,
                at=at,
                community=self.community.name,
                text=self.text,
            )

    # --- within the aggregate ---

    def _concerns(self) -> list[Person | None]:
        return [self.asked_by]

    def _close(self, verb: str, came_of_it: str, *, by: Person, at: datetime) -> None:
        self._must_be_own(by)
        came_of_it = line_of(came_of_it)
        if len(came_of_it) > 300:
            raise Refused(_("Say it in at most {number} characters.").format(number=300))
        with transaction.atomic():
            step(self, verb, life=ASK, states=STATES, came_of_it=came_of_it, closed_at=at)
            self.tell("ask.solved" if verb == "solve" else "ask.given_up", by=by, at=at)
            if verb == "solve":
                Notification.tell(
                    "ask.solved",
                    to=Person.objects.filter(answers__ask=self),
                    about=self,
                    address=self.get_absolute_url(),
                    by=by,
                    at=at,
                    text=self.text,
                )

    def _must_be_own(self, person: Person) -> None:
        if self.asked_by_id != person.pk:
            raise Refused(_("Only who asked knows whether it is solved."))

    def tell(self, verb: str, *, by: Person, at: datetime) -> None:
        """Write down what happened to it, without its words."""
        Event.record(verb, by=by, at=at, about=self, within=self.community)
