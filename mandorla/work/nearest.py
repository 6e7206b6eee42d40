"""Issues of a community that are like one of them, the likest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mandorla.communities.similar import english_stems
from mandorla.core.neighbors import Neighbors
from mandorla.core.similar import Described, find_similar
from mandorla.work.issue_list import FIELDS, rows_of
from mandorla.work.models import Apart, Issue

if TYPE_CHECKING:
    from mandorla.people.models import Person
    from mandorla.work.issue_list import Row
    from mandorla.work.models.issue_queries import IssueQuerySet

MOST_COMPARED: Final = 300  # the newest that are not settled; older ones are in the list
MOST_SHOWN: Final = 3
LEAST_LIKENESS: Final = 0.5  # of vectors that last; those of words have a floor of their own


def nearest_issues(issue: Issue, *, reader: Person) -> tuple[Row, ...]:
    """The issues of the same community that are most like one, in a fixed number of queries.

    What the issue means was read by a job and is kept with it; without that its words are compared.

    Args:
        issue: The one that is looked at.
        reader: Who looks.

    Returns:
        At most three that are not settled, without those said to be apart from it and those of
        the same problem.
    """
    others = Issue.objects.visible_to(reader).filter(community=issue.community_id)
    others = others.filter(state__in=["open", "gathered"]).exclude(pk=issue.pk)
    if issue.problem_id:
        others = others.exclude(problem=issue.problem_id)
    told = Issue.objects.filter(pk=issue.pk).values_list("vector", "vector_by").first()
    if told and told[0]:
        found = _by_vector(others, bytes(told[0]), told[1])
    else:
        found = _by_words(others, issue.text)
    apart = Apart.objects.among([issue.pk, *found])
    kept = [pk for pk in found if (min(pk, issue.pk), max(pk, issue.pk)) not in apart][:MOST_SHOWN]
    read = Issue.objects.filter(pk__in=kept).values_list(*FIELDS)
    rows = {row.pk: row for row in rows_of(read, reader=reader)}
    return tuple(rows[pk] for pk in kept if pk in rows)


def _by_vector(others: IssueQuerySet, vector: bytes, made_by: str) -> list[int]:
    import numpy as np  # slow import

    newest = others.filter(vector_by=made_by).order_by("-surfaced_at", "pk")[:MOST_COMPARED]
    known = [(pk, bytes(other)) for pk, other in newest.values_list("pk", "vector") if other]
    asked = np.frombuffer(vector, dtype="<f4")
    near = Neighbors(dimensions=len(asked))
    rows = np.frombuffer(b"".join(other for _pk, other in known), dtype="<f4")
    near.add([pk for pk, _other in known], rows.reshape(-1, len(asked)))
    found = near.nearest(asked)
    return [other.key for other in found if other.likeness >= LEAST_LIKENESS]


def _by_words(others: IssueQuerySet, text: str) -> list[int]:
    newest = others.order_by("-surfaced_at", "pk")[:MOST_COMPARED]
    known = list(newest.values_list("pk", "text"))
    described = [Described("", other) for _pk, other in known]
    found = find_similar(Described("", text), described, stem=english_stems(), most=10)
    return [known[match.place][0] for match in found]
