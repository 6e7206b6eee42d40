"""Signs that speak for an end: certain, perhaps, or none; never out of what nobody knows."""

from __future__ import annotations

import pytest

from mandorla.core.conditions import Finding
from mandorla.core.ending import signs_of_end


def signs(**known):
    findings = {name: Finding(value) for name, value in known.items()}
    found = signs_of_end(findings, quiet_days=56, leaderless_days=28)
    return [(one.name, one.certain) for one in found]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"gathering_days": 56, "leaderless_days": 28}, [("quiet", True)]),
        ({"gathering_days": 55, "leaderless_days": 28}, []),
        ({"gathering_days": 200, "leaderless_days": 0}, []),
        ({"gathering_days": 200}, [("quiet", False)]),
        ({"objectives_met": True}, [("mission", True)]),
        ({"objectives_met": False}, []),
        ({"change_finished": True}, [("change", True)]),
        ({"has_sponsor": False, "license_standing": "in_force"}, [("sponsor", True)]),
        ({"has_sponsor": False, "license_standing": "none"}, []),
        ({"has_sponsor": True, "license_standing": "lapsed"}, [("lapsed", True)]),
        ({"has_sponsor": True, "license_standing": "grace"}, []),
        ({}, []),
    ],
)
def test_signs_are_there_when_what_is_known_says_so(known, expected):
    assert signs(**known) == expected


def test_certain_signs_come_first_when_others_are_perhaps():
    found = signs(gathering_days=90, license_standing="lapsed", has_sponsor=True)

    assert found == [("lapsed", True), ("quiet", False)]


def test_sign_says_what_is_missing_when_a_part_is_not_known():
    (sign,) = signs_of_end({"leaderless_days": Finding(40)}, quiet_days=56, leaderless_days=28)

    assert sign.missing == ("gathering_days",)
    assert [answer.condition.indicator for answer in sign.answers] == ["leaderless_days"]
