from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils.translation import gettext as _

from mandorla.base.errors import Refused, Stale
from mandorla.base.models.record import choices_constraint
from mandorla.communities.models import Community
from mandorla.conversations.authors import unknown_names
from mandorla.conversations.intake import Brought, Export, Target, bring, look, the_lake
from mandorla.conversations.models.import_queries import ConversationImportQuerySet
from mandorla.conversations.models.imported import STATES, Imported, figures, last_part, moved_on
from mandorla.conversations.sources.readers import READERS
from mandorla.conversations.words import no_channel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from mandorla.people.models import Person


class ConversationImport(Imported):
    """One import of conversations: an export is looked at, channels are chosen, posts are kept.

    Nothing that was said is kept, and no name. The export lies beside the database while it waits
    and goes when the import is done, dropped or a week old.
    """

    objects = ConversationImportQuerySet.as_manager()

    class Meta:
        constraints = [
            choices_constraint("conversations_import_state", "state", STATES),
            choices_constraint("conversations_import_kind", "kind", READERS),
        ]
        indexes = [models.Index(fields=["-received_at", "-id"], name="conversations_import_newest")]

    @classmethod
    def receive(
        cls,
        *,
        kind: str,
        file_name: str,
        chunks: Iterable[bytes],
        community: Community | None,
        by: Person,
        at: datetime,
    ) -> Self:
        """The export waits to be looked at; a community that is named is suggested for all."""
        received = cls(
            kind=kind, file_name=last_part(file_name), by=by, received_at=at, begun_at=at
        )
        received.kept.receive(chunks)
        try:
            with transaction.atomic():
                received.save(force_insert=True)
                received.communities.set([community] if community else [])
        except BaseException:
            received.kept.forget()
            raise
        return received

    def look(self, *, at: datetime) -> None:
        """What it holds is counted, and a person can say where it goes."""
        try:
            tally = look(self.export, at=at)
            if not tally.posts:
                raise Refused(_("Nobody wrote anything in it that could be counted."))
        except Exception as problem:
            self.fail(problem, before="looking", at=at)
            raise
        self.kept.note_names(unknown_names(tally.authors.values()))
        channels = [
            {"name": name, "posts": one.posts, "is_closed": one.is_closed, "community": None}
            for name, one in sorted(tally.channels.items())
            if one.posts
        ]
        self.move(
            "state",
            before="looking",
            after="open",
            sentence=moved_on(),
            channels=channels,
            **figures(tally),
        )

    def start(
        self,
        *,
        channels: Mapping[str, Community | None],
        confirmed: Mapping[str, int],
        by: Person,
        at: datetime,
    ) -> None:
        """The import waits for its turn.

        Args:
            channels: The community of each channel; None for one that is left out.
            confirmed: The person that an author is, where a person confirmed it.
            by: Who decided.
            at: The moment.

        Raises:
            Refused: No channel goes anywhere, or the file is gone.
            Stale: Somebody decided in the meantime.
        """
        chosen = {name: community for name, community in channels.items() if community}
        if not chosen:
            raise Refused(_("Choose a community for at least one channel."))
        known = {one["name"] for one in self.channels}
        if unknown := sorted(chosen.keys() - known):
            raise no_channel(unknown[0], known)
        self.kept.refuse_when_gone()
        self.kept.confirm(confirmed)
        rows = [
            {**one, "community": chosen[one["name"]].pk if one["name"] in chosen else None}
            for one in self.channels
        ]
        with transaction.atomic():
            also = {"by": by, "begun_at": at, "channels": rows}
            self.move("state", before="open", after="queued", sentence=moved_on(), **also)
            self.communities.set(chosen.values())

    def bring(self, *, at: datetime, tell: Callable[[float], None]) -> None:
        """The posts are in the lake, each once; the export and the names in it are gone.

        Raises:
            DomainError: It cannot be read, or another import of a community runs. Nothing of it
                is kept then.
        """
        self.move("state", before="queued", after="running", sentence=moved_on(), begun_at=at)
        messages = max(1, self.counts.get("messages", 1))
        target = Target(channels={one["name"]: one["community"] for one in self.channels})
        try:
            self._refuse_beside_another(target, at=at)
            brought = bring(
                self.export,
                target,
                key=str(self.key),
                confirmed=self.kept.confirmed(),
                at=at,
                tell=lambda read: tell(min(1.0, read / messages)),
            )
            self._finish(brought, at=at)
        except Exception as problem:
            the_lake().remove(str(self.key))
            self.fail(problem, before="running", at=at)
            raise

    @classmethod
    def bring_now(
        cls,
        *,
        kind: str,
        path: Path,
        target: Target,
        confirmed: Mapping[str, int],
        at: datetime,
        tell: Callable[[int], None],
    ) -> tuple[Self, Brought]:
        """An export that somebody has on this machine is imported at once, or leaves nothing."""
        made = cls(kind=kind, file_name=last_part(path.name), received_at=at, begun_at=at)
        made._refuse_beside_another(target, at=at)
        export = Export(kind, path, made.file_name)
        key = str(made.key)
        brought = bring(export, target, key=key, confirmed=confirmed, at=at, tell=tell)
        made.channels = [
            {"name": name, "posts": one.posts, "is_closed": one.is_closed, "community": community}
            for name, one in sorted(brought.tally.channels.items())
            if (community := target.channels.get(name, target.everything)) and one.posts
        ]
        made.state = "running"
        try:
            with transaction.atomic():
                made.save(force_insert=True)
                made.communities.set(Community.objects.filter(pk__in=brought.by_community))
                made._finish(brought, at=at)
        except BaseException:
            the_lake().remove(key)
            raise
        return made, brought

    def expire(self) -> None:
        """What waited too long is gone, whatever it was doing."""
        self.move("state", before=self.state, after="dropped", sentence=moved_on(), channels=[])
        self.kept.forget()

    def _refuse_beside_another(self, target: Target, *, at: datetime) -> None:
        others = type(self).objects.at_work().into_any(target.communities).exclude(pk=self.pk)
        if any(not other.is_stuck(at=at) for other in others):
            raise Stale(
                _("Another import of the same community runs. Send this one again afterwards.")
            )

    def _finish(self, brought: Brought, *, at: datetime) -> None:
        told = figures(brought.tally)
        told["counts"] |= {
            "new": brought.written,
            "matched": brought.matched,
            "unmatched": brought.unmatched,
        }
        kept = [one for one in self.channels if one["community"]]
        with transaction.atomic():
            also = {"finished_at": at, "channels": kept, **told}
            self.move("state", before="running", after="done", sentence=moved_on(), **also)
            for community in self.communities.order_by("pk"):
                posts = brought.by_community.get(community.pk, 0)
                self.record(
                    "conversations.imported", within=community, by=self.by, at=at, posts=posts
                )
        self.kept.forget()

    def remove(self, *, by: Person | None, at: datetime) -> None:
        """Its posts are gone; figures that were made of them stay. What waited is dropped.

        Raises:
            Stale: It is being read, or somebody removed it in the meantime.
        """
        if self.state in {"looking", "queued", "running"} and not self.is_stuck(at=at):
            raise Stale(moved_on())
        if self.state in {"dropped", "removed"}:
            raise Stale(_("It is removed already."))
        was_kept = self.state == "done"
        with transaction.atomic():
            after = "removed" if was_kept else "dropped"
            also: dict[str, Any] = {"channels": [], "finished_at": at}
            self.move("state", before=self.state, after=after, sentence=moved_on(), **also)
            for community in self.communities.order_by("pk") if was_kept else ():
                self.record("conversations.removed", within=community, by=by, at=at)
            the_lake().remove(str(self.key))
        self.kept.forget()
