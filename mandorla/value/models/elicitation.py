from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Self

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from mandorla.base.errors import NotAllowed, Refused
from mandorla.base.models import Event
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community, Membership
from mandorla.core.ballot import Answer, Invalid, check, packed
from mandorla.people.models import Person
from mandorla.value.methods import FEW_PEOPLE, METHODS, REASONS, wrong_in_words
from mandorla.value.models.catalogue import Catalogue
from mandorla.value.models.round_facts import FLOOR, STATES, ElicitationQuerySet, RoundFacts
from mandorla.value.models.urn import Token, Urn
from mandorla.value.rules import MEMBER_ROLES, side_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Elicitation(RoundFacts):
    """A round in which both sides of a community weigh the same expectations.

    Its catalogue and its methods are set when it opens. There is no verb that changes them, and
    the database refuses it, too: see `models.unchanging`.
    """

    objects = ElicitationQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("value_elicitation_state", "state", STATES),
            choices_constraint("value_elicitation_reason", "reason", REASONS),
            choices_constraint("value_elicitation_methods", "member_method", METHODS),
            choices_constraint("value_elicitation_method", "organization_method", METHODS),
            models.UniqueConstraint(
                fields=["community", "number"], name="value_elicitation_number_once"
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(state="open"),
                name="value_elicitation_one_open",
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(is_last=True),
                name="value_elicitation_one_last",
            ),
            models.CheckConstraint(
                name="value_elicitation_closes_after_it_opens",
                condition=models.Q(closes_at__gt=models.F("opens_at")),
            ),
            models.CheckConstraint(
                name="value_elicitation_floor",
                condition=models.Q(floor_share__gte=0) & models.Q(floor_share__lte=1),
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="value_elicitation_over")]

    def __str__(self) -> str:
        return _("round {number} of {community}").format(
            number=self.number, community=self.community
        )

    def get_absolute_url(self) -> str:
        return reverse("value:round", args=[self.community.slug, self.number])

    # --- questions ---

    @classmethod
    def voters(cls, community: Community) -> list[int]:
        """Who may vote on the members' side now: those with a member's role and no sponsor's."""
        current = Membership.objects.current().filter(community=community)
        sponsors = current.filter(role="sponsor").values("person")
        members = current.filter(role__in=MEMBER_ROLES, person__is_active=True)
        return list(
            members.exclude(person__in=sponsors).values_list("person", flat=True).distinct()
        )

    # --- verbs ---

    @classmethod
    def open(
        cls,
        *,
        community: Community,
        reason: str,
        methods: dict[str, str],
        opens_at: datetime,
        closes_at: datetime,
        by: Person | None,
        at: datetime,
        floor_share: float = FLOOR,
        reminder_days: Sequence[int] = (7, 2),
        seed: int | None = None,
    ) -> Self:
        """Both sides can weigh what the community is expected to bring, until the closing moment.

        Args:
            community: The community.
            reason: Why it is held, one of `REASONS`.
            methods: For "organization" and "members", one of `METHODS`.
            opens_at: When the first can answer; `at` or later.
            closes_at: When nobody can any more, at most 90 days later.
            by: Who opens it.
            at: The moment.
            floor_share: The share of members, 0 to 1, under which nothing should be concluded.
            reminder_days: How many days before the closing those who wait are reminded.
            seed: Of what is drawn by lot when it is counted; a random one unless it is given.

        Raises:
            Refused: Too few expectations, a community that has closed, a round that is open, a
                method that does not suit, or days that make no sense.
        """
        people = cls.voters(community)
        cls._refuse(community, methods, people)
        cls._refuse_times(opens_at=opens_at, closes_at=closes_at, at=at)
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            catalogue = Catalogue.fix(community=community, at=at)
            last = cls.objects.filter(community=community).aggregate(n=models.Max("number"))["n"]
            elicitation = cls(
                community=community,
                number=(last or 0) + 1,
                catalogue=catalogue,
                reason=reason,
                archetype=community.archetype,
                organization_method=methods["organization"],
                member_method=methods["members"],
                opens_at=opens_at,
                closes_at=closes_at,
                floor_share=floor_share,
                reminder_days=sorted({day for day in reminder_days if day > 0}, reverse=True),
                opened_by=by,
                seed=secrets.randbits(31) if seed is None else seed,
            )
            elicitation._insert()
            elicitation._issue(people)
            elicitation.tell("elicitation.opened", by=by, at=at, reason=str(REASONS[reason]))
        return elicitation

    @staticmethod
    def _refuse(community: Community, methods: dict[str, str], people: Sequence[int]) -> None:
        if community.has_closed:
            raise Refused(_("{name} has closed.").format(name=community.name))
        if set(methods.values()) - set(METHODS) or set(methods) != {"organization", "members"}:
            raise Refused(_("Say for each side how it weighs."))
        if methods["members"] == "facilitated" and len(people) >= FEW_PEOPLE:
            raise Refused(
                _("From 8 people on the members answer one by one, so that each can be frank.")
            )

    def _insert(self) -> None:
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(_("A round is open already. Close it before the next one.")) from error

    def _issue(self, people: Sequence[int]) -> None:
        Urn.objects.create(elicitation=self)
        if self.member_method != "facilitated":
            Token.issue(elicitation=self, people=people)

    def newcomers(self) -> list[int]:
        """Members who came after it was opened and have no token."""
        if self.state != "open" or self.member_method == "facilitated":
            return []
        held = set(self.tokens.values_list("person", flat=True))
        return [pk for pk in self.voters(self.community) if pk not in held]

    def invite_newcomers(self) -> int:
        """Members who came after it opened may vote too; how many those are."""
        return Token.issue(elicitation=self, people=self.newcomers())

    def cast(self, answer: Answer, *, person: Person, at: datetime) -> None:
        """The ballot is in the urn and the person's token is spent; nothing leads back.

        No event tells of it: the order of events would tell whose ballot came when.

        Raises:
            NotAllowed: They do not weigh on the members' side of this community.
            Refused: They have answered on a side, it is not open, or the answer does not count.
        """
        if side_of(self.community.roles_of(person)) != "members":
            raise NotAllowed(_("The members of the community vote in this round."))
        ballot = packed(self.checked(answer, side="members"))
        with transaction.atomic():
            self.lock_open(at=at)
            if self.answers.filter(person=person).exists():
                raise Refused(_("You have answered for the organization in this round."))
            token = self.tokens.of(person).unspent()
            if not token.update(is_spent=True):
                raise Refused(self._why_not(person))
            self.urn.refresh_from_db()
            self.urn.drop_in(ballot)

    def _why_not(self, person: Person) -> str:
        if self.tokens.of(person).exists():
            return _("You have voted in this round. A ballot cannot be changed or taken back.")
        return _("You came after this round had begun; those who hold it can invite you.")

    def lock_open(self, *, at: datetime) -> None:
        """Nobody closes it meanwhile, and ballots drop one after the other."""
        now = type(self).objects.select_for_update().get(pk=self.pk)
        if now.phase(at=at) != "open":
            raise Refused(_("This round is not open now."))

    def checked(self, answer: Answer, *, side: str, is_agreed: bool = False) -> Answer:
        """The answer, when it can be counted in this round.

        Args:
            answer: What was weighed.
            side: "organization" or "members".
            is_agreed: Whether a side agreed on it as one, which is always said in points.

        Raises:
            Refused: It was weighed by another method, or does not add up.
        """
        method = self.member_method if side == "members" else self.organization_method
        wants_points = is_agreed or method == "points"
        if bool(answer.points) is not wants_points or (method == "facilitated" and not is_agreed):
            raise Refused(_("This round is weighed by another method."))
        try:
            check(answer, items=self.catalogue.items.count())
        except Invalid as wrong:
            raise Refused(wrong_in_words(wrong)) from wrong
        return answer

    def extend(self, *, closes_at: datetime, by: Person | None, at: datetime) -> None:
        """People have until another moment to answer.

        Raises:
            Refused: The moment lies before now, or too far ahead.
            Stale: It was closed meanwhile.
        """
        self._refuse_end(closes_at, at=at)
        with transaction.atomic():
            self.move(
                "state", before="open", after="open", sentence=self._gone(), closes_at=closes_at
            )
            self.tell("elicitation.extended", by=by, at=at, until=f"{closes_at:%Y-%m-%d}")

    def cancel(self, *, by: Person | None, at: datetime) -> None:
        """It is not held. Only as long as nobody has answered.

        Raises:
            Refused: Somebody has answered.
            Stale: It was closed meanwhile.
        """
        with transaction.atomic():
            type(self).objects.select_for_update().get(pk=self.pk)
            self.urn.refresh_from_db()
            if self.urn.count or self.answers.exists() or self.allocations.exists():
                raise Refused(_("Somebody has answered, so it is closed, not canceled."))
            self.move("state", before="open", after="canceled", sentence=self._gone())
            self.tokens.all().delete()
            self.tell("elicitation.canceled", by=by, at=at)

    def end(self, *, at: datetime) -> None:
        """Nobody can answer any more. `value.counting.close` counts, and says so in an event."""
        self.move("state", before="open", after="closed", sentence=self._gone(), closed_at=at)
        self.be_last()

    def be_last(self) -> None:
        """It is the last of the closed rounds; the next one becomes due by its day."""
        with transaction.atomic():
            others = Elicitation.objects.filter(community=self.community_id, is_last=True)
            others.update(is_last=False)
            self.is_last = True
            self.keep("is_last")

    def invite(self, *, at: datetime) -> None:
        """Those who may answer are written to at this moment; who came meanwhile is among them."""
        self.invite_newcomers()
        self.invited_at = at
        self.keep("invited_at")

    def remind(self, *, at: datetime) -> None:
        """Those who wait are reminded at this moment."""
        self.reminded_at = at
        self.keep("reminded_at")

    def _gone(self) -> str:
        return _("Somebody else has closed this round. Look at it again.")

    def tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        """Write down what happened in the round, in the transaction of the change itself."""
        Event.record(
            verb, by=by, at=at, about=self, within=self.community, number=self.number, **details
        )
