"""What the page shows to somebody who writes in a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.communities.charter_fields import CHARTER_FIELDS
from mandorla.communities.draft_merge import Clash, Merged, digest, merge
from mandorla.communities.fit_meanings import FORCE_WORDS, ForceWords
from mandorla.communities.forms.charter import read_extra

if TYPE_CHECKING:
    from django.forms import BoundField

    from mandorla.communities.archetypes import ShippedArchetype
    from mandorla.communities.forms.charter import DraftForm
    from mandorla.communities.models import Charter

MORE_LINES = 3
SUGGESTED = {"benefit": "benefits", "concern": "concerns", "payoff": "payoffs"}


@dataclass(frozen=True)
class WrittenField:
    """A text with its example, and what somebody else wrote there meanwhile."""

    field: BoundField
    example: str
    theirs: str | None


@dataclass(frozen=True)
class WrittenForce:
    """A force line by line, with the archetype's suggestions."""

    kind: str
    words: ForceWords
    lines: tuple[str, ...]
    suggestions: tuple[str, ...]
    theirs: tuple[str, ...] | None
    focus: int  # the line to begin in, from 1; 0 for none


@dataclass(frozen=True)
class DraftPage:
    """Everything the editor shows."""

    kind: ShippedArchetype | None
    forces: tuple[WrittenForce, ...]
    fields: tuple[WrittenField, ...]
    review: WrittenField
    extra: tuple[tuple[str, str], ...]
    theirs_extra: tuple[tuple[str, str], ...] | None
    merged: Merged | None


def merge_draft(form: DraftForm, *, charter: Charter, theirs: dict[str, str]) -> Merged:
    """What the draft should say when this form is saved.

    Args:
        form: A valid form. Texts named in its `theirs` are left as they are now.
        charter: The draft as it is now.
        theirs: What it says now, by name.
    """
    mine = form.written()
    for name in form.sent.getlist("theirs"):
        mine.pop(name, None)
    seen = form.seen()
    if not seen and form.sent.get("edits") == str(charter.edits):
        seen = {name: digest(text) for name, text in theirs.items()}
    return merge(mine=mine, theirs=theirs, seen=seen)


def read_draft_page(
    form: DraftForm, *, archetype: ShippedArchetype | None, merged: Merged | None, more: str
) -> DraftPage:
    """Put together what the editor shows.

    Args:
        form: The form, bound when there is something to correct.
        archetype: The kind of community, for examples.
        merged: What two people wrote at the same time, when they did.
        more: The force for which somebody asked for more lines, if any.
    """
    clashes = {clash.name: clash for clash in merged.clashes} if merged else {}
    examples = archetype.charter if archetype else {}
    extra = clashes.get("extra")
    return DraftPage(
        kind=archetype,
        forces=tuple(
            _force(form, kind, archetype=archetype, clash=clashes.get(kind), more=more == kind)
            for kind in FORCE_WORDS
        ),
        fields=tuple(
            _field(form, field.name, examples.get(field.name, ""), clashes.get(field.name))
            for field in CHARTER_FIELDS
        ),
        review=_field(form, "review_on", "", clashes.get("review_on")),
        extra=tuple(form.extra()),
        theirs_extra=tuple(read_extra(extra.theirs)) if extra else None,
        merged=merged,
    )


def _field(form: DraftForm, name: str, example: str, clash: Clash | None) -> WrittenField:
    return WrittenField(field=form[name], example=example, theirs=clash.theirs if clash else None)


def _force(
    form: DraftForm,
    kind: str,
    *,
    archetype: ShippedArchetype | None,
    clash: Clash | None,
    more: bool,
) -> WrittenForce:
    lines = form.lines(kind)
    written = sum(1 for line in lines if line)
    return WrittenForce(
        kind=kind,
        words=FORCE_WORDS[kind],
        lines=(*lines, *[""] * (MORE_LINES if more else 0)),
        suggestions=getattr(archetype, SUGGESTED[kind]) if archetype else (),
        theirs=tuple(clash.theirs.splitlines()) if clash else None,
        focus=written + 1 if more else 0,
    )
