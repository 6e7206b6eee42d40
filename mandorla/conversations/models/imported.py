from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import DomainError
from mandorla.base.models import Event, Record
from mandorla.communities.models import Community
from mandorla.conversations.intake import Export
from mandorla.conversations.kept_export import KeptExport
from mandorla.conversations.sources.readers import READERS
from mandorla.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.conversations.tally import Tally

STATES = {
    "looking": gettext_lazy("being looked at"),
    "open": gettext_lazy("waiting for a decision"),
    "queued": gettext_lazy("waiting for its turn"),
    "running": gettext_lazy("running"),
    "done": gettext_lazy("done"),
    "failed": gettext_lazy("failed"),
    "dropped": gettext_lazy("dropped"),
    "removed": gettext_lazy("removed"),
}
STUCK_AFTER = timedelta(hours=2)


class Imported(Record):
    """What is kept of an import, how it stands, and how it fails."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(
        max_length=20, choices=[(one.kind, one.name) for one in READERS.values()]
    )
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="looking")
    communities = models.ManyToManyField(Community, related_name="conversation_imports")
    # Before the import all channels, afterwards those that were chosen, each with its community.
    channels = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    left_out = models.JSONField(default=dict)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    why = models.TextField(blank=True)  # it failed, as a sentence
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def source(self) -> str:
        """The program it comes from, as people call it."""
        return READERS[self.kind].name

    @property
    def kept(self) -> KeptExport:
        """The export, while it waits."""
        return KeptExport(str(self.key))

    @property
    def figures(self) -> dict[str, str]:
        """The counts as people write them: 30,872."""
        return {name: f"{count:,}" for name, count in self.counts.items()}

    @property
    def export(self) -> Export:
        """The export, to be read.

        Raises:
            Refused: It is gone.
        """
        return Export(self.kind, self.kept.path, self.file_name)

    def is_stuck(self, *, at: datetime) -> bool:
        """Whether it was begun so long ago that the process that did it must have ended."""
        begun = self.begun_at if self.state in {"looking", "queued", "running"} else None
        return begun is not None and at - begun > STUCK_AFTER

    def record(self, verb: str, *, within: Community, **told: Any) -> None:
        """What happened is part of the history of a community."""
        Event.record(verb, about=self, within=within, source=self.source, **told)

    def fail(self, problem: Exception, *, before: str, at: datetime) -> None:
        """It came to nothing, and its page says why."""
        said = _("Something went wrong. Nothing was imported.")
        if isinstance(problem, DomainError):
            said = problem.sentence
        also = {"why": said, "finished_at": at, "channels": []}
        self.move("state", before=before, after="failed", sentence=moved_on(), **also)
        self.kept.forget()


def figures(tally: Tally) -> dict[str, Any]:
    """The fields that say what an export holds."""
    return {
        "counts": dict(tally.counts()),
        "left_out": {reason: count for reason, count in tally.left_out.items() if count},
        "first_on": tally.first.date() if tally.first else None,
        "last_on": tally.last.date() if tally.last else None,
    }


def last_part(name: str) -> str:
    """The name of a file without the folders before it, as long as it is kept."""
    return PurePath(name.replace("\\", "/")).name[:200]


def moved_on() -> str:
    """What to tell the second of two people who act at once."""
    return _("This import has moved on in the meantime. Look at it again.")
