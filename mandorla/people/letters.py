"""Letters that Mandorla writes about accounts."""

from __future__ import annotations

import logging
from email.errors import MessageError
from enum import Enum
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection, send_mail
from django.template.loader import render_to_string

from mandorla.base.models import Organization

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mandorla.people.models import Invitation, Person

log = logging.getLogger(__name__)
REFUSED = 500  # from this code on a mail server means it
# The mail server does not take it, or an address or a line cannot be written into a letter.
UNSENT = (OSError, SMTPException, ValueError, MessageError)


def sends_letters() -> bool:
    """Whether letters reach somebody.

    Without a mail server they only go to the log, except in the demo, which keeps them for a page;
    and those of the demo never go to a mail server, because its people are invented.
    """
    backend = str(settings.EMAIL_BACKEND)
    return not backend.endswith(".console.EmailBackend") and _is_demo() == backend.endswith(
        ".Mailbox"
    )


def send_invitation(invitation: Invitation, *, link: str) -> bool:
    """Send the link to the invited person, and say whether that went well.

    Without a mail server nothing is sent: the log of the server is no place for the secret, and
    the page on which the demo shows mails is not for somebody who cannot sign in yet.
    """
    if not sends_letters() or _is_demo():
        return False
    return _send(invitation.email, "invitation", {"invitation": invitation, "link": link})


def send_reset(person: Person, *, link: str) -> bool:
    """Send the link with which somebody sets a new password."""
    return _send(str(person.email), "password_reset", {"person": person, "link": link})


class Outcome(Enum):
    """What became of a letter."""

    SENT = "sent"
    LATER = "later"  # the mail server could not be reached, or asks to try again
    NEVER = "never"  # it does not take this letter, and will not


def delivered(letters: Iterable[EmailMessage]) -> Iterator[int]:
    """1 for each letter that went out, 0 for each that did not; all by one connection."""
    return (int(outcome is Outcome.SENT) for outcome in outcomes(letters))


def outcomes(letters: Iterable[EmailMessage]) -> Iterator[Outcome]:
    """What becomes of each letter, before the next one is asked for; all by one connection."""
    connection = get_connection()
    for letter in letters:
        try:
            yield Outcome.SENT if connection.send_messages([letter]) else Outcome.LATER
        except UNSENT as error:
            connection.close()  # the next letter opens another one
            yield Outcome.NEVER if _is_for_good(error) else Outcome.LATER
    connection.close()


def _is_for_good(error: Exception) -> bool:
    """Whether trying again is of no use: it cannot be written, or is refused (5yz, RFC 5321)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= REFUSED for code, _said in error.recipients.values())
    if isinstance(error, SMTPDataError | SMTPSenderRefused):
        return error.smtp_code >= REFUSED
    return isinstance(error, ValueError | MessageError | SMTPNotSupportedError)


def _send(to: str, name: str, context: dict[str, Any]) -> bool:
    """Send a letter: the first line of its template is the subject."""
    context = {"organization": Organization.current(), **context}
    text = render_to_string(f"people/letters/{name}.txt", context).strip()
    subject, _line, body = text.partition("\n")
    try:
        send_mail(subject.strip(), body.lstrip(), None, [to])
    except UNSENT:
        log.exception("A letter could not be sent: %s", name)
        return False
    return True


def _is_demo() -> bool:
    organization = Organization.current()
    return organization is not None and organization.is_demo
