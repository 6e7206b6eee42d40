from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Organization
from mandorla.communities.models import Charter, Community
from mandorla.communities.models.two_sided import (
    SideSignature,
    TwoSided,
    signature_constraints,
    version_constraints,
)
from mandorla.people.models import Person
from mandorla.value.models.elicitation import Elicitation
from mandorla.value.wording import Clause, Parts, Shared, clauses, for_sides, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

TEXTS: Final = ("for_organization", "for_members", "invested", "because")
DAYS: Final = ("known_on", "valid_until")
LONGEST: Final = 2_000  # characters of a part; a statement that nobody can repeat guides nobody
KNOWN_AFTER: Final = timedelta(days=182)
VALID_FOR: Final = timedelta(days=365)
YEARS: Final = (2000, 2100)
WRITERS = {"leader", "core", "facilitator", "sponsor"}  # who reads a draft


class StatementQuerySet(models.QuerySet["ValueStatement"]):
    """Ways to look for value statements."""

    def readable(self) -> Self:
        """Versions that everybody may read: those that were published."""
        return self.exclude(state="draft")

    def visible_to(self, person: Person) -> Self:
        """Published versions, and drafts of communities this person runs, facilitates, sponsors."""
        if person.is_program_manager:
            return self
        own = Community.objects.filter(
            memberships__person=person,
            memberships__role__in=WRITERS,
            memberships__former=False,
        )
        return self.filter(~models.Q(state="draft") | models.Q(community__in=own))


