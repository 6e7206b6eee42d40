"""What data says about how far communities are, kept up for many of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mandorla.base.indicators import plain
from mandorla.core.conditions import Finding
from mandorla.core.staircase import headline, lead
from mandorla.maturity.models import Assessment, Computed, ModelVersion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Findings = dict[str, Finding]


def compute(
    findings_by_community: Mapping[int, Mapping[str, Finding]], *, at: datetime
) -> dict[int, Findings]:
    """Judge communities by every model in use, keep what changed, and tell what follows.

    Seven queries a model at the most, whatever the number of communities; without changes two in
    all. When a level of a community changed, a new assessment is kept for ever beside.

    Args:
        findings_by_community: What is known of each community, by its id; a few hundred at once.
        at: The moment of looking.

    Returns:
        By community the indicators of maturity itself, as the model that stands for it shows them.
    """
    models = list(ModelVersion.objects.offered())
    if not models or not findings_by_community:
        return {pk: {} for pk in findings_by_community}
    kept = {
        (row.community_id, row.model_id): row
        for row in Computed.objects.filter(community__in=list(findings_by_community))
    }
    judged = [
        [_judged(pk, model, findings, at=at) for pk, findings in findings_by_community.items()]
        for model in models
    ]
    for rows in judged:
        _keep_changed(rows, kept)
    return {row.community_id: findings_of(row) for row in judged[0]}


def findings_of(row: Computed) -> Findings:
    """The indicators of maturity as they were kept for a community; what is not known is left out.

    `stage` has the highest stage it could be as its upper end while not everything is known.
    """
    told = {
        "stage": row.stage,
        "lowest_level": row.lowest,
        "activity_ahead": row.activity_ahead,
        "governance_ahead": row.governance_ahead,
    }
    found = {name: Finding(value) for name, value in told.items() if value is not None}
    if row.stage is not None and row.is_least:
        found["stage"] = Finding(row.stage, low=row.stage, high=row.model.rubric.top)
    return found


def _judged(
    pk: int, model: ModelVersion, findings: Mapping[str, Finding], *, at: datetime
) -> Computed:
    rubric = model.rubric
    used = {name: findings[name] for name in rubric.indicators if name in findings}
    reached = rubric.reached(used)
    head = headline(reached, top=rubric.top)
    exact = [one.low for one in reached.values() if one.is_exact]
    return Computed(
        community_id=pk,
        model=model,
        levels={name: list(ends) for name, ends in reached.items()},
        findings=plain(used),
        stage=head.stage,
        is_least=head.is_least,
        lowest=min(exact, default=None),
        activity_ahead=lead(reached, ahead=rubric.activity.ahead, behind=rubric.activity.behind),
        governance_ahead=lead(
            reached, ahead=rubric.governance.ahead, behind=rubric.governance.behind
        ),
        at=at,
    )


def _keep_changed(rows: list[Computed], kept: Mapping[tuple[int, int], Computed]) -> None:
    changed, moved = [], []
    for row in rows:
        before = kept.get((row.community_id, row.model_id))
        if before is None or before.levels != row.levels:
            moved.append(_assessment(row))
        elif before.findings == row.findings:
            continue
        changed.append(row)
    if changed:  # where a level moved, what it rests on did, too
        with transaction.atomic():
            Computed.keep_all(changed)
            Assessment.enter_all(moved)


def _assessment(row: Computed) -> Assessment:
    told: dict[str, Any] = row.findings
    return Assessment(
        community_id=row.community_id,
        model=row.model,
        key=row.model.key,
        way="computed",
        at=row.at,
        levels=row.levels,
        evidence=told,
    )
