from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import DomainError, Refused, Stale
from mandorla.base.models import Event, Record
from mandorla.base.models.record import choices_constraint
from mandorla.base.upkeep import refresh_statistics
from mandorla.people.models.person import Person
from mandorla.people.models.roster_queries import RosterImportQuerySet
from mandorla.people.models.roster_writing import Writing, known_people, unit_paths
from mandorla.people.roster.columns import Columns, Private
from mandorla.people.roster.kept import KeptFile
from mandorla.people.roster.lists import HEADINGS, listed
from mandorla.people.roster.plan import Plan, decide

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

STATES = {
    "open": gettext_lazy("being looked at"),
    "queued": gettext_lazy("waiting for its turn"),
    "running": gettext_lazy("running"),
    "done": gettext_lazy("done"),
    "failed": gettext_lazy("failed"),
    "dropped": gettext_lazy("dropped"),
}
SHOWN = 10  # of each kind of change; the whole list can be downloaded
LOOKED = "chosen merges is_whole ends_accounts counts notes digest samples suggested refused"
FORGOTTEN: dict[str, Any] = {"packed": None, "samples": {}, "suggested": []}  # at the end
STUCK_AFTER = timedelta(minutes=10)
READING_SHARE = 0.3  # of the time an import takes, before the first row is written


