"""What stands on an agenda and looks like one problem, so that nobody talks about it twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, QuerySet

from mandorla.base.prepared import prepared
from mandorla.core.grouping import kept_apart
from mandorla.work.models import Apart, Suggested
from mandorla.work.reasons import words_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mandorla.work.agenda_page import Lists, Page


@dataclass(frozen=True)
class Hint:
    """Issues that stand on one page and may be one problem.

    Attributes:
        issues: Which ones, in the order of the page.
        texts: What they say, in the same order.
        reason: What they have in common, in words.
    """

    issues: tuple[int, ...]
    texts: tuple[str, ...]
    reason: str


def read_hints(page: Page, lists: Lists) -> tuple[Hint, ...]:
    """Which open issues of an agenda are suggested as one problem.

    One query, and a second one when somebody said of two of them that they are apart.

    Args:
        page: What is on it.
        lists: What waits beside it.
    """
    beside = [*lists.waiting, *lists.offered]
    texts = _open_issues(page) | {one.number: one.title for one in beside if one.kind == "issue"}
    if not texts:
        return ()
    numbers = tuple(texts)
    kept = _suggested(page.agenda.gathering.community_id, numbers, numbers)
    groups, is_parted = kept[0] if kept else ([], False)
    apart = Apart.objects.among(list(texts)) if is_parted else set()
    return tuple(hint for group in groups for hint in _of(group, texts=texts, apart=apart))


@prepared
def _suggested(
    community: int, firsts: tuple[int, ...], seconds: tuple[int, ...]
) -> QuerySet[Suggested, tuple[list[dict[str, Any]], bool]]:
    parted = Apart.objects.filter(first__in=firsts, second__in=seconds)
    kept = Suggested.objects.filter(community=community).annotate(parted=Exists(parted))
    return kept.values_list("groups", "parted")


def _open_issues(page: Page) -> dict[int, str]:
    rows = [line.row for line in page.lines if line.may_move]
    return {row.issue.pk: row.title for row in rows if row.issue and row.issue.state == "open"}


def _of(
    group: dict[str, Any], *, texts: Mapping[int, str], apart: set[tuple[int, int]]
) -> list[Hint]:
    """What a suggestion says about the issues of the page; it may have come apart into several."""
    there = [pk for pk in texts if pk in group["issues"]]
    parts = [part for part in kept_apart(there, apart) if len(part) > 1]
    found: list[Hint] = []
    for part in parts:
        issues = tuple(pk for pk in there if pk in part)
        reason = words_sentence(group["words"], count=len(part))
        found.append(Hint(issues, tuple(texts[pk] for pk in issues), reason))
    return found
