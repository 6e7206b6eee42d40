"""A forgotten password: the letter with the link, for those who have one to forget."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from mandorla.people.letters import send_reset
from mandorla.people.models import Person


def send_reset_link(*, email: str, origin: str) -> bool:
    """Send a link to whoever has an account with this address, and say whether somebody has.

    Somebody who never had a password gets none this way: they come in by invitation, or through
    the organization's own sign-in. So the letter cannot be used to open an account from a roster.
    """
    person = Person.objects.filter(is_active=True).known_by(email=email)
    if person is None or not person.has_usable_password():
        return False
    key = default_token_generator.make_token(person)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": key},
    )
    return send_reset(person, link=origin.rstrip("/") + path)
