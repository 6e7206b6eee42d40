"""What can happen to agendas and what comes of their items, each as a sentence.

What is on an agenda is for those in the community and histories are for everybody, so the
sentences name the gathering and never the item.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "agenda.kept",
        _("{by} kept the agenda of {about}."),
        _("The drafted items are the agenda of a gathering."),
    ),
    Verb(
        "agenda.added",
        _("{by} put something on the agenda of {about}."),
        _("Somebody placed an item by hand."),
    ),
    Verb(
        "agenda.taken_out",
        _("{by} took something off the agenda of {about}."),
        _("An item is gone as if it had never been on the agenda."),
    ),
    Verb(
        "agenda.parked",
        _("{by} parked an item of {about}."),
        _("An item waits until there is room for it."),
    ),
    Verb(
        "agenda.unparked",
        _("{by} put a parked item of {about} back."),
        _("An item that was parked or dropped is on the agenda again."),
    ),
    Verb(
        "agenda.put_off",
        _("{by} put an item of {about} off until next time."),
        _("An item is on the agenda of the next gathering instead."),
    ),
    Verb(
        "agenda.dropped",
        _("{by} dropped an item of {about}."),
        _("Nobody waits for an item any more; what it is about stays."),
    ),
]
