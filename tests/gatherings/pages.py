"""What tests of the pages on gatherings share: the moment it is, and what a form sends."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)  # a Tuesday; the first Monday is over
TAB = "/communities/atlas/gatherings/"


def text(answer: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", plain).replace(" .", ".").replace(" ,", ",")


def posted(**changed: Any) -> dict[str, Any]:
    """What the form on a new rhythm sends."""
    return {
        "name": "Monday round",
        "every": "week",
        "weekday": "MO",
        "which": "",
        "text": "",
        "starts_on": "2026-03-04",
        "starts_time": "09:00",
        "timezone": "Lisbon",
        "minutes": "55",
        "place": "Room 4",
        "link": "",
        "steps": "5 Check-in\n50 Everything else",
        **changed,
    }


def checked(answer: Any) -> str:
    match = re.search(r'name="checked" value="([^"]+)"', answer.content.decode())
    assert match
    return match[1]
