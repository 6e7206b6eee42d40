"""The profile of a community as its page shows it: three ways beside each other, with targets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mandorla.core.staircase import Headline, Reached, change, gap, headline
from mandorla.maturity.chart import Track, track_of
from mandorla.maturity.models import (
    WAYS,
    Assessment,
    Computed,
    ModelVersion,
    ProfileRound,
    ProfileToken,
    Target,
)
from mandorla.maturity.words import (
    change_in_words,
    gaps_in_words,
    level_in_words,
    stage_in_words,
)

if TYPE_CHECKING:
    from datetime import datetime

    from mandorla.communities.models import Community
    from mandorla.maturity.rubric import Dimension, Rubric, Stage
    from mandorla.people.models import Person


@dataclass(frozen=True)
class Way:
    """What was found in one way, and what it was the time before.

    Attributes:
        name: "computed", "core" or "members".
        label: The same in words.
        reached: How far each dimension is; empty when it was never found in this way.
        before: The same of the time before; empty when there was none.
        at: When it was found.
        before_at: When it was found before.
        newest: The assessment; None of what was computed without one yet.
        rubric: The model it was found by.
    """

    name: str
    label: str
    reached: dict[str, Reached]
    before: dict[str, Reached]
    at: datetime | None
    before_at: datetime | None
    newest: Assessment | None
    rubric: Rubric

    @cached_property
    def headline(self) -> Headline:
        """What it comes to."""
        return headline(self.reached, top=self.rubric.top)

    @property
    def stage(self) -> str:
        """The stage in words."""
        return stage_in_words(self.headline, self.rubric)

    def level(self, dimension: str) -> str:
        """How far a dimension is, in words."""
        return level_in_words(self.reached.get(dimension), top=self.rubric.top)

    def changed(self, dimension: str) -> int | None:
        """By how many levels a dimension has moved since the time before."""
        now, before = self.reached.get(dimension), self.before.get(dimension)
        return change(before, now) if now is not None and before is not None else None

    def spread(self, dimension: str) -> tuple[int, int] | None:
        """Between which levels the middle half of the members sees a dimension."""
        if self.newest is None:
            return None
        ends = self.newest.evidence.get("spread", {}).get(dimension)
        return (ends[0], ends[1]) if ends else None


@dataclass(frozen=True)
class Row:
    """One dimension of the profile.

    Attributes:
        dimension: Which.
        computed: In words how far data shows it.
        core: What the core group agreed on.
        members: What the members said.
        spread: Between which levels the middle half of them lies.
        target: The level that was agreed on.
        gap: How far it is to the target, and by whose word; empty without one.
        missing: How many levels are certainly missing to the target, by whoever says most.
        change: What has moved since last time, in words.
        holds_back: Whether it holds the community back.
        track: Its picture.
    """

    dimension: Dimension
    computed: str
    core: str
    members: str
    spread: tuple[int, int] | None
    target: int | None
    gap: str
    missing: int
    change: str
    holds_back: bool
    track: Track


@dataclass(frozen=True)
class ProfilePage:
    """Everything the page of a profile shows.

    Attributes:
        model: The model it is looked at by.
        models: Every model in use.
        ways: What was found in each way, by its name.
        rows: The dimensions.
        leading: The way that the stage, gaps and what holds back are told by.
        round: The members' round that is open; else the last one.
        may_answer: Whether the reader has an answer to give in it.
        targets_because: Why the targets are as they are, in words.
    """

    model: ModelVersion
    models: tuple[ModelVersion, ...]
    ways: dict[str, Way]
    rows: tuple[Row, ...]
    leading: Way
    round: ProfileRound | None
    may_answer: bool
    targets_because: str

    @property
    def rubric(self) -> Rubric:
        """The model as a value."""
        return self.model.rubric

    @property
    def others(self) -> list[Way]:
        """The ways beside the leading one in which something was found."""
        return [way for way in self.ways.values() if way is not self.leading and way.reached]

    @property
    def stage(self) -> Stage | None:
        """The stage with what it asks of people."""
        number = self.leading.headline.stage
        return None if number is None else self.rubric.stages[number - 1]

    @property
    def held_back_by(self) -> list[Dimension]:
        """The dimensions that are furthest behind the stage."""
        return [row.dimension for row in self.rows if row.holds_back]

    @property
    def furthest(self) -> Row | None:
        """The dimension from whose target most levels are certainly missing."""
        return (
            max(self.rows, key=lambda row: row.missing)
            if any(row.missing for row in self.rows)
            else None
        )

    @property
    def has_targets(self) -> bool:
        """Whether any target was agreed on."""
        return any(row.target is not None for row in self.rows)


def read_profile(
    community: Community, *, model: ModelVersion, models: list[ModelVersion], person: Person
) -> ProfilePage:
    """Read the profile of a community by a model, in a fixed number of queries.

    Args:
        community: The community.
        model: The model to look by.
        models: Every model in use, to choose from.
        person: Who looks.
    """
    ways = {name: _way(name, community, model) for name in WAYS}
    leading = ways["computed"]
    if leading.headline.stage is None and ways["core"].reached:
        leading = ways["core"]
    targets = {one.dimension: one for one in Target.objects.of(community, model.key).current()}
    held = ProfileRound.objects.filter(community=community).exclude(state="canceled")
    newest = held.order_by("-number").first()
    waits = newest is not None and newest.state == "open"
    return ProfilePage(
        model=model,
        models=tuple(models),
        ways=ways,
        rows=tuple(_row(one, ways, leading, targets) for one in model.rubric.dimensions),
        leading=leading,
        round=newest,
        may_answer=waits
        and ProfileToken.objects.filter(round=newest).of(person).unspent().exists(),
        targets_because=max(targets.values(), key=lambda one: (one.at, one.pk)).because
        if targets
        else "",
    )


def _way(name: str, community: Community, model: ModelVersion) -> Way:
    found = Assessment.objects.filter(community=community, key=model.key, way=name)
    latest = list(found.select_related("model", "by").order_by("-is_newest", "-at", "-pk")[:2])
    newest = latest[0] if latest else None
    before = latest[1] if len(latest) > 1 else None
    now = Computed.objects.filter(community=community, model=model).first()
    reached = (
        (newest.reached if newest else {}) if name != "computed" else (now.reached if now else {})
    )
    rubric = newest.model.rubric if newest and name != "computed" else model.rubric
    return Way(
        name=name,
        label=str(WAYS[name]),
        reached=reached,
        before=before.reached if before else {},
        at=newest.at if newest else None,
        before_at=before.at if before else None,
        newest=newest,
        rubric=rubric,
    )


def _row(
    dimension: Dimension, ways: dict[str, Way], leading: Way, targets: dict[str, Target]
) -> Row:
    name, top = dimension.id, leading.rubric.top
    held = targets.get(name)
    target = held.level if held else None
    gaps = {} if target is None else _gaps(name, ways, target=target, top=top)
    return Row(
        dimension=dimension,
        computed=ways["computed"].level(name),
        core=ways["core"].level(name),
        members=ways["members"].level(name),
        spread=ways["members"].spread(name),
        target=target,
        gap=gaps_in_words(gaps),
        missing=max((one.low for one in gaps.values()), default=0),
        change=change_in_words(leading.changed(name)),
        holds_back=name in leading.headline.held_back_by,
        track=track_of(
            computed=ways["computed"].reached.get(name),
            core=ways["core"].reached.get(name),
            members=ways["members"].reached.get(name),
            target=target,
            top=top,
        ),
    )


def _gaps(name: str, ways: dict[str, Way], *, target: int, top: int) -> dict[str, Reached]:
    """How far it is to a target by the word of the core group, and by what data shows."""
    said = {way: ways[way].reached.get(name) for way in ("core", "computed")}
    known = {way: at for way, at in said.items() if at is not None and at.is_known(top=top)}
    return {way: gap(at, target=target) for way, at in known.items()} or {
        "computed": gap(Reached(0, top), target=target)
    }
