"""What sides, kinds, roles and states of what is put in are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

SIDES = {
    "organization": gettext_lazy("the organization"),
    "members": gettext_lazy("the members"),
}
KINDS = {
    "funding": gettext_lazy("funding"),
    "resources": gettext_lazy("resources"),
    "people": gettext_lazy("people"),
    "participation": gettext_lazy("participation"),
    "time": gettext_lazy("time"),
}
ROLES = {
    "member": gettext_lazy("a member"),
    "leader": gettext_lazy("somebody who leads"),
    "sponsor": gettext_lazy("a sponsor"),
}
HOURS_OF = {
    "member": gettext_lazy("of members"),
    "leader": gettext_lazy("of those who lead"),
    "sponsor": gettext_lazy("of sponsors"),
}
STATES = {
    "planned": gettext_lazy("planned"),
    "proposed": gettext_lazy("worked out, to be confirmed"),
    "actual": gettext_lazy("given"),
    "dropped": gettext_lazy("taken out"),
}
SOURCES = {
    "license": gettext_lazy("the license"),
    "charter": gettext_lazy("the charter"),
    "gatherings": gettext_lazy("gatherings held and roles"),
    "hand": gettext_lazy("written down"),
    "file": gettext_lazy("a file"),
}
