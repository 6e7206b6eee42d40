"""How allauth lets people in: only those who are known or invited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mandorla.people.jobs import send_reset_link_later

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people come by invitation."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and this password do not go together. Look at both once more."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed, always."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The identity provider lets in those who are known here by their address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Closed: an address that nobody entered here stays outside."""
        return False


class ResetForm(forms.Form):
    """Where the link for a new password goes."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def save(self, request: HttpRequest, **_kwargs: object) -> str:
        """Leave everything that depends on the address to a worker.

        So neither the answer nor its duration tells whether somebody has this address.
        """
        email: str = self.cleaned_data["email"]
        origin = settings.BASE_URL or request.build_absolute_uri("/")
        send_reset_link_later(email=email, origin=origin)
        return email
