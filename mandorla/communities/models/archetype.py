from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Stale
from mandorla.base.models import Event, Record
from mandorla.base.prepared import prepared
from mandorla.communities.archetypes import (
    ShippedArchetype,
    archetype_fields,
    read_archetype,
    shipped_archetypes,
)
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime


class Archetype(Record):
    """This installation's own copy of an archetype that ships with Mandorla."""

    key = models.CharField(max_length=40, unique=True)
    content = models.JSONField()
    edited_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.content.get("name", self.key))

    @classmethod
    def names(cls) -> dict[str, str]:
        """What each archetype is called in this installation, by its key; one query."""
        shipped = {key: found.name for key, found in shipped_archetypes().items()}
        return shipped | {
            key: content["name"] for key, content in _own_copies() if "name" in content
        }

    @classmethod
    def in_use(cls) -> dict[str, ShippedArchetype]:
        """Each archetype as this installation uses it, by its key; one query.

        A field that an own copy does not have, because it is older, is the shipped one.
        """
        copies = dict(_own_copies())
        return {
            key: read_archetype(key, archetype_fields(shipped) | copies[key])
            if key in copies
            else shipped
            for key, shipped in shipped_archetypes().items()
        }

    @classmethod
    def mark_of(cls, key: str) -> str:
        """Another one whenever the archetype reads otherwise."""
        return sha256(repr(archetype_fields(cls.in_use()[key])).encode()).hexdigest()[:16]

    @classmethod
    def edit(
        cls, *, key: str, content: dict[str, Any], by: Person, at: datetime, seen: str = ""
    ) -> Self:
        """From now on this installation uses its own copy of the archetype, as given.

        Args:
            key: Which archetype.
            content: Its fields.
            by: Who edits it.
            at: The moment.
            seen: The mark of what the person saw; an empty one asks for nothing.

        Raises:
            Stale: It reads otherwise by now than what the person saw.
        """
        with transaction.atomic():
            cls.objects.select_for_update().filter(key=key).first()
            if seen and seen != cls.mark_of(key):
                raise Stale(
                    _(
                        "Somebody else changed this archetype in the meantime. What you wrote is "
                        "still here; save again to put it in place of what they wrote."
                    )
                )
            copy, _made = cls.objects.update_or_create(
                key=key, defaults={"content": content, "edited_by": by, "edited_at": at}
            )
            Event.record("archetype.edited", by=by, at=at, about=copy)
        return copy

    def restore(self, *, by: Person, at: datetime) -> None:
        """The installation uses the archetype as shipped again."""
        with transaction.atomic():
            Event.record("archetype.restored", by=by, at=at, about=self)
            self.delete()


@prepared
def _own_copies() -> models.QuerySet[Archetype, tuple[str, dict[str, Any]]]:
    return Archetype.objects.values_list("key", "content")
