"""What somebody answers who proposes a community, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from mandorla.base.lines import validate_line
from mandorla.communities.fit_meanings import FORCE_WORDS, ForceWords
from mandorla.communities.models.community import JOINING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from mandorla.communities.archetypes import ShippedArchetype

FEWEST_OWN = 2
MORE_OWN = 3
SUGGESTED = {"benefit": "benefits", "concern": "concerns", "payoff": "payoffs"}


class PurposeForm(forms.Form):
    """What the community is to be called and is for."""

    name = forms.CharField(
        label=_("What will you call it?"),
        max_length=120,
        validators=[validate_line],
        help_text=_("A name that people use in the corridor."),
    )
    purpose = forms.CharField(
        label=_("What is it for?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that the organization and the members would both say."),
    )
    joining = forms.ChoiceField(
        label=_("How do people join?"), choices=list(JOINING.items()), widget=forms.RadioSelect
    )
    unit = forms.TypedChoiceField(
        label=_("Home unit"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Where it is at home; people from everywhere can join all the same."),
    )

    def __init__(self, *args: object, units: dict[int, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        by_path = sorted(units.items(), key=lambda unit: unit[1])
        self.fields["unit"].choices = [("", _("no home unit")), *by_path]  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """Why somebody wants to co-lead a community that exists."""

    note = forms.CharField(
        label=_("Say in a sentence what you would bring"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@dataclass(frozen=True)
class ForceChoice:
    """The lines of a force: suggestions to tick and edit, and own ones to write."""

    kind: str
    words: ForceWords
    suggested: tuple[tuple[str, bool], ...]
    own: tuple[str, ...]
    focus: int


def force_choices(
    written: dict[str, list[str]], *, archetype: ShippedArchetype | None, more: str
) -> list[ForceChoice]:
    """The three forces to choose from and to write.

    Args:
        written: What was kept so far, by force.
        archetype: The kind of community, for suggestions.
        more: The force for which somebody asked for more lines, if any.
    """
    choices = []
    for kind, words in FORCE_WORDS.items():
        suggested = suggestions(archetype, kind)
        kept = written.get(kind, [])
        own = [line for line in kept if line not in suggested]
        spare = max(1, FEWEST_OWN - len(own)) + (MORE_OWN if kind == more else 0)
        choices.append(
            ForceChoice(
                kind=kind,
                words=words,
                suggested=tuple((text, text in kept) for text in suggested),
                own=(*own, *[""] * spare),
                focus=len(own) + 1 if kind == more else 0,
            )
        )
    return choices


def sent_forces(data: QueryDict, *, archetype: ShippedArchetype | None) -> dict[str, list[str]]:
    """What somebody ticked, changed or wrote: a suggestion that was changed counts as ticked."""
    found: dict[str, list[str]] = {}
    for kind in FORCE_WORDS:
        lines = []
        ticked = set(data.getlist(f"tick_{kind}"))
        for place, suggestion in enumerate(suggestions(archetype, kind)):
            text = " ".join(data.get(f"{kind}_{place}", "").split())
            if text and (str(place) in ticked or text != suggestion):
                lines.append(text)
        lines += [" ".join(line.split()) for line in data.getlist(kind)]
        found[kind] = list(dict.fromkeys(line for line in lines if line))
    return found


def suggestions(archetype: ShippedArchetype | None, kind: str) -> Sequence[str]:
    """What the kind of community suggests for a force."""
    return getattr(archetype, SUGGESTED[kind]) if archetype else ()
