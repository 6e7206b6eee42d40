"""What people took on, on the command line: of a community, or one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused
from mandorla.communities.models import Community
from mandorla.gatherings.models import Commitment
from mandorla.people.management.arguments import person_at

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from datetime import date

SHOWN = ("open", "overdue", "done", "dropped")


class Command(BaseCommand):
    """`mandorla commitments COMMUNITY|EMAIL`: the pages of commitments."""

    help = "Lists who does what by when in a community, or what one person took on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say whose, and which."""
        add = parser.add_argument
        add("whose", help="a community, as in its address, or the e-mail address of a person")
        add("--show", choices=SHOWN, default="open", help="default: open")
        add("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print them, what is due first on top.

        Raises:
            Refused: There is no such community or person.
        """
        today = timezone.localdate()
        found = _shown(_whose(options["whose"]), options["show"], on=today)
        if options["json"]:
            data = [_as_data(one) for one in found]
            self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
            return
        if not found:
            self.stdout.write(_("Nothing."))
        for one in found:
            late = " " + _("(overdue)") if one.is_overdue(on=today) else ""
            end = f" – {one.came_of_it}" if one.came_of_it else ""
            place = f"{one.community.name}: {one.owner.name}"
            self.stdout.write(f"{one.due_on}{late}  {place}: {one.text}{end}")


def _whose(name: str) -> Any:
    if "@" in name:
        return Commitment.objects.filter(owner=person_at(name))
    community = Community.objects.filter(slug=name).first()
    if community is None:
        raise Refused(_("There is no community at “{slug}”.").format(slug=name))
    return Commitment.objects.filter(community=community)


def _shown(rows: Any, show: str, *, on: date) -> list[Commitment]:
    chosen = rows.overdue(on=on) if show == "overdue" else rows.filter(state=show)
    return list(chosen.select_related("owner", "community").due_first())


def _as_data(one: Commitment) -> dict[str, Any]:
    return {
        "number": one.pk,
        "community": one.community.slug,
        "text": one.text,
        "owner": one.owner.name,
        "due_on": str(one.due_on),
        "state": one.state,
        "came_of_it": one.came_of_it,
    }
