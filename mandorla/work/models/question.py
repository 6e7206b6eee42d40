from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Notification
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community, Membership
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inherited import Inherited
from mandorla.communities.models.inside import inside
from mandorla.core.lifecycle import QUESTION
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person
from mandorla.strategy.models import Objective
from mandorla.work.models.keys import sent_before
from mandorla.work.models.saying import one_line, step

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

LONGEST = 300
LONGEST_ANSWER = 4_000
KINDS = {"question": gettext_lazy("a question"), "request": gettext_lazy("a request")}
STATES = {
    "open": gettext_lazy("open"),
    "answered": gettext_lazy("answered"),
    "declined": gettext_lazy("declined"),
    "withdrawn": gettext_lazy("withdrawn"),
}


def speaks_for_management(person: Person) -> bool:
    """Whether somebody answers for a part of the organization.

    Program managers do, those who sponsor a community, and the owners of objectives.
    """
    if not person.is_active:
        return False
    return (
        person.is_program_manager
        or Membership.objects.current().filter(person=person, role="sponsor").exists()
        or Objective.objects.current().filter(owner=person).exists()
    )


class QuestionQuerySet(models.QuerySet["Question"]):
    """Ways to look for what management asked of communities."""

    def visible_to(self, person: Person) -> Self:
        """For those in the community, program managers, and whoever asked."""
        return inside(self, person, own="asked_by")


class Question(Inherited):
    """What management puts to a community, because it wants to know or to have something.

    That the organization reaches out is the sign that a community is a part of how it works.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8)
    text = models.CharField(gettext_lazy("what you ask"), max_length=LONGEST)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    wanted_on = models.DateField(null=True)  # until when an answer helps
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=9, default="open")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_in = models.ForeignKey(
        Gathering, null=True, on_delete=models.SET_NULL, related_name="questions"
    )
    answered_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True, unique=True)  # made by who sends it: sent twice, kept once

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("work_question_kind", "kind", KINDS),
            choices_constraint("work_question_state", "state", QUESTION.states),
            models.CheckConstraint(
                name="work_question_answered_says_what",
                condition=~Q(state__in=["answered", "declined"]) | ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "asked_at"], name="work_question_of"),
            models.Index(fields=["community", "asked_at"], name="work_question_when"),
            models.Index(fields=["asked_by", "-asked_at"], name="work_question_mine"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("work:question", args=[self.community.slug, self.pk])

    @property
    def kind_words(self) -> str:
        """What it is: "a question"."""
        return str(KINDS[self.kind])

    @property
    def days(self) -> int | None:
        """Days from the question to the answer; None before there is one."""
        return (self.answered_at - self.asked_at).days if self.answered_at else None

    # --- verbs ---

    @classmethod
    def ask(
        cls,
        *,
        community: Community,
        kind: str,
        text: str,
        detail: str = "",
        wanted_on: date | None = None,
        key: UUID | None = None,
        by: Person,
        at: datetime,
    ) -> Question:
        """Management has put this to the community; it lies in the next agenda.

        Args:
            community: Whom it is put to.
            kind: "question" or "request".
            text: In a line of at most 300 characters.
            detail: What helps to answer it.
            wanted_on: Until when an answer helps.
            key: Made by the page that sends it; the same key again is the same question.
            by: Who asks, by name.
            at: The moment.

        Raises:
            Refused: The community has closed, nothing is asked, or the person speaks for nobody.
        """
        refuse_closed(community)
        text = one_line(text, longest=LONGEST, asked=_("Say what you ask of them."))
        if not speaks_for_management(by):
            raise Refused(_("Sponsors, owners of objectives and program managers put questions."))
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            own = {"asked_by_id": by.pk, "community_id": community.pk, "kind": kind, "text": text}
            known = sent_before(cls.objects.all(), key=key, detail=detail.strip(), **own)
            if known:
                return known
            question = cls.objects.create(
                community=community,
                kind=kind,
                text=text,
                detail=detail.strip(),
                wanted_on=wanted_on,
                key=key,
                asked_by=by,
                asked_at=at,
            )
            question.tell("question.asked", by=by, at=at)
        return question

    def reply(
        self,
        *,
        answer: str,
        gathering: Gathering | None = None,
        by: Person,
        at: datetime,
    ) -> None:
        """The community has answered; whoever asked sees it.

        Raises:
            Refused: Nothing is said, or it waits no longer.
            Stale: Somebody else was first.
        """
        self._close("answer", answer, asked=_("Say what you answer."), by=by, at=at, into=gathering)

    def decline(self, *, because: str, by: Person, at: datetime) -> None:
        """The community has said that it does not take this up, and why.

        Raises:
            Refused: No reason is given, or it waits no longer.
            Stale: Somebody else was first.
        """
        self._close("decline", because, asked=_("Say why you do not take it up."), by=by, at=at)

    def withdraw(self, *, by: Person, at: datetime) -> None:
        """Whoever asked no longer needs an answer.

        Raises:
            Refused: Somebody else asked, or it waits no longer.
            Stale: It was answered in the meantime.
        """
        if self.asked_by_id != by.pk and not by.is_program_manager:
            raise Refused(_("Only who asked can withdraw it."))
        with transaction.atomic():
            step(self, "withdraw", life=QUESTION, states=STATES)
            self.tell("question.withdrawn", by=by, at=at)

    # --- within the aggregate ---

    def _concerns(self) -> list[Person | None]:
        return [self.asked_by]

    def _close(
        self,
        verb: str,
        words: str,
        *,
        asked: str,
        by: Person,
        at: datetime,
        into: Gathering | None = None,
    ) -> None:
        words = words.strip()
        if not words:
            raise Refused(asked)
        with transaction.atomic():
            step(
                self,
                verb,
                life=QUESTION,
                states=STATES,
                answer=words,
                answered_by=by,
                answered_in=into,
                answered_at=at,
            )
            kind = "question.answered" if verb == "answer" else "question.declined"
            self.tell(kind, by=by, at=at)
            Notification.tell(
                kind,
                to=[self.asked_by],
                about=self,
                address=self.get_absolute_url(),
                by=by,
                at=at,
                community=self.community.name,
                text=self.text,
            )

    def tell(self, verb: str, *, by: Person, at: datetime) -> None:
        """Write down what happened to it."""
        Event.record(verb, by=by, at=at, about=self, within=self.community)
