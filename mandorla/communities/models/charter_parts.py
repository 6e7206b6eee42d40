"""What a charter is made of: its texts, its forces, the judgments of how they fit, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.communities.models.two_sided import SideSignature, signature_constraints
from mandorla.core.forces import HIGHEST_FIT
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORCES = {
    "benefit": gettext_lazy("business benefits"),
    "concern": gettext_lazy("community concerns"),
    "payoff": gettext_lazy("participant payoffs"),
}
PAIRS = {
    "benefit_concern": gettext_lazy("benefits and concerns"),
    "concern_payoff": gettext_lazy("concerns and payoffs"),
    "benefit_payoff": gettext_lazy("benefits and payoffs"),
}


class CharterTexts(Record):
    """The texts of a charter, one for each of `CHARTER_FIELDS`."""

    purpose = models.TextField(blank=True)
    value_statement = models.TextField(blank=True)
    in_scope = models.TextField(blank=True)
    out_of_scope = models.TextField(blank=True)
    objectives = models.TextField(blank=True)
    members = models.TextField(blank=True)
    roles = models.TextField(blank=True)
    rhythm = models.TextField(blank=True)
    decisions = models.TextField(blank=True)
    limits = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    contributions = models.TextField(blank=True)
    norms = models.TextField(blank=True)
    data_use = models.TextField(blank=True)
    stewardship = models.TextField(blank=True)
    links = models.TextField(blank=True)
    end_condition = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    extra = models.JSONField(default=list, blank=True)  # [{"heading": …, "text": …}]

    class Meta:
        abstract = True

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the version by the name of their field."""
        return {name: getattr(self, name) for name in FIELD_NAMES}

    @classmethod
    def enter(
        cls,
        *,
        forces: Mapping[str, Sequence[str]],
        fits: Sequence[Mapping[str, Any]] = (),
        signatures: Sequence[Mapping[str, Any]] = (),
        **facts: Any,
    ) -> Self:
        """This version exists as a register has it, with its own moments and signatures.

        The caller says why, in an event.

        Args:
            forces: The entries of each force.
            fits: The judgments, oldest first, by field.
            signatures: The signatures, by field.
            facts: The values of the version's other fields.
        """
        with transaction.atomic():
            charter = cls(**facts)
            charter.save(force_insert=True)
            Force.objects.bulk_create(
                Force(charter_id=charter.pk, kind=kind, text=text, position=position)
                for kind, texts in forces.items()
                for position, text in enumerate(texts)
            )
            Fit.objects.bulk_create(Fit(charter_id=charter.pk, **fit) for fit in fits)
            Signature.objects.bulk_create(
                Signature(charter_id=charter.pk, **signature) for signature in signatures
            )
        return charter


class Force(Record):
    """One business benefit, community concern or participant payoff of a charter."""

    charter = models.ForeignKey(
        "communities.Charter", on_delete=models.CASCADE, related_name="forces"
    )
    kind = models.CharField(max_length=10, choices=list(FORCES.items()))
    text = models.TextField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["charter_id", "kind", "position"]
        constraints = [choices_constraint("communities_force_kind", "kind", FORCES)]

    def __str__(self) -> str:
        return self.text


class Fit(Record):
    """What somebody thinks of how two forces of a charter fit, 0 to 3, and why. Never changed."""

    charter = models.ForeignKey(
        "communities.Charter", on_delete=models.CASCADE, related_name="fits"
    )
    pair = models.CharField(max_length=20, choices=list(PAIRS.items()))
    score = models.PositiveSmallIntegerField()
    reason = models.TextField()
    judged_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_constraint("communities_fit_pair", "pair", PAIRS),
            models.CheckConstraint(
                name="communities_fit_score", condition=models.Q(score__range=(0, HIGHEST_FIT))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_pair_display()}: {self.score}"


class Signature(SideSignature):
    """Somebody signed a charter for a side."""

    charter = models.ForeignKey(
        "communities.Charter", on_delete=models.CASCADE, related_name="signatures"
    )

    class Meta:
        constraints = signature_constraints("communities_signature", of="charter")
