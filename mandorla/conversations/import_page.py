"""What the page of an import shows: where channels may go, who authors may be, what came of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from mandorla.communities.models import Community
from mandorla.conversations.authors import namesakes
from mandorla.conversations.forms import MOST_CHANNELS, MOST_NAMES, TargetForm
from mandorla.conversations.rules import communities_run_by
from mandorla.conversations.staying import staying
from mandorla.conversations.words import left_out
from mandorla.people.models import Placement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.communities.models.community import CommunityQuerySet
    from mandorla.conversations.models import ConversationImport
    from mandorla.people.models import Person


def target_form(found: ConversationImport, *, person: Person, data: Any = None) -> TargetForm:
    """The form that asks where channels go and who authors are."""
    communities = communities_run_by(person)
    names = found.kept.names()
    return TargetForm(
        data,
        channels=found.channels,
        suggested=_suggested(found, communities),
        namesakes=_told(namesakes(names)),
        names=names,
        communities=communities,
    )


def shown(found: ConversationImport, form: TargetForm | None) -> dict[str, Any]:
    """The context of the page."""
    names = found.kept.names() if form else {}
    offered = len(form.people_fields()) if form else 0
    communities = Community.objects.in_bulk([one["community"] for one in found.channels])
    return {
        "nav": "conversations",
        "found": found,
        "form": form,
        "left_out": [(f"{count:,}", words) for count, words, _key in left_out(found.left_out)],
        "channels": [(one, communities.get(one["community"])) for one in found.channels],
        "unmatched": len(names) - offered,
        "unmatched_names": sorted(names.values(), key=str.casefold)[:MOST_NAMES],
        "staying": staying(found) if found.state in {"done", "removed"} else [],
        "is_cut": len(found.channels) > MOST_CHANNELS,
    }


def _suggested(found: ConversationImport, communities: CommunityQuerySet) -> Mapping[str, str]:
    """The community that a channel seems to belong to: named so, or the one that was sent for."""
    run = list(communities)
    sent_for = found.communities.order_by("pk").first() or (run[0] if len(run) == 1 else None)
    called: dict[str, Community] = {}
    for community in run:
        for name in (community.slug, community.name, *_channels_of(community)):
            called.setdefault(str(name).casefold().lstrip("#"), community)
    namesakes_of = Counter(community.name.casefold() for community in run)
    suggested = {}
    for one in found.channels:
        guess = called.get(str(one["name"]).casefold())
        if guess is None and not one["is_closed"]:
            guess = sent_for
        is_clear = guess is not None and namesakes_of[guess.name.casefold()] == 1
        suggested[one["name"]] = (guess.name if is_clear else guess.slug) if guess else ""
    return suggested


def _channels_of(community: Community) -> list[str]:
    """Where it talks, as an imported register says."""
    found = (one.get("name") if isinstance(one, dict) else one for one in community.channels)
    return [str(name) for name in found if name]


def _told(found: Mapping[str, list[Person]]) -> dict[str, list[tuple[int, str]]]:
    """People with the unit they belong to, by which one tells them apart."""
    people = {person.pk for some in found.values() for person in some}
    rows = Placement.objects.current().filter(person__in=people).select_related("unit")
    units = {row.person_id: row.unit.name for row in rows}
    return {
        identity: [
            (person.pk, f"{person.name}, {units[person.pk]}" if person.pk in units else person.name)
            for person in some
        ]
        for identity, some in found.items()
    }
