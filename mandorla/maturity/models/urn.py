"""Who may answer in a members' round, and the answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from mandorla.base.models.sealed import SealedToken, SealedTokenQuerySet, SealedUrn


class ProfileToken(SealedToken):
    """Somebody may answer in a round once; a spent one says that they have, and nothing else."""

    ROUND: ClassVar[str] = "round"

    round = models.ForeignKey(
        "maturity.ProfileRound", on_delete=models.CASCADE, related_name="tokens"
    )

    objects = SealedTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="maturity_token_once"),
        ]
        indexes = [models.Index(fields=["person", "is_spent"], name="maturity_token_waiting")]

    def __str__(self) -> str:
        return _("an answer in {round}").format(round=self.round)


class ProfileUrn(SealedUrn):
    """The answers of a round, in one piece and in the order of their bytes."""

    round = models.OneToOneField(
        "maturity.ProfileRound", on_delete=models.CASCADE, related_name="urn"
    )

    def __str__(self) -> str:
        return _("the urn of {round}").format(round=self.round)
