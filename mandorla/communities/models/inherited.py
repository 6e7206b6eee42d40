"""What a community leaves to another one when it ends: the same thing, with both histories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Notification, Record
from mandorla.communities.models.closed import refuse_closed
from mandorla.communities.models.community import Community
from mandorla.communities.models.membership import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from mandorla.people.models import Person

LIVING = ("forming", "active")


class Inherited(Record):
    """Something a community keeps, and that another one can take over.

    Whoever inherits has a `community` and a `state`, and events that begin with its name.
    """

    inherited_in: ClassVar[tuple[str, ...]] = ("open",)  # states; empty for any
    if TYPE_CHECKING:
        community: Any  # a foreign key with a name of its own on the other side
        community_id: int

    class Meta:
        abstract = True

    def pass_on(
        self, *, to: Community, person: Person | None = None, by: Person, at: datetime
    ) -> None:
        """It is another community's from now on; the history of both says so.

        Args:
            to: The heir, which lives.
            person: Who sees to it there, where that is known.
            by: Who gives it.
            at: The moment.

        Raises:
            Refused: The community has closed, the heir does not live or is the same, or the
                person has no part in it.
            Stale: It is in another state or place by now.
        """
        origin = self.community
        refuse_closed(origin)
        with transaction.atomic():
            refuse_heir(to, origin=origin, person=person)
            facts = {"community": to, **self._seen_to_by(to, person)}
            asked: dict[str, Any] = {"pk": self.pk, "community": origin}
            if self.inherited_in:
                asked["state__in"] = self.inherited_in
            rows = type(self)._base_manager.filter(**asked)
            if not rows.update(**facts):
                raise Stale(_("Somebody changed “{what}” first. Look again.").format(what=self))
            for name, value in facts.items():
                setattr(self, name, value)
            self._take_along(to)
            made: dict[str, Any] = {"by": by, "at": at, "about": self}
            noun = self._meta.model_name
            Event.record(f"{noun}.passed_on", within=origin, heir=to.name, **made)
            Event.record(f"{noun}.inherited", within=to, origin=origin.name, **made)
            tell_of_heir(self, self._concerns(), origin=origin, to=to, by=by, at=at)

    def _seen_to_by(self, to: Community, person: Person | None) -> Mapping[str, Any]:
        """The fields that say who sees to it there."""
        return {}

    def _take_along(self, to: Community) -> None:
        """What belongs to it goes over, too."""

    def _concerns(self) -> Iterable[Person | None]:
        """Whom it concerns where it is from now on."""
        return ()


def refuse_heir(to: Community, *, origin: Community, person: Person | None = None) -> None:
    """Nothing, for a community that can take over; it cannot close before this is done.

    Raises:
        Refused: It is the same one, ends or has ended, or the person has no part in it.
    """
    if to.pk == origin.pk:
        raise Refused(_("Choose another community than this one."))
    heir = Community.objects.select_for_update().get(pk=to.pk)
    if heir.status not in LIVING:
        raise Refused(
            _("{name} is {status}: choose one that goes on.").format(
                name=heir.name, status=heir.get_status_display()
            )
        )
    if person is not None and not has_part(person, heir):
        raise Refused(
            _("{name} is not in {community}.").format(name=person.name, community=heir.name)
        )


def has_part(person: Person | None, community: Community) -> bool:
    """Whether somebody is in a community now and can sign in."""
    if person is None or not person.is_active:
        return False
    here = Membership.objects.current().filter(community=community, person=person)
    return here.exists()


def tell_of_heir(
    thing: Any,
    people: Iterable[Person | None],
    *,
    origin: Community,
    to: Community,
    by: Person,
    at: datetime,
) -> None:
    """Those whom a thing concerns read where it is from now on."""
    named = [person for person in people if person is not None and person.is_active]
    if named:
        Notification.tell(
            "inheritance.passed_on",
            to=named,
            about=thing,
            address=thing.get_absolute_url(),
            by=by,
            at=at,
            origin=origin.name,
            heir=to.name,
            text=str(thing),
        )
