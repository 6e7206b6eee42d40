from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community, Membership
from mandorla.gatherings.models import Gathering
from mandorla.people.models import Person, Unit
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation
from mandorla.work.models import Ask, Lesson, Solution

LONGEST = 120
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
STATES = {
    "told": gettext_lazy("told"),
    "withdrawn": gettext_lazy("taken back"),
}


class StoryQuerySet(models.QuerySet["Story"]):
    """Ways to look for stories."""

    def visible_to(self, person: Person) -> Self:
        """Each is read by those its teller chose, and by the teller.

        Program managers read all but what was told to sponsors alone.
        """
        if not person.is_active:
            return self.none()
        places = Membership.objects.places_of(person)
        sponsored = Membership.objects.current().filter(person=person, role="sponsor")
        readable = (
            Q(teller=person)
            | Q(seen_by="organization")
            | Q(seen_by__in=["community", "sponsor"], community__in=sponsored.values("community"))
            | Q(seen_by="community", community__in=places)
        )
        if person.is_program_manager:
            readable |= Q(seen_by="community")
        known = self.filter(community__in=Community.objects.visible_to(person))
        return known.filter(readable).filter(Q(state="told") | Q(teller=person))

    def told(self) -> Self:
        """Those that stand."""
        return self.filter(state="told")


class Story(Record):
    """What somebody got from a community and what became of it, told by the one who got it.

    Any step can be the first. Later ones can be promised with a day; then the teller is asked
    once, on that day.
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
    # What it was told of, and what it serves.
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
