from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.closed import refuse_closed
from mandorla.gatherings.models import Commitment, Gathering
from mandorla.gatherings.turns import facilitators_of
from mandorla.people.models import Person, Unit
from mandorla.work.models.agenda_item import AgendaItem
from mandorla.work.models.ask import Ask
from mandorla.work.models.insight import Insight
from mandorla.work.models.issue import Issue
from mandorla.work.models.keys import refuse_other, sent_before
from mandorla.work.models.lesson import Lesson
from mandorla.work.models.saying import one_line
from mandorla.work.models.telling import tell_asker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

KINDS = ("decision", "commitment", "issue", "insight", "ask", "lesson", "nothing")
BEGUN = ("commitment", "issue", "insight", "ask", "lesson")  # these have a life of their own
LONGEST = 300
LOOK_AGAIN = relativedelta(months=6)  # at a lesson that was kept while people talked


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Ways to look for what came of gatherings."""

    def visible_to(self, person: Person) -> Self:
        """What was said in a gathering is for those in its community, and program managers."""
        return self.filter(gathering__in=Gathering.objects.open_to(person))

    def told(self) -> Self:
        """Something came of it; an issue or an ask that is no more is told no more."""
        gone = Q(kind="issue", issue=None) | Q(kind="ask", ask=None)
        return self.exclude(Q(kind="nothing") | gone)


class Outcome(Record):
    """What came of an item, caught in a line while people talk.

    Its words stand where they can still be changed or taken back: those of a commitment with the
    commitment, those of an issue with the issue, and so on.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="outcomes")
    item = models.ForeignKey(
        AgendaItem, null=True, on_delete=models.SET_NULL, related_name="outcomes"
    )
    kind = models.CharField(max_length=10)
    text = models.CharField(max_length=LONGEST)  # of a decision
    key = models.UUIDField(unique=True)  # made by who sends it: sent twice, kept once
    caught_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    caught_at = models.DateTimeField()
    commitment = models.ForeignKey(
        Commitment, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    issue = models.ForeignKey(Issue, null=True, on_delete=models.SET_NULL, related_name="+")
    insight = models.ForeignKey(Insight, null=True, on_delete=models.SET_NULL, related_name="+")
    ask = models.ForeignKey(Ask, null=True, on_delete=models.SET_NULL, related_name="+")
    lesson = models.ForeignKey(Lesson, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["gathering_id", "caught_at", "pk"]
        constraints = [choices_constraint("work_outcome_kind", "kind", KINDS)]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What was caught, as it reads now."""
        return next((one for name in BEGUN if (one := getattr(self, name))), self).text

    @classmethod
    def catch(
        cls,
        *,
        gathering: Gathering,
        kind: str,
        text: str,
        key: UUID,
        by: Person,
        at: datetime,
        item: AgendaItem | None = None,
        owner: Person | None = None,
        due_on: date | None = None,
        units: Sequence[Unit] = (),
    ) -> Outcome:
        """Something came of a gathering; what has a life of its own begins it.

        Also when the gathering has ended meanwhile: what was typed in it may come in late.

        Args:
            gathering: Where it was said.
            kind: One of `KINDS`; "nothing" is to be done with an item.
            text: What it is, in a line; no words for nothing.
            key: Made by the page that sends it; the same key again is the same outcome.
            by: Who wrote it down.
            at: The moment.
            item: What was talked about.
            owner: Who does it, of a commitment, or who asks; who wrote it down, if nobody is
                named. Who sees to a lesson; whoever leads the gathering, if nobody is named.
            due_on: The day by which a commitment is done.
            units: The units that an issue touches; the one in which an insight was heard.

        Raises:
            Refused: The gathering has not begun, a line, a day or an item is missing, or
                something else came with this key before.
        """
        known = cls._known(key, gathering=gathering, kind=kind, text=text, by=by)
        if known:
            return known
        refuse_closed(gathering.community)
        if gathering.state not in {"running", "held"}:
            raise Refused(_("The gathering has not begun. Start it, then write down what comes."))
        outcome = cls(
            gathering=gathering, item=item, kind=kind, key=key, caught_by=by, caught_at=at
        )
        try:
            with transaction.atomic():
                outcome._begin(text, owner=owner, due_on=due_on, units=units)
                outcome.save(force_insert=True)
        except IntegrityError:
            known = cls._known(key, gathering=gathering, kind=kind, text=text, by=by)
            if known is None:
                raise
            return known
        return outcome

    @classmethod
    def _known(
        cls, key: UUID, *, gathering: Gathering, kind: str, text: str, by: Person
    ) -> Outcome | None:
        """What came with this key before; what is no more has no words to be held against.

        Raises:
            Refused: It came from somebody else, in another gathering, or in other words.
        """
        own = {"gathering_id": gathering.pk, "caught_by_id": by.pk, "kind": kind}
        known = sent_before(cls.objects.all(), key=key, **own)
        if known and known.words and known.words != " ".join(text.split()):
            refuse_other()
        return known

    def _begin(
        self, text: str, *, owner: Person | None, due_on: date | None, units: Sequence[Unit]
    ) -> None:
        """What has a life of its own begins it; of a decision the words are kept here."""
        told: dict[str, Any] = {"by": self.caught_by, "at": self.caught_at}
        place: dict[str, Any] = {
            "community": self.gathering.community,
            "gathering": self.gathering,
        }
        if self.kind == "nothing":
            self._finish_item()
        elif self.kind == "commitment":
            if due_on is None:
                raise Refused(_("Say by when it is done."))
            told["owner"] = owner or self.caught_by
            self.commitment = Commitment.make(text=text, due_on=due_on, **place, **told)
        elif self.kind == "issue":
            self.issue = Issue.surface(text=text, units=units, key=self.key, **place, **told)
        elif self.kind == "insight":
            self._hear(text, units)
        elif self.kind == "ask":
            told["by"] = self._asker(owner)
            self.ask = Ask.open(text=text, key=self.key, **place, **told)
            tell_asker(self.ask, put_by=self.caught_by, at=self.caught_at)
        elif self.kind == "lesson":
            self._keep_lesson(text, owner)
        else:
            self.text = one_line(text, longest=LONGEST, asked=_("Say what was decided."))
            Event.record(
                "gathering.decided", about=self.gathering, within=self.gathering.community, **told
            )

    def _hear(self, text: str, units: Sequence[Unit]) -> None:
        """What was said in a unit is heard by this gathering, and waits for an answer."""
        if len(units) != 1 or self.caught_by is None:
            raise Refused(_("Say in which unit you heard it."))
        told: dict[str, Any] = {"by": self.caught_by, "at": self.caught_at}
        self.insight = Insight.bring(
            community=self.gathering.community, text=text, unit=units[0], key=self.key, **told
        )
        if self.insight.state == "waiting":
            # Without a name: who wrote it down is who brought it, and that is for nobody else.
            self.insight.hear(gathering=self.gathering, by=None, at=self.caught_at)

    def _keep_lesson(self, text: str, owner: Person | None) -> None:
        told: dict[str, Any] = {"by": self.caught_by, "at": self.caught_at}
        place = (self.gathering.series_id, self.gathering.planned_on)
        self.lesson = Lesson.keep_one(
            community=self.gathering.community,
            text=text,
            look_again_on=self.caught_at.date() + LOOK_AGAIN,
            owner=owner or facilitators_of([self.gathering]).get(place),
            gathering=self.gathering,
            key=self.key,
            **told,
        )

    def _asker(self, owner: Person | None) -> Person | None:
        """Who asks: somebody in the community, since it stands under their name."""
        community = self.gathering.community
        if owner and owner != self.caught_by and not community.roles_of(owner):
            sentence = _("{name} is not in {community}. Ask in the name of somebody who is.")
            raise Refused(sentence.format(name=owner.name, community=community.name))
        return owner or self.caught_by

    def _finish_item(self) -> None:
        if self.item is None:
            raise Refused(_("Say which item nothing came of."))
        if self.item.state in {"planned", "now"}:
            self.item.finish(by=self.caught_by, at=self.caught_at)
