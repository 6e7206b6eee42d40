"""What people of the story ask of each other, keep as lessons, and are asked by management."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

from mandorla.demo.population import SEED
from mandorla.work.models import (
    Answer,
    Ask,
    Contribution,
    Expertise,
    Lesson,
    Question,
    Review,
    Solution,
)

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.demo.meetings import Meetings, Told
    from mandorla.people.models import Person

A_WHILE: Final = timedelta(minutes=9)


@dataclass
class Shared:
    """The asks, lessons, reviews and questions of one community.

    Attributes:
        meetings: Its gatherings, which say when everything happened.
        story: What the data file tells.
        reviews: What was looked back on so far, by the key of the data file.
        held_at: When it is, by the same key.
    """

    meetings: Meetings
    story: dict[str, Any]
    reviews: dict[str, Review] = field(default_factory=dict)
    held_at: dict[str, datetime] = field(default_factory=dict)
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        name = self.meetings.community.name
        self.random = Random(f"{SEED} {name} shares")  # noqa: S311 - a story, not a secret

    def steps(self) -> list[Told]:
        """Everything that was asked, answered, kept and looked at."""
        steps: list[Told] = []
        for told in self.story.get("expertise", []):
            at = self.meetings.when(told)
            steps.append((at, partial(self._state, told, at)))
        for told in self.story.get("asks", []):
            steps += self._ask(told)
        for told in self.story.get("reviews", []):
            at = self.held_at[told["key"]] = self.meetings.when(told)
            steps.append((at, partial(self._look_back, told, at)))
        for told in self.story.get("lessons", []):
            steps += self._lesson(told)
        for told in self.story.get("questions", []):
            steps += self._question(told)
        return steps

    # --- expertise and asks ---

    def _state(self, told: dict[str, Any], at: datetime) -> None:
        person = self.meetings.people.parts[told["who"]]
        if "text" in told:
            Expertise.state(text=told["text"], by=person, at=at)
        for words in told.get("solved", []):
            helped = Contribution.objects.get(
                person=person,
                solution=Solution.objects.get(
                    community=self.meetings.community, proposal__startswith=words
                ),
            )
            Expertise.show(contribution=helped, by=person, at=at)

    def _ask(self, told: dict[str, Any]) -> list[Told]:
        at, kept = self.meetings.when(told), dict[str, Any]()
        steps: list[Told] = [(at, partial(self._open, told, kept, at))]
        latest = at
        for answer in told.get("answers", []):
            latest = self._after(latest, answer)
            steps.append((latest, partial(self._answer, answer, kept, latest)))
        if "came_of_it" in told:
            end = self._after(latest, told["came_of_it"])
            steps.append((end, partial(self._close, told["came_of_it"], kept, end)))
        return steps

    def _open(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        kept["ask"] = Ask.open(
            community=self.meetings.community,
            text=told["text"],
            detail=told.get("detail", ""),
            of=[self.meetings.people.parts[key] for key in told.get("of", [])],
            gathering=None if told.get("days") else self.meetings.gathering(told["at"]),
            by=self._person(told["by"]),
            at=at,
        )

    def _answer(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        ask: Ask = kept["ask"]
        by = self._person(told["by"])
        answer = Answer.give(ask=ask, text=told["text"], by=by, at=at)
        if told.get("thanked"):
            answer.thank(by=ask.asked_by, at=at + timedelta(minutes=50))
        if told.get("shown"):
            Expertise.show(answer=answer, by=by, at=at + timedelta(minutes=55))

    def _close(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        ask = Ask.objects.select_related("community", "asked_by").get(pk=kept["ask"].pk)
        close = ask.give_up if told.get("unsolved") else ask.solve
        close(came_of_it=told["text"], by=ask.asked_by, at=at)

    # --- reviews and lessons ---

    def _look_back(self, told: dict[str, Any], at: datetime) -> None:
        review = Review.begin(
            community=self.meetings.community,
            kind=told["kind"],
            title=told["title"],
            held_on=at.date(),
            minutes=told["minutes"],
            gathering=self.meetings.gathering(told["at"]),
            by=self._person(told["by"]),
            at=at,
        )
        review.write(parts=told["parts"], edits=0)
        self.reviews[told["key"]] = review

    def _lesson(self, told: dict[str, Any]) -> list[Told]:
        at, kept = self.meetings.when(told), dict[str, Any]()
        if "review" in told:
            at = max(at, self.held_at[told["review"]] + A_WHILE)
        steps: list[Told] = [(at, partial(self._keep, told, kept, at))]
        if "changed" in told:
            end = self._after(at, told["changed"])
            steps.append((end, partial(self._learn, told["changed"], kept, end)))
        if "retired" in told:
            end = self._after(at, told["retired"])
            steps.append((end, partial(self._retire, told["retired"], kept, end)))
        return steps

    def _keep(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        owner = self.meetings.people.parts[told["owner"]]
        kept["lesson"] = Lesson.keep_one(
            community=self.meetings.community,
            text=told["text"],
            detail=told.get("detail", ""),
            look_again_on=at.date() + timedelta(days=told["look_again"]),
            owner=owner,
            gathering=None if told.get("days") else self.meetings.gathering(told["at"]),
            review=self.reviews.get(told.get("review", "")),
            by=owner,
            at=at,
        )

    def _learn(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        lesson: Lesson = kept["lesson"]
        lesson.note_change(changed=told["text"], on=at.date(), by=self._owner(lesson), at=at)

    def _retire(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        lesson: Lesson = kept["lesson"]
        lesson.retire(because=told["because"], by=self._owner(lesson), at=at)

    # --- what management asks ---

    def _question(self, told: dict[str, Any]) -> list[Told]:
        at, kept = self.meetings.when(told), dict[str, Any]()
        steps: list[Told] = [(at, partial(self._put, told, kept, at))]
        for verb in ("answered", "declined"):
            if verb in told:
                end = self._after(at, told[verb])
                steps.append((end, partial(self._reply, told[verb], verb, kept, end)))
        return steps

    def _put(self, told: dict[str, Any], kept: dict[str, Any], at: datetime) -> None:
        kept["question"] = Question.ask(
            community=self.meetings.community,
            kind=told.get("kind", "question"),
            text=told["text"],
            detail=told.get("detail", ""),
            wanted_on=at.date() + timedelta(days=told["wanted"]) if "wanted" in told else None,
            by=self._person(told["by"]),
            at=at,
        )

    def _reply(self, told: dict[str, Any], verb: str, kept: dict[str, Any], at: datetime) -> None:
        question: Question = kept["question"]
        by = self._person(told.get("by", self.meetings.story["by"]))
        if verb == "declined":
            question.decline(because=told["text"], by=by, at=at)
            return
        gathering = None if told.get("days") else self.meetings.gathering(told["at"])
        question.reply(answer=told["text"], gathering=gathering, by=by, at=at)

    # --- who and when ---

    def _after(self, moment: datetime, facts: dict[str, Any]) -> datetime:
        """When it happened: on another day, or later on the same one."""
        return max(self.meetings.when(facts), moment + A_WHILE)

    def _owner(self, lesson: Lesson) -> Person:
        assert lesson.owner is not None  # noqa: S101 - each lesson of the story has one
        return lesson.owner

    def _person(self, key: str) -> Person:
        """Somebody with a part in the story, or a colleague from the unit of that name."""
        people = self.meetings.people
        return people.parts.get(key) or self.random.choice(people.in_unit[key])
