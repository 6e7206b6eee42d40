from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused
from mandorla.base.prepared import prepared
from mandorla.communities.charter_fields import FIELD_NAMES, refuse_many_objectives
from mandorla.communities.models.charter_parts import (
    FORCES,
    PAIRS,
    CharterTexts,
    Fit,
    Force,
)
from mandorla.communities.models.community import Community
from mandorla.communities.models.two_sided import TwoSided, version_constraints
from mandorla.core.forces import HIGHEST_FIT, Balance, balance
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime


SAID_BEFORE = gettext_lazy("Shared value, as this draft had it before")


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


class Charter(TwoSided, CharterTexts):
    """One version of the agreement of a community. Once published it is never changed."""

    noun = "charter"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="charters")

    objects = CharterQuerySet.as_manager()

    class Meta:
        constraints = version_constraints("communities_charter")

    def __str__(self) -> str:
        return _("charter of {community}, version {version}").format(
            community=self.community, version=self.version
        )

    def get_absolute_url(self) -> str:
        return reverse("communities:charter_version", args=[self.community.slug, self.version])

    # --- questions ---

    def newest_fits(self) -> dict[str, Fit]:
        """The newest judgment of each pair that was judged."""
        return {fit.pair: fit for fit in _fits(self.pk)}

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
        newest = cls._newest_to_follow(community)
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
            charter._begin()
            if newest:
                charter.set_forces(newest.forces_by_kind())
            charter._tell("drafted", by=by, at=at)
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
        values["review_on"] = review_on
        if extra is not None:
            values["extra"] = list(extra)
        with transaction.atomic():
            self._write(edits=edits, **values)
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

    @classmethod
    def carry(cls, *, community: Community, text: str, by: Person | None, at: datetime) -> Charter:
        """A draft says this of the shared value from now on: the one there is, or the next.

        Raises:
            Refused: The community has closed.
            Stale: Somebody else wrote in the draft, or began it, at the same moment.
        """
        with transaction.atomic():
            drafts = cls.objects.select_for_update().filter(community=community, state="draft")
            charter = drafts.first() or cls.draft(community=community, by=by, at=at)
            charter.state_value(text, by=by, at=at)
        return charter

    def state_value(self, text: str, *, by: Person | None, at: datetime) -> None:
        """The draft says this of the shared value.

        What it said before is kept among its further texts, unless a published version says it.

        Raises:
            Refused: The version has been published.
            Stale: Somebody else wrote in the meantime.
        """
        said, extra = self.value_statement.strip(), list(self.extra)
        readable = Charter.objects.readable().filter(community=self.community)
        if said not in {"", text} and not readable.filter(value_statement=said).exists():
            extra.append({"heading": str(SAID_BEFORE), "text": said})
        with transaction.atomic():
            self.write(
                texts={"value_statement": text},
                forces={},
                review_on=self.review_on,
                edits=self.edits,
                extra=extra,
            )
            self._tell("carries", by=by, at=at)

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
            self._tell("judged", by=by, at=at, pair=str(PAIRS[pair]), score=score)
        return fit

    def _must_be_ready(self, *, at: datetime) -> None:
        if not self.purpose.strip():
            raise Refused(_("Say what the group is for before you publish its charter."))


@prepared
def _fits(charter: int) -> models.QuerySet[Fit]:
    return Fit.objects.filter(charter=charter).select_related("judged_by").order_by("pk")
