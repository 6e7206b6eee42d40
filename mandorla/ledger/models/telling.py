"""What a story may say, hang on and keep of who tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models.event import day_of
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.people.models import Placement, Unit
from mandorla.work.models.nameless import shows_unit
from mandorla.work.models.saying import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from mandorla.ledger.models.story import Story
    from mandorla.people.models import Person
    from mandorla.strategy.models import Objective
    from mandorla.value.models import Expectation

LONGEST: Final = 120
LONGEST_STEP: Final = 2_000
MOST_SERVED: Final = 10
LONGEST_AHEAD: Final = timedelta(days=731)


@dataclass(frozen=True)
class Serves:
    """What a story serves, of the community and of the organization."""

    expectations: list[Expectation]
    objectives: list[Objective]


def refuse_stranger(person: Person, *, community: Community) -> None:
    """Nothing, for whoever can sign in and sees the community.

    Raises:
        Refused: They cannot, or the community has closed.
    """
    refuse_closed(community)
    if not Community.objects.visible_to(person).filter(pk=community.pk).exists():
        raise Refused(_("A story is told by somebody who can see the community."))


def read_words(title: str, steps: Mapping[str, str], *, names: Collection[str]) -> dict[str, str]:
    """The title and the steps at which something is said, in clean words.

    Raises:
        Refused: There is no title, nothing is said at any step, or more than fits.
    """
    for name in steps:
        refuse_unknown(name, names)
    said = {name: read_step(text) for name, text in steps.items()}
    if not any(said.values()):
        raise Refused(_("Answer at least one of the questions: any of them can be the start."))
    line = one_line(title, longest=LONGEST, asked=_("Say in one line what it is about."))
    return {"title": line, **{name: text for name, text in said.items() if text}}


def read_step(text: str, *, asked: bool = False) -> str:
    """The words of one step.

    Args:
        text: What was written.
        asked: Whether something has to be said.

    Raises:
        Refused: Nothing is said that has to be, or more than 2,000 characters.
    """
    text = text.replace("\r\n", "\n").strip()
    if asked and not text:
        raise Refused(_("Nothing is said yet."))
    if len(text) > LONGEST_STEP:
        raise Refused(_("Say it in at most 2,000 characters."))
    return text


def refuse_unknown(word: str, words: Collection[str]) -> None:
    """Nothing, for one of the words.

    Raises:
        Refused: It is none of them.
    """
    if word not in words:
        raise Refused(
            _("There is no “{word}”: choose one of {words}.").format(
                word=word[:40], words=", ".join(words)
            )
        )


def read_serves(
    community: Community, expectations: Iterable[Expectation], objectives: Iterable[Objective]
) -> Serves:
    """What it serves, when that is what this community is expected to bring.

    Raises:
        Refused: An expectation is of another community, or there are too many.
    """
    serves = Serves(list(expectations), list(objectives))
    if any(one.community_id != community.pk for one in serves.expectations):
        raise Refused(_("A story serves what is expected of its own community."))
    if max(len(serves.expectations), len(serves.objectives)) > MOST_SERVED:
        raise Refused(_("Choose at most ten: those that it serves most."))
    return serves


def read_sources(
    community: Community, sources: Mapping[str, Any], *, names: Collection[str]
) -> dict[str, Any]:
    """What it was told of, when that is of this community.

    Raises:
        Refused: It is of another community.
    """
    for name, thing in sources.items():
        refuse_unknown(name, names)
        if thing is not None and thing.community_id != community.pk:
            raise Refused(_("A story hangs on what its own community did."))
    return dict(sources)


def read_promise(day: date, *, at: datetime) -> date:
    """The day on which the teller is asked again.

    Raises:
        Refused: It is not ahead, or more than two years away.
    """
    today = timezone.localtime(at).date()
    if not today < day <= today + LONGEST_AHEAD:
        raise Refused(_("Choose a day to be asked again: after today, within two years."))
    return day


HIDDEN: Final = ("is_nameless", "told_at", "unit", "gathering", "ask")


def hide(story: Story, *, is_nameless: bool, at: datetime) -> None:
    """Keep of who tells it what may be known, and nothing else, in the story as it stands."""
    unit = _unit_of(story.teller)
    story.is_nameless, story.told_at, story.unit = is_nameless, at, unit
    if not is_nameless:
        return
    story.told_at = day_of(at)
    story.gathering = story.ask = None  # few were there, and an ask says who asked
    if not shows_unit(unit, community=story.community):
        story.unit = None


def hide_proofs(story: Story, *, was_nameless: bool) -> None:
    """What shows a story that has lost its name says no more who added it.

    Raises:
        Refused: A picture is damaged, so that nobody can tell what is in it.
    """
    if story.is_nameless and not was_nameless:
        for proof in story.proofs.select_related("file").order_by("pk"):
            proof.hide()


def _unit_of(person: Person | None) -> Unit | None:
    placed = Placement.objects.current().filter(person=person).select_related("unit").first()
    return placed.unit if placed else None
