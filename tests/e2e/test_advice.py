"""Advice is read and answered: on a phone without JavaScript, by keyboard, read by all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from mandorla.advice.judging import judge_all
from mandorla.advice.models import Tuning, Warning
from mandorla.base.indicators import plain
from mandorla.communities.models import Community
from mandorla.core.conditions import Finding
from tests import make
from tests.advice.cases import found
from tests.e2e.browser import Axe, SignIn, on_a_phone, without_javascript
from tests.e2e.crowd import LONG_LINE, Crowd, look_at
from tests.e2e.keyboard import press_on, write_into

pytestmark = pytest.mark.django_db(transaction=True)
SLIPS = {"rhythm_held": Finding(0.25, part=2, of=8)}
MORE: dict[str, Any] = {
    **SLIPS,
    "people": 3,
    "founded_days": 400,
    "time_usable": Finding(0.4, part=4, of=10),
    "overlap": 0.7,
    "members_covered": 0.4,
    "newcomers_kept": Finding(0.2, part=1, of=5),
}


def advice_of(community: Community) -> str:
    return f"{community.get_absolute_url()}advice/"


def look(community: Community, known: dict[str, Any]) -> None:
    """What is known of the community, and what stands because of it."""
    make.standing(community, findings=plain(found(known)))
    judge_all({community.pk: found(known)}, at=make.AT)


@on_a_phone
@without_javascript
def test_warning_is_put_off_and_taken_up_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    look(people.full, SLIPS)
    signed_in(page, people.ana).goto(people.full.get_absolute_url())
    expect(page.get_by_text("2 of 8 gatherings planned in 8 weeks were held.")).to_be_visible()
    page.get_by_role("link", name="All advice, and what was put off").click()
    page.get_by_text("Done, later, or not here").click()
    page.get_by_role("radio", name="It can wait until a day").check()
    page.get_by_label("What you did, or why").fill("The holidays")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Choose the day until which it can wait.").first).to_be_visible()
    page.get_by_label("If it can wait: until").fill(str(timezone.localdate() + timedelta(days=20)))
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("Put off. It comes back on that day")).to_be_visible()
    expect(page.get_by_text("Nothing stands out, by what is known.")).to_be_visible()
    page.get_by_role("button", name="Take it up now").click()
    expect(page.get_by_text("It counts again.")).to_be_visible()
    assert Warning.objects.get().state == "standing"


def test_warning_is_done_and_a_rule_is_set_by_keyboard_alone(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    look(people.full, SLIPS)
    signed_in(page, people.ana).goto(advice_of(people.full))
    press_on(page, "Done, later, or not here")
    write_into(page, "What you did, or why", "We fixed Mondays")
    press_on(page, "Send")
    expect(page.get_by_text("Noted. The figures get four weeks to show it.")).to_be_visible()
    axe(page)
    assert Warning.objects.get().words == "We fixed Mondays"

    signed_in(page, people.karin).goto("/advice/rules/")
    press_on(page, "The rhythm slips")
    expect(page.get_by_role("heading", name="The rhythm slips")).to_be_visible()
    write_into(page, "Share of planned gatherings", "50")
    press_on(page, "Set it so")
    expect(page.get_by_text("Every community is looked at by it within a day.")).to_be_visible()
    expect(page.get_by_text("changed the rule W13")).to_be_visible()
    axe(page)
    assert Tuning.known()["W13"].thresholds == {"held": 0.5}
    press_on(page, "Back to our default")
    expect(page.get_by_text("It is as it ships again.")).to_be_visible()


def test_pages_of_advice_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    look(people.full, MORE)
    for number, warning in enumerate(Warning.objects.order_by("rule")[:3]):
        words, day = f"{LONG_LINE} {'very/' * 18}", make.AT.date() + timedelta(days=9)
        given: dict[str, Any] = {"by": people.ana, "at": make.AT}
        if number == 0:
            warning.snooze(until_on=day, because=words, **given)
        elif number == 1:
            warning.finish(having=words, **given)
        else:
            warning.set_aside(because=words, **given)
    look(people.empty, SLIPS)
    judge_all({people.empty.pk: {}}, at=make.AT + timedelta(days=1))

    signed_in(page, people.ana)
    look_at(
        page,
        axe,
        people.full.get_absolute_url(),
        advice_of(people.full),
        advice_of(people.empty),
        "/advice/rules/",
        "/advice/rules/W20/",
        "/advice/guides/",
        "/advice/guides/one-problem/",
    )
    signed_in(page, people.karin)
    look_at(page, axe, "/advice/rules/", "/advice/rules/W13/", advice_of(people.full))
