from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.lines import line_of
from mandorla.base.models import Event, Notification, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inside import inside
from mandorla.core.lifecycle import INSIGHT, after
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person, Unit
from mandorla.strategy.models import Objective
from mandorla.work.models.keys import sent_before

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

LONGEST = 400
LONGEST_MORE = 2_000
STATES = {
    "waiting": gettext_lazy("waits for the next gathering"),
    "heard": gettext_lazy("heard, waits for an answer"),
    "asked_back": gettext_lazy("leadership needs more"),
    "answered": gettext_lazy("answered"),
}
ANSWERS = {
    "will_do": gettext_lazy("will do"),
    "already_done": gettext_lazy("already done"),
    "cannot": gettext_lazy("cannot, because"),
    "need_more": gettext_lazy("need more"),
}


class InsightQuerySet(models.QuerySet["Insight"]):
    """Ways to look for what conversations in the units brought."""

    def visible_to(self, person: Person) -> Self:
        """What colleagues said in confidence stays among those in the community."""
        return inside(self, person)

    def unanswered(self) -> Self:
        """Those that leadership has not answered yet."""
        return self.filter(state__in=["waiting", "heard"])


class Insight(Record):
    """What a conversation back in a unit brought: heard by the next gathering, then answered.

    The unit is told, never who said it. Who brought it is kept, to show them what became of it.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="insights")
    text = models.CharField(gettext_lazy("what a colleague said"), max_length=LONGEST)
    more = models.TextField(blank=True)  # said when leadership needed more
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    objective = models.ForeignKey(
        Objective, null=True, on_delete=models.SET_NULL, related_name="insights"
    )
    brought_by = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="insights"
    )
    brought_at = models.DateTimeField()
    heard_in = models.ForeignKey(
        Gathering, null=True, on_delete=models.SET_NULL, related_name="insights"
    )
    state = models.CharField(max_length=10, default="waiting")
    key = models.UUIDField(null=True, unique=True)  # made by who sends it: sent twice, kept once

    objects = InsightQuerySet.as_manager()

    class Meta:
        constraints = [choices_constraint("work_insight_state", "state", INSIGHT.states)]
        indexes = [
            models.Index(fields=["community", "state", "-brought_at"], name="work_insight_of"),
            models.Index(fields=["brought_by", "-brought_at"], name="work_insight_mine"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("work:insight", args=[self.community.slug, self.pk])

    is_mine: bool  # whether who asks brought it; the API says so

    # --- verbs ---

    @classmethod
    def bring(
        cls,
        *,
        community: Community,
        text: str,
        unit: Unit,
        objective: Objective | None = None,
        key: UUID | None = None,
        by: Person,
        at: datetime,
    ) -> Insight:
        """What somebody heard in a unit lies in the next agenda.

        Args:
            community: Whose next gathering hears it.
            text: What was said, in at most 400 characters.
            unit: Where it was said.
            objective: What it is about, if it is about one.
            key: Made by the page that sends it; the same key again is the same insight.
            by: Who brings it; shown to nobody else.
            at: The moment.

        Raises:
            Refused: The community has closed, or nothing is said.
        """
        text = line_of(text)
        refuse_closed(community)
        if not text or len(text) > LONGEST:
            raise Refused(_("Say it in one to {number} characters.").format(number=LONGEST))
        try:
            with transaction.atomic():
                insight = cls.objects.create(
                    community=community,
                    text=text,
                    unit=unit,
                    objective=objective,
                    key=key,
                    brought_by=by,
                    brought_at=at,
                )
                insight.tell("insight.brought", by=by, at=at)
        except IntegrityError:
            own = {"brought_by_id": by.pk, "community_id": community.pk, "unit_id": unit.pk}
            known = sent_before(cls.objects.all(), key=key, text=text, **own)
            if known is None:
                raise
            return known
        return insight

    def hear(self, *, gathering: Gathering, by: Person | None, at: datetime) -> None:
        """The gathering has listened to it; now it waits for an answer."""
        with transaction.atomic():
            self.step("hear", heard_in=gathering)
            self.tell("insight.heard", by=by, at=at)

    def add(self, *, more: str, by: Person, at: datetime) -> None:
        """Who brought it says more, because leadership needed it; it waits again.

        Raises:
            Refused: Nothing is said, or somebody else brought it.
            Stale: It was answered in the meantime.
        """
        if self.brought_by_id != by.pk:
            raise Refused(_("Only who brought it can say more about it."))
        if not more.strip():
            raise Refused(_("Say what leadership should know."))
        with transaction.atomic():
            self.step("add", more="\n\n".join(filter(None, [self.more, more.strip()])))
            self.tell("insight.added_to", by=by, at=at)

    # --- within the aggregate ---

    def step(self, verb: str, **also: object) -> None:
        """Move on in its life, when nobody was first and the community has not closed."""
        refuse_closed(self.community)
        to = after(INSIGHT, state=self.state, verb=verb)
        gone = _("Somebody has answered this insight in the meantime. Read it again.")
        if to is None:
            raise Stale(gone)
        self.move("state", before=self.state, after=to, sentence=gone, **also)

    def tell(self, verb: str, *, by: Person | None, at: datetime, **details: str) -> None:
        """Write down what happened to it, with the unit it comes from."""
        unit = self.unit.name if self.unit else _("a unit")
        Event.record(verb, by=by, at=at, about=self, within=self.community, unit=unit, **details)


class Response(Record):
    """What leadership says becomes of an insight. A later one stands beside the earlier ones."""

    insight = models.ForeignKey(Insight, on_delete=models.CASCADE, related_name="responses")
    number = models.PositiveSmallIntegerField()  # 1 for the first
    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=LONGEST, blank=True)
    due_on = models.DateField(null=True)
    given_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["insight_id", "number"]
        constraints = [
            choices_constraint("work_response_kind", "kind", ANSWERS),
            models.UniqueConstraint(fields=["insight", "number"], name="work_response_once"),
            models.CheckConstraint(
                name="work_response_will_do_by_a_day",
                condition=~models.Q(kind="will_do") | models.Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="work_response_cannot_says_why",
                condition=~models.Q(kind="cannot") | ~models.Q(text=""),
            ),
        ]
        indexes = [models.Index(fields=["kind", "due_on"], name="work_response_due")]

    def __str__(self) -> str:
        return f"{self.words} {self.text}".strip()

    @property
    def words(self) -> str:
        """What becomes of the insight: "will do"."""
        return str(ANSWERS[self.kind])

    @classmethod
    def give(
        cls,
        *,
        insight: Insight,
        kind: str,
        text: str = "",
        due_on: date | None = None,
        seen: int,
        by: Person,
        at: datetime,
    ) -> Response:
        """Leadership has answered; who brought the insight sees it.

        Args:
            insight: What is answered.
            kind: will_do, already_done, cannot or need_more.
            text: In words; why, when it cannot be done; what, when more is needed.
            due_on: By when, when it will be done.
            seen: How many answers the person saw before giving this one.
            by: Who answers, by name.
            at: The moment.

        Raises:
            Refused: A reason, a question or a day is missing.
            Stale: Somebody else answered in the meantime.
        """
        text = line_of(text)
        _refuse_half_an_answer(kind, text=text, due_on=due_on)
        try:
            with transaction.atomic():
                response = cls.objects.create(
                    insight=insight,
                    number=seen + 1,
                    kind=kind,
                    text=text,
                    due_on=due_on if kind == "will_do" else None,
                    given_by=by,
                    given_at=at,
                )
                insight.step("ask_back" if kind == "need_more" else "answer")
                insight.tell("insight.answered", by=by, at=at, kind=str(ANSWERS[kind]))
                Notification.tell(
                    "insight.answered",
                    to=[insight.brought_by],
                    about=response,
                    address=insight.get_absolute_url(),
                    by=by,
                    at=at,
                    unit=insight.unit.name if insight.unit else "",
                    answer=str(ANSWERS[kind]),
                )
        except IntegrityError as second:
            raise Stale(
                _("Somebody else has answered this insight in the meantime. Read it first.")
            ) from second
        return response


def _refuse_half_an_answer(kind: str, *, text: str, due_on: date | None) -> None:
    if kind == "will_do" and due_on is None:
        raise Refused(_("Say by when it will be done."))
    if kind == "cannot" and not text:
        raise Refused(_("Say why it cannot be done: that is what people take home."))
    if kind == "need_more" and not text:
        raise Refused(_("Say what you need to know."))
