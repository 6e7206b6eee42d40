"""What can happen to views of the portfolio that are shared, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "view.shared",
        _("{by} shared the view {about} of the portfolio."),
        _("A program manager saved a view for everybody who sees the portfolio."),
    ),
    Verb(
        "view.withdrawn",
        _("{by} shares the view {about} of the portfolio no longer."),
        _("A shared view was removed, or kept for oneself."),
    ),
]
