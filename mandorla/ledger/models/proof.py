from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.models import Record
from mandorla.base.models.event import day_of
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.closed import refuse_closed
from mandorla.ledger.models.story import Story
from mandorla.ledger.pictures import without_names
from mandorla.ledger.proof_types import neutral_name, safe_name, type_of
from mandorla.people.models import Person
from mandorla.work.models.saying import one_line

if TYPE_CHECKING:
    from datetime import datetime

MOST: Final = 10  # of one story
LARGEST_BYTES: Final = 5 * 1024 * 1024
KINDS = {
    "file": gettext_lazy("a file"),
    "link": gettext_lazy("a link"),
    "note": gettext_lazy("a note"),
}


class ProofQuerySet(models.QuerySet["Proof"]):
    """Ways to look for what shows that a story is so."""

    def visible_to(self, person: Person) -> Self:
        """Whoever reads the story sees what shows it."""
        return self.filter(story__in=Story.objects.visible_to(person))


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

    objects = ProofQuerySet.as_manager()

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

    # --- verbs ---

    @classmethod
    def add(
        cls,
        *,
        story: Story,
        text: str,
        address: str = "",
        content: bytes = b"",
        file_name: str = "",
        by: Person,
        at: datetime,
    ) -> Proof:
        """A file, a link or a note shows that a story is so.

        Of a story without a name a file has a name that says nothing, and a picture is kept
        without what it says about who made it.

        Args:
            story: Which story.
            text: What it shows, in a line of at most 300 characters.
            address: Where it is, for a link.
            content: The bytes of a file.
            file_name: What the file is called.
            by: Who told the story.
            at: The moment.

        Raises:
            Refused: They did not tell it, there are ten already, it is a file and a link at once,
                or the file is of no type that is taken, larger than 5 MB, or a damaged picture.
        """
        _refuse_other(story, by=by)
        line = one_line(text, longest=300, asked=_("Say in a line what it shows."))
        if address and content:
            raise Refused(_("Add the file and the link one after the other."))
        what: dict[str, Any] = {"kind": "note"}
        if address:
            what = {"kind": "link", "address": _address(address)}
        if content:
            what = {"kind": "file", **_file(content, file_name)}
        with transaction.atomic():
            # As it is kept: it may have lost its name since the page was opened.
            is_nameless = Story.objects.select_for_update().get(pk=story.pk).is_nameless
            if cls.objects.filter(story=story).count() >= MOST:
                raise Refused(_("Ten are enough: take one out first."))
            added_at = day_of(at) if is_nameless else at
            proof = cls.objects.create(
                story=story, text=line, added_by=by, added_at=added_at, **what
            )
            if content:
                ProofFile.objects.create(proof=proof, content=content)
            if is_nameless:
                proof.hide()
            story.tell_own("story.proved", by=by, at=at)
        return proof

    def hide(self) -> None:
        """Nothing of it says who added it or when, as far as that can be told; once is enough.

        Raises:
            Refused: It is a damaged picture.
        """
        self.added_at = day_of(self.added_at)
        if self.kind == "file":
            try:
                content = without_names(bytes(self.file.content), file_type=self.file_type)
            except Refused as refusal:
                raise Refused(f"“{self.text}”: {refusal.sentence}") from refusal
            taken = Proof.objects.filter(story=self.story_id).exclude(pk=self.pk)
            names = set(taken.values_list("file_name", flat=True))
            self.file_name = neutral_name(self.file_name, taken=names)
            self.file_size = len(content)
            self.file.content = content
            self.file.keep("content")
        self.keep("added_at", "file_name", "file_size")

    def remove(self, *, by: Person, at: datetime) -> None:
        """It is gone, with its bytes.

        Raises:
            Refused: They did not tell the story.
        """
        _refuse_other(self.story, by=by)
        with transaction.atomic():
            self.story.tell_own("story.unproved", by=by, at=at)
            self.delete()


class ProofFile(Record):
    """The bytes of a file, apart, so that nothing reads them that does not serve them."""

    proof = models.OneToOneField(Proof, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.proof.file_name


def _refuse_other(story: Story, *, by: Person) -> None:
    refuse_closed(story.community)
    if not story.is_own_of(by) or story.state != "told":
        raise Refused(_("What shows a story is added and taken out by who told it."))


def _address(address: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as wrong:
        raise Refused(_("This is not an address of a page.")) from wrong
    if len(address) > 500:
        raise Refused(_("That address is too long."))
    return address


def _file(content: bytes, name: str) -> dict[str, Any]:
    if len(content) > LARGEST_BYTES:
        raise Refused(_("A file may have at most 5 MB."))
    found = type_of(content, name=name)
    if found is None:
        raise Refused(_("Take a picture (PNG or JPEG), a PDF, or a text or CSV file in UTF-8."))
    kind, ending = found
    called = safe_name(name, ending=ending)
    return {"file_name": called, "file_type": kind, "file_size": len(content)}
