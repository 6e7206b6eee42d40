"""The half year of the story fits any day on which it is told."""

from __future__ import annotations

from datetime import date

import pytest

from mandorla.base.models import Event
from mandorla.demo.builder import build_world
from mandorla.gatherings.models import Gathering

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("on", [date(2027, 3, 1), date(2028, 2, 29), date(2026, 10, 25)])
def test_story_can_be_told_on_any_day(on):
    """A Monday on which the champions meet, a leap day, the day the clocks go back."""
    build_world(on=on)

    held = Gathering.objects.filter(community__slug="atlas-change-champions", state="held")
    assert held.count() == 23
    assert not Event.objects.filter(at__date__gte=on).exists()
