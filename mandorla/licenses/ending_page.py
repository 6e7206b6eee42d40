"""What the pages of an end show: signs for it, its steps, whom to thank, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandorla.base.indicators import read_plain
from mandorla.communities.models import Membership
from mandorla.communities.models.membership import PLAIN_ROLES, ROLES
from mandorla.core.ending import signs_of_end
from mandorla.licenses.evidence import Known, said
from mandorla.licenses.models import License, Policy, Standing
from mandorla.licenses.models.asking import deciders
from mandorla.licenses.owned import count_left
from mandorla.licenses.rules import decides
from mandorla.licenses.stories import candidates
from mandorla.value.models import ValueStatement
from mandorla.work.models import Insight

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from django.utils.functional import _StrPromise

    from mandorla.communities.models import Community
    from mandorla.core.conditions import Finding
    from mandorla.core.ending import Sign
    from mandorla.licenses.models import Ending
    from mandorla.people.models import Person

LONG_AGO: Final = date(1970, 1, 1)
BY_DEFAULT: Final = frozenset({"leader", "core", "sponsor"})
STEPS: Final[Mapping[str, _StrPromise]] = {
    "heirs": gettext_lazy("Heirs"),
    "thanks": gettext_lazy("Thanks"),
    "changes": gettext_lazy("What changed"),
    "close": gettext_lazy("Close"),
}
SIGNS: Final[Mapping[str, _StrPromise]] = {
    "quiet": gettext_lazy("It has not met for long, and nobody leads it."),
    "mission": gettext_lazy("What it served is reached or over."),
    "change": gettext_lazy("The change it was for is over."),
    "sponsor": gettext_lazy("Nobody sponsors it any more."),
    "lapsed": gettext_lazy("Its license has lapsed, and nobody decided."),
}


@dataclass(frozen=True)
class SaidSign:
    """A reason to think of an end, in words.

    Attributes:
        text: The reason.
        certain: Whether it is there, or depends on what is not known.
        facts: What is known of it.
        missing: What is not known and would confirm or upset it.
    """

    text: str
    certain: bool
    facts: tuple[Known, ...]
    missing: tuple[Known, ...]


@dataclass(frozen=True)
class Step:
    """One step of an end, and whether somebody is at it or it is done."""

    key: str
    label: str
    is_current: bool
    is_done: bool


@dataclass(frozen=True)
class Fact:
    """Something that changed, offered to whoever writes it down."""

    text: str
    address: str = ""


def read_signs(community: Community) -> list[SaidSign]:
    """What speaks for an end, from what was kept of the community; never more than a suggestion."""
    if community.status not in {"forming", "active"}:
        return []
    kept = Standing.objects.filter(community=community).first()
    findings = read_plain(kept.findings) if kept else {}
    policy = Policy.of(community.archetype)
    signs = signs_of_end(
        findings,
        quiet_days=policy.quiet_weeks * 7,
        leaderless_days=policy.leaderless_weeks * 7,
    )
    return [_said(sign, findings, community.slug) for sign in signs]


def _said(sign: Sign, findings: Mapping[str, Finding], slug: str) -> SaidSign:
    names = [answer.condition.indicator for answer in sign.answers]
    return SaidSign(
        text=str(SIGNS[sign.name]),
        certain=sign.certain,
        facts=tuple(said(name, findings, slug=slug) for name in names),
        missing=tuple(said(name, findings, slug=slug) for name in sign.missing),
    )


def steps_of(ending: Ending, current: str, *, left: int) -> list[Step]:
    """The steps of an end; each can be gone to at any time."""
    done = {
        "heirs": not left,
        "thanks": ending.thanked_at is not None,
        "changes": bool(ending.changed),
    }
    return [
        Step(key, str(label), key == current, done.get(key, False)) for key, label in STEPS.items()
    ]


def next_step(ending: Ending) -> str:
    """Where somebody who comes back goes on."""
    steps = steps_of(ending, "", left=len(count_left(ending)))
    return next((step.key for step in steps if not step.is_done), "close")


def to_thank(community: Community) -> list[tuple[Person, str, bool]]:
    """Who had an official role and can sign in, what they were, and whether they are proposed."""
    seats = Membership.objects.filter(community=community, person__is_active=True)
    found: dict[int, tuple[Person, list[str], bool]] = {}
    rows = seats.exclude(role__in=PLAIN_ROLES).select_related("person")
    for seat in rows.order_by("person__name", "person_id", "pk"):
        person, words, proposed = found.get(seat.person_id, (seat.person, [], False))
        role = seat.title or str(ROLES[seat.role])
        words = words if role in words else [*words, role]
        found[seat.person_id] = (person, words, proposed or seat.role in BY_DEFAULT)
    return [(person, ", ".join(words), proposed) for person, words, proposed in found.values()]


def facts_of(community: Community) -> list[Fact]:
    """What could be told of what changed: agreed, adopted, learned, solved, answered."""
    found: list[Fact] = []
    statements = ValueStatement.objects.filter(community=community, state="agreed")
    statement = statements.order_by("-version").first()
    if statement is not None:
        statement.community = community
        found.append(Fact(statement.text, statement.get_absolute_url()))
    for story in candidates(community, since=LONG_AGO):
        text = _("{title}: {text}").format(title=story["title"], text=story["text"])
        found.append(Fact(text, story["address"]))
    answered = Insight.objects.filter(community=community, state="answered").count()
    if answered:
        sentence = ngettext(
            "Leadership answered {number} insight from the units.",
            "Leadership answered {number} insights from the units.",
            answered,
        )
        found.append(Fact(sentence.format(number=answered)))
    return found


def may_close(ending: Ending, *, person: Person, roles: Set[str]) -> tuple[bool, list[Person]]:
    """Whether somebody can close it; else who can: its license ends by a decision."""
    running = License.objects.granted().filter(community=ending.community_id).first()
    if running is None or decides(person, roles):
        return True, []
    running.community = ending.community
    return False, deciders(running)
