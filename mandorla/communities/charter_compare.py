"""How two versions of a charter differ: forces, texts, dates, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mandorla.communities.charter_fields import CHARTER_FIELDS, labeled
from mandorla.communities.draft_merge import plain
from mandorla.communities.fit_meanings import FORCE_WORDS
from mandorla.core.words import compare_entries, compare_words, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mandorla.communities.models import Charter
    from mandorla.core.words import EntryChange, Piece


@dataclass(frozen=True)
class ForceChange:
    """What became of the entries of one force."""

    kind: str
    label: str
    entries: tuple[tuple[str, SafeString], ...]  # what became of it, the marked text
    is_same: bool


@dataclass(frozen=True)
class TextChange:
    """What became of one text."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class Comparison:
    """How two versions differ.

    Attributes:
        same: The labels of texts that both versions have and that say the same.
    """

    before: Charter
    after: Charter
    forces: tuple[ForceChange, ...]
    texts: tuple[TextChange, ...]
    same: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the two versions say the same."""
        return not self.texts and all(force.is_same for force in self.forces)


def read_comparison(before: Charter, after: Charter) -> Comparison:
    """Compare two versions, each text and each force."""
    old, new = _texts(before), _texts(after)
    labels = [*old, *(label for label in new if label not in old)]
    pairs = [(label, old.get(label, ""), new.get(label, "")) for label in labels]
    return Comparison(
        before=before,
        after=after,
        forces=_forces(before, after),
        texts=tuple(
            TextChange(label=label, html=marked(fold(compare_words(one, two))))
            for label, one, two in pairs
            if one != two
        ),
        same=tuple(label for label, one, two in pairs if one == two and one),
    )


def marked(pieces: Iterable[Piece]) -> SafeString:
    """Runs of words as HTML: added, taken out, and long unchanged passages folded."""
    return format_html_join("", "{}", ((_mark(piece),) for piece in pieces))


def _mark(piece: Piece) -> SafeString | str:
    if piece.kind == "added":
        return format_html("<ins>{}</ins>", piece.text)
    if piece.kind == "removed":
        return format_html("<del>{}</del>", piece.text)
    if piece.kind == "folded":
        words = ngettext("{n} word unchanged", "{n} words unchanged", piece.words)
        return format_html(
            '<details class="folded"><summary>… {} …</summary>{}</details>',
            words.format(n=piece.words),
            piece.text,
        )
    return piece.text


def _texts(charter: Charter) -> dict[str, str]:
    """The texts of a version by the label they are read under."""
    texts = {str(field.label): plain(getattr(charter, field.name)) for field in CHARTER_FIELDS}
    texts[_("Looked at again on")] = charter.review_on.isoformat() if charter.review_on else ""
    texts |= {label: plain(text) for label, text in labeled(charter.extra)}
    return texts


def _forces(before: Charter, after: Charter) -> tuple[ForceChange, ...]:
    old, new = before.forces_by_kind(), after.forces_by_kind()
    changes = []
    for kind, words in FORCE_WORDS.items():
        found = compare_entries(old[kind], new[kind])
        changes.append(
            ForceChange(
                kind=kind,
                label=str(words.title),
                entries=tuple((change.kind, _entry(change)) for change in found),
                is_same=old[kind] == new[kind],
            )
        )
    return tuple(changes)


def _entry(change: EntryChange) -> SafeString:
    return marked(change.pieces)
