from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from mandorla.base.models import Record
from mandorla.communities.models import Community

if TYPE_CHECKING:
    from collections.abc import Sequence


class Suggested(Record):
    """Which issues of a community are about the same, as they were last compared.

    It follows from the issues alone and is made anew at any time, so nothing of it is an event. No
    moment is kept: it would tell when an issue without a name was surfaced.
    """

    community = models.OneToOneField(
        Community, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    # [{"issues": [1, 2], "problem": 3 or null, "with": [4], "words": ["price lists"]}, …]
    groups = models.JSONField(default=list)
    made_by = models.CharField(max_length=60)  # which embedder compared them
    made_from = models.CharField(max_length=64)  # a digest of all it follows from

    def __str__(self) -> str:
        return str(self.community)

    @classmethod
    def put(
        cls,
        *,
        community: Community,
        groups: Sequence[dict[str, Any]],
        made_by: str,
        made_from: str,
    ) -> None:
        """This is suggested from now on, and nothing else."""
        cls._base_manager.update_or_create(
            community=community,
            defaults={"groups": list(groups), "made_by": made_by, "made_from": made_from},
        )
