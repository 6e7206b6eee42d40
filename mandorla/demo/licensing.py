"""How a community of the story was licensed, reported and was decided on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils import timezone

from mandorla.licenses.drafting import draft_review
from mandorla.licenses.evidence import gather
from mandorla.licenses.gates import GATES
from mandorla.licenses.models import Condition, License, PrivateRemark, Review, ReviewComment
from mandorla.licenses.terms import NUMBERS, TEXTS, Terms

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.demo.days import Calendar
    from mandorla.demo.population import Population
    from mandorla.people.models import Person

Step: TypeAlias = tuple[int, Callable[[], object]]

COMMENT_HOURS = 72


@dataclass
class Licensing:
    """The licenses of one community, one after the other.

    Attributes:
        story: What the data file tells: applications, decisions, reviews, conditions met.
        community: The community.
        people: Everybody in the story world.
        calendar: When its steps happened.
    """

    story: list[dict[str, Any]]
    community: Community
    people: Population
    calendar: Calendar

    def steps(self) -> list[Step]:
        """Everything that happened to its licenses, each so many days ago."""
        steps: list[Step] = []
        for number, told in enumerate(self.story, 1):
            steps.append((told["drafted"], partial(self._draft, told)))
            if "applied" in told:
                steps.append((told["applied"], partial(self._apply, number, told)))
            if "withdrawn" in told:
                steps.append((told["withdrawn"], partial(self._withdraw, number, told)))
            for review in told.get("reviews", []):
                steps += self._review(number, review)
            steps += [
                (decided["on"], partial(self._decide, number, decided))
                for decided in told.get("decisions", [])
            ]
            steps += [(met["on"], partial(self._meet, number, met)) for met in told.get("met", [])]
        return steps

    # --- what is asked ---

    def _draft(self, told: dict[str, Any]) -> None:
        by, at = self._who(told["by"]), self._at(told["drafted"])
        license = License.draft(community=self.community, kind=told["kind"], by=by, at=at)
        values: dict[str, Any] = {name: told[name] for name in ("currency", *TEXTS) if name in told}
        values |= {name: Decimal(told[name]) for name in NUMBERS if name in told}
        terms = Terms(**values)
        sponsors = {
            kind: [self._who(one) for one in who] for kind, who in told.get("sponsors", {}).items()
        }
        license.write(terms=terms, sponsors=sponsors, edits=license.edits, by=by, at=at)

    def _apply(self, number: int, told: dict[str, Any]) -> None:
        license, by = self._license(number), self._who(told["by"])
        license.apply(edits=license.edits, by=by, at=self._at(told["applied"]))

    def _withdraw(self, number: int, told: dict[str, Any]) -> None:
        by, at = self._who(told["by"]), self._at(told["withdrawn"])
        self._license(number).withdraw(by=by, at=at)

    # --- what is decided ---

    def _decide(self, number: int, told: dict[str, Any]) -> None:
        at = self._at(told["on"])
        license = self._license(number)
        terms = Terms.of(license)
        if "until" in told:
            terms = Terms.read(
                terms.plain()
                | {
                    "starts_on": str(timezone.localtime(at).date()),
                    "until_on": str(self.calendar.day(told["until"])),
                    "next_review_on": None,
                }
            )
        review = license.reviews.filter(kind=told["review"]).last() if "review" in told else None
        license.decide(
            told["kind"],
            reason=told.get("reason", ""),
            terms=terms,
            conditions=[
                (one["text"], self.calendar.day(one["due"])) for one in told.get("conditions", [])
            ],
            overrides={gate.name: told["although"] for gate in GATES} if "although" in told else {},
            evidence=self._evidence(at),
            review=review,
            by=self._who(told["by"]),
            at=at,
            on=timezone.localtime(at).date(),
        )

    def _meet(self, number: int, told: dict[str, Any]) -> None:
        condition = Condition.objects.get(license=self._license(number), text=told["condition"])
        condition.meet(said=told["said"], by=self._who(told["by"]), at=self._at(told["on"]))

    # --- what is reported ---

    def _review(self, number: int, told: dict[str, Any]) -> list[Step]:
        steps: list[Step] = [(told["drafted"], partial(self._begin, number, told))]
        if "opened" in told:
            steps.append((told["opened"], partial(self._open, number, told)))
        steps += [
            (one["on"], partial(self._comment, number, told, one))
            for one in told.get("comments", [])
        ]
        if "remark" in told:
            steps.append((told["remark"]["on"], partial(self._remark, number, told)))
        if "submitted" in told:
            steps.append((told["submitted"], partial(self._submit, number, told)))
        if "answered" in told:
            steps.append((told["answered"], partial(self._answer, number, told)))
        return steps

    def _begin(self, number: int, told: dict[str, Any]) -> None:
        license, at = self._license(number), self._at(told["drafted"])
        by = self._who(self.story[number - 1]["by"])
        due_on = self.calendar.day(told["due"])
        review = draft_review(license, kind=told["kind"], due_on=due_on, by=by, at=at)
        review.name_reader(reader=self._who(told["reader"]), by=by, at=at)
        review.write(
            numbers=review.numbers,
            stories=review.stories,
            ask=told.get("ask", ""),
            answers=told["answers"],
            edits=review.edits,
        )

    def _open(self, number: int, told: dict[str, Any]) -> None:
        by, at = self._who(self.story[number - 1]["by"]), self._at(told["opened"])
        evidence = self._evidence(at)
        self._told(number, told).open(evidence=evidence, hours=COMMENT_HOURS, by=by, at=at)

    def _comment(self, number: int, told: dict[str, Any], one: dict[str, Any]) -> None:
        review, by = self._told(number, told), self._who(one["by"])
        ReviewComment.say(review=review, text=one["text"], by=by, at=self._at(one["on"]))

    def _remark(self, number: int, told: dict[str, Any]) -> None:
        one = told["remark"]
        review, by = self._told(number, told), self._who(one["by"])
        PrivateRemark.tell(review=review, text=one["text"], by=by, at=self._at(one["on"]))

    def _submit(self, number: int, told: dict[str, Any]) -> None:
        by, at = self._who(self.story[number - 1]["by"]), self._at(told["submitted"])
        self._told(number, told).submit(evidence=self._evidence(at), by=by, at=at)

    def _answer(self, number: int, told: dict[str, Any]) -> None:
        review, at = self._told(number, told), self._at(told["answered"])
        review.reply(text=told["answer"], by=self._who(told["reader"]), at=at)

    # --- what the steps rest on ---

    def _license(self, number: int) -> License:
        return License.objects.select_related("community").get(
            community=self.community, number=number
        )

    def _told(self, number: int, told: dict[str, Any]) -> Review:
        due_on = self.calendar.day(told["due"])
        return Review.objects.select_related("license__community", "reader").get(
            license__community=self.community,
            license__number=number,
            kind=told["kind"],
            due_on=due_on,
        )

    def _evidence(self, at: datetime) -> dict[str, Any]:
        return dict(gather(self.community, at=at).plain())

    def _who(self, part: str) -> Person:
        return self.people.parts[part]

    def _at(self, ago: int) -> datetime:
        return self.calendar.moment(ago)
