from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.base.models.record import choices_constraint
from mandorla.communities.charter_fields import FIELD_NAMES, refuse_many_objectives
from mandorla.communities.models.charter_parts import (
    FORCES,
    PAIRS,
    SIDE_OF_ROLE,
    SIDES,
    STATES,
    CharterTexts,
    Fit,
    Force,
    Signature,
)
from mandorla.communities.models.community import Community
from mandorla.core.forces import HIGHEST_FIT, Balance, balance
from mandorla.core.lifecycle import CHARTER
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime


class CharterQuerySet(models.QuerySet["Charter"]):
    """Ways to look for versions of charters."""

    def readable(self) -> Self:
        """Versions that everybody may read: those that were published."""
        return self.exclude(state="draft")

    def visible_to(self, person: Person) -> Self:
        """Published versions, and drafts of the communities this person runs or sponsors."""
        if person.is_program_manager:
            return self
        return self.filter(
            ~models.Q(state="draft")
            | models.Q(
                community__in=Community.objects.filter(
                    memberships__person=person,
                    memberships__role__in=["leader", "core", "sponsor"],
                    memberships__former=False,
                )
            )
        )


class Charter(CharterTexts):
    """One version of the agreement of a community. Once published it is never changed."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="charters")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="draft")
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    edits = models.PositiveIntegerField(default=0)  # so that two writers of a draft notice

    objects = CharterQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("communities_charter_state", "state", STATES),
            models.UniqueConstraint(
                fields=["community", "version"], name="communities_charter_version_once"
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(state="draft"),
                name="communities_charter_one_draft",
            ),
            models.CheckConstraint(
                name="communities_charter_published_has_moment",
                condition=models.Q(state="draft") | models.Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return _("charter of {community}, version {version}").format(
            community=self.community, version=self.version
        )

    def get_absolute_url(self) -> str:
        return reverse("communities:charter_version", args=[self.community.slug, self.version])

    # --- questions ---

    def newest_fits(self) -> dict[str, Fit]:
        """The newest judgment of each pair that was judged."""
        return {fit.pair: fit for fit in self.fits.select_related("judged_by").order_by("pk")}

    def balance(self) -> Balance:
        """How the three forces stand to each other in this version."""
        counts = {kind: len(texts) for kind, texts in self.forces_by_kind().items()}
        fits = {pair: fit.score for pair, fit in self.newest_fits().items()}
        return balance(counts=counts, fits=fits)

    # --- verbs ---

    @classmethod
    def draft(cls, *, community: Community, by: Person | None, at: datetime) -> Self:
        """The next version exists as a draft, beginning with what the newest one says.

        Raises:
            Refused: The community has closed, or has a draft already.
        """
        if community.status == "closed":
            raise Refused(_("{name} has closed.").format(name=community.name))
        newest = cls.objects.filter(community=community).order_by("-version").first()
        if newest and newest.state == "draft":
            raise Refused(
                _("Version {version} is a draft already. Go on with it.").format(
                    version=newest.version
                )
            )
        with transaction.atomic():
            charter = cls(
                community=community,
                version=newest.version + 1 if newest else 1,
                drafted_by=by,
                drafted_at=at,
                purpose=community.purpose,
            )
            if newest:
                for name in (*FIELD_NAMES, "review_on", "extra"):
                    setattr(charter, name, getattr(newest, name))
            try:
                charter.save(force_insert=True)
            except IntegrityError as error:
                raise Stale(_("Somebody else has just begun the next version.")) from error
            if newest:
                charter.set_forces(newest.forces_by_kind())
            charter._tell("charter.drafted", by=by, at=at)
        return charter

    def forces_by_kind(self) -> dict[str, list[str]]:
        """The entries of each force, in their order."""
        found: dict[str, list[str]] = {kind: [] for kind in FORCES}
        for force in self.forces.all():
            found[force.kind].append(force.text)
        return found

    def write(
        self,
        *,
        texts: Mapping[str, str],
        forces: Mapping[str, Sequence[str]],
        review_on: date | None,
        edits: int,
        extra: Sequence[Mapping[str, str]] | None = None,
    ) -> None:
        """The draft says this from now on. Nothing else is changed.

        Args:
            texts: New texts by field name; a field that is not named stays as it is.
            forces: The entries of each force; a force that is not named stays as it is.
            review_on: The day both sides look at it again.
            edits: The number of edits the writer saw, so that nobody overwrites another.
            extra: Headed texts that fit no field; None leaves them as they are.

        Raises:
            Refused: The version has been published, or has more than five objectives.
            Stale: Somebody else wrote in the meantime.
        """
        self._must_be_draft()
        refuse_many_objectives(texts.get("objectives", ""))
        values: dict[str, Any] = {
            name: texts[name].strip() for name in FIELD_NAMES if name in texts
        }
        values |= {"review_on": review_on, "edits": edits + 1}
        if extra is not None:
            values["extra"] = list(extra)
        with transaction.atomic():
            written = Charter.objects.filter(pk=self.pk, state="draft", edits=edits).update(
                **values
            )
            if not written:
                raise Stale(
                    _("Somebody else wrote in this draft. Look at what it says now, then go on.")
                )
            for name, value in values.items():
                setattr(self, name, value)
            self.set_forces(forces)

    def set_forces(self, forces: Mapping[str, Sequence[str]]) -> None:
        """The named forces have these entries, in this order."""
        self._must_be_draft()
        kept = {kind: [t.strip() for t in texts if t.strip()] for kind, texts in forces.items()}
        self.forces.filter(kind__in=kept).delete()
        Force.objects.bulk_create(
            Force(charter=self, kind=kind, text=text, position=position)
            for kind, texts in kept.items()
            for position, text in enumerate(texts)
        )

    def judge(self, *, pair: str, score: int, reason: str, by: Person, at: datetime) -> Fit:
        """This is what somebody thinks of how two forces fit; earlier judgments stay readable.

        Raises:
            Refused: The version is agreed, or the judgment has no reason.
        """
        if self.state == "agreed":
            raise Refused(_("This version is agreed. Judge the fits of the next draft."))
        if pair not in PAIRS or not 0 <= score <= HIGHEST_FIT:
            raise Refused(_("A fit is judged from 0 to 3."))
        if not reason.strip():
            raise Refused(_("Say in a sentence why: that is what others can talk about."))
        with transaction.atomic():
            fit = Fit.objects.create(
                charter=self,
                pair=pair,
                score=score,
                reason=reason.strip(),
                judged_by=by,
                judged_at=at,
            )
            self._tell("charter.judged", by=by, at=at, pair=str(PAIRS[pair]), score=score)
        return fit

    def publish(self, *, by: Person | None, at: datetime) -> None:
        """Everybody can read this version, and nobody can change it.

        Raises:
            Refused: It has no purpose.
            Stale: It was published in the meantime.
        """
        if not self.purpose.strip():
            raise Refused(_("Say what the group is for before you publish its charter."))
        with transaction.atomic():
            self._go("publish", published_by=by, published_at=at)
            self._tell("charter.published", by=by, at=at)

    def discard(self, *, by: Person, at: datetime) -> None:
        """The draft is gone."""
        self._must_be_draft()
        with transaction.atomic():
            self.move("state", before="draft", after="draft", sentence=_("It was published."))
            self._tell("charter.discarded", by=by, at=at)
            self.delete()

    def sign(self, *, side: str, by: Person, at: datetime) -> Signature:
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
            Charter.objects.select_for_update().get(pk=self.pk)
            return self._sign(side=side, role=role, by=by, at=at)

    def _sign(self, *, side: str, role: str, by: Person, at: datetime) -> Signature:
        signed = {signature.side: signature for signature in self.signatures.order_by("pk")}
        if side in signed:
            raise Refused(
                _("{name} has signed for this side.").format(name=signed[side].person_name)
            )
        if any(signature.person_id == by.pk for signature in signed.values()):
            raise Refused(_("You have signed for the other side. It takes two people."))
        signature = Signature.objects.create(
            charter=self, side=side, person=by, person_name=by.name, role=role, signed_at=at
        )
        self._tell("charter.signed", by=by, at=at, side=str(SIDES[side]))
        if len(signed) + 1 == len(SIDES):
            self._go("agree", agreed_at=at)
            self._tell("charter.agreed", by=by, at=at)
        return signature

    def _must_be_draft(self) -> None:
        if self.state != "draft":
            raise Refused(_("This version has been published. Begin the next one to change it."))

    def _go(self, verb: str, **also: Any) -> None:
        to = CHARTER.moves[self.state].get(verb)
        if to is None:
            raise Stale(_("This version is {state} already.").format(state=STATES[self.state]))
        sentence = _("Somebody else was first. Look at the version again.")
        self.move("state", before=self.state, after=to, sentence=sentence, **also)

    def _tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        Event.record(
            verb, by=by, at=at, about=self, within=self.community, version=self.version, **details
        )
