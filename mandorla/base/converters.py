"""How a day is written in an address."""

from __future__ import annotations

from datetime import date


class DayConverter:
    """A day as `2026-03-02`; one that no calendar has is no address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()
