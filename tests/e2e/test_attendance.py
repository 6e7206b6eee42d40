"""Saying that one is there, on a phone and without scripts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from mandorla.gatherings.code import show_code
from mandorla.gatherings.models import Attendance, Gathering
from tests import make
from tests.e2e.browser import in_both_schemes, on_a_phone, runs_over, without_javascript

FILES = Path(__file__).parents[1] / "gatherings" / "files"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ana():
    return make.person("Ana Marković", email="ana.markovic@halden.example")


@pytest.fixture
def nora():
    return make.person("Nora Lie")


@pytest.fixture
def gathering(ana, nora) -> Gathering:
    """It began ten minutes ago."""
    community = make.community("Atlas", leader=ana, members=(nora,))
    begun = timezone.now() - timedelta(minutes=10)
    return make.gathering(make.series(community), starts_at=begun)


def address(gathering: Gathering) -> str:
    return f"/communities/atlas/gatherings/{gathering.series_id}/2026-03-02/attendance/"


def there() -> list[str]:
    return sorted(Attendance.objects.values_list("person__name", flat=True))


@on_a_phone
@without_javascript
def test_member_taps_undoes_and_comes_by_the_code(page, signed_in, nora, gathering):
    code = show_code(gathering=gathering)
    signed_in(page, nora)
    page.goto(address(gathering))

    page.get_by_role("button", name="I am here").click()
    page.get_by_text("You are noted.").wait_for()
    assert there() == ["Nora Lie"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="I am here").wait_for()
    assert there() == []

    page.goto("/here/")
    page.get_by_label("Code on the screen").fill(code.lower())
    page.get_by_role("button", name="I am here").click()
    page.get_by_text("You are noted.").wait_for()
    assert there() == ["Nora Lie"]
    assert runs_over(page) == 0


@on_a_phone
@in_both_schemes
def test_pages_of_attendance_are_accessible(page, signed_in, axe, ana, gathering):
    code = show_code(gathering=gathering)
    signed_in(page, ana)

    for path in (address(gathering), f"{address(gathering)}code/", "/here/", f"/here/{code}/"):
        page.goto(path)
        axe(page)
        assert runs_over(page) == 0


def test_leader_brings_a_file_and_confirms_a_name(page, signed_in, axe, ana, nora, gathering):
    signed_in(page, ana)
    page.goto(address(gathering))

    page.get_by_label("Attendance file").set_input_files(FILES / "teams_english.csv")
    page.get_by_role("button", name="See what is understood").click()
    page.get_by_role("heading", name="Who is this?").wait_for()
    axe(page)
    page.get_by_label("Nora Lie", exact=True).check()
    page.get_by_role("button", name="Keep who was there").click()

    page.get_by_text("91 minutes").wait_for()
    assert there() == ["Ana Marković", "Nora Lie"]
