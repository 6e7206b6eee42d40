from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import models, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.lifecycle import STORY, after
from mandorla.gatherings.models import Gathering
from mandorla.ledger.models import telling
from mandorla.ledger.models.asked_once import AskedOnce
from mandorla.ledger.models.story_queries import StoryQuerySet
from mandorla.people.models import Person, Unit
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation
from mandorla.work.models import Ask, Lesson, Solution
from mandorla.work.models.keys import sent_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from uuid import UUID

LONGEST: Final = telling.LONGEST
STEPS = {
    "happened": gettext_lazy("What happened that mattered?"),
    "useful": gettext_lazy("What could you use of it?"),
    "used": gettext_lazy("Where did you use it, and what did you change?"),
    "difference": gettext_lazy("What difference did it make?"),
    "success": gettext_lazy("Did it change what counts as success?"),
}
SEEN_BY = {
    "community": gettext_lazy("people in the community"),
    "organization": gettext_lazy("everybody here"),
    "sponsor": gettext_lazy("sponsors alone"),
}
SOURCES: Final = ("solution", "ask", "gathering", "lesson")
STATES = {
    "told": gettext_lazy("told"),
    "withdrawn": gettext_lazy("taken back"),
}


class Story(Record):
    """What somebody got from a community and what became of it, told by the one who got it.

    Any step can be the first. Later ones can be promised with a day: the teller is asked once.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="stories")
    number = models.PositiveIntegerField()  # of this community, from 1
    title = models.CharField(gettext_lazy("in one line"), max_length=LONGEST)
    teller = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="stories")
    is_nameless = models.BooleanField(gettext_lazy("without my name"), default=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.SET_NULL, related_name="+")
    seen_by = models.CharField(max_length=12, choices=list(SEEN_BY.items()))
    state = models.CharField(max_length=9, choices=list(STATES.items()), default="told")
    happened = models.TextField(blank=True)
    useful = models.TextField(blank=True)
    used = models.TextField(blank=True)
    difference = models.TextField(blank=True)
    success = models.TextField(blank=True)
    promised_on = models.DateField(gettext_lazy("ask me again on"), null=True)
    asked_again_at = models.DateTimeField(null=True)  # the one time that the teller was asked
    told_at = models.DateTimeField()
    edits = models.PositiveIntegerField(default=0)  # so that two at once notice each other
    key = models.UUIDField(null=True, unique=True)  # made by who sends it: sent twice, told once
    gathering = models.ForeignKey(
        Gathering, null=True, on_delete=models.SET_NULL, related_name="stories"
    )
    solution = models.ForeignKey(
        Solution, null=True, on_delete=models.SET_NULL, related_name="stories"
    )
    ask = models.ForeignKey(Ask, null=True, on_delete=models.SET_NULL, related_name="stories")
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.SET_NULL, related_name="stories")
    expectations = models.ManyToManyField(Expectation, related_name="stories")
    objectives = models.ManyToManyField(Objective, related_name="stories")

    objects = StoryQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("ledger_story_seen_by", "seen_by", SEEN_BY),
            choices_constraint("ledger_story_state", "state", STATES),
            models.UniqueConstraint(fields=["community", "number"], name="ledger_story_numbered"),
            models.CheckConstraint(
                name="ledger_story_says_something",
                condition=~Q(happened="", useful="", used="", difference="", success=""),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "-told_at"], name="ledger_story_of"),
            models.Index(fields=["promised_on", "asked_again_at"], name="ledger_story_promised"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ledger:story", args=[self.community.slug, self.number])

    # --- questions ---

    def is_own_of(self, person: Person) -> bool:
        """Whether the person told it. The answer is for that person only."""
        return self.teller_id is not None and self.teller_id == person.pk

    @property
    def shown_teller(self) -> Person | None:
        """Who told it, when those who read it may know."""
        return None if self.is_nameless else self.teller

    @property
    def steps(self) -> dict[str, str]:
        """Every step with its words, in their order; "" where nothing is said."""
        return {name: getattr(self, name) for name in STEPS}

    @property
    def first_words(self) -> str:
        """What is said at its first step."""
        return next((said for said in self.steps.values() if said), "")

    # --- verbs ---

    @classmethod
    def tell(
        cls,
        *,
        community: Community,
        title: str,
        steps: Mapping[str, str],
        seen_by: str = "community",
        is_nameless: bool = False,
        promised_on: date | None = None,
        expectations: Iterable[Expectation] = (),
        objectives: Iterable[Objective] = (),
        key: UUID | None = None,
        by: Person,
        at: datetime,
        **sources: Any,
    ) -> Story:
        """It is told, and read by those its teller chose.

        Without a name there is no event, and neither the hour, the gathering nor the ask is kept,
        nor a unit with fewer than five people here: each could lead to the person.

        Args:
            community: Which community it came of.
            title: In one line of at most 120 characters.
            steps: What is said at each of `STEPS` that something is said at.
            seen_by: Who may read it, one of `SEEN_BY`.
            is_nameless: Whether nobody is told who told it.
            promised_on: When to ask the teller how it went on, once.
            expectations: What it serves, of the community.
            objectives: What it serves, of the organization.
            key: Made by the page that sends it; the same key again is the same story.
            by: Who tells it; kept also without a name, so that they can change it.
            at: The moment.
            sources: The solution, ask, gathering and lesson that it was told of.

        Raises:
            Refused: The community has closed or is not theirs to see, nothing is said, it hangs on
                what is elsewhere, or the promised day is not ahead.
        """
        telling.refuse_stranger(by, community=community)
        words = telling.read_words(title, steps, names=STEPS)
        telling.refuse_unknown(seen_by, SEEN_BY)
        serves = telling.read_serves(community, expectations, objectives)
        origin = telling.read_sources(community, sources, names=SOURCES)
        story = cls(community=community, teller=by, seen_by=seen_by, key=key, **words, **origin)
        story.promised_on = promised_on and telling.read_promise(promised_on, at=at)
        telling.hide(story, is_nameless=is_nameless, at=at)
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            own = {"community": community, "teller": by, **dict.fromkeys(STEPS, ""), **words}
            if known := sent_before(cls.objects.all(), key=key, **own):
                return known
            last = cls.objects.filter(community=community).aggregate(last=Max("number"))["last"]
            story.number = (last or 0) + 1
            story.save(force_insert=True)
            story._serve(serves)
            AskedOnce.settle(person=by, sources=origin)
            story.tell_own("story.told", by=by, at=at)
        return story

    def change(
        self,
        *,
        title: str,
        steps: Mapping[str, str],
        seen_by: str,
        is_nameless: bool,
        expectations: Iterable[Expectation] = (),
        objectives: Iterable[Objective] = (),
        edits: int,
        by: Person,
        at: datetime,
    ) -> None:
        """It reads so from now on; a step that is left out is empty.

        Args are those of `tell`, and how often it had been changed when the person read it.

        Raises:
            Refused: They did not tell it, it is taken back, or as `tell`.
            Stale: It was changed in the meantime, on another page of the same person.
        """
        self._must_be_own(by)
        words = telling.read_words(title, steps, names=STEPS)
        telling.refuse_unknown(seen_by, SEEN_BY)
        serves = telling.read_serves(self.community, expectations, objectives)
        for name, value in {**dict.fromkeys(STEPS, ""), **words, "seen_by": seen_by}.items():
            setattr(self, name, value)
        was_nameless = self.is_nameless
        if is_nameless != was_nameless:
            telling.hide(self, is_nameless=is_nameless, at=self.told_at)
        with transaction.atomic():
            self._keep_all("title", *STEPS, "seen_by", *telling.HIDDEN, edits=edits)
            telling.hide_proofs(self, was_nameless=was_nameless)
            self._serve(serves)
            self.tell_own("story.changed", by=by, at=at)

    def add_step(self, *, step: str, text: str, by: Person, at: datetime) -> None:
        """It went on: a later step is told, and what was promised is kept.

        Raises:
            Refused: They did not tell it, nothing is said, or that step is told already.
        """
        self._must_be_own(by)
        telling.refuse_unknown(step, STEPS)
        if getattr(self, step):
            raise Refused(_("That step is told already. Change the story instead."))
        setattr(self, step, telling.read_step(text, asked=True))
        self.promised_on = None
        with transaction.atomic():
            self._keep_all(step, "promised_on", edits=self.edits)
            self.tell_own("story.went_on", by=by, at=at)

    def promise(self, *, on: date, by: Person, at: datetime) -> None:
        """The teller is asked on that day how it went on: once, and never again.

        Raises:
            Refused: They did not tell it, the day is not ahead, or they were asked already.
        """
        self._must_be_own(by)
        if self.asked_again_at:
            raise Refused(_("You were asked once, and are not asked again. Tell it when you like."))
        self.promised_on = telling.read_promise(on, at=at)
        with transaction.atomic():
            self._keep_all("promised_on", edits=self.edits)
            self.tell_own("story.promised", by=by, at=at)

    def withdraw(self, *, by: Person, at: datetime) -> None:
        """Its teller takes it back: nobody else reads it, and what it claims counts no more.

        Raises:
            Refused: They did not tell it, or it is taken back already.
            Stale: It was taken back in the meantime.
        """
        if not self.is_own_of(by):
            raise Refused(_("Only who told a story can take it back."))
        to = after(STORY, state=self.state, verb="withdraw")
        if to is None:
            raise Refused(_("This story is taken back already."))
        sentence = _("This story was taken back in the meantime.")
        with transaction.atomic():
            self.move("state", before=self.state, after=to, sentence=sentence)
            self.tell_own("story.withdrawn", by=by, at=at)

    # --- within the aggregate ---

    def _must_be_own(self, by: Person) -> None:
        if not self.is_own_of(by):
            raise Refused(_("Only who told a story can change it."))
        refuse_closed(self.community)
        if after(STORY, state=self.state, verb="change") is None:
            raise Refused(_("This story is taken back."))

    def _keep_all(self, *fields: str, edits: int) -> None:
        values = {field: getattr(self, field) for field in fields} | {"edits": edits + 1}
        rows = Story.objects.filter(pk=self.pk, edits=edits, state="told")
        if not rows.update(**values):
            raise Stale(_("This story was changed in the meantime. Open it again."))
        self.edits = edits + 1

    def _serve(self, serves: telling.Serves) -> None:
        self.expectations.set(serves.expectations)
        self.objectives.set(serves.objectives)

    def tell_own(self, verb: str, *, by: Person, at: datetime) -> None:
        """What a person does with their own story; without a name its place would tell an hour."""
        if not self.is_nameless:
            Event.record(verb, by=by, at=at, about=self, within=self.community)
