from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.advice.catalog import shipped_rules
from mandorla.base.errors import Refused, Stale
from mandorla.base.indicators import plain
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community, Membership
from mandorla.communities.models.closed import refuse_closed
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from mandorla.advice.judging import Judged

STATES: Final = {
    "standing": gettext_lazy("stands"),
    "snoozed": gettext_lazy("put off"),
    "done": gettext_lazy("done"),
    "not_applying": gettext_lazy("does not apply here"),
}
REST_DAYS: Final = 28  # after something was done, before the same figures are held against it
MOST_SNOOZE_DAYS: Final = 92  # a quarter; what waits longer does not apply
LONGEST: Final = 500
ADVISED: Final = ("leader", "core", "sponsor")


class WarningQuerySet(models.QuerySet["Warning"]):
    """Ways to look for warnings."""

    def visible_to(self, person: Person) -> Self:
        """For those who run or sponsor the community now, and program managers."""
        if not person.is_active:
            return self.none()
        if person.is_program_manager:
            return self
        mine = Membership.objects.current().filter(person=person, role__in=ADVISED)
        return self.filter(community__in=mine.values("community"))

    def open(self) -> Self:
        """Those that have not ended: they stand, or somebody said something about them."""
        return self.filter(ended_at=None)

    def standing(self) -> Self:
        """Those that stand now and wait for somebody."""
        return self.open().filter(state="standing")


