"""What members are asked beside the levels: yes, no, or it does not apply."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

# By the name of the indicator that the answers become.
STATEMENTS: Final = {
    "time_usable": _("My manager supports that I spend time here."),
    "may_speak": _("I can bring a real problem, whoever is there."),
    "benefits_me": _("It is worth it for me."),
}
