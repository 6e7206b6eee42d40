"""Stories that a file tells are on the shelf of a community, all of them or none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Notification
from mandorla.base.tables import key_of
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.rules import runs
from mandorla.ledger.models import telling
from mandorla.ledger.models.claim import Claim
from mandorla.ledger.models.story import SEEN_BY, STEPS, Story

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from mandorla.communities.models import Community
    from mandorla.ledger.stories_file import FoundStory
    from mandorla.people.models import Person

Refusals = list[tuple[int, str, str]]  # row, column, sentence


class RowsRefused(Refused):
    """Some rows cannot be kept, so none is.

    Attributes:
        rows: The number of each with its column and a sentence.
    """

    def __init__(self, rows: Refusals) -> None:
        super().__init__(_("Some rows cannot be used, so nothing was kept."))
        self.rows = rows


@dataclass(frozen=True)
class StoriesBrought:
    """What came of stories that were brought at once.

    Attributes:
        new: How many were not on the shelf.
        same: How many were told already; they stay as they are.
        claims: How many gains of the new ones wait to be confirmed.
    """

    new: int
    same: int
    claims: int


def bring_stories(
    *, community: Community, stories: Sequence[FoundStory], by: Person, at: datetime
) -> StoriesBrought:
    """Stories that were told elsewhere are told here, all of them or none.

    One with the title and the day of a story that is here, or was taken back here, is that story
    and stays as it is: only its teller words it anew. Each named teller is told, and can change
    or take back what was told in their name. What they claim waits to be confirmed here.

    Args:
        community: Of which community.
        stories: As a file tells them.
        by: Who brings them: somebody who runs the community.
        at: The moment.

    Raises:
        RowsRefused: Some of them cannot be told; each is named.
        Refused: The community has closed, or they do not run it.
    """
    refuse_closed(community)
    if not (by.is_active and runs(by, community.roles_of(by))):
        raise Refused(_("Stories are brought from a file by those who run the community."))
    with transaction.atomic():
        type(community).objects.select_for_update().get(pk=community.pk)
        new = _not_here(community, stories)
        refused: Refusals = []
        told = [story for one in new if (story := _told(community, one, refused, by=by, at=at))]
        if refused:
            raise RowsRefused(refused)
        if told:
            about = {"about": community, "within": community}
            Event.record("story.brought", by=by, at=at, count=len(told), **about)
        for story in told:
            _let_know(story, by=by, at=at)
    claims = sum(one.gain is not None for one in new)
    return StoriesBrought(len(told), len(stories) - len(told), claims)


def _not_here(community: Community, stories: Sequence[FoundStory]) -> list[FoundStory]:
    """Those of which fewer are here than the file has."""
    rows = Story.objects.filter(community=community).values_list("title", "told_at")
    here = Counter((key_of(title), timezone.localtime(told_at).date()) for title, told_at in rows)
    new = []
    for one in stories:
        which = (key_of(one.title), one.told_on)
        if here[which]:
            here[which] -= 1
        else:
            new.append(one)
    return new


def _told(
    community: Community, one: FoundStory, refused: Refusals, *, by: Person, at: datetime
) -> Story | None:
    """The story with what it claims, or None: then it is among the refused."""
    try:
        story = _entered(community, one)
    except Refused as refusal:
        refused.append((one.row, "teller", refusal.sentence))
        return None
    if one.gain is None:
        return story
    try:
        with transaction.atomic():
            Claim.make(
                story=story, gain=one.gain, asked=one.beneficiary, apart=one.apart, by=by, at=at
            )
    except Refused as refusal:
        refused.append((one.row, "gain", refusal.sentence))
    return story


def _entered(community: Community, one: FoundStory) -> Story:
    if one.teller is not None:
        telling.refuse_stranger(one.teller, community=community)
    words = telling.read_words(one.title, one.steps, names=STEPS)
    telling.refuse_unknown(one.seen_by, SEEN_BY)
    serves = telling.read_serves(community, one.expectations, one.objectives)
    origin = telling.read_sources(community, {"solution": one.solution}, names=("solution",))
    story = Story(community=community, teller=one.teller, seen_by=one.seen_by, **words, **origin)
    telling.hide(story, is_nameless=one.teller is None, at=_moment(one.told_on))
    last = Story.objects.filter(community=community).aggregate(last=Max("number"))["last"]
    story.number = (last or 0) + 1
    story.save(force_insert=True)
    story.expectations.set(serves.expectations)
    story.objectives.set(serves.objectives)
    return story


def _moment(day: date) -> datetime:
    """The beginning of a day: at which hour it was told is not known."""
    return timezone.make_aware(datetime.combine(day, time()))


def _let_know(story: Story, *, by: Person, at: datetime) -> None:
    if story.teller is not None and story.teller != by:
        Notification.tell(
            "story.brought",
            to=[story.teller],
            about=story,
            address=story.get_absolute_url(),
            by=by,
            at=at,
            text=story.title,
        )