class Warning(Record):
    """A rule that fired in a community on evidence, and what people said about it.

    The rules fire and end by themselves, and these rows are the record of that: when, on which
    findings, until when. What a person says about a warning is an event besides.
    """

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="warnings")
    rule = models.CharField(max_length=8)  # its number, "W01"
    state = models.CharField(max_length=12, default="standing")
    fired_at = models.DateTimeField()
    findings = models.JSONField(default=dict)  # as seen when it fired
    ended_at = models.DateTimeField(null=True)  # when it no longer held
    words = models.CharField(max_length=LONGEST, blank=True)  # the reason, or what was done
    said_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    said_at = models.DateTimeField(null=True)
    quiet_until_on = models.DateField(null=True)  # when it is put off, or was done lately

    objects = WarningQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("advice_warning_state", "state", STATES),
            models.UniqueConstraint(
                name="advice_warning_once_at_a_time",
                fields=["community", "rule"],
                condition=Q(ended_at=None),
            ),
            models.CheckConstraint(
                name="advice_warning_says_why", condition=Q(state="standing") | ~Q(words="")
            ),
            models.CheckConstraint(
                name="advice_warning_quiet_has_an_end",
                condition=~Q(state__in=["snoozed", "done"]) | Q(quiet_until_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["community", "ended_at"], name="advice_warning_of"),
            models.Index(fields=["rule", "ended_at", "state"], name="advice_warning_rule"),
        ]

    def __str__(self) -> str:
        rule = shipped_rules().get(self.rule)
        return rule.title if rule else self.rule

    def get_absolute_url(self) -> str:
        return reverse("advice:advice", args=[self.community.slug]) + f"#{self.rule}"

    # --- verbs of people ---

    def snooze(
        self, *, until_on: date, because: str, by: Person, at: datetime, seen: str = ""
    ) -> None:
        """It is quiet until a day, for a reason that stays with it.

        Args:
            until_on: The day on which it stands again, if its figures still hold.
            because: Why it can wait.
            by: Who says so.
            at: The moment.
            seen: The state in which the person saw it; empty for the one it was read in.

        Raises:
            Refused: No reason is given, the day has come or is too far, or it has ended.
            Stale: Somebody else said something about it first.
        """
        today = timezone.localtime(at).date()
        if not today < until_on <= today + timedelta(days=MOST_SNOOZE_DAYS):
            raise Refused(
                _("Choose a day from tomorrow on, at most {number} days ahead.").format(
                    number=MOST_SNOOZE_DAYS
                )
            )
        because = _said(because, asked=_("Say why it can wait."))
        self._say("snoozed", words=because, until_on=until_on, by=by, at=at, seen=seen)

    def finish(self, *, having: str, by: Person, at: datetime, seen: str = "") -> None:
        """Something was done about it; figures get four weeks to show it.

        Raises:
            Refused: It is not said what was done, or it has ended.
            Stale: Somebody else said something about it first.
        """
        having = _said(having, asked=_("Say what you did."))
        rest = timezone.localtime(at).date() + timedelta(days=REST_DAYS)
        self._say("done", words=having, until_on=rest, by=by, at=at, seen=seen)

    def set_aside(self, *, because: str, by: Person, at: datetime, seen: str = "") -> None:
        """It does not apply to this community, which is remembered.

        Raises:
            Refused: No reason is given, or it has ended.
            Stale: Somebody else said something about it first.
        """
        because = _said(because, asked=_("Say why it does not apply here."))
        self._say("not_applying", words=because, until_on=None, by=by, at=at, seen=seen)

    def resume(self, *, by: Person, at: datetime, seen: str = "") -> None:
        """It counts again; when its figures no longer hold, it ends by itself.

        Raises:
            Refused: It stands already, or it has ended.
            Stale: Somebody else said something about it first.
        """
        self._say("standing", words="", until_on=None, by=by, at=at, seen=seen)

    # --- what the rules do ---

    @classmethod
    def settle(
        cls, judged: Mapping[int, Mapping[str, Judged]], *, at: datetime
    ) -> dict[int, list[str]]:
        """Warnings stand where their rules hold, and end where they no longer do.

        Only changes are written. What a person said is respected: one that was put off or done
        stays quiet until its day, and one that does not apply is never brought up again.

        Args:
            judged: Of each community, what became of each rule; one that was not asked has no
                entry and ends.
            at: The moment.

        Returns:
            The numbers of the rules that stand now, by community.
        """
        today = timezone.localtime(at).date()
        with transaction.atomic():
            known = list(cls.objects.open().filter(community__in=list(judged)))
            steps = [(row, row.next_step(judged[row.community_id], on=today)) for row in known]
            _write([row for row, step in steps if step == "end"], ended_at=at)
            wakes = [row for row, step in steps if step == "wake"]
            _write(wakes, state="standing", quiet_until_on=None)
            stays = {(row.community_id, row.rule): row for row, step in steps if step != "end"}
            made = [
                Warning(community_id=pk, rule=number, fired_at=at, findings=plain(one.seen))
                for pk, rules in judged.items()
                for number, one in rules.items()
                if one.holds and (pk, number) not in stays
            ]
            Warning.objects.bulk_create(made, ignore_conflicts=True)
        standing: dict[int, list[str]] = {pk: [] for pk in judged}
        for row in [*stays.values(), *made]:
            if row.state == "standing":
                standing[row.community_id].append(row.rule)
        return standing

    # --- within the aggregate ---

    def next_step(self, judged: Mapping[str, Judged], *, on: date) -> str:
        """What becomes of it as its rule was judged: "stay", "wake" or "end".

        One that was done and still holds after its rest ends, too, so that it fires anew.
        """
        if self.state == "not_applying":
            return "stay"
        one = judged.get(self.rule)
        holds = one.holds if one else False
        if holds is False or (self.state == "standing" and holds is None):
            return "end"
        if self.quiet_until_on is None or self.quiet_until_on > on:
            return "stay"
        if holds is None:
            return "end"
        return "wake" if self.state == "snoozed" else "end"

    def _say(
        self,
        state: str,
        *,
        words: str,
        until_on: date | None,
        by: Person,
        at: datetime,
        seen: str,
    ) -> None:
        """Write down what a person says about it, unless somebody was first."""
        refuse_closed(self.community)
        before = seen or self.state
        if self.ended_at:
            raise Refused(_("This is over: its figures no longer hold."))
        if before != self.state:
            raise Stale(self._who_was_first())
        if before == state:
            raise Refused(_("It is so already."))
        said = {"words": words, "quiet_until_on": until_on, "said_by": by, "said_at": at}
        with transaction.atomic():
            rows = Warning.objects.open().filter(pk=self.pk, state=before)
            if not rows.update(state=state, **said):
                raise Stale(self._who_was_first())
            for name, value in {"state": state, **said}.items():
                setattr(self, name, value)
            details = {"day": until_on.isoformat()} if until_on and state == "snoozed" else {}
            Event.record(_VERBS[state], by=by, at=at, about=self, within=self.community, **details)

    def _who_was_first(self) -> str:
        now = Warning.objects.select_related("said_by").filter(pk=self.pk).first()
        if now is None or now.ended_at or now.said_by is None or now.said_at is None:
            return _("This changed in the meantime. Go back and look again.")
        return _("{name} was first, on {day}: it is “{state}” now.").format(
            name=now.said_by.name,
            day=timezone.localtime(now.said_at).strftime("%Y-%m-%d %H:%M"),
            state=STATES[now.state],
        )


_VERBS: Final = {
    "standing": "warning.resumed",
    "snoozed": "warning.snoozed",
    "done": "warning.done",
    "not_applying": "warning.set_aside",
}


def _said(words: str, *, asked: str) -> str:
    """What a person gives as a reason, in a few words."""
    words = words.strip()
    if not words:
        raise Refused(asked)
    if len(words) > LONGEST:
        raise Refused(_("Say it in at most {number} characters.").format(number=LONGEST))
    return words


def _write(rows: Iterable[Warning], **values: Any) -> None:
    """Change rows as the rules ask, each only while nobody has said something else about it."""
    by_state: dict[str, list[Warning]] = {}
    for row in rows:
        by_state.setdefault(row.state, []).append(row)
    for state, found in sorted(by_state.items()):
        keys = [row.pk for row in found]
        Warning.objects.open().filter(pk__in=keys, state=state).update(**values)
        for row in found:
            for name, value in values.items():
                setattr(row, name, value)
