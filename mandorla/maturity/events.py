"""What happens to maturity models and profiles, as sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandorla.base.verbs import Verb

VERBS = [
    Verb(
        "maturity_model.brought",
        _("{by} brought the maturity model “{about}”."),
        _("Communities can be looked at by a maturity model, or by a new version of it."),
    ),
    Verb(
        "maturity_model.set_aside",
        _("{by} set the maturity model “{about}” aside."),
        _("Communities are not looked at by a maturity model any more."),
    ),
    Verb(
        "maturity_model.used_again",
        _("{by} took the maturity model “{about}” into use again."),
        _("Communities are looked at by a maturity model again."),
    ),
]
