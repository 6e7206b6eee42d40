"""What was found of a community before, as rows of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mandorla.maturity.words import level_in_words, stage_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mandorla.maturity.models import Assessment


@dataclass(frozen=True)
class PastRow:
    """One assessment: what it came to, and each dimension in words."""

    assessment: Assessment
    stage: str
    levels: tuple[tuple[str, str, str], ...]  # dimension, level, what people went by


def past_rows(found: Sequence[Assessment]) -> list[PastRow]:
    """Assessments as rows, each by the version of the model it was made by."""
    return [_row(one) for one in found]


def _row(found: Assessment) -> PastRow:
    rubric, reached = found.model.rubric, found.reached
    reasons = found.evidence.get("reasons", {}) if found.way == "core" else {}
    return PastRow(
        assessment=found,
        stage=stage_in_words(found.headline, rubric),
        levels=tuple(
            (one.name, level_in_words(reached.get(one.id), top=rubric.top), reasons.get(one.id, ""))
            for one in rubric.dimensions
        ),
    )
