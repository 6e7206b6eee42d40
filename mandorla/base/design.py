"""The living page of the look: every component in every state, with invented content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from mandorla.base.days import DayField
from mandorla.base.web import Page, PersonRequest, allow, signed_in
from mandorla.core.contrast import contrast, scheme_colors
from mandorla.core.lens_labels import Named

if TYPE_CHECKING:
    from django.http import HttpResponse

TOKENS = Path(__file__).parent / "static" / "base" / "css" / "tokens.css"
GROUNDS = ("paper", "raised", "sunken")
TINTS = (
    "organization-tint",
    "members-tint",
    "payoffs-tint",
    "shared-tint",
    "good-tint",
    "watch-tint",
    "act-tint",
)
TEXT, SHAPE = 4.5, 3.0

# What stands on what somewhere in the style sheets: words first, then shapes that carry meaning.
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((words, ground, TEXT) for words in ("ink", "quiet") for ground in (*GROUNDS, *TINTS)),
    *(
        (words, ground, TEXT)
        for words in ("organization-ink", "members-ink", "shared-ink", "good", "watch", "act")
        for ground in GROUNDS
    ),
    ("organization-ink", "organization-tint", TEXT),
    ("members-ink", "members-tint", TEXT),
    ("members-ink", "payoffs-tint", TEXT),
    ("shared-ink", "shared-tint", TEXT),
    ("shared-ink", "lens", TEXT),
    ("good", "good-tint", TEXT),
    ("watch", "watch-tint", TEXT),
    ("act", "act-tint", TEXT),
    ("paper", "ink", TEXT),
    *(
        (shape, ground, SHAPE)
        for shape in ("organization", "members", "payoffs", "shared", "edge")
        for ground in GROUNDS
    ),
    ("organization", "organization-tint", SHAPE),
    ("members", "members-tint", SHAPE),
    ("payoffs", "payoffs-tint", SHAPE),
    ("shared", "shared-tint", SHAPE),
    ("shared", "watch-tint", SHAPE),
    ("edge", "watch-tint", SHAPE),
)


@dataclass(frozen=True)
class Measured:
    """A color, and how far it stands off the page in each scheme."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Somebody:
    """An invented person."""

    pk: int
    name: str
    initials: str
    role: str


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As people say it in a meeting."),
        max_length=60,
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        widget=forms.Textarea,
        help_text=gettext_lazy("What would be worse without this community?"),
    )
    archetype = forms.ChoiceField(
        label=gettext_lazy("Archetype"),
        choices=[
            ("", gettext_lazy("None of them")),
            ("champions", gettext_lazy("Change champions")),
        ],
        required=False,
    )
    joining = forms.ChoiceField(
        label=gettext_lazy("Joining"),
        choices=[
            ("open", gettext_lazy("Anybody may join")),
            ("ask", gettext_lazy("People ask to join")),
        ],
        widget=forms.RadioSelect,
        initial="open",
    )
    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units"),
        choices=[
            ("sales", gettext_lazy("Sales")),
            ("service", gettext_lazy("Service")),
            ("plant", gettext_lazy("Plant North")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    review_on = DayField(label=gettext_lazy("Review date"), required=False)
    seats = forms.IntegerField(label=gettext_lazy("Places"), min_value=3, required=False)
    register = forms.FileField(label=gettext_lazy("Register"), required=False)
    agreed = forms.BooleanField(
        label=gettext_lazy("The sponsor has seen this"),
        help_text=gettext_lazy("They will be asked to sign later."),
    )


@lru_cache(maxsize=1)
def palette() -> tuple[Measured, ...]:
    """Every color token with its contrast to the page."""
    colors = scheme_colors(TOKENS.read_text(encoding="utf-8"))
    light, dark = colors["paper"]
    return tuple(
        Measured(name, f"{contrast(pair[0], light):.1f}", f"{contrast(pair[1], dark):.1f}")
        for name, pair in colors.items()
    )


@allow(signed_in)
def design(request: PersonRequest) -> HttpResponse:
    """Show every component; nothing here is read from the register."""
    return render(request, "base/design.html", _samples())


def _samples() -> dict[str, Any]:
    wrong = {"name": "", "purpose": "", "joining": "open", "seats": "2"}
    return {
        "nav": "design",
        "palette": palette(),
        "form": SampleForm(auto_id="sample_%s"),
        "wrong": SampleForm(wrong, auto_id="wrong_%s"),
        "page": Page(rows=range(50), number=2, total=137, first=51, last=100),
        "signed_on": date(2025, 9, 2),
        "signed_at": datetime(2025, 9, 2, 9, 40, tzinfo=UTC),
        "lens_of": _named(),
        "people": (
            Somebody(1, "Ana Marković", "AM", gettext("leader · Service")),
            Somebody(2, "Ben Okafor", "BO", gettext("sponsor · Operations")),
            Somebody(3, "Priya Narayanan", "PN", gettext("facilitator · Sales")),
            Somebody(4, "Marek Zieliński", "MZ", gettext("member · Plant North")),
        ),
    }


def _named() -> dict[str, tuple[Named, ...]]:
    """What a sample of the lens names."""
    more = gettext("{points} points more")
    return {
        "organization": (
            Named(gettext("One voice to suppliers"), more.format(points=12)),
            Named(gettext("Fewer surprises in a roll-out"), more.format(points=7)),
        ),
        "shared": (
            Named(gettext("Faster roll-out")),
            Named(gettext("Answers to my problems")),
            Named(gettext("A common way of working across all plants and the service units")),
        ),
        "members": (
            Named(gettext("Support in a hard role"), more.format(points=17)),
            Named(gettext("Being seen by leadership"), more.format(points=5)),
        ),
    }
