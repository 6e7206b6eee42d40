"""What a community's license is worth today, in one word, for any number of communities at once.

`core.terms.standing` says it of one license. Here the database says the same, so that lists can
be narrowed, sorted and counted by it: what differs between the two is a mistake, and a test looks
for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Final

from django.db.models import (
    Case,
    CharField,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy

from mandorla.core.terms import RUNNING, standing
from mandorla.licenses.models import License, Policy
from mandorla.licenses.models.license import ASKED, GRANTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from mandorla.communities.models.community import CommunityQuerySet

LATE: Final = ("lapsed", "grace", "review_due")
ENDED: Final = ("retired", "transformed")
WORDS: Final = {
    "lapsed": gettext_lazy("lapsed"),
    "grace": gettext_lazy("in grace"),
    "review_due": gettext_lazy("review due"),
    "applied": gettext_lazy("applied for"),
    "active": gettext_lazy("in force"),
    "conditional": gettext_lazy("with conditions"),
    "paused": gettext_lazy("paused"),
    "draft": gettext_lazy("application begun"),
    "declined": gettext_lazy("declined"),
    "withdrawn": gettext_lazy("application withdrawn"),
    "replaced": gettext_lazy("replaced"),
    "retired": gettext_lazy("retired"),
    "transformed": gettext_lazy("transformed"),
    "none": gettext_lazy("no license"),
}
TONES: Final = {
    "lapsed": "is-act",
    "grace": "is-act",
    "review_due": "is-watch",
    "applied": "is-watch",
    "active": "is-good",
    "conditional": "is-good",
}


@dataclass(frozen=True)
class Days:
    """How many days before its review a license is due, and how many days of grace follow it."""

    grace: int
    ahead: int


Dates = tuple["date", "date", "date"]  # before which, before which, and until which, as in LATE


@dataclass(frozen=True)
class Late:
    """The days from which licenses are what `LATE` says, as values that reach the database.

    Attributes:
        usual: Of archetypes that have none of their own.
        own: The keys of those that have, with theirs; None when none has.
    """

    usual: Dates
    own: tuple[tuple[str, date, date, date], ...] | None


@dataclass(frozen=True)
class Terms:
    """The days of the policy, by archetype, as of a day.

    Attributes:
        on: Today.
        usual: The days of archetypes that have none of their own.
        own: The days of those that have, by key.
    """

    on: date
    usual: Days
    own: Mapping[str, Days]

    def of(self, archetype: str) -> Days:
        """The days of one archetype."""
        return self.own.get(archetype, self.usual)

    @property
    def late(self) -> Late:
        """The days from which licenses are late."""
        own = tuple((key, *self._dates(days)) for key, days in sorted(self.own.items()))
        return Late(self._dates(self.usual), own or None)

    def _dates(self, days: Days) -> Dates:
        return (
            self.on - timedelta(days=days.grace),
            self.on,
            self.on + timedelta(days=days.ahead),
        )

    def state(
        self,
        *,
        archetype: str,
        granted: tuple[str, date | None, date | None] | None,
        asked: str | None,
        ended: str | None,
    ) -> str:
        """The word for a community.

        Args:
            archetype: Its key.
            granted: State, next review and last day of the license it has, if it has one.
            asked: The state of one that is asked for.
            ended: The state of the newest one.
        """
        if granted is None:
            return asked or ended or "none"
        state, review_on, until_on = granted
        found = standing(
            state=state,
            review_on=review_on,
            until_on=until_on,
            on=self.on,
            grace_days=self.of(archetype).grace,
            ahead_days=self.of(archetype).ahead,
        )
        return found if found in LATE else state


def terms_on(on: date) -> Terms:
    """The days that count today, in as many queries as the policy takes."""
    found = {
        key: Days(grace=values.grace_days, ahead=values.ahead_days)
        for key, values in Policy.by_archetype().items()
    }
    usual = found.pop("")
    return Terms(on, usual, {key: own for key, own in found.items() if own != usual})


def with_license(communities: CommunityQuerySet) -> CommunityQuerySet:
    """Beside each community the license it has and the one it asks for; there is one of each."""
    return communities.annotate(
        granted=FilteredRelation("licenses", condition=Q(licenses__state__in=GRANTED)),
        asked=FilteredRelation("licenses", condition=Q(licenses__state__in=ASKED)),
    ).annotate(
        due=due_on("granted__"), granted_state=F("granted__state"), asked_state=F("asked__state")
    )


def due_on(prefix: str = "") -> Coalesce:
    """The earlier day of a license's review and end; the one there is, when one is missing.

    SQLite's least of a day and nothing is nothing, PostgreSQL's is the day.
    """
    review, until = f"{prefix}next_review_on", f"{prefix}until_on"
    return Coalesce(Least(review, until), review, until)


def with_state(communities: CommunityQuerySet, late: Late) -> CommunityQuerySet:
    """Communities `with_license`, each with the word of `Terms.state` as `license_state`."""
    of_it = License.objects.filter(community=OuterRef("pk")).order_by("-number")
    running = Q(granted_state__in=RUNNING)
    words = [When(running & condition, then=Value(word)) for word, condition in _late(late)]
    return communities.annotate(
        license_state=Case(
            *words,
            When(granted_state__isnull=False, then=F("granted_state")),
            When(asked_state__isnull=False, then=F("asked_state")),
            default=Coalesce(Subquery(of_it.values("state")[:1]), Value("none")),
            output_field=CharField(),
        )
    )


def waits(late: Late) -> Q:
    """Somebody has to decide: among communities `with_license` that have not closed."""
    any_of_them = reduce(or_, (condition for _word, condition in _late(late)))
    running = Q(granted_state__in=RUNNING) & any_of_them
    return ~Q(status="closed") & (running | Q(asked_state="applied"))


def is_late(word: str, late: Late) -> Q:
    """A word of `LATE` holds, and none that is graver."""
    conditions = dict(_late(late))
    graver = (~conditions[other] for other in LATE[: LATE.index(word)])
    return reduce(and_, graver, Q(granted_state__in=RUNNING) & conditions[word])


def _late(late: Late) -> Iterator[tuple[str, Q]]:
    """Each word of `LATE` with the condition that it holds, the gravest first."""
    for number, word in enumerate(LATE):
        lookup = "due__lte" if word == "review_due" else "due__lt"
        found = Q(**{lookup: late.usual[number]})
        if late.own:
            found &= ~Q(archetype__in=[key for key, *_days in late.own])
        for key, *days in late.own or ():
            found |= Q(archetype=key) & Q(**{lookup: days[number]})
        yield word, found
