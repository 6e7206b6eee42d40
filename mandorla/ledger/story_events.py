"""What can happen to stories and what they claim, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

# A story may be told to few, or without a name: what became of one never names anybody, and what
# is told without a name is not in the trail.
VERBS = [
    Verb("story.told", _("{by} told a story."), _("Somebody told a story."), personal=True),
    Verb(
        "story.changed",
        _("{by} changed a story they had told."),
        _("A story reads otherwise, or is for others to read."),
        personal=True,
    ),
    Verb(
        "story.went_on",
        _("{by} told how a story went on."),
        _("A later step of a story is told."),
        personal=True,
    ),
    Verb(
        "story.promised",
        _("{by} will tell how a story went on."),
        _("Who told a story said when to ask again."),
        personal=True,
    ),
    Verb(
        "story.proved",
        _("{by} added what shows that a story is so."),
        _("A file, a link or a note belongs to a story."),
        personal=True,
    ),
    Verb(
        "story.unproved",
        _("{by} took out what shows that a story is so."),
        _("A file, a link or a note of a story is gone, with its bytes."),
        personal=True,
    ),
    Verb(
        "story.withdrawn",
        _("{by} took a story back."),
        _("Nobody else reads it any more, and what it claims counts no more."),
        personal=True,
    ),
    Verb(
        "story.brought",
        _("{by} brought {count} stories from a file."),
        _("Stories that were told elsewhere came from a file, all of them at once."),
    ),
    Verb(
        "claim.made",
        _("{by} claimed a gain from a story."),
        _("A story claims a gain."),
        personal=True,
    ),
    Verb(
        "claim.confirmed",
        _("{by} confirmed what a story claims."),
        _("Somebody who has the gain said that it is so; the story shows who."),
        personal=True,
    ),
    Verb(
        "claim.corrected",
        _("{by} corrected what a story claims."),
        _("Somebody who has the gain said that it is so with other numbers."),
        personal=True,
    ),
    Verb(
        "claim.refused",
        _("{by} did not confirm what a story claims."),
        _("Somebody who would have the gain said that it is not so."),
        personal=True,
    ),
    Verb(
        "claim.withdrawn",
        _("{by} took back what a story claims."),
        _("A claim counts no more."),
        personal=True,
    ),
]
