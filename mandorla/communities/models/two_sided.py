"""What an organization and a community agree on in writing: versions, and a signature a side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.core.lifecycle import CHARTER
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models.community import Community

STATES = {
    "draft": gettext_lazy("draft"),
    "published": gettext_lazy("published"),
    "agreed": gettext_lazy("agreed"),
}
SIDE_OF_ROLE = {"sponsor": "organization", "leader": "members"}
SIDES = {
    "organization": gettext_lazy("organization"),
    "members": gettext_lazy("members"),
}


class TwoSided(Record):
    """One version of what two sides agree on: a draft, published for good, signed by both.

    Whoever inherits has a `community`, `signatures`, and the noun that its events begin with.
    """

    noun: ClassVar[str]
    if TYPE_CHECKING:
        community: Any  # a foreign key with a name of its own on the other side
        signatures: Any

    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="draft")
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    edits = models.PositiveIntegerField(default=0)  # so that two writers of a draft notice

    class Meta:
        abstract = True

    # --- verbs ---

    def publish(self, *, by: Person | None, at: datetime) -> None:
        """Everybody can read this version, and nobody can change it.

        Raises:
            Refused: It does not say yet what it has to say.
            Stale: It was published in the meantime.
        """
        self._must_be_ready(at=at)
        with transaction.atomic():
            self._go("publish", published_by=by, published_at=at)
            self._tell("published", by=by, at=at)

    def discard(self, *, by: Person, at: datetime) -> None:
        """The draft is gone."""
        self._must_be_draft()
        with transaction.atomic():
            self.move("state", before="draft", after="draft", sentence=_("It was published."))
            self._tell("discarded", by=by, at=at)
            self.delete()

    def sign(self, *, side: str, by: Person, at: datetime) -> SideSignature:
        """The person signed for a side; when both sides have, the version is agreed.

        Raises:
            Refused: It is a draft, they do not hold the role that signs for the side, they
                signed for the other side, or the side has signed.
        """
        role = {held: role for role, held in SIDE_OF_ROLE.items()}.get(side)
        if role is None or role not in self.community.roles_of(by):
            raise Refused(_("A sponsor signs for the organization, a leader for the members."))
        if self.state == "draft":
            raise Refused(_("Publish this version first: people sign what everybody can read."))
        with transaction.atomic():
            # Both sides may sign at the same moment; the second one has to see the first.
            type(self)._base_manager.select_for_update().get(pk=self.pk)
            return self._sign(side=side, role=role, by=by, at=at)

    def _sign(self, *, side: str, role: str, by: Person, at: datetime) -> SideSignature:
        signed = {signature.side: signature for signature in self.signatures.order_by("pk")}
        if side in signed:
            raise Refused(
                _("{name} has signed for this side.").format(name=signed[side].person_name)
            )
        if any(signature.person_id == by.pk for signature in signed.values()):
            raise Refused(_("You have signed for the other side. It takes two people."))
        signature: SideSignature = self.signatures.create(
            side=side, person=by, person_name=by.name, role=role, signed_at=at
        )
        self._tell("signed", by=by, at=at, side=str(SIDES[side]))
        if len(signed) + 1 == len(SIDES):
            self._go("agree", agreed_at=at)
            self._tell("agreed", by=by, at=at)
        return signature

    # --- what the verbs of those who inherit rest on ---

    @classmethod
    def _newest_to_follow(cls, community: Community) -> Self | None:
        """The version that the next draft comes after; None before the first.

        Raises:
            Refused: The community has closed, or has a draft already.
        """
        if community.has_closed:
            raise Refused(_("{name} has closed.").format(name=community.name))
        versions = cls._base_manager.filter(community=community)
        newest = versions.order_by("-version").first()
        if newest and newest.state == "draft":
            raise Refused(
                _("Version {version} is a draft already. Go on with it.").format(
                    version=newest.version
                )
            )
        return newest

    def _begin(self) -> None:
        """The new draft exists.

        Raises:
            Stale: Somebody else began it at the same moment.
        """
        try:
            self.save(force_insert=True)
        except IntegrityError as error:
            raise Stale(_("Somebody else has just begun the next version.")) from error

    def _write(self, *, edits: int, **values: Any) -> None:
        """The draft says this, unless somebody wrote after the edits that were seen."""
        values["edits"] = edits + 1
        drafts = type(self)._base_manager.filter(pk=self.pk, state="draft", edits=edits)
        if not drafts.update(**values):
            raise Stale(
                _("Somebody else wrote in this draft. Look at what it says now, then go on.")
            )
        for name, value in values.items():
            setattr(self, name, value)

    def _must_be_ready(self, *, at: datetime) -> None:
        """Refuse to publish what does not say yet what it has to say."""

    def _must_be_draft(self) -> None:
        if self.state != "draft":
            raise Refused(_("This version has been published. Begin the next one to change it."))

    def _go(self, verb: str, **also: Any) -> None:
        to = CHARTER.moves[self.state].get(verb)
        if to is None:
            raise Stale(_("This version is {state} already.").format(state=STATES[self.state]))
        sentence = _("Somebody else was first. Look at the version again.")
        self.move("state", before=self.state, after=to, sentence=sentence, **also)

    def _tell(self, happened: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        Event.record(
            f"{self.noun}.{happened}",
            by=by,
            at=at,
            about=self,
            within=self.community,
            version=self.version,
            **details,
        )


def version_constraints(prefix: str) -> list[models.BaseConstraint]:
    """What holds for the versions of one kind; the names of the constraints begin with `prefix`."""
    return [
        choices_constraint(f"{prefix}_state", "state", STATES),
        models.UniqueConstraint(fields=["community", "version"], name=f"{prefix}_version_once"),
        models.UniqueConstraint(
            fields=["community"],
            condition=models.Q(state="draft"),
            name=f"{prefix}_one_draft",
        ),
        models.CheckConstraint(
            name=f"{prefix}_published_has_moment",
            condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
        ),
    ]


class SideSignature(Record):
    """Somebody signed a version for a side. The name is kept as it was."""

    side = models.CharField(max_length=12, choices=list(SIDES.items()))
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    person_name = models.CharField(max_length=150)
    role = models.CharField(max_length=12)
    signed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.person_name} for the {SIDES[self.side]}"


def signature_constraints(prefix: str, *, of: str) -> list[models.BaseConstraint]:
    """One signature a side, and two people; `of` is the foreign key to what they signed."""
    return [
        choices_constraint(f"{prefix}_side", "side", SIDES),
        models.UniqueConstraint(fields=[of, "side"], name=f"{prefix}_side_once"),
        models.UniqueConstraint(fields=[of, "person"], name=f"{prefix}_two_people"),
    ]
