"""What a round found, as sentences that say no more than is true.

Where a word stands for a number, the bands are ours: docs/value.md lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mandorla.base.figure import percent, percents

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from mandorla.core.change import Change
    from mandorla.value.figures import Figures
    from mandorla.value.shown import ShownRound

AGREEMENT: Final = (  # Kendall's W from which on members agree that much, the highest first
    (0.8, gettext_lazy("closely")),
    (0.6, gettext_lazy("largely")),
    (0.4, gettext_lazy("in part")),
    (0.2, gettext_lazy("only a little")),
    (0.0, gettext_lazy("hardly at all")),
)
APART_BELOW, APART_UPPER_END = 0.35, 0.45
OVERLAPPING_FROM, OVERLAPPING_LOWER_END = 0.5, 0.35
COVERED_WELL: Final = 0.6
OTHER_ORDER_BELOW, SAME_ORDER_FROM = 0.2, 0.5  # of tau-b, when the overlap says otherwise


def state_of(figures: Figures) -> str:
    """Which picture it is: "apart", "overlapping", or "between" when it is not clearly either."""
    share = figures.overlap or 0.0
    low, high = figures.interval_80 or (share, share)
    if share < APART_BELOW and high < APART_UPPER_END:
        return "apart"
    if share >= OVERLAPPING_FROM and low >= OVERLAPPING_LOWER_END:
        return "overlapping"
    return "between"


def meaning_of(state: str) -> tuple[str, str, str]:
    """What a picture is, what it means for the community's chances, and what to do first."""
    return {
        "apart": (
            _("The circles stand apart."),
            _(
                "What the organization hopes for and what the members come for are mostly two "
                "different things. As long as that is so the community is unlikely to last: one "
                "side will give its time and its support to something else."
            ),
            _(
                "Take the widest tensions into a conversation: trade, do one after the other, or "
                "drop. Then weigh again. If nothing shared is left, say so before anybody "
                "invests more."
            ),
        ),
        "between": (
            _("The circles meet, but not clearly enough to build on."),
            _(
                "A part of what both sides want is the same. Whether that part carries the "
                "community cannot be told from these answers."
            ),
            _(
                "Talk about the widest tensions first, and see that more members answer the next "
                "round."
            ),
        ),
        "overlapping": (
            _("The circles overlap."),
            _(
                "The same work brings something to both sides, so both have a reason to go on "
                "investing. That is what communities that last have in common."
            ),
            _(
                "Write what is shared into the value statement and choose what will show that it "
                "is there. Look at the tensions while they are small."
            ),
        ),
    }[state]


def lede(figures: Figures, *, number: SafeString | str = "") -> SafeString:
    """What is true, in one sentence.

    Args:
        figures: What may be shown of a round.
        number: What to write for the share, such as a link; the share itself when left out.
    """
    found, *ends = shares(figures)
    share = number or found
    agree = agreement(figures)
    if len(set(ends)) < 2:  # agreed on as one, or so much alike that chance has no part in it
        said = (
            _("{share} of the weight is shared; members agree among themselves {agree}.")
            if agree
            else _("{share} of the weight is shared.")
        )
        return format_html(said, share=share, agree=agree)
    low, high = ends
    if agree:
        said = _(
            "{share} of the weight is shared, between {low} and {high}; members agree among "
            "themselves {agree}."
        )
        return format_html(said, share=share, low=low, high=high, agree=agree)
    said = _("{share} of the weight is shared, between {low} and {high}.")
    return format_html(said, share=share, low=low, high=high)


def shares(figures: Figures) -> tuple[str, ...]:
    """The share in words, and both ends of its interval when it has one."""
    share = figures.overlap or 0.0
    ends = figures.interval_80
    return (percent(share),) if ends is None else percents(share, *ends)


def agreement(figures: Figures) -> str:
    """How far the members agree among themselves, as words; empty when that is not known."""
    found = figures.agreement_w
    if found is None:
        return ""
    return next(str(words) for least, words in AGREEMENT if round(found, 12) >= least)


def ceiling(figures: Figures) -> str:
    """How much could be expected at all of members who differ among themselves."""
    if figures.ceiling is None or figures.overlap is None:
        return ""
    most = percent(figures.ceiling)
    if figures.overlap < figures.ceiling:
        return _(
            "The most that could be expected of these members is {most}, because they differ "
            "among themselves."
        ).format(most=most)
    return _(
        "That is as much as could be expected: two halves of these members share {most} with "
        "each other."
    ).format(most=most)


