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
    Verb(
        "profile.agreed",
        _("{by} wrote down the profile that the core group agreed on."),
        _("The core group says how far its community is."),
    ),
    Verb(
        "profile.targets_agreed",
        _("{by} wrote down which levels the community wants to be at: {targets}."),
        _("Those who run a community agreed on targets of its profile."),
    ),
    Verb(
        "profile_round.opened",
        _("{by} opened members' round {number} of the profile."),
        _("Members can say how far their community is."),
    ),
    Verb(
        "profile_round.canceled",
        _("{by} canceled members' round {number} of the profile before anybody had answered."),
        _("A members' round was not held."),
    ),
    Verb(
        "profile_round.closed",
        _("{by} closed members' round {number} of the profile."),
        _("A members' round was closed and its answers were counted."),
    ),
]
