"""Who may vote in a round of value, and its ballots."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from mandorla.base.models.sealed import SealedToken, SealedTokenQuerySet, SealedUrn


class Token(SealedToken):
    """Somebody may vote in a round once; a spent one says that they have, and nothing else."""

    ROUND: ClassVar[str] = "elicitation"

    elicitation = models.ForeignKey(
        "value.Elicitation", on_delete=models.CASCADE, related_name="tokens"
    )

    objects = SealedTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["elicitation", "person"], name="value_token_once"),
        ]
        indexes = [models.Index(fields=["person", "is_spent"], name="value_token_waiting")]

    def __str__(self) -> str:
        return _("a vote in {round}").format(round=self.elicitation)


class Urn(SealedUrn):
    """The ballots of a round, in one piece and in the order of their bytes."""

    elicitation = models.OneToOneField(
        "value.Elicitation", on_delete=models.CASCADE, related_name="urn"
    )

    def __str__(self) -> str:
        return _("the urn of {round}").format(round=self.elicitation)
