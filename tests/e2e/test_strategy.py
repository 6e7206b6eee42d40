"""The pages of the strategy, as a person, a phone and a screen reader meet them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mandorla.people.models import Person
from mandorla.strategy.models import Objective
from mandorla.value.models import Expectation
from tests import make
from tests.e2e.browser import in_both_schemes, on_phone_and_desk, runs_over, without_javascript

pytestmark = pytest.mark.django_db(transaction=True)
FILE = """\
name,kind,parent,owner,starts,ends
Answer within a day,operation,Grow in service,nobody@else.example,2026,2027
Parts in stock,objective,Grow in service,,2026-03-01,
"""
PAGES = [
    "/strategy/",
    "/strategy/?show=all",
    "/strategy/coverage/",
    "/strategy/coverage/?of=communities",
    "/strategy/{grow}/",
    "/strategy/{old}/",
    "/strategy/{grow}/edit/",
    "/strategy/new/?of={grow}",
    "/strategy/import/",
]


@pytest.fixture
def karin() -> Person:
    """A program manager of an organization that pursues something."""
    karin = make.program_manager()
    grow = make.objective(
        "Grow in service", owner=karin, starts_on=date(2026, 1, 1), description="By trust"
    )
    name = "Umweltverträglichkeitsprüfungsabteilung, und noch mehr davon"
    part = make.objective(name, parent=grow, kind="operation")
    make.objective("Old").retire(by=karin, at=make.AT)
    make.community("Idle")
    made = Expectation.choose(
        community=make.community("Guild"),
        text="Faster answers",
        level="group",
        horizon="short",
        by=karin,
        at=make.AT,
    )
    made.serve([part], by=karin, at=make.AT)
    return karin


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "strategy.csv"
    written.write_text(FILE)
    return written


@in_both_schemes
@on_phone_and_desk
def test_pages_are_readable_for_everybody_and_fit(page, signed_in, axe, karin, file):
    signed_in(page, karin)
    numbers = {
        "grow": Objective.objects.get(name="Grow in service").pk,
        "old": Objective.objects.get(name="Old").pk,
    }
    over = {}
    for path in PAGES:
        page.goto(path.format(**numbers))
        axe(page)
        over[path] = runs_over(page)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", name="strategy.csv")).to_be_visible()
    axe(page)
    over["plan"] = runs_over(page)

    assert {path: wide for path, wide in over.items() if wide} == {}


@without_javascript
def test_file_is_looked_at_and_imported_without_scripts(page, signed_in, karin, file):
    signed_in(page, karin).goto("/strategy/")
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("address or employee number “nobody@else.example”")).to_be_visible()
    page.get_by_role("button", name="Import it").click()
    expect(page.get_by_role("alert")).to_contain_text("Not every row can be used.")
    page.get_by_label("Leave out the rows that cannot be used").check()
    page.get_by_role("button", name="Import it").click()

    expect(page.get_by_text("1 new, 0 changed, 1 left out")).to_be_visible()
    expect(page.get_by_role("link", name="Parts in stock")).to_be_visible()


@without_javascript
def test_objective_is_added_retired_and_resumed_without_scripts(page, signed_in, karin):
    signed_in(page, karin).goto("/strategy/")
    page.get_by_role("link", name="Add an objective").click()
    page.get_by_label("Name").fill("Answer within a day")
    page.get_by_label("an operation").check()
    page.get_by_label("Part of").select_option(label="Grow in service")
    page.get_by_label("Owner").fill("Karin Lindqvist")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Answer within a day").click()
    expect(page.get_by_role("main")).to_contain_text("No community serves it")
    page.get_by_role("button", name="Retire…").click()
    page.get_by_role("button", name="Retire it").click()
    expect(page.get_by_text("It is pursued no longer")).to_be_visible()
    page.get_by_role("button", name="Resume it").click()

    expect(page.get_by_text("is pursued again")).to_be_visible()
    assert Objective.objects.current().filter(owner=karin).count() == 2


def test_objective_is_changed_by_keyboard_alone(page, signed_in, karin):
    grow = Objective.objects.get(name="Grow in service")
    signed_in(page, karin).goto(f"/strategy/{grow.pk}/")
    page.get_by_role("link", name="Change", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Grow faster")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Grow faster")).to_be_visible()
    expect(page.get_by_text("changed the name of Grow faster")).to_be_visible()
