from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.maturity.models import Assessment, Target
from tests import make
from tests.maturity.rounds import agreed, levels, model

pytestmark = pytest.mark.django_db
LATER = make.AT + timedelta(days=90)


def test_profile_of_the_core_group_is_kept_when_another_one_is_agreed():
    community, ana = make.community(), make.person("Ana")

    agreed(community, 2, by=ana, reasons={"rhythm": " Every Monday ", "core": ""})
    agreed(community, 3, at=LATER)

    first, second = Assessment.objects.order_by("pk")
    assert (first.levels["rhythm"], first.is_newest, first.by) == ([2, 2], False, ana)
    assert first.evidence == {"reasons": {"rhythm": "Every Monday"}}
    assert (second.levels["rhythm"], second.is_newest) == ([3, 3], True)
    assert Event.objects.filter(verb="profile.agreed").count() == 2


def test_dimension_is_open_when_the_core_group_cannot_say():
    made = agreed(make.community(), levels=levels(None, core=0))

    assert (made.levels["core"], made.levels["reach"]) == ([0, 0], [0, 5])


def test_profile_is_refused_when_it_says_nothing_or_what_the_model_does_not_have():
    community = make.community()

    with pytest.raises(Refused, match="at least one"):
        agreed(community, levels=levels(None))
    with pytest.raises(Refused, match="no dimension charm"):
        agreed(community, levels={"charm": 3})
    with pytest.raises(Refused, match="between 0 and 5"):
        agreed(community, levels=levels(6))


def test_second_of_two_is_told_who_was_first_when_both_agree_on_a_profile():
    community = make.community()
    agreed(community, 2, by=make.person("Ana Marković"), seen=0)

    with pytest.raises(Stale, match="Ana Marković wrote down another profile on 2 March"):
        agreed(community, 4, seen=0)


def test_targets_are_kept_with_what_they_were_before():
    community, ana = make.community(), make.person("Ana")
    told: dict[str, Any] = {"community": community, "model": model(), "by": ana}
    Target.agree(**told, levels={"core": 3, "reach": 2}, because="Two sites", at=make.AT)

    changed = Target.agree(**told, levels={"core": 4, "reach": 2, "rhythm": None}, at=LATER)

    assert changed == ["core"]
    current = Target.objects.of(community, "mandorla").current()
    assert dict(current.values_list("dimension", "level")) == {"core": 4, "reach": 2}
    before = Target.objects.exclude(until_at=None).get()
    assert (before.level, before.because, before.until_at) == (3, "Two sites", LATER)
    said = Event.objects.filter(verb="profile.targets_agreed").latest("pk")
    assert "Core group and leadership: 4" in said.plain_sentence


def test_target_is_gone_when_none_is_agreed():
    community = make.community()
    told: dict[str, Any] = {"community": community, "model": model(), "by": None}
    Target.agree(**told, levels={"core": 3}, at=make.AT)

    assert Target.agree(**told, levels={"core": None}, at=LATER) == ["core"]
    assert not Target.objects.current().exists()


def test_target_is_refused_when_it_is_none_of_the_model():
    told: dict[str, Any] = {
        "community": make.community(),
        "model": model(),
        "by": None,
        "at": make.AT,
    }

    with pytest.raises(Refused, match="between 1 and 5"):
        Target.agree(**told, levels={"core": 0})
    with pytest.raises(Refused, match="no dimension charm"):
        Target.agree(**told, levels={"charm": 2})


def test_second_of_two_is_told_who_was_first_when_both_agree_on_targets():
    community = make.community()
    told: dict[str, Any] = {"community": community, "model": model(), "at": make.AT}
    seen = Target.seen(community, "mandorla")
    Target.agree(**told, levels={"core": 3}, by=make.person("Ana Marković"), seen=seen)

    with pytest.raises(Stale, match="Ana Marković agreed on other targets on 2 March"):
        Target.agree(**told, levels={"core": 4}, by=None, seen=seen)
