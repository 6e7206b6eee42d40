from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Notification, Record
from mandorla.communities.models.closed import refuse_closed
from mandorla.people.models import Person
from mandorla.work.models.ask import Ask
from mandorla.work.models.keys import sent_before

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

LONGEST = 4000


class Answer(Record):
    """What somebody knows about an ask."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(gettext_lazy("what you know"))
    answered_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="answers")
    answered_at = models.DateTimeField()
    thanked_at = models.DateTimeField(null=True)  # by who asked
    key = models.UUIDField(null=True, unique=True)  # made by who sends it: sent twice, kept once

    class Meta:
        indexes = [
            models.Index(fields=["ask", "answered_at"], name="work_answer_of"),
            models.Index(fields=["answered_by", "-answered_at"], name="work_answer_mine"),
        ]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def give(
        cls, *, ask: Ask, text: str, key: UUID | None = None, by: Person, at: datetime
    ) -> Answer:
        """Somebody has said what they know. Who asked may also add to their own ask.

        Args:
            ask: What is answered; an open one.
            text: In any words, at most 4,000 characters.
            key: Made by the page that sends it; the same key again is the same answer.
            by: Who answers, by name.
            at: The moment.

        Raises:
            Refused: Nothing is said, too much, or nobody looks for a hand any longer, as in a
                community that has closed.
        """
        refuse_closed(ask.community)
        text = text.strip()
        if not text:
            raise Refused(_("Say what you know."))
        if len(text) > LONGEST:
            raise Refused(_("Say it in at most {number} characters.").format(number=LONGEST))
        with transaction.atomic():
            kept = Ask.objects.select_for_update().get(pk=ask.pk)
            own = {"answered_by_id": by.pk, "ask_id": ask.pk, "text": text}
            known = sent_before(cls.objects.all(), key=key, **own)
            if known:
                return known
            if kept.state != "open":
                raise Refused(_("This is {state} by now.").format(state=kept.state_words))
            answer = cls.objects.create(ask=ask, text=text, key=key, answered_by=by, answered_at=at)
            if kept.first_answered_at is None and by.pk != kept.asked_by_id:
                ask.first_answered_at = at
                ask.keep("first_answered_at")
            ask.tell("ask.answered", by=by, at=at)
            answer.let_know("ask.answered", to=ask.asked_by, by=by, at=at)
        return answer

    def thank(self, *, by: Person, at: datetime) -> None:
        """Who asked says thank you; said twice, it counts once.

        Raises:
            Refused: Somebody else asked, or it is their own answer.
            Stale: The answer was removed in the meantime.
        """
        if self.ask.asked_by_id != by.pk or self.answered_by_id == by.pk:
            raise Refused(_("Thanks are for who asked to give, and for others to get."))
        if self.thanked_at is None:
            self.thanked_at = at
            with transaction.atomic():
                self.keep("thanked_at")
                self.ask.tell("ask.thanked", by=by, at=at)
                self.let_know("answer.thanked", to=self.answered_by, by=by, at=at)

    def take_back(self, *, by: Person) -> None:
        """Who answered takes it back; a first answer that is gone was none.

        Raises:
            Refused: Somebody else answered.
            Stale: It was removed in the meantime.
        """
        if self.answered_by_id != by.pk:
            raise Refused(_("Only who answered can take it back."))
        with transaction.atomic():
            ask = Ask.objects.select_for_update().get(pk=self.ask_id)
            if not Answer.objects.filter(pk=self.pk).delete()[0]:
                raise Stale(_("This was removed in the meantime. Go back and look again."))
            others = ask.answers.exclude(answered_by=ask.asked_by_id)
            ask.first_answered_at = others.aggregate(first=models.Min("answered_at"))["first"]
            ask.keep("first_answered_at")

    def let_know(self, kind: str, *, to: Person, by: Person, at: datetime) -> None:
        """Tell the other one of the two."""
        Notification.tell(
            kind,
            to=[to],
            about=self,
            address=f"{self.ask.get_absolute_url()}#answer-{self.pk}",
            by=by,
            at=at,
            name=by.name,
            text=self.ask.text,
        )
