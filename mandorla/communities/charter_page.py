"""What the page of a charter shows, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.communities.charter_fields import CHARTER_FIELDS, labeled
from mandorla.communities.fit_meanings import (
    FORCE_WORDS,
    PAIR_WORDS,
    ForceWords,
    PairWords,
    empty_words,
)
from mandorla.communities.signing import Side, sides_of, state_sentence
from mandorla.communities.written import written
from mandorla.core.forces import HIGHEST_FIT, PAIRS, Balance, balance

if TYPE_CHECKING:
    from datetime import date

    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

    from mandorla.communities.header import Header
    from mandorla.communities.models import Charter, Fit


@dataclass(frozen=True)
class ForceColumn:
    """One of the three forces with its entries."""

    kind: str
    words: ForceWords
    entries: tuple[str, ...]


@dataclass(frozen=True)
class FitCard:
    """How two forces fit: the newest judgment, what it means, and earlier ones."""

    pair: str
    words: PairWords
    newest: Fit | None
    earlier: tuple[Fit, ...]
    is_weakest: bool

    @property
    def meaning(self) -> _StrPromise | None:
        """What the newest judgment means and what to do about it."""
        return self.words.meanings[self.newest.score] if self.newest else None


@dataclass(frozen=True)
class Section:
    """A text of the charter under its heading."""

    anchor: str
    label: str
    html: SafeString


@dataclass(frozen=True)
class CharterPage:
    """Everything the page of one version shows.

    Attributes:
        sentence: The state of the version in a sentence.
        missing: The labels of texts that are not written yet.
        red_flags: What it means that forces are empty.
    """

    charter: Charter
    sentence: str
    forces: tuple[ForceColumn, ...]
    red_flags: tuple[_StrPromise, ...]
    fits: tuple[FitCard, ...]
    balance: Balance
    sections: tuple[Section, ...]
    extra: tuple[Section, ...]
    missing: tuple[str, ...]
    sides: tuple[Side, ...]


def read_charter_page(charter: Charter, *, header: Header, reader: int, on: date) -> CharterPage:
    """Read what the page of a version shows.

    Args:
        charter: The version.
        header: The header of its community, which knows the roles of the reader.
        reader: The id of the person who looks.
        on: Today, so that dates of this year are said without the year.
    """
    entries = charter.forces_by_kind()
    fits, found = read_fits(charter, counts={kind: len(texts) for kind, texts in entries.items()})
    signatures = list(charter.signatures.all())
    texts = [(field, getattr(charter, field.name)) for field in CHARTER_FIELDS]
    return CharterPage(
        charter=charter,
        sentence=state_sentence(charter, signatures=signatures, on=on),
        forces=tuple(
            ForceColumn(kind=kind, words=FORCE_WORDS[kind], entries=tuple(entries[kind]))
            for kind in FORCE_WORDS
        ),
        red_flags=empty_words(found.empty),
        fits=fits,
        balance=found,
        sections=tuple(
            Section(anchor=field.name, label=str(field.label), html=_html(field.name, text))
            for field, text in texts
            if text.strip()
        ),
        extra=tuple(
            Section(anchor=f"extra-{place}", label=label, html=written(text))
            for place, (label, text) in enumerate(labeled(charter.extra), start=1)
        ),
        missing=tuple(str(field.label) for field, text in texts if not text.strip()),
        sides=sides_of(charter, signatures=signatures, header=header, reader=reader),
    )


def read_fits(charter: Charter, *, counts: dict[str, int]) -> tuple[tuple[FitCard, ...], Balance]:
    """The three fits of a version, the weakest first, and how the whole stands."""
    judged: dict[str, list[Fit]] = {pair: [] for pair in PAIRS}
    for fit in charter.fits.select_related("judged_by").order_by("-pk"):
        judged[fit.pair].append(fit)
    scores = {pair: fits[0].score for pair, fits in judged.items() if fits}
    found = balance(counts=counts, fits=scores)
    cards = tuple(
        FitCard(
            pair=pair,
            words=PAIR_WORDS[pair],
            newest=judged[pair][0] if judged[pair] else None,
            earlier=tuple(judged[pair][1:]),
            is_weakest=pair == found.weakest and scores[pair] < HIGHEST_FIT,
        )
        for pair in found.order
    )
    return cards, found


def _html(name: str, text: str) -> SafeString:
    """A text as HTML; objectives are a list, because they are written one a line."""
    if name == "objectives" and not text.lstrip().startswith(("-", "*", "#", "1.")):
        text = "\n".join(f"- {line.strip()}" for line in text.splitlines() if line.strip())
    return written(text)