def coverage(figures: Figures) -> str:
    """For how many members something of what they want most is among what is shared."""
    if figures.coverage is None:
        return ""
    parts = figures.coverage_parts
    found = round(figures.coverage * parts)
    if found == parts:
        return _("All members, or nearly all, find one of their top three among what is shared.")
    if found == 0:
        return _("Hardly any member finds one of their top three among what is shared.")
    said = _(
        "About {found} of {parts} members find one of their top three among what is shared."
    ).format(found=found, parts=parts)
    if figures.coverage < COVERED_WELL and (figures.overlap or 0) >= OVERLAPPING_FROM:
        said += " " + _("The average hides that the others get little of what they came for.")
    return said


def ranks(figures: Figures) -> str:
    """Whether both sides rank alike, when that is not what the overlap lets expect."""
    if figures.tau_b is None or figures.overlap is None:
        return ""
    said = f"{figures.tau_b:.2f}".replace("-", "−")
    if figures.overlap >= OVERLAPPING_FROM and figures.tau_b < OTHER_ORDER_BELOW:
        return _(
            "Yet both sides put the expectations in a different order (rank agreement {said}): "
            "what comes first for one does not for the other."
        ).format(said=said)
    if figures.overlap < APART_BELOW and figures.tau_b >= SAME_ORDER_FROM:
        return _(
            "Yet both sides put the expectations in much the same order (rank agreement {said}): "
            "they differ in how much they give to the first ones."
        ).format(said=said)
    return ""


def changed(change: Change | None, *, before: int | None) -> str:
    """Whether it is another share than in an earlier round, or why that cannot be told."""
    if change is None or before is None:
        return ""
    if change.kind in {"rose", "fell"} and change.low is not None and change.high is not None:
        ends = sorted(round(100 * abs(end)) for end in (change.low, change.high))
        said = {
            "rose": _("That is more than in round {before}, by {low} to {high} points."),
            "fell": _("That is less than in round {before}, by {low} to {high} points."),
        }[change.kind]
        return said.format(before=before, low=ends[0], high=ends[1])
    return {
        "cannot_tell": _(
            "Whether that is a change from round {before} cannot be told: it could be chance."
        ),
        "other_catalogue": _(
            "It cannot be compared with round {before}, which weighed other expectations."
        ),
        "other_method": _(
            "It cannot be compared with round {before}, which was weighed by another method."
        ),
        "no_interval": _(
            "Whether that is a change from round {before} cannot be told: not both have an "
            "interval."
        ),
    }[change.kind].format(before=before)


def organization(figures: Figures, *, agreed: int | None) -> str:
    """Who speaks for the organization, in a few words.

    Args:
        figures: What may be shown of a round.
        agreed: How many sponsors agreed on one answer; None when they have not.
    """
    if agreed is not None:
        if agreed == 1:
            return _("1 sponsor")
        return _("{n} sponsors, agreed").format(n=agreed)
    count = figures.organization_answers
    if count == 1:
        return _("1 sponsor")
    return _("mean of {n} sponsors who have not agreed yet").format(n=count)


def members(shown: ShownRound) -> str:
    """How many members answered, in a few words."""
    if shown.elicitation.member_method == "facilitated":
        return ngettext(
            "agreed by {n} person in a gathering",
            "agreed by {n} people in a gathering",
            shown.respondents,
        ).format(n=shown.respondents)
    return ngettext("{n} of {all} member", "{n} of {all} members", shown.invited).format(
        n=shown.respondents, all=shown.invited
    )


def stated(figures: Figures) -> str:
    """What the interval allows for."""
    if figures.interval_80 is None:
        return _(
            "There is no interval: each side said one thing together, so nobody could have "
            "answered differently."
        )
    if figures.organization_resampled:
        return _("The interval allows for who answered on both sides.")
    return _(
        "The interval allows for which members answered. The organization's side is taken as "
        "stated, not resampled."
    )


def floor(shown: ShownRound) -> str:
    """That too few answered to conclude anything, when so."""
    if not shown.is_below_floor:
        return ""
    return _(
        "{answered} of {invited} answered. Fewer than {share} of those asked are too few to "
        "conclude from."
    ).format(
        answered=shown.respondents,
        invited=shown.invited,
        share=percent(shown.elicitation.floor_share),
    )
