from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.ledger.models.story import Story
from mandorla.people.models import Person

KINDS = {
    "file": gettext_lazy("a file"),
    "link": gettext_lazy("a link"),
    "note": gettext_lazy("a note"),
}


class Proof(Record):
    """What shows that a story is so: a file, a link or a note. Read by whoever reads the story."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="proofs")
    kind = models.CharField(max_length=4, choices=list(KINDS.items()))
    text = models.CharField(gettext_lazy("what it shows"), max_length=300)
    address = models.URLField(max_length=500, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    file_type = models.CharField(max_length=80, blank=True)  # as its first bytes say
    file_size = models.PositiveIntegerField(null=True)  # bytes
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            choices_constraint("ledger_proof_kind", "kind", KINDS),
            models.CheckConstraint(
                name="ledger_proof_link_has_an_address",
                condition=~Q(kind="link") | ~Q(address=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ProofFile(Record):
    """The bytes of a file, apart, so that nothing reads them that does not serve them."""

    proof = models.OneToOneField(Proof, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.proof.file_name
