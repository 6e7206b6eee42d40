from __future__ import annotations

from django.db import models

from mandorla.base.models import Record
from mandorla.people.models.person import Person


class RosterEntry(Record):
    """Somebody who was in the roster when it was last imported, so that leaving it is noticed."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="roster_entry"
    )

    def __str__(self) -> str:
        return str(self.person)