class ValueStatement(TwoSided):
    """One version of what a community is worth to both sides. Once published it never changes."""

    noun = "statement"

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="statements")
    elicitation = models.ForeignKey(  # the round that supports it
        Elicitation, null=True, on_delete=models.PROTECT, related_name="statements"
    )
    found_round = models.PositiveSmallIntegerField(null=True)  # its number, when held elsewhere
    shared = models.JSONField(default=list)  # the wording of each shared expectation it rests on
    organization_name = models.CharField(max_length=150)  # as it was called when it was drafted
    for_organization = models.TextField(blank=True)
    for_members = models.TextField(blank=True)
    invested = models.TextField(blank=True)  # what both sides put in
    known_on = models.DateField(null=True)  # when we will know
    because = models.TextField(blank=True)  # the forward story: who will do what differently
    valid_until = models.DateField(null=True)
    carried_in = models.ForeignKey(  # the version of the charter that was to carry it
        Charter, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = version_constraints("value_statement")

    def __str__(self) -> str:
        return _("value statement of {community}, version {version}").format(
            community=self.community, version=self.version
        )

    def get_absolute_url(self) -> str:
        return reverse("value:statement", args=[self.community.slug, self.version])

    # --- questions ---

    @property
    def round_number(self) -> int | None:
        """The number of the round that supports it, also of one that was held elsewhere."""
        return self.elicitation.number if self.elicitation else self.found_round

    @property
    def parts(self) -> Parts:
        """What it is made of."""
        values = {name: getattr(self, name) for name in (*TEXTS, *DAYS)}
        return Parts(organization_name=self.organization_name, **values)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Its sentences."""
        return clauses(self.parts)

    @property
    def text(self) -> str:
        """The whole of it, as one text."""
        return whole(self.parts)

    # --- verbs ---

    @classmethod
    def draft(
        cls,
        *,
        community: Community,
        elicitation: Elicitation | None,
        shared: Sequence[Shared],
        by: Person | None,
        at: datetime,
    ) -> Self:
        """The next version exists as a draft that says what both sides share.

        When the same round supports the version before, it begins with what that one says.

        Args:
            community: Whose statement it is.
            elicitation: The round that supports it; None when there was none.
            shared: What both sides share in it, the most shared first.
            by: Who begins it.
            at: The moment.

        Raises:
            Refused: The community has closed, or has a draft already.
            Stale: Somebody else began it at the same moment.
        """
        newest = cls._newest_to_follow(community)
        organization = Organization.current()
        on = timezone.localtime(at).date()
        with transaction.atomic():
            statement = cls(
                community=community,
                version=newest.version + 1 if newest else 1,
                elicitation=elicitation,
                shared=[item.text for item in shared],
                organization_name=organization.name if organization else "",
                known_on=on + KNOWN_AFTER,
                valid_until=on + VALID_FOR,
                drafted_by=by,
                drafted_at=at,
                **_first_words(shared, newest=newest, elicitation=elicitation),
            )
            statement._begin()
            statement._tell("drafted", by=by, at=at)
        return statement

    @classmethod
    def enter(cls, *, signatures: Sequence[Mapping[str, Any]], **facts: Any) -> Self:
        """This version exists as a register has it, with its own moments and signatures.

        The caller says why, in an event.

        Args:
            signatures: The signatures, by field.
            facts: The values of the version's other fields.
        """
        with transaction.atomic():
            statement = cls(**facts)
            statement.save(force_insert=True)
            StatementSignature.objects.bulk_create(
                StatementSignature(statement=statement, **signature) for signature in signatures
            )
        return statement

    def write(
        self, *, texts: Mapping[str, str], days: Mapping[str, date | None], edits: int
    ) -> None:
        """The draft says this from now on.

        Args:
            texts: New texts, each one of `TEXTS`; what is not named stays as it is.
            days: New days, each one of `DAYS`; what is not named stays as it is.
            edits: The number of edits the writer saw, so that nobody overwrites another.

        Raises:
            Refused: It has been published, a text is too long, or a day is far off.
            Stale: Somebody else wrote in the meantime.
        """
        self._must_be_draft()
        values: dict[str, Any] = {n: " ".join(texts[n].split()) for n in TEXTS if n in texts}
        if any(len(text) > LONGEST for text in values.values()):
            raise Refused(_("A part of a value statement has at most 2,000 characters."))
        for name in DAYS:
            if name in days:
                refuse_far(days[name])
                values[name] = days[name]
        self._write(edits=edits, **values)

    def sign(self, *, side: str, by: Person, at: datetime) -> SideSignature:
        """The person signed for a side; with both signatures the charter gets the statement.

        A draft of the charter carries it from now on, an existing one or the next; versions of
        the charter that were published stay as they are.
        """
        with transaction.atomic():
            signature = super().sign(side=side, by=by, at=at)
            if self.state == "agreed" and not self.community.has_closed:
                self.carried_in = Charter.carry(
                    community=self.community, text=self.text, by=by, at=at
                )
                self.keep("carried_in")
        return signature

    def _must_be_ready(self, *, at: datetime) -> None:
        if not self.for_organization.strip() or not self.for_members.strip():
            raise Refused(
                _("Say what the community provides for the organization, and what for its members.")
            )
        if self.valid_until is None or self.valid_until <= timezone.localtime(at).date():
            raise Refused(_("Say until when it is valid, a day that is still to come."))


class StatementSignature(SideSignature):
    """Somebody signed a value statement for a side."""

    statement = models.ForeignKey(
        ValueStatement, on_delete=models.CASCADE, related_name="signatures"
    )

    class Meta:
        constraints = signature_constraints("value_signature", of="statement")


def refuse_far(day: date | None) -> None:
    """A day of another century is a slip of the hand.

    Raises:
        Refused: It is one.
    """
    if day and not YEARS[0] <= day.year < YEARS[1]:
        raise Refused(_("A statement speaks of the years to come: write such a day."))


def _first_words(
    shared: Sequence[Shared], *, newest: ValueStatement | None, elicitation: Elicitation | None
) -> dict[str, str]:
    """What a new draft says in each of its texts."""
    if newest is None:
        return for_sides(shared)
    before = {name: str(getattr(newest, name)) for name in TEXTS}
    same_round = elicitation is None or newest.elicitation_id == elicitation.pk
    # Another round found something else to be shared; what both put in may well be the same.
    return before if same_round else {**for_sides(shared), "invested": before["invested"]}
