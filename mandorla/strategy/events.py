"""What can happen with objectives and operations, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "objective.opened",
        _("{by} added the {kind} {about}."),
        _("The strategy has another objective or operation."),
    ),
    Verb(
        "objective.described",
        _("{by} changed {what} of {about}."),
        _("An objective got another name, kind, description, owner or period."),
    ),
    Verb(
        "objective.moved",
        _("{by} moved {about} to {where}."),
        _("An objective became a part of another one, with everything below it."),
    ),
    Verb(
        "objective.retired",
        _("{by} retired {about}."),
        _("An objective is pursued no longer; its parts are retired with it, each with an event."),
    ),
    Verb(
        "objective.resumed",
        _("{by} resumed {about}."),
        _("A retired objective is pursued again, with the parts that were retired with it."),
    ),
]
