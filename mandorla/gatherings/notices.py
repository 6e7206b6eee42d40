"""What people are told of gatherings and of what was taken on in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.notices import Notice

NOTICES = [
    Notice(
        "commitment.handed_over",
        _("{name} hands something over to you: “{text}”"),
        _("To who is to do what somebody else took on before."),
    ),
]
