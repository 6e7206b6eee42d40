"""What can happen to advice, each as a sentence.

Histories of communities are for everybody and warnings are not, so the sentences name no warning.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "warning.snoozed",
        _("{by} put a piece of advice off until {day}."),
        _("A warning is quiet until a day; the reason stays with it."),
    ),
    Verb(
        "warning.done",
        _("{by} followed a piece of advice."),
        _("Something was done about a warning; it says what."),
    ),
    Verb(
        "warning.set_aside",
        _("{by} said that a piece of advice does not apply here."),
        _("A warning is not brought up again in this community; the reason stays with it."),
    ),
    Verb(
        "warning.resumed",
        _("{by} took up a piece of advice again."),
        _("A warning that was put off, done or set aside stands again."),
    ),
    Verb(
        "rule.changed",
        _("{by} changed the rule {about} from “{was}” to “{now}”."),
        _("A rule fires from other figures, is switched off or on, or is as it ships again."),
    ),
]
