"""What people say in their own words, and everything a backup would hold of it."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

from django.core.management import call_command

from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.value.models import Suggestion
from tests import make

LATER = make.AT + timedelta(days=1)


def said(community: Community, *texts: str, side: str = "members", by: Person | None = None):
    return [
        Suggestion.say(community=community, side=side, text=text, by=by, at=LATER) for text in texts
    ]


def dump() -> dict[str, list[dict[str, object]]]:
    """Everything the database holds, as a backup would, by model."""
    out = StringIO()
    call_command("dumpdata", stdout=out)
    found: dict[str, list[dict[str, object]]] = {}
    for row in json.loads(out.getvalue()):
        found.setdefault(row["model"], []).append(row)
    return found
