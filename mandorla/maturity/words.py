"""How far something is, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.core.staircase import Headline, Reached
    from mandorla.maturity.rubric import Rubric


def level_in_words(reached: Reached | None, *, top: int) -> str:
    """A level as people say it: "3", "at least 2", "1 to 3", "at most 1"."""
    if reached is None or not reached.is_known(top=top):
        return _("not known")
    if reached.is_exact:
        return str(reached.low) if reached.low else _("not yet 1")
    if reached.high == top:
        return _("at least {level}").format(level=reached.low)
    if not reached.low:
        return _("at most {level}").format(level=reached.high)
    return _("{low} to {high}").format(low=reached.low, high=reached.high)


def gap_in_words(missing: Reached) -> str:
    """How far it is to a target."""
    if missing.high == 0:
        return _("reached")
    if missing.low == missing.high:
        return ngettext("{count} level to go", "{count} levels to go", missing.low).format(
            count=missing.low
        )
    if missing.low == 0:
        return _("perhaps reached, at most {count} to go").format(count=missing.high)
    return _("{low} to {high} levels to go").format(low=missing.low, high=missing.high)


def gaps_in_words(gaps: Mapping[str, Reached]) -> str:
    """How far it is to a target, and by whose word where two have one.

    Args:
        gaps: What is missing by the core group ("core") and by data ("computed").
    """
    said = {way: gap_in_words(missing) for way, missing in gaps.items()}
    if len(said) < 2:
        return "".join(said.values())
    if len(set(said.values())) == 1:
        return _("core group and data: {gap}").format(gap=said["core"])
    return _("core group: {core}; data: {data}").format(core=said["core"], data=said["computed"])


def change_in_words(levels: int | None) -> str:
    """What has moved since last time; empty while that cannot be told."""
    if levels is None:
        return ""
    if levels == 0:
        return _("as last time")
    said = (
        ngettext("up {count} level", "up {count} levels", levels)
        if levels > 0
        else ngettext("down {count} level", "down {count} levels", -levels)
    )
    return said.format(count=abs(levels))


def stage_in_words(head: Headline, rubric: Rubric) -> str:
    """The stage by its name; empty while too little is known."""
    if head.stage is None:
        return ""
    name = rubric.stages[head.stage - 1].name
    return _("At least {stage}").format(stage=name) if head.is_least else name
