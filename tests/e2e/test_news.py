"""News are read, and how often they come by mail is chosen: on a phone and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from mandorla.base.models import Notification
from mandorla.people.models import MailWish
from mandorla.people.models.mail_wish import unsubscribing_token
from tests.e2e.browser import Axe, SignIn, on_a_phone, without_javascript
from tests.e2e.crowd import LONG_LINE, Crowd, look_at
from tests.e2e.keyboard import press_on, tab_to
from tests.work.asking import answered, opened

pytestmark = pytest.mark.django_db(transaction=True)
NEED = "Who can read the old labels?"


def told(people: Crowd, *needs: str) -> None:
    """Priya has answered what Ana asked."""
    for need in needs:
        answered(opened(people.full, people.ana, need), people.priya)


@on_a_phone
@without_javascript
def test_news_are_read_and_mail_is_stopped_on_a_phone_without_javascript(
    page: Page, signed_in: SignIn, people: Crowd
):
    told(people, NEED, LONG_LINE, "One more hand")
    signed_in(page, people.ana).goto("/today/")
    page.get_by_role("link", name="And 3 things are new.").click()
    page.get_by_role("button", name="One more hand").click()
    expect(page.get_by_role("heading", name="One more hand")).to_be_visible()
    page.goto("/news/")
    expect(page.get_by_role("link", name="One more hand")).to_be_visible()
    expect(page.get_by_text("2 things are new.")).to_be_visible()
    page.get_by_role("button", name="I have read these").click()
    expect(page.get_by_text("Nothing is new.")).to_be_visible()
    expect(page.get_by_role("link", name=NEED)).to_be_visible()

    page.get_by_role("link", name="How often you get it by mail").click()
    page.get_by_role("radio", name="every day").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("You are written to every day")).to_be_visible()
    assert MailWish.of(people.ana).rhythm == "daily"

    page.context.clear_cookies()  # the link in a mail works for whoever holds the mail
    page.goto(f"/unsubscribe/{unsubscribing_token(people.ana)}/")
    assert MailWish.of(people.ana).rhythm == "daily"
    page.get_by_role("button", name="No more mails").click()
    expect(page.get_by_role("heading", name="No more mails")).to_be_visible()
    assert MailWish.of(people.ana).rhythm == "never"


def test_news_are_opened_and_mail_is_chosen_by_keyboard_alone(
    page: Page, signed_in: SignIn, people: Crowd
):
    told(people, LONG_LINE, NEED)
    signed_in(page, people.ana).goto("/news/")
    press_on(page, f"{people.priya.name} answered your ask")
    expect(page.get_by_role("heading", name=NEED)).to_be_visible()
    page.goto("/news/")
    expect(page.get_by_text("One thing is new.")).to_be_visible()
    press_on(page, "I have read these")
    expect(page.get_by_text("Nothing is new.")).to_be_visible()
    press_on(page, "How often you get it by mail")
    expect(page.get_by_role("heading", name="Mail", exact=True)).to_be_visible()
    tab_to(page, "every Monday")
    page.keyboard.press("ArrowDown")
    press_on(page, "Save")

    expect(page.get_by_text("You are not written to.")).to_be_visible()
    assert MailWish.of(people.ana).rhythm == "never"
    assert not Notification.objects.told_to(people.ana).unseen().exists()


def test_pages_of_news_and_mail_can_be_used_by_everybody(
    page: Page, signed_in: SignIn, axe: Axe, people: Crowd
):
    told(people, *(f"A hand, please, number {number}" for number in range(55)))
    newest = Notification.objects.told_to(people.ana).order_by("-pk")[3]
    Notification.objects.see(person=people.ana, last=newest.pk, at=newest.at)
    told(people, LONG_LINE)

    signed_in(page, people.ana)
    look_at(page, axe, "/news/", "/news/?page=2", "/account/mail/")
    signed_in(page, people.ben)
    look_at(page, axe, "/news/")
    page.context.clear_cookies()
    look_at(page, axe, f"/unsubscribe/{unsubscribing_token(people.ben)}/")
    page.get_by_role("button", name="No more mails").click()
    expect(page.get_by_role("heading", name="No more mails", exact=True)).to_be_visible()
    axe(page)
