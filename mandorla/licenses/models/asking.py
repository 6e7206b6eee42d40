"""How a license is asked for: begun, written, applied for, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event, Notification
from mandorla.communities.models import Charter, Membership
from mandorla.communities.rules import RUNS, appoints
from mandorla.licenses.models.policy import Policy
from mandorla.licenses.terms import Terms
from mandorla.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from mandorla.communities.models import Community
    from mandorla.licenses.models.license import License

MOST_SPONSORS = 12  # of one license; more of them decide nothing
MOST_SIMILAR = 10
LONGEST = 4_000


def draft(
    licenses: type[License], *, community: Community, kind: str, by: Person, at: datetime
) -> License:
    """An application of this kind is begun; `License.draft` is its door."""
    refuse_ending(community)
    if kind not in {"trial", "full"}:
        raise Refused(_("A license is a trial license or a full one."))
    before = licenses.objects.filter(community=community)
    if before.filter(state__in=["draft", "applied"]).exists():
        raise Refused(_("There is an application already. Go on with it."))
    if kind == "trial" and before.granted().filter(kind="full").exists():
        raise Refused(_("It has a full license: nothing is left to try."))
    number = (before.aggregate(last=Max("number"))["last"] or 0) + 1
    license = licenses(community=community, number=number, kind=kind, drafted_by=by, drafted_at=at)
    for name, value in _first_terms(community, kind).values().items():
        setattr(license, name, value)
    try:
        with transaction.atomic():
            license.save(force_insert=True)
            _copy_sponsors(license, before.granted().first())
            tell(license, "license.drafted", by=by, at=at, kind=license.kind_words)
    except IntegrityError as error:
        raise Stale(_("Somebody else has just begun an application.")) from error
    return license


def write(
    license: License,
    *,
    terms: Terms,
    sponsors: Mapping[str, Sequence[Person]],
    edits: int,
    by: Person,
    at: datetime,
) -> None:
    """The application asks for this; `License.write` is its door."""
    refuse_ending(license.community)
    terms = terms.cleaned()
    named = [(kind, person) for kind, people in sponsors.items() for person in people]
    if len(named) > MOST_SPONSORS:
        raise Refused(_("A license names at most twelve sponsors."))
    with transaction.atomic():
        change(license, before="draft", edits=edits, **terms.values())
        for person in {person.pk: person for _kind, person in named}.values():
            _make_sponsor(license.community, person, by=by, at=at)
        license.sponsors.all().delete()
        for kind, person in dict.fromkeys(named):
            license.sponsors.create(kind=kind, person=person)


def apply(
    license: License,
    similar: list[Mapping[str, str]],
    differs_because: str,
    *,
    edits: int,
    by: Person,
    at: datetime,
) -> None:
    """The application lies before those who decide; `License.apply` is its door."""
    refuse_ending(license.community)
    differs = differs_because.strip()
    if not license.scope.strip():
        raise Refused(_("Say what the community is to work on."))
    if similar and not differs:
        raise Refused(_("There are similar communities. Say why yours is another one."))
    if len(differs) > LONGEST:
        raise Refused(_("Say in at most 4,000 characters why yours is another one."))
    with transaction.atomic():
        change(
            license,
            before="draft",
            after="applied",
            edits=edits,
            similar=[{key: one[key] for key in ("slug", "name")} for one in similar[:MOST_SIMILAR]],
            differs_because=differs,
            applied_by=by,
            applied_at=at,
        )
        tell(license, "license.applied", by=by, at=at, kind=license.kind_words)
        Notification.tell(
            "license.applied",
            to=deciders(license),
            about=license,
            address=license.get_absolute_url(),
            by=by,
            at=at,
            community=license.community.name,
            what=license.kind_words,
        )


def withdraw(license: License, *, by: Person, at: datetime) -> None:
    """The application is no longer asked for; `License.withdraw` is its door."""
    if license.state not in {"draft", "applied"}:
        raise Refused(_("This is no application any more."))
    with transaction.atomic():
        change(license, before=license.state, after="withdrawn", edits=license.edits)
        settle(license, at=at)
        tell(license, "license.withdrawn", by=by, at=at, kind=license.kind_words)


def end(license: License, *, reason: str, on: date, by: Person | None, at: datetime) -> None:
    """The license ends with its community; `License.end` is its door."""
    is_asked = license.state in {"draft", "applied"}
    with transaction.atomic():
        change(
            license,
            before=license.state,
            after="withdrawn" if is_asked else "retired",
            edits=license.edits,
            ended_on=on,
            end_reason=reason,
        )
        license.conditions.filter(state="open").update(
            state="waived", said=_("The license ended."), closed_by=by, closed_at=at
        )
        settle(license, at=at)
        verb = "license.withdrawn" if is_asked else "license.ended"
        tell(license, verb, by=by, at=at, kind=license.kind_words)


# --- what deciding rests on, too ---


def change(license: License, *, before: str, edits: int, after: str = "", **values: Any) -> None:
    """The license is as given, unless somebody changed it after what was seen.

    Raises:
        Refused: It is in another state than this is possible in.
        Stale: Somebody was first.
    """
    if license.state != before:
        raise Refused(
            _("The license is {state} by now, so this is not possible.").format(
                state=license.state_words
            )
        )
    values = {**values, "state": after or before}
    rows = type(license).objects.filter(pk=license.pk, state=before, edits=edits)
    if not rows.update(**values, edits=F("edits") + 1):
        raise Stale(who_was_first(license, seen=edits))
    for name, value in values.items():
        setattr(license, name, value)
    license.edits = edits + 1


def who_was_first(license: License, *, seen: int) -> str:
    """What to tell somebody who was second."""
    newest = license.decisions.select_related("by").order_by("-edits", "-pk").first()
    if newest is None or newest.edits <= seen:
        return _("Somebody else changed this in the meantime. Look at what it says now.")
    return newest.first_sentence()


def deciders(license: License) -> list[Person]:
    """Everybody who decides on the license: its community's sponsors and program managers."""
    sponsors = Membership.objects.current().filter(community=license.community, role="sponsor")
    people = Person.objects.filter(is_active=True)
    return list(
        people.filter(Q(is_program_manager=True) | Q(pk__in=sponsors.values("person"))).order_by(
            "name", "pk"
        )
    )


