"""What can happen to the digest of a gathering, each as a sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "digest.sent",
        _("{by} sent the digest of “{about}”."),
        _("What came of a gathering is with those who want it. Sent once."),
    ),
]
