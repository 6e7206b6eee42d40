"""An export is sent, it is said where its channels go, and what came of it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from mandorla.conversations import jobs
from mandorla.conversations.models import ConversationImport
from tests import make
from tests.conversations.sample import FILES, zipped
from tests.e2e.browser import in_both_schemes, on_a_phone, runs_over, without_javascript

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path: Path):
    settings.DATA_DIR = tmp_path / "data"
    settings.CONVERSATION_LAKE = str(tmp_path / "data" / "lake")


@pytest.fixture
def leader():
    leader = make.person("Lena Leader")
    make.community("Welders", leader=leader)
    make.person("Gast Kanarie", unit=make.unit("Quality"))
    return leader


@pytest.fixture
def send(tmp_path: Path):
    """Sends one of our own exports by the page."""

    def sent(page, kind: str) -> ConversationImport:
        page.goto("/conversations/")
        page.get_by_label("Comes from").select_option(kind)
        page.get_by_label("Export", exact=True).set_input_files(
            zipped(FILES / kind, tmp_path / f"{kind}.zip")
        )
        page.get_by_role("button", name="See what it holds").click()
        page.get_by_text("Counting what it holds").wait_for()
        return ConversationImport.objects.get()

    return sent


@in_both_schemes
def test_export_is_sent_decided_on_imported_and_removed(page, signed_in, axe, leader, send):
    signed_in(page, leader).goto("/conversations/")
    axe(page)
    found = send(page, "slack")
    axe(page)
    jobs.look_now(found.pk)
    page.get_by_label("general").wait_for()
    axe(page)

    assert page.get_by_label("general").input_value() == "Welders"
    assert page.get_by_label("secret-plans").input_value() == ""
    page.get_by_label("Gast Kanarie").select_option(label="Gast Kanarie, Quality")
    page.get_by_role("button", name="Import the posts").click()
    page.get_by_text("Waiting for its turn").wait_for()
    jobs.bring_now(found.pk)
    page.get_by_text("5 posts from Slack came in just now.").wait_for()
    axe(page)

    page.get_by_role("button", name="Remove the posts").click()
    page.get_by_text("It is removed.").wait_for()
    axe(page)


@on_a_phone
@without_javascript
def test_export_is_imported_on_a_phone_without_scripts(page, signed_in, leader, send):
    signed_in(page, leader)
    found = send(page, "discourse")
    jobs.look_now(found.pk)
    page.get_by_role("link", name="How far is it now?").click()
    assert runs_over(page) <= 0
    page.get_by_role("button", name="Import the posts").click()
    jobs.bring_now(found.pk)
    page.get_by_role("link", name="How far is it now?").click()

    page.get_by_text("3 posts from Discourse came in just now.").wait_for()
    assert runs_over(page) <= 0


@in_both_schemes
def test_refusal_says_what_is_wrong_with_the_file(page, signed_in, axe, leader, send):
    signed_in(page, leader)
    found = send(page, "zulip")
    ConversationImport.objects.update(kind="slack")
    jobs.look_at_export.call(found.pk)

    page.get_by_text("Nothing in it looks like an export of Slack.").wait_for()
    axe(page)


@in_both_schemes
def test_program_manager_deletes_all_of_it(page, signed_in, axe):
    signed_in(page, make.program_manager()).goto("/conversations/")
    page.get_by_role("button", name="Delete all posts and the salt…").click()
    axe(page)
    page.get_by_role("button", name="Delete all of it").click()

    page.get_by_text("All posts and the salt are deleted.").wait_for()


@in_both_schemes
def test_data_use_is_read_by_everybody(page, signed_in, axe):
    signed_in(page, make.person()).goto("/communities/")
    page.get_by_role("link", name="Data use").click()
    page.get_by_role("heading", name="Data use", exact=True).wait_for()
    axe(page)


@on_a_phone
def test_data_use_fits_a_phone(page, signed_in):
    signed_in(page, make.person()).goto("/data-use/")

    assert runs_over(page) <= 0