def impartial(license: License) -> list[Person]:
    """Those of them who neither applied for it nor run the community."""
    seats = Membership.objects.current().filter(community=license.community, role__in=RUNS)
    own = {license.applied_by_id, *seats.values_list("person", flat=True)}
    return [person for person in deciders(license) if person.pk not in own]


def tell(license: License, verb: str, *, by: Person | None, at: datetime, **details: Any) -> None:
    """Write down what happened to a license."""
    Event.record(verb, by=by, at=at, about=license, within=license.community, **details)


def settle(license: License, *, at: datetime) -> None:
    """Nobody is called to decide on it any more."""
    Notification.objects.settle("license.applied", "license.due", about=license, at=at)


def refuse_ending(community: Community) -> None:
    """Nothing is asked for or permitted where a community ends.

    Raises:
        Refused: It is closing or has closed.
    """
    if community.status in {"closing", "closed"}:
        raise Refused(_("{name} is closing or has closed.").format(name=community.name))


def _first_terms(community: Community, kind: str) -> Terms:
    """What an application begins with: the charter's words, and what is owed by policy."""
    charter = Charter.objects.readable().filter(community=community).order_by("-version").first()
    policy = Policy.of(community.archetype)
    owed = [
        _("A light report each month for the first {number} months.").format(
            number=policy.monthly_reports
        )
        if policy.monthly_reports and kind == "full"
        else "",
        _("A report every {number} months.").format(number=policy.report_every_months)
        if policy.report_every_months and kind == "full"
        else "",
        _("A review before the term ends."),
    ]
    return Terms(
        scope=(charter.in_scope if charter else "") or community.purpose,
        decision_rights=charter.decisions if charter else "",
        obligations="\n".join(one for one in owed if one),
    )


def _copy_sponsors(license: License, before: License | None) -> None:
    """Who sponsors what runs now is suggested again; at first, who sponsors the community."""
    seats = license.community.memberships.filter(role="sponsor", former=False)
    named = (
        [(one.kind, one.person) for one in before.sponsors.select_related("person")]
        if before
        else [("line", one.person) for one in seats.select_related("person")]
    )
    for kind, person in dict.fromkeys(named[:MOST_SPONSORS]):
        license.sponsors.create(kind=kind, person=person)


def _make_sponsor(community: Community, person: Person, *, by: Person, at: datetime) -> None:
    if "sponsor" in community.roles_of(person):
        return
    if not person.is_active:
        raise Refused(_("{name} has no active account.").format(name=person.name))
    if not appoints(by, community.roles_of(by)):
        raise Refused(
            _("{name} is no sponsor here. Ask a leader to make them one first.").format(
                name=person.name
            )
        )
    Membership.appoint(community=community, person=person, role="sponsor", by=by, at=at)
