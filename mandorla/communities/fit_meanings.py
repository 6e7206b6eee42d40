"""What a fit of two forces means and what to do about it, in words: our own advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class PairWords:
    """How a pair of forces is talked about.

    Attributes:
        title: What would be true if the two fitted.
        question: What somebody who judges should answer.
        sides: The short names of the two forces.
        meanings: What each score from 0 to 3 means, and what to do about it.
    """

    title: _StrPromise
    question: _StrPromise
    sides: _StrPromise
    meanings: tuple[_StrPromise, _StrPromise, _StrPromise, _StrPromise]


@dataclass(frozen=True)
class ForceWords:
    """How a force is talked about.

    Attributes:
        title: Its name.
        hint: What belongs there.
        one: What one entry of it is called.
        empty: What it means when nothing is written there.
    """

    title: _StrPromise
    hint: _StrPromise
    one: _StrPromise
    empty: _StrPromise


FORCE_WORDS = {
    "benefit": ForceWords(
        _("Business benefits"),
        _("what the organization gets"),
        _("business benefit"),
        _(
            "No business benefit is written. Nobody can defend the time this takes when money "
            "gets short. Ask the sponsor what the organization would miss without the group."
        ),
    ),
    "concern": ForceWords(
        _("Community concerns"),
        _("what the group bands together on"),
        _("community concern"),
        _(
            "No community concern is written. These are people with the same employer, not yet "
            "a group. Find what they would take on together even if nobody asked them to."
        ),
    ),
    "payoff": ForceWords(
        _("Participant payoffs"),
        _("what each member gets"),
        _("participant payoff"),
        _(
            "No participant payoff is written. Taking part is voluntary, and people without a "
            "reason of their own stop quietly. Ask three of them what an hour here is worth."
        ),
    ),
}
ORGANIZATION_ONLY = _(
    "This charter speaks for the organization only. That is a red flag: it describes work given "
    "to people, not a community they would join. Write the concerns and the payoffs with members."
)
NOTHING_YET = _(
    "None of the three forces is written yet. The charter says what the group does, but not what "
    "that is worth to anybody. Begin with one concern that makes people come."
)
MEMBERS_ONLY = _(
    "This charter speaks for the members only. They can meet, but nobody in the organization has "
    "a reason to make room for it. Write the benefits together with a sponsor."
)

PAIR_WORDS = {
    "benefit_concern": PairWords(
        _("Working on the concerns produces the benefits"),
        _("If the group does what it cares about, does the organization get its benefits?"),
        _("benefits and concerns"),
        (
            _(
                "What the group cares about works against what the organization wants from it. "
                "Settle that before anything else: change one of the two, together."
            ),
            _(
                "The group could give its best and the organization would hardly notice. Find "
                "one concern that the sponsor has too, and begin there."
            ),
            _(
                "Most of the benefits come from what the group wants to do anyway. Name the part "
                "that does not, and who else takes care of it."
            ),
            _(
                "Doing what it cares about, the group brings the benefits by itself. Nobody has "
                "to steer it; keep the way clear and tell others what came of it."
            ),
        ),
    ),
    "concern_payoff": PairWords(
        _("Working on the concerns pays the person"),
        _("Does somebody who works on what the group cares about get something out of it?"),
        _("concerns and payoffs"),
        (
            _(
                "Whoever works on the cause loses by it: time, standing, or peace with their "
                "manager. Take that cost away before you ask for more people."
            ),
            _(
                "The cause is good, but serving it hardly pays anybody. People come out of duty "
                "and then stop. Ask five of them what would make an hour here worth it."
            ),
            _(
                "Most people get something from the work itself. Look for those who do not, "
                "often the quiet helpers, and find what would reach them."
            ),
            _(
                "The work itself pays those who do it, so they come back without being asked. "
                "Guard that: do not add duties which only the organization needs."
            ),
        ),
    ),
    "benefit_payoff": PairWords(
        _("The person is rewarded for what the organization gets"),
        _("When the organization gets its benefits, does that come back to those who did it?"),
        _("benefits and payoffs"),
        (
            _(
                "The better it goes for the organization, the worse for the person: more work, "
                "or the loss of what made them needed. Agree with their managers first."
            ),
            _(
                "The organization gains and the person sees hardly any of it. Say whose work it "
                "was where that counts: to their manager, and in front of the sponsor."
            ),
            _(
                "Most of what the organization gains comes back to people. Check who is left "
                "out, and whether the reward comes soon enough to be felt."
            ),
            _(
                "What is good for the organization is good for those who did it, and both can "
                "see that. Write down how, so that it survives a change of sponsor."
            ),
        ),
    ),
}
SCORE_WORDS = (
    _("0 – one works against the other"),
    _("1 – hardly"),
    _("2 – mostly"),
    _("3 – one brings the other by itself"),
)


def empty_words(empty: tuple[str, ...]) -> tuple[_StrPromise, ...]:
    """What it means that these forces have no entry; nothing when all of them have.

    Args:
        empty: The forces without an entry, of benefit, concern and payoff.
    """
    if len(empty) == len(FORCE_WORDS):
        return (NOTHING_YET,)
    if set(empty) == {"concern", "payoff"}:
        return (ORGANIZATION_ONLY,)
    if set(empty) == {"benefit"}:
        return (MEMBERS_ONLY,)
    return tuple(FORCE_WORDS[force].empty for force in empty)
