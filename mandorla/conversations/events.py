"""What can happen to imported conversations, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "conversations.imported",
        _("{by} imported conversations from {source}: {posts} posts."),
        _("An export was read for a community: one event with a count of posts, and no more."),
    ),
    Verb(
        "conversations.removed",
        _("{by} removed imported conversations from {source}."),
        _("The posts of an import are gone; figures that were made of them stay."),
    ),
    Verb(
        "conversations.forgotten",
        _("{by} deleted all imported conversations and the salt of their numbers."),
        _("No post is kept any more, and no number leads back to anybody."),
    ),
]
