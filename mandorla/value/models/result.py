from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _

from mandorla.base.models import Record
from mandorla.value.models.elicitation import Elicitation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WHY_HIDDEN = ("", "too_few", "close_to_earlier", "no_organization", "no_members")


class Result(Record):
    """What a round found, computed once when it closed. Figures that may not be shown are not kept.

    Nobody reads it but `value.shown`, so that every door gives out the same and no more.
    """

    elicitation = models.OneToOneField(Elicitation, on_delete=models.CASCADE, related_name="result")
    invited = models.PositiveIntegerField()
    respondents = models.PositiveIntegerField()
    is_shown = models.BooleanField()
    why_hidden = models.CharField(max_length=20, blank=True)
    organization = models.JSONField(default=list)  # the named side's weights, shown in any case
    figures = models.JSONField(null=True)  # `value.figures.Figures`; None when it may not be shown
    draws = models.BinaryField(default=bytes)  # of the overlap, 32-bit floats; to compare rounds
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="value_result_hidden_is_not_kept",
                condition=models.Q(is_shown=True) | models.Q(figures=None, draws=b""),
            ),
        ]

    def __str__(self) -> str:
        return _("what {round} found").format(round=self.elicitation)

    @classmethod
    def enter(cls, *, elicitation: Elicitation, **found: Any) -> Result:
        """This is what the round found. The caller says so, in an event."""
        result = cls(elicitation=elicitation, **found)
        result.save(force_insert=True)
        return result


def drawn(draws: bytes) -> NDArray[np.float32]:
    """The overlap of each draw, from what is kept of them."""
    import numpy as np  # slow import

    return np.frombuffer(draws, dtype="<f4")
