"""Ways to look for stories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from mandorla.communities.models import Community, Membership

if TYPE_CHECKING:
    from datetime import date

    from mandorla.ledger.models.story import Story  # noqa: F401 -- named in the class below
    from mandorla.people.models import Person


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

    def own_of(self, person: Person) -> Self:
        """What a person told, for that person's eyes."""
        return self.filter(teller=person)

    def to_ask_again(self, *, on: date) -> Self:
        """A later step was promised for a day that has come, and nobody has asked yet."""
        due = self.told().filter(promised_on__lte=on, asked_again_at=None)
        return due.exclude(community__status="closed")
