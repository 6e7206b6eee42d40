"""What people are told of communities."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.notices import Notice

NOTICES = [
    Notice(
        "inheritance.passed_on",
        _("{origin} ends; with {heir} from now on: “{text}”"),
        _("To who owns or asked something that a community leaves to another one."),
    ),
]