class RosterImport(Record):
    """One import of a roster: a file is looked at, its changes are shown, and then made.

    What is kept of the file holds no private column, and goes when the import is done or dropped.
    """

    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="open")
    packed = models.BinaryField(null=True)
    source = models.CharField(max_length=40, blank=True)
    private = models.JSONField(default=list)
    managers = models.JSONField(default=list)
    chosen = models.JSONField(default=dict)
    merges = models.JSONField(default=dict)
    is_whole = models.BooleanField(default=True)
    ends_accounts = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    samples = models.JSONField(default=dict)
    suggested = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    sentence = models.TextField(blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        constraints = [choices_constraint("people_rosterimport_state", "state", STATES)]
        indexes = [models.Index(fields=["-received_at", "-id"], name="people_rosterimport_newest")]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def unsaved(
        cls,
        *,
        data: bytes,
        file_name: str,
        by: Person | None,
        at: datetime,
        chosen: Mapping[str, str] | None = None,
        merges: Mapping[str, str] | None = None,
        is_whole: bool = True,
        ends_accounts: bool = False,
    ) -> Self:
        """A file that has been read, not written; its plan can be looked at.

        Columns chosen and units merged in the last import hold again, so that the same file says
        the same thing twice.

        Raises:
            Refused: It is no roster, or a choice does not fit it.
        """
        last = cls.objects.newest_done()
        kept = KeptFile.read(data, chosen=chosen or {}, remembered=last.chosen if last else {})
        return cls(
            file_name=PurePath(file_name.replace("\\", "/")).name[:200],
            packed=kept.packed,
            source=kept.columns.source,
            private=[[column.heading, column.kind] for column in kept.columns.private],
            managers=list(kept.columns.managers),
            chosen=kept.columns.chosen,
            merges={**(last.merges if last else {}), **(merges or {})},
            is_whole=is_whole,
            ends_accounts=ends_accounts,
            by=by,
            received_at=at,
        )

    @classmethod
    def receive(cls, *, data: bytes, file_name: str, by: Person, at: datetime) -> Self:
        """The file can be looked at; an earlier one by the same person that waited is dropped.

        Raises:
            Refused: It is no roster.
        """
        received = cls.unsaved(data=data, file_name=file_name, by=by, at=at)
        received.look()
        with transaction.atomic():
            for waiting in cls.objects.filter(by=by, state__in=("open", "failed")):
                waiting.drop(at=at)
            received.save(force_insert=True)
        return received

    @property
    def is_kept(self) -> bool:
        """Whether what may be read of the file is still there."""
        return self.state not in {"done", "dropped"}

    @property
    def figures(self) -> dict[str, str]:
        """The counts as people write them: 30,872."""
        return {kind: f"{count:,}" for kind, count in self.counts.items()}

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file is known already."""
        return not any(self.counts.get(kind) for kind in ("new", "touched", "gone", "listed"))

    @property
    def kept(self) -> KeptFile:
        """What is kept of the file, and what every column is used for.

        Raises:
            Refused: The file is gone, because the import is done or was dropped.
        """
        if not self.packed:
            raise Refused(_("The file of this import is no longer kept. Choose it again."))
        columns = Columns(
            headings=(),
            used={},
            private=tuple(Private(heading, kind) for heading, kind in self.private),
            managers=tuple(self.managers),
            source=self.source,
        )
        return KeptFile(bytes(self.packed), columns).chosen_anew(self.chosen)

    def plan(self) -> Plan:
        """What the import would do now.

        Raises:
            Refused: No column says who the rows are about, or the file is gone.
        """
        reading = self.kept.reading()
        paths = unit_paths()
        return decide(
            reading,
            people=known_people(paths, by=self.by),
            units=paths.values(),
            merges=self.merges,
            is_whole=self.is_whole,
        )

    def look(self, plan: Plan | None = None) -> None:
        """Remember, on this object, what the import would do; nothing while columns are missing."""
        columns = self.kept.columns
        self.notes = [["note", sentence] for sentence in columns.notes()]
        self.counts, self.samples, self.refused, self.suggested = {}, {}, [], []
        self.digest = ""
        if not columns.identifies:
            return
        plan = plan or self.plan()
        self.counts = plan.counts()
        self.notes += [["care", sentence] for sentence in plan.warnings()]
        self.digest = plan.digest()
        self.samples = {kind: listed(plan, kind)[:SHOWN] for kind in HEADINGS}
        self.suggested = [list(suggestion) for suggestion in plan.suggested]
        self.refused = [list(row) for row in plan.refused]

    def prepare(
        self,
        *,
        chosen: Mapping[str, str],
        merges: Mapping[str, str],
        is_whole: bool,
        ends_accounts: bool,
        at: datetime,
    ) -> None:
        """The import is looked at again, with these choices.

        Raises:
            Refused: A choice does not fit the file.
            Stale: The import has begun or ended in the meantime.
        """
        self.chosen = self.kept.chosen_anew(chosen).columns.chosen
        self.merges = dict(merges)
        self.is_whole, self.ends_accounts = is_whole, ends_accounts
        self.look()
        values = {field: getattr(self, field) for field in LOOKED.split()}
        again = self.state == "failed" or self.is_stuck(at=at)
        before = self.state if again else "open"
        self.move("state", before=before, after="open", sentence=_moved_on(), **values)

    def start(self, *, by: Person, at: datetime) -> None:
        """The import waits for its turn.

        Raises:
            Refused: There is nothing to import yet.
            Stale: Somebody started or dropped it in the meantime.
        """
        if not self.digest:
            raise Refused(_("First say which column holds e-mail addresses or employee numbers."))
        self.move("state", before="open", after="queued", sentence=_moved_on(), by=by, begun_at=at)

    def is_stuck(self, *, at: datetime) -> bool:
        """Whether it was begun so long ago that the process that did it must have ended."""
        begun = self.begun_at if self.state in {"queued", "running"} else None
        return begun is not None and at - begun > STUCK_AFTER

    def apply(self, *, at: datetime, tell: Callable[[float], None]) -> None:
        """Everything that was shown is so, in one transaction; a failure leaves nothing.

        Raises:
            Stale: What would change is no longer what was shown; or the import is not waiting.
        """
        self.move("state", before="queued", after="running", sentence=_moved_on(), begun_at=at)
        try:
            with transaction.atomic():
                self._write(at=at, tell=tell)
                refresh_statistics()
        except Exception as error:
            self.state, self.finished_at = "failed", at
            self.sentence = _("Something went wrong. Nothing was imported.")
            if isinstance(error, DomainError):
                self.sentence = error.sentence
            self.keep("state", "finished_at", "sentence")
            raise

    def _write(self, *, at: datetime, tell: Callable[[float], None]) -> None:
        plan = self.plan()
        if plan.digest() != self.digest:
            raise Stale(
                _(
                    "People or units have changed since the changes were shown. Nothing was "
                    "imported: look at what it would do now."
                )
            )
        tell(READING_SHARE)
        if not plan.is_empty:
            Writing(
                plan,
                on=timezone.localtime(at).date(),
                at=at,
                tell=lambda share: tell(READING_SHARE + (1 - READING_SHARE) * share),
            ).write(ends_accounts=self.ends_accounts)
            counts: dict[str, Any] = plan.counts()
            Event.record("roster.imported", by=self.by, at=at, about=self, **counts)
        ended = {"finished_at": at, **FORGOTTEN}
        self.move("state", before="running", after="done", sentence=_moved_on(), **ended)

    def import_now(self, *, at: datetime, tell: Callable[[float], None]) -> None:
        """An import that is not written down yet is made at once, or leaves nothing at all."""
        with transaction.atomic():
            self.state = "queued"
            self.save(force_insert=True)
            self.apply(at=at, tell=tell)

    def drop(self, *, at: datetime) -> None:
        """The file, what was shown of it and its refused rows are gone; the counts stay.

        Raises:
            Stale: The import is running.
        """
        if self.state in {"queued", "running"} and not self.is_stuck(at=at):
            raise Stale(_moved_on())
        forgotten = {**FORGOTTEN, "refused": []}
        after = "done" if self.state == "done" else "dropped"
        self.move("state", before=self.state, after=after, sentence=_moved_on(), **forgotten)


def _moved_on() -> str:
    return _("This import has moved on in the meantime. Look at it again.")
