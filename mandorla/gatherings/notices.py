"""What people are told of gatherings and of what was taken on in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.notices import Notice

NOTICES = [
    Notice(
        "commitment.given",
        _("{name} wrote down that you do something: “{text}”"),
        _("To in whose name somebody else wrote down a commitment, also while a gathering ran."),
    ),
    Notice(
        "commitment.handed_over",
        _("{name} hands something over to you: “{text}”"),
        _("To who is to do what somebody else took on before."),
    ),
]
