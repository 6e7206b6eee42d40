from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Notification
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.inherited import Inherited, has_part
from mandorla.core.lifecycle import LESSON
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person
from mandorla.work.models.keys import sent_before
from mandorla.work.models.review import Review
from mandorla.work.models.saying import one_line, step
from mandorla.work.models.solution import Solution

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

LONGEST = 300
STATES: Final = {"current": gettext_lazy("in use"), "retired": gettext_lazy("retired")}


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Ways to look for what to do next time."""

    def visible_to(self, person: Person) -> Self:
        """A lesson is for whoever does the same next: everybody who is signed in."""
        return self.filter(community__in=Community.objects.visible_to(person))

    def current(self) -> Self:
        """Those in use."""
        return self.filter(state="current")

    def due(self, *, on: date) -> Self:
        """In use, and the day has come to look at them again."""
        return self.current().filter(look_again_on__lte=on)


class Lesson(Inherited):
    """What to do next time: with an owner, and a day by which it is looked at again.

    It is identified when it is written down, and learned only when something was changed.
    """

    inherited_in = ("current",)

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="lessons")
    text = models.CharField(gettext_lazy("what we do next time"), max_length=LONGEST)
    detail = models.TextField(gettext_lazy("more about it"), blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="lessons")
    look_again_on = models.DateField(gettext_lazy("look at it again by"))
    changed = models.CharField(
        gettext_lazy("where it changed how we work"), max_length=LONGEST, blank=True
    )
    changed_on = models.DateField(null=True)
    gathering = models.ForeignKey(
        Gathering, null=True, on_delete=models.SET_NULL, related_name="lessons"
    )
    solution = models.ForeignKey(
        Solution, null=True, on_delete=models.SET_NULL, related_name="lessons"
    )
    review = models.ForeignKey(Review, null=True, on_delete=models.SET_NULL, related_name="lessons")
    state = models.CharField(max_length=7, default="current")
    because = models.CharField(max_length=300, blank=True)  # why it is used no longer
    kept_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)  # the last time
    key = models.UUIDField(null=True, unique=True)  # made by who sends it: sent twice, kept once

    objects = LessonQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("work_lesson_state", "state", LESSON.states),
            models.CheckConstraint(
                name="work_lesson_changed_on_a_day",
                condition=models.Q(changed="") | models.Q(changed_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-kept_at"], name="work_lesson_of"),
            models.Index(fields=["owner", "state", "look_again_on"], name="work_lesson_mine"),
            models.Index(fields=["community", "state", "look_again_on"], name="work_lesson_due"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("work:lesson", args=[self.community.slug, self.pk])

    @property
    def is_learned(self) -> bool:
        """Whether something was changed because of it."""
        return bool(self.changed)

    # --- verbs ---

    @classmethod
    def keep_one(
        cls,
        *,
        community: Community,
        text: str,
        look_again_on: date,
        detail: str = "",
        owner: Person | None = None,
        gathering: Gathering | None = None,
        solution: Solution | None = None,
        review: Review | None = None,
        key: UUID | None = None,
        by: Person,
        at: datetime,
    ) -> Lesson:
        """This is what to do next time, from now on.

        Args:
            community: Who learned it.
            text: In a line of at most 300 characters.
            look_again_on: The day by which somebody asks whether it still holds.
            detail: More about it.
            owner: Who sees to it; who writes it down, when nobody is named.
            gathering: Where it was said, if in a gathering.
            solution: Which solution taught it, if one did.
            review: Which review it came of, if of one.
            key: Made by the page that sends it; the same key again is the same lesson.
            by: Who writes it down.
            at: The moment.

        Raises:
            Refused: The community has closed, nothing is said, the day is not ahead, or the owner
                has no part in the community.
        """
        refuse_closed(community)
        text = one_line(text, longest=LONGEST, asked=_("Say what you do next time."))
        _refuse_past(look_again_on, at=at)
        _refuse_outsider(owner, community=community, by=by)
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            own = {"community_id": community.pk, "text": text, "detail": detail.strip()}
            known = sent_before(cls.objects.all(), key=key, **own)
            if known:
                return known
            lesson = cls.objects.create(
                community=community,
                text=text,
                detail=detail.strip(),
                owner=owner or by,
                look_again_on=look_again_on,
                gathering=gathering,
                solution=solution,
                review=review,
                key=key,
                kept_at=at,
            )
            lesson.tell("lesson.kept", by=by, at=at)
            _tell_owner(lesson, by=by, at=at)
        return lesson

    def confirm(self, *, look_again_on: date, by: Person, at: datetime) -> None:
        """Somebody looked at it: it still holds, and is looked at again by another day."""
        self._must_be_in_use()
        _refuse_past(look_again_on, at=at)
        self.look_again_on, self.looked_at = look_again_on, at
        with transaction.atomic():
            self.keep("look_again_on", "looked_at")
            self.tell("lesson.confirmed", by=by, at=at, day=look_again_on.isoformat())

    def reword(self, *, text: str, detail: str, by: Person, at: datetime) -> None:
        """It says this from now on."""
        self._must_be_in_use()
        before = self.text
        self.text = one_line(text, longest=LONGEST, asked=_("Say what you do next time."))
        self.detail, self.looked_at = detail.strip(), at
        with transaction.atomic():
            self.keep("text", "detail", "looked_at")
            self.tell("lesson.reworded", by=by, at=at, before=before)

    def hand_over(self, *, owner: Person, by: Person, at: datetime) -> None:
        """Somebody else sees to it from now on."""
        self._must_be_in_use()
        _refuse_outsider(owner, community=self.community, by=by)
        self.owner = owner
        with transaction.atomic():
            self.keep("owner")
            self.tell("lesson.handed_over", by=by, at=at, owner=owner.name)
            _tell_owner(self, by=by, at=at)

    def note_change(self, *, changed: str, on: date, by: Person, at: datetime) -> None:
        """Something is done otherwise because of it: it is learned."""
        self._must_be_in_use()
        asked = _("Say which process, form or rule is different now.")
        self.changed = one_line(changed, longest=LONGEST, asked=asked)
        self.changed_on = on
        with transaction.atomic():
            self.keep("changed", "changed_on")
            self.tell("lesson.learned", by=by, at=at, changed=self.changed)

    def retire(self, *, because: str, by: Person, at: datetime) -> None:
        """It is used no longer, and stays readable with the reason."""
        because = one_line(because, longest=300, asked=_("Say why it no longer holds."))
        with transaction.atomic():
            step(self, "retire", life=LESSON, states=STATES, because=because)
            self.tell("lesson.retired", by=by, at=at, because=because)

    def restore(self, *, look_again_on: date, by: Person, at: datetime) -> None:
        """It is in use again."""
        _refuse_past(look_again_on, at=at)
        with transaction.atomic():
            step(
                self,
                "restore",
                life=LESSON,
                states=STATES,
                because="",
                look_again_on=look_again_on,
            )
            self.tell("lesson.restored", by=by, at=at)

    # --- within the aggregate ---

    def _seen_to_by(self, to: Community, person: Person | None) -> dict[str, Any]:
        """Its owner goes along when they are there, too."""
        return {"owner": person or (self.owner if has_part(self.owner, to) else None)}

    def _concerns(self) -> list[Person | None]:
        return [self.owner]

    def _must_be_in_use(self) -> None:
        refuse_closed(self.community)
        if self.state != "current":
            raise Refused(_("This is {state} by now.").format(state=STATES[self.state]))

    def tell(self, verb: str, *, by: Person, at: datetime, **details: str) -> None:
        """Write down what happened to it."""
        Event.record(verb, by=by, at=at, about=self, within=self.community, **details)


def _tell_owner(lesson: Lesson, *, by: Person, at: datetime) -> None:
    """Who is to see to it reads so."""
    Notification.tell(
        "lesson.handed_over",
        to=[lesson.owner],
        about=lesson,
        address=lesson.get_absolute_url(),
        by=by,
        at=at,
        name=by.name,
        text=lesson.text,
    )


def _refuse_outsider(owner: Person | None, *, community: Community, by: Person) -> None:
    """Nothing, for somebody with a part in the community, and for who does it themselves.

    Raises:
        Refused: They have none, and would have to see to what they do not take part in.
    """
    if owner is None or owner == by:
        return
    if not owner.is_active or not (owner.is_program_manager or community.roles_of(owner)):
        sentence = _("{name} is not in {community}. A lesson is seen to by somebody who is.")
        raise Refused(sentence.format(name=owner.name, community=community.name))


def _refuse_past(day: date, *, at: datetime) -> None:
    if day <= at.date():
        raise Refused(_("Choose a day after today to look at it again."))
    if day.year > at.year + 10:
        raise Refused(_("In ten years nobody remembers: choose an earlier day."))
