"""A round in which each member says how far the community is, and nobody learns who said what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import NotAllowed, Refused
from mandorla.base.forgetting import forget_order
from mandorla.base.models import Event, Notification, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.communities.models.closed import refuse_closed
from mandorla.core.disclosure import FEWEST, decide
from mandorla.core.said import middle, opened, packed, share_of_yes
from mandorla.core.staircase import Reached
from mandorla.maturity.models.assessment import Assessment
from mandorla.maturity.models.model_version import ModelVersion
from mandorla.maturity.models.urn import ProfileToken, ProfileUrn
from mandorla.maturity.statements import STATEMENTS
from mandorla.people.models import Person
from mandorla.value.models import Elicitation
from mandorla.value.rules import side_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

STATES: Final = {
    "open": gettext_lazy("open"),
    "closed": gettext_lazy("closed"),
    "canceled": gettext_lazy("canceled"),
}
MOST_DAYS: Final = 60


class ProfileRoundQuerySet(models.QuerySet["ProfileRound"]):
    """Ways to look for rounds."""

    def visible_to(self, person: Person) -> Self:
        """That a round is or was held is open to everybody who is signed in."""
        return self if person.is_active else self.none()

    def running(self) -> Self:
        """Those that are open, or over and not counted."""
        return self.filter(state="open")

    def over(self, *, at: datetime) -> Self:
        """Those whose closing moment has come and that have not been counted."""
        return self.running().filter(closes_at__lte=at)


class ProfileRound(Record):
    """Members are asked, each for themselves, how far their community is."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="profile_rounds"
    )
    model = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()  # of this community, from 1
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=list(STATES.items()), default="open")
    closed_at = models.DateTimeField(null=True)
    invited = models.PositiveIntegerField(default=0)
    respondents = models.PositiveIntegerField(null=True)  # once it is closed
    why_hidden = models.CharField(max_length=20, blank=True)  # as in core.disclosure
    needed = models.PositiveIntegerField(null=True)  # how many answers it would have taken
    assessment = models.OneToOneField(
        Assessment, null=True, on_delete=models.PROTECT, related_name="round"
    )

    objects = ProfileRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("maturity_round_state", "state", STATES),
            models.UniqueConstraint(
                fields=["community", "number"], name="maturity_round_number_once"
            ),
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(state="open"),
                name="maturity_round_one_open",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="maturity_round_over")]

    def __str__(self) -> str:
        return _("members' round {number} of {community}").format(
            number=self.number, community=self.community
        )

    def get_absolute_url(self) -> str:
        return reverse("maturity:round", args=[self.community.slug, self.number])

    def is_open(self, *, at: datetime) -> bool:
        """Whether members can answer."""
        return self.state == "open" and at < self.closes_at

    @classmethod
    def open(
        cls,
        *,
        community: Community,
        model: ModelVersion,
        closes_at: datetime,
        by: Person | None,
        at: datetime,
    ) -> Self:
        """The members can say how far the community is, until the closing moment.

        Args:
            community: The community.
            model: The model they are asked by.
            closes_at: At most 60 days later.
            by: Who opens it.
            at: The moment.

        Raises:
            Refused: It has closed, is too small, a round is open, or the day makes no sense.
        """
        refuse_closed(community)
        people = Elicitation.voters(community)
        if len(people) < FEWEST:
            raise Refused(
                _(
                    "Fewer than five members could answer, so nothing of it could be shown. "
                    "Talk about it together and write down what you agree on."
                )
            )
        if not at < closes_at <= at + timedelta(days=MOST_DAYS):
            raise Refused(_("A round closes later than now, and within 60 days."))
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=community.pk)
            last = cls.objects.filter(community=community).aggregate(n=models.Max("number"))["n"]
            opened_one = cls(
                community=community,
                model=model,
                number=(last or 0) + 1,
                opened_at=at,
                closes_at=closes_at,
                opened_by=by,
                invited=len(people),
            )
            opened_one._insert()
            ProfileUrn.objects.create(round=opened_one)
            ProfileToken.issue(round=opened_one, people=people)
            opened_one._tell("profile_round.opened", by=by, at=at)
            opened_one._invite(people, by=by, at=at)
        return opened_one

    def _insert(self) -> None:
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError as error:
            raise Refused(_("A round is open already. Close it before the next one.")) from error

    def _invite(self, people: list[int], *, by: Person | None, at: datetime) -> None:
        Notification.tell(
            "profile_round.opened",
            to=Person.objects.filter(pk__in=people),
            about=self,
            address=reverse("maturity:ballot", args=[self.community.slug, self.number]),
            by=by,
            at=at,
            community=self.community.name,
        )

    def cast(
        self,
        *,
        levels: Mapping[str, int | None],
        statements: Mapping[str, bool | None],
        person: Person,
        at: datetime,
    ) -> None:
        """The answer is in the urn and the person's token is spent; nothing leads back.

        No event tells of it: the order of events would tell whose answer came when.

        Args:
            levels: By dimension the level, 0 for not even the first, or None for "cannot say".
            statements: By statement yes, no, or None for "does not apply".
            person: Who answers.
            at: The moment.

        Raises:
            NotAllowed: They are no member here.
            Refused: They have answered or have no token, it is not open, or a level is none.
        """
        if side_of(self.community.roles_of(person)) != "members":
            raise NotAllowed(_("The members of the community answer in this round."))
        refuse_closed(self.community)
        with transaction.atomic():
            now = ProfileRound.objects.select_for_update().get(pk=self.pk)
            if not now.is_open(at=at):
                raise Refused(_("This round is not open now."))
            mine = self.tokens.of(person)
            if not mine.unspent().update(is_spent=True):
                if mine.exists():
                    raise Refused(
                        _("You have answered. An answer cannot be changed or taken back.")
                    )
                raise Refused(
                    _("You came after this round had begun. You are asked the next time.")
                )
            ProfileUrn.objects.get(round=self).drop_in(self._packed(levels, statements))

    def _packed(
        self, levels: Mapping[str, int | None], statements: Mapping[str, bool | None]
    ) -> bytes:
        rubric = self.model.rubric
        given = [levels.get(one.id) for one in rubric.dimensions]
        if any(level is not None and not 0 <= level <= rubric.top for level in given):
            raise Refused(_("A level lies between 0 and {top}.").format(top=rubric.top))
        return packed(given, [statements.get(name) for name in STATEMENTS])

    def cancel(self, *, by: Person | None, at: datetime) -> None:
        """It is not held. Only as long as nobody has answered.

        Raises:
            Refused: Somebody has answered.
            Stale: It was closed meanwhile.
        """
        with transaction.atomic():
            ProfileRound.objects.select_for_update().get(pk=self.pk)
            if ProfileUrn.objects.get(round=self).count:
                raise Refused(_("Somebody has answered, so it is closed, not canceled."))
            self.move("state", before="open", after="canceled", sentence=_gone(), closed_at=at)
            self.tokens.all().delete()
            self._tell("profile_round.canceled", by=by, at=at)

    def close(self, *, by: Person | None, at: datetime) -> None:
        """Nobody can answer any more; what the members said together is kept, if it may be shown.

        Raises:
            Stale: Somebody else closed it meanwhile.
        """
        with transaction.atomic():
            Community.objects.select_for_update().get(pk=self.community_id)
            self.move("state", before="open", after="closed", sentence=_gone(), closed_at=at)
            urn = ProfileUrn.objects.get(round=self)
            decision = decide(answers=self.voters_to_weigh(), earlier=self._earlier())
            self.respondents, self.needed = urn.count, decision.needed
            self.why_hidden = decision.reason
            if decision.shown:
                self.assessment = self._found(bytes(urn.ballots), at=at)
            self.keep("respondents", "needed", "why_hidden", "assessment")
            ProfileToken.shuffle(round=self)
            ProfileUrn.reseal(round=self)
            self._tell("profile_round.closed", by=by, at=at)
            transaction.on_commit(forget_order)

    def voters_to_weigh(self) -> frozenset[int]:
        """Who answered; read by nothing but the rule about what may be shown."""
        return frozenset(self.tokens.spent().values_list("person", flat=True))

    def _earlier(self) -> list[frozenset[int]]:
        """Who answered in each earlier round that was shown."""
        shown = ProfileRound.objects.filter(community=self.community_id, number__lt=self.number)
        return [one.voters_to_weigh() for one in shown.exclude(assessment=None).order_by("number")]

    def _found(self, urn: bytes, *, at: datetime) -> Assessment:
        rubric = self.model.rubric
        ids = [one.id for one in rubric.dimensions]
        said = opened(urn, answers=len(ids) + len(STATEMENTS))
        middles = {name: middle(levels) for name, levels in zip(ids, said, strict=False)}
        shares = dict(zip(STATEMENTS, map(share_of_yes, said[len(ids) :]), strict=True))
        return Assessment.enter(
            community=self.community,
            model=self.model,
            way="members",
            levels={
                name: Reached(one.level, one.level) if one else Reached(0, rubric.top)
                for name, one in middles.items()
            },
            at=at,
            respondents=self.respondents,
            evidence={
                "spread": {name: [one.low, one.high] for name, one in middles.items() if one},
                **{name: share for name, share in shares.items() if share is not None},
            },
        )

    def _tell(self, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
        Event.record(
            verb, by=by, at=at, about=self, within=self.community, number=self.number, **details
        )


def _gone() -> str:
    return _("Somebody else has closed this round. Look at it again.")
