from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Notification, Record
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models.closed import refuse_closed
from mandorla.licenses.models.asking import change
from mandorla.licenses.models.license import GRANTED, License
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 300
MOST_SAID = 4_000
STATES = {
    "open": gettext_lazy("open"),
    "met": gettext_lazy("met"),
    "waived": gettext_lazy("waived"),
}


class Condition(Record):
    """What a community has to do by a day so that its license goes on."""

    license = models.ForeignKey(License, on_delete=models.CASCADE, related_name="conditions")
    text = models.CharField(gettext_lazy("condition"), max_length=LONGEST)
    due_on = models.DateField(gettext_lazy("by"))
    state = models.CharField(max_length=6, choices=list(STATES.items()), default="open")
    said = models.TextField(blank=True)  # how it was met, or why it was waived
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            choices_constraint("licenses_condition_state", "state", STATES),
            models.CheckConstraint(
                name="licenses_condition_closed_says_how",
                condition=Q(state="open") | ~Q(said=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["license", "due_on"],
                condition=Q(state="open"),
                name="licenses_condition_open",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    # --- verbs ---

    def meet(self, *, said: str, by: Person, at: datetime) -> None:
        """It is met; when no other one is open, the license is active again.

        Args:
            said: How it was met.
            by: Somebody who decides on the license.
            at: The moment.

        Raises:
            Refused: Nothing is said, the license has ended, or the community has closed.
            Stale: Somebody else closed it first.
        """
        self._close("met", said, asked=_("Say how it was met."), by=by, at=at)

    def waive(self, *, because: str, by: Person, at: datetime) -> None:
        """It is no longer asked for; when no other one is open, the license is active again.

        Raises:
            Refused: No reason is given, the license has ended, or the community has closed.
            Stale: Somebody else closed it first.
        """
        self._close("waived", because, asked=_("Say why it is waived."), by=by, at=at)

    # --- within the aggregate ---

    def _close(self, state: str, said: str, *, asked: str, by: Person, at: datetime) -> None:
        said = said.strip()
        if not said or len(said) > MOST_SAID:
            raise Refused(asked)
        with transaction.atomic():
            license = License.objects.select_for_update().get(pk=self.license_id)
            refuse_closed(license.community)
            if license.state not in GRANTED:
                raise Refused(_("The license it belonged to has ended."))
            closing = {"said": said, "closed_by": by, "closed_at": at}
            rows = Condition.objects.filter(pk=self.pk, state="open")
            if not rows.update(state=state, **closing):
                raise Stale(self._who_was_first())
            for name, value in {"state": state, **closing}.items():
                setattr(self, name, value)
            verb = f"condition.{state}"
            Event.record(verb, by=by, at=at, about=self, within=license.community, text=self.text)
            self._settle(license, by=by, at=at)

    def _who_was_first(self) -> str:
        now = Condition.objects.select_related("closed_by").get(pk=self.pk)
        return _("{name} was first, on {when}: this condition is {state}.").format(
            name=now.closed_by.name if now.closed_by else _("Somebody"),
            when=date_format(localtime(now.closed_at), "j F Y, H:i") if now.closed_at else "",
            state=STATES[now.state],
        )

    def _settle(self, license: License, *, by: Person, at: datetime) -> None:
        """The license is active again when this was the last open condition."""
        if license.state != "conditional" or license.conditions.filter(state="open").exists():
            return
        change(license, before="conditional", after="active", edits=license.edits)
        community = license.community
        Event.record("license.unconditional", by=None, at=at, about=license, within=community)
        runs = community.memberships.filter(former=False, role__in=["leader", "core"])
        Notification.tell(
            "license.unconditional",
            to=Person.objects.filter(pk__in=runs.values("person"), is_active=True),
            about=self,
            address=license.get_absolute_url(),
            by=by,
            at=at,
            community=community.name,
        )
