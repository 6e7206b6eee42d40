"""Where mails go when no mail server is set up: of the demo onto a page, else into the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail.backends.console import EmailBackend
from django.utils import timezone

from mandorla.base.models import Organization
from mandorla.demo.models import Letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.mail import EmailMessage


class Mailbox(EmailBackend):
    """Keeps the mails of the demo; of a real organization it says them in the server's log."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep or say them all, and how many those were."""
        organization = Organization.current()
        if organization is not None and organization.is_demo:
            now = timezone.now()  # noqa: TID251 - a mail program is an edge
            return Letter.put_away(email_messages, at=now)
        return super().send_messages(email_messages) or 0
