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
        "story.withdrawn",
        _("{by} took a story back."),
        _("Nobody else reads it any more, and what it claims counts no more."),
        personal=True,
    ),
]
