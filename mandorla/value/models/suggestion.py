from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.base.models.sealed import random_key
from mandorla.communities.models import Community
from mandorla.communities.models.two_sided import SIDES
from mandorla.value.models.expectation import LONGEST, Expectation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mandorla.people.models import Person

MOST_OPEN = 200  # of a community, so that nobody can drown the others
STATES = ("open", "taken_up", "set_aside")


class Suggestion(Record):
    """What somebody expects, in their own words, until it is worded for both sides.

    Of the members' side nothing is kept but the words: no person, no moment, and a random number
    as its key. Of the organization's side it is kept who said it, because that side is named.
    """

    # SQLite keeps rows in the order of such a key, which is therefore no order of saying.
    id = models.BigAutoField(primary_key=True, default=random_key)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="suggestions")
    side = models.CharField(max_length=12, choices=list(SIDES.items()))
    text = models.CharField(max_length=LONGEST)
    said_by = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, default="open")
    expectation = models.ForeignKey(
        Expectation, null=True, on_delete=models.SET_NULL, related_name="suggestions"
    )

    class Meta:
        constraints = [
            choices_constraint("value_suggestion_side", "side", SIDES),
            choices_constraint("value_suggestion_state", "state", STATES),
            models.CheckConstraint(
                name="value_suggestion_member_is_nobody",
                condition=~models.Q(side="members") | models.Q(said_by=None),
            ),
        ]
        indexes = [models.Index(fields=["community", "state"], name="value_suggestion_open")]

    def __str__(self) -> str:
        return self.text

    @classmethod
    def say(
        cls, *, community: Community, side: str, text: str, by: Person | None, at: datetime
    ) -> Self:
        """What somebody expects is there for those who word the expectations.

        Args:
            community: Of whom it is expected.
            side: "organization" or "members".
            text: The words, at most 120 characters.
            by: Who says it; forgotten for the members' side.
            at: The moment; forgotten for the members' side.

        Raises:
            Refused: The community has closed, nothing is said, or too much waits already.
        """
        text = " ".join(text.split())
        if not text:
            raise Refused(_("Say in a few words what you expect."))
        if len(text) > LONGEST:
            raise Refused(_("Say it in at most 120 characters."))
        with transaction.atomic():
            _lock(community)
            waiting = cls.objects.filter(community=community, state="open", side=side)
            if waiting.count() >= MOST_OPEN:
                raise Refused(_("Many wait to be worded already. The facilitators come first now."))
            suggestion = cls(community=community, side=side, text=text)
            if side == "members":
                _write_anew(suggestion, waiting)
                return suggestion
            suggestion.said_by = by
            suggestion.save(force_insert=True)
            Event.record(
                "suggestion.said", by=by, at=at, about=community, within=community, text=text
            )
        return suggestion

    def take_up(self, expectation: Expectation) -> None:
        """An expectation stands for it. The caller says so, in an event."""
        if self.community_id != expectation.community_id:
            raise Stale(_dealt_with())
        self.move(
            "state",
            before="open",
            after="taken_up",
            sentence=_dealt_with(),
            expectation=expectation,
        )

    @classmethod
    def set_aside(
        cls,
        suggestions: Sequence[Suggestion],
        *,
        community: Community,
        by: Person | None,
        at: datetime,
    ) -> None:
        """These are not weighed, and no longer wait."""
        with transaction.atomic():
            _lock(community)
            for suggestion in suggestions:
                if suggestion.community_id != community.pk:
                    raise Stale(_dealt_with())
                suggestion.move("state", before="open", after="set_aside", sentence=_dealt_with())
            Event.record(
                "suggestion.set_aside",
                by=by,
                at=at,
                about=community,
                within=community,
                number=len(suggestions),
            )


def _write_anew(said: Suggestion, waiting: models.QuerySet[Suggestion]) -> None:
    """Write what is said with everything that waits, in the order of the random keys.

    PostgreSQL puts rows on disk in the order they come, with the number of the transaction: the
    last row would be what the last person said.
    """
    rows = sorted([*waiting, said], key=lambda suggestion: suggestion.pk)
    waiting.delete()
    Suggestion.objects.bulk_create(rows)


def _lock(community: Community) -> None:
    """Whoever says something or deals with what was said waits until this is done."""
    kept = Community.objects.select_for_update().get(pk=community.pk)
    if kept.status == "closed":
        raise Refused(_("{name} has closed.").format(name=kept.name))


def _dealt_with() -> str:
    return _("Somebody else has dealt with this suggestion.")
