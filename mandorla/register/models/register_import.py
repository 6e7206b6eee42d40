from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandorla.base.errors import DomainError, Refused, Stale
from mandorla.base.models import Record
from mandorla.base.models.record import choices_constraint
from mandorla.people.models import Person
from mandorla.register.intake import Outcome, rehearse, take_in
from mandorla.register.uploads import read_upload

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

STATES = {
    "received": gettext_lazy("waiting to be looked at"),
    "looking": gettext_lazy("being looked at"),
    "open": gettext_lazy("looked at"),
    "queued": gettext_lazy("waiting for its turn"),
    "running": gettext_lazy("running"),
    "done": gettext_lazy("done"),
    "failed": gettext_lazy("failed"),
    "dropped": gettext_lazy("dropped"),
}
SOURCES = {
    "": gettext_lazy("Files of Mandorla: a zip, or one YAML file"),
    "kubernetes": gettext_lazy("The register of Kubernetes, as a zip"),
    "rust": gettext_lazy("The register of Rust, as a zip"),
    "openstack": gettext_lazy("The register of OpenStack, as a zip"),
}
AT_WORK = ("received", "looking", "queued", "running")
STUCK_AFTER = timedelta(minutes=10)


class RegisterImportQuerySet(models.QuerySet["RegisterImport"]):
    """Ways to look for imports."""

    def visible_to(self, person: Person) -> Self:
        """All for a program manager, none for others; without the file itself."""
        seen = self if person.is_program_manager else self.none()
        return seen.select_related("by").defer("packed")


class RegisterImport(Record):
    """A register somebody sent: it is looked at, what would change is shown, and then imported.

    The file goes when the import is done or dropped; what came of it stays.
    """

    file_name = models.CharField(max_length=200)
    source = models.CharField(max_length=20, choices=list(SOURCES.items()), blank=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="received")
    packed = models.BinaryField(null=True)
    outcome = models.JSONField(default=dict)
    sentence = models.TextField(blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("register_registerimport_state", "state", STATES),
            choices_constraint("register_registerimport_source", "source", SOURCES),
        ]
        indexes = [models.Index(fields=["-received_at", "-id"], name="register_registerimport_new")]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def receive(cls, *, data: bytes, file_name: str, source: str, by: Person, at: datetime) -> Self:
        """The file can be looked at; an earlier one by the same person that waited is dropped.

        Raises:
            Refused: It is no register.
        """
        name = PurePath(file_name.replace("\\", "/")).name[:200]
        read_upload(data, file_name=name, source=source)
        with transaction.atomic():
            for waiting in cls.objects.filter(by=by, state__in=("open", "failed")):
                waiting.drop(at=at)
            received = cls(
                file_name=name, source=source, packed=data, by=by, received_at=at, begun_at=at
            )
            received.save(force_insert=True)
        return received

    @property
    def is_kept(self) -> bool:
        """Whether the file is still there."""
        return self.state not in {"done", "dropped"}

    @property
    def writes_nothing(self) -> bool:
        """Whether nothing in the register is new: it is here already, or refused."""
        return not any(self.outcome.get(kind) for kind in ("written", "updated"))

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the register is here already."""
        return self.writes_nothing and not self.outcome.get("problems")

    def is_at_work(self, *, at: datetime) -> bool:
        """Whether a worker has it, or will; one that was silent for ten minutes has not."""
        return self.state in AT_WORK and not self._is_stuck(at=at)

    def _is_stuck(self, *, at: datetime) -> bool:
        return self.begun_at is not None and at - self.begun_at > STUCK_AFTER

    def look(self, *, at: datetime, tell: Callable[[float], None]) -> None:
        """What the import would do is known, and nothing of it is done.

        Raises:
            Stale: Somebody else is at it.
        """
        self.move("state", before="received", after="looking", sentence=_moved_on(), begun_at=at)
        self._work("open", rehearse, at=at, tell=tell)

    def start(self, *, by: Person, at: datetime) -> None:
        """The import waits for its turn.

        Raises:
            Stale: Somebody started or dropped it in the meantime.
        """
        self.move("state", before="open", after="queued", sentence=_moved_on(), by=by, begun_at=at)

    def apply(self, *, at: datetime, tell: Callable[[float], None]) -> None:
        """Everything good in the register is here; the outcome says what was not.

        Raises:
            Stale: The import is not waiting.
        """
        self.move("state", before="queued", after="running", sentence=_moved_on(), begun_at=at)
        self._work("done", take_in, at=at, tell=tell)

    def _work(
        self,
        after: str,
        do: Callable[..., Outcome],
        *,
        at: datetime,
        tell: Callable[[float], None],
    ) -> None:
        try:
            register = read_upload(
                bytes(self.packed or b""), file_name=self.file_name, source=self.source
            )
            tick = _ticks(len(register.communities), tell)
            outcome = do(register, by=self.by, at=at, tick=tick)
        except Exception as error:
            self.state, self.finished_at = "failed", at
            self.sentence = _(
                "Something went wrong. What was written before that stays; send the file again."
            )
            if isinstance(error, DomainError):
                self.sentence = error.sentence
            self.keep("state", "finished_at", "sentence")
            raise
        forgotten: dict[str, Any] = {"packed": None} if after == "done" else {}
        self.move(
            "state",
            before=self.state,
            after=after,
            sentence=_moved_on(),
            outcome=_told(outcome),
            finished_at=at,
            **forgotten,
        )

    def drop(self, *, at: datetime) -> None:
        """The file is gone, and nothing of it is imported.

        Raises:
            Refused: It was imported.
            Stale: A worker is at it.
        """
        if self.is_at_work(at=at):
            raise Stale(_moved_on())
        if not self.is_kept:
            raise Refused(_("This file is no longer kept."))
        self.move("state", before=self.state, after="dropped", sentence=_moved_on(), packed=None)


def _ticks(count: int, tell: Callable[[float], None]) -> Callable[[str], None]:
    """Tell how far it is with every hundredth part."""
    done = 0

    def tick(_name: str) -> None:
        nonlocal done
        done += 1
        if done % max(1, count // 100) == 0:
            tell(done / max(1, count))

    return tick


def _told(outcome: Outcome) -> dict[str, Any]:
    problems = [{**asdict(problem), "sentence": str(problem)} for problem in outcome.problems]
    return {**asdict(outcome), "problems": problems}


def _moved_on() -> str:
    return _("This import has moved on in the meantime. Look at it again.")
