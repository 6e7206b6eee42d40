"""What a program manager looks after: licenses, decisions, figures, warnings and the strategy."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.models import Warning
from mandorla.communities.models import Community
from mandorla.dashboards.models import Look
from mandorla.ledger.models import LedgerStanding
from mandorla.licenses.models import Decision, License, Standing
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mandorla.people.models import Person

Row = TypeVar("Row")
BATCH = 2_000
STATES = ["active"] * 6 + ["conditional", "paused", "applied", "retired"]
OBJECTIVES, SERVED, RULES = 60, 3, 4


def look_after(*, by: Person, now: datetime) -> dict[str, str]:
    """Fill in what the portfolio shows of each community; the addresses that are measured.

    Args:
        by: Who looks at it; they looked a week ago.
        now: The moment.
    """
    dice = random.Random(11)
    groups = list(Community.objects.order_by("pk"))
    _figures(groups, dice, now)
    _licenses(groups, dice, now)
    _serve(groups, dice, now)
    Look.objects.update_or_create(
        person=by, defaults={"seen_at": now, "before_at": now - timedelta(days=7)}
    )
    return {
        "portfolio": "/portfolio/",
        "portfolio, overlap": "/portfolio/?sort=-overlap",
        "portfolio, brought": "/portfolio/?sort=-worth",
        "portfolio, decisions": "/portfolio/?sort=-decision&page=20",
        "portfolio, objectives": "/portfolio/?sort=-objectives",
        "portfolio, sponsor": "/portfolio/?sort=sponsor",
        "portfolio, narrowed": "/portfolio/?state=review_due&warnings=any&unit=9&sort=license",
        "portfolio, words": "/portfolio/?q=weld&sponsor=berg",
        "map of the portfolio": "/portfolio/map/",
        "decisions due": "/portfolio/decisions/",
    }


def _write(model: Any, rows: Iterable[Row]) -> list[Row]:
    return list(model._base_manager.bulk_create(rows, batch_size=BATCH))


def _figures(groups: list[Community], dice: random.Random, now: datetime) -> None:
    """What was known of each when it was last looked at, as wide as it is in life."""
    names = [f"indicator_{number}" for number in range(60)]
    standings, ledgers, warnings, rules = [], [], [], list(shipped_rules())
    for group in groups:
        held = dice.randrange(9)
        findings = {name: {"value": round(dice.random(), 3), "part": 3, "of": 8} for name in names}
        findings["rhythm_held"] = {"value": held / 8, "part": held, "of": 8}
        fired = dice.sample(rules, dice.randrange(RULES))
        warnings += [Warning(community=group, rule=rule, fired_at=now) for rule in fired]
        standings.append(
            Standing(
                community=group,
                read_at=now,
                findings=findings,
                people=dice.randrange(5, 200),
                stage=dice.choice([None, 1, 2, 2, 3, 3, 3, 4, 5]),
                rhythm_share=held / 8,
                warnings=len(fired),
                severity=dice.randrange(1, 4) if fired else 0,
            )
        )
        ledgers.append(_ledger(group, random.Random(group.pk), now))
        middle = dice.betavariate(4, 4)
        if dice.random() < 0.8:
            group.overlap_share = middle
            group.overlap_low, group.overlap_high = max(0, middle - 0.1), min(1, middle + 0.1)
    Community.objects.bulk_update(
        groups, ["overlap_share", "overlap_low", "overlap_high"], batch_size=BATCH // 10
    )
    _write(Standing, standings)
    LedgerStanding.objects.all().delete()
    _write(LedgerStanding, ledgers)
    _write(Warning, warnings)


def _ledger(group: Community, dice: random.Random, now: datetime) -> LedgerStanding:
    """What the ledger of a community came to, with figures as wide as they are in life."""
    middle, odds = dice.uniform(500, 90_000), sorted((dice.random(), dice.random()))
    spread = {"low": middle * 0.7, "middle": middle, "high": middle * 1.6}
    is_confirmed, is_foreseen = dice.random() < 0.7, dice.random() < 0.6
    return LedgerStanding(
        community=group,
        currency="EUR",
        stories=dice.randrange(1, 9) if is_confirmed else 0,
        outcomes=3,
        foreseen=2 if is_foreseen else 0,
        figures={f"part {number}": {"value": spread, "cost": spread} for number in range(16)},
        worked_out_at=now,
        **(spread if is_confirmed else {}),
        **(dict(zip(("odds_low", "odds_high"), odds, strict=True)) if is_foreseen else {}),
    )


def _licenses(groups: list[Community], dice: random.Random, now: datetime) -> None:
    today, made = now.date(), []
    for group in groups:
        state = dice.choice(STATES)
        until = today + timedelta(days=dice.randrange(-60, 700))
        days = {"starts_on": today - timedelta(days=300), "until_on": until}
        if state == "applied":
            days = {}
        facts: dict[str, Any] = {"kind": "full", "next_review_on": days.get("until_on"), **days}
        made.append(License(community=group, number=1, state=state, **facts))
    licenses = _write(License, made)
    _write(
        Decision,
        (
            Decision(
                community=one.community,
                license=one,
                kind="renew",
                reason="It pays",
                at=now - timedelta(days=dice.randrange(900)),
            )
            for one in licenses
            for _number in range(3)
        ),
    )


def _serve(groups: list[Community], dice: random.Random, now: datetime) -> None:
    objectives = _write(
        Objective, (Objective(name=f"Objective {n}", changed_at=now) for n in range(OBJECTIVES))
    )
    expected = _write(
        Expectation,
        (
            Expectation(
                community=group,
                text=f"Value {n}",
                level="group",
                horizon="long",
                position=100 + n,
                added_at=now,
            )
            for group in groups
            for n in range(SERVED)
        ),
    )
    through = Expectation.objectives.through
    _write(
        through,
        (
            through(expectation_id=one.pk, objective_id=dice.choice(objectives).pk)
            for one in expected
        ),
    )
