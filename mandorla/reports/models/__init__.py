from __future__ import annotations

from mandorla.reports.models.choice import Choice
from mandorla.reports.models.consent import Consent
from mandorla.reports.models.share import Share
from mandorla.reports.models.signing_key import SigningKey

__all__ = ["Choice", "Consent", "Share", "SigningKey"]
