"""The stories of a community on a shelf, and one of them, as somebody may read them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.base.web import Page, paged
from mandorla.ledger.models import Claim, Story
from mandorla.ledger.models.story import SOURCES, STEPS
from mandorla.ledger.story_sources import said_by
from mandorla.work.models import Ask

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.people.models import Person

RELATED: Final = (
    "community",
    "teller",
    "unit",
    "claim__unit",
    "claim__claimed_by",
    "claim__confirmed_by",
    "solution__community",
    "lesson__community",
    "ask__community",
    "gathering__series",
    "gathering__community",
)


@dataclass(frozen=True)
class Hook:
    """What a story hangs on, as a link."""

    said: str
    address: str


@dataclass(frozen=True)
class Told:
    """A story on a shelf.

    Attributes:
        story: With its unit, its teller and its claim.
        hooks: What it was told of, as far as the reader may see that.
        sees_ask: Whether the reader may see the ask it was told of, if of one.
        claim: What it claims, when a claim stands.
        is_mine: Whether the reader told it.
    """

    story: Story
    hooks: tuple[Hook, ...]
    claim: Claim | None
    is_mine: bool
    sees_ask: bool

    @property
    def path(self) -> list[tuple[str, str]]:
        """The questions that are answered, with their answers, in the order of a story."""
        said = self.story.steps.items()
        return [(str(STEPS[name]), words) for name, words in said if words]

    @property
    def share(self) -> str:
        """Which share of the gain is due to the community, in percent."""
        return _percent(self.claim.share) if self.claim else ""

    @property
    def confidence(self) -> str:
        """How sure whoever claims or confirms it is, in percent."""
        return _percent(self.claim.confidence) if self.claim else ""

    @property
    def open_steps(self) -> list[str]:
        """The questions that are not answered yet."""
        return [name for name, words in self.story.steps.items() if not words]


@dataclass(frozen=True)
class Shelf:
    """A page of the stories of a community that the reader may read."""

    page: Page[Told]
    confirmed: int

    @property
    def sentence(self) -> str:
        """What is true now."""
        if not self.page.total:
            return _("Nobody has told here yet what became of what this community did.")
        told = ngettext("{count} story is told here", "{count} stories are told here", self.total)
        gains = ngettext(
            "{count} gain is confirmed by somebody who has it",
            "{count} gains are confirmed by those who have them",
            self.confirmed,
        )
        end = "; " + gains.format(count=self.confirmed) if self.confirmed else ""
        return f"{told.format(count=self.total)}{end}."

    @property
    def total(self) -> int:
        """How many there are."""
        return self.page.total


def read_shelf(community: Community, *, reader: Person, number: int) -> Shelf:
    """The stories of a community that somebody may read, the newest first."""
    rows = Story.objects.visible_to(reader).filter(community=community).told()
    confirmed = Claim.objects.filter(story__in=rows, state="confirmed").count()
    page = paged(rows.select_related(*RELATED).order_by("-told_at", "-number"), number=number)
    return Shelf(page=page.showing(told_of(page.rows, reader)), confirmed=confirmed)


def read_story(community: Community, *, number: int, reader: Person) -> Told | None:
    """One story, for somebody who may read it."""
    rows = Story.objects.visible_to(reader).filter(community=community, number=number)
    found = told_of(
        rows.select_related(*RELATED).prefetch_related("expectations", "objectives", "proofs"),
        reader,
    )
    return found[0] if found else None


def told_of(rows: Iterable[Story], reader: Person) -> list[Told]:
    """Stories as somebody may read them, in a fixed number of queries."""
    stories = list(rows)
    asks = {story.ask_id for story in stories if story.ask_id}
    seen = set(Ask.objects.visible_to(reader).filter(pk__in=asks).values_list("pk", flat=True))
    return [
        Told(
            story=story,
            hooks=tuple(_hooks(story, seen)),
            claim=_standing(story),
            is_mine=story.is_own_of(reader),
            sees_ask=story.ask_id in seen,
        )
        for story in stories
    ]


def _hooks(story: Story, asks: set[int]) -> Iterable[Hook]:
    for name in SOURCES:
        thing: Any = getattr(story, name)
        if thing is not None and (name != "ask" or thing.pk in asks):
            yield Hook(said_by(thing), thing.get_absolute_url())


def _standing(story: Story) -> Claim | None:
    claim: Claim | None = getattr(story, "claim", None)
    if claim is None or claim.state == "withdrawn":
        return None
    claim.story = story
    return claim


def is_asked(story: Story, *, on: date) -> bool:
    """Whether the day has come on which the teller wanted to be asked how it went on."""
    return story.promised_on is not None and story.promised_on <= on


def _percent(share: Decimal) -> str:
    return number_format((share * 100).quantize(Decimal(1)))
