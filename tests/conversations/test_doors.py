"""The same import by the pages and by the API, and who may do what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mandorla.communities.models import Community
from mandorla.conversations import jobs
from mandorla.conversations.data_use import example
from mandorla.conversations.lake import Lake
from mandorla.conversations.models import ConversationImport
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.conversations.importing import bring, rows, sent
from tests.conversations.sample import FILES, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader() -> Person:
    return make.person("Lena Leader")


@pytest.fixture
def welders(leader: Person) -> Community:
    return make.community("Welders", leader=leader)


def export(tmp_path: Path, kind: str = "slack") -> SimpleUploadedFile:
    data = zipped(FILES / kind, tmp_path / f"{kind}.zip").read_bytes()
    return SimpleUploadedFile(f"{kind}.zip", data, "application/zip")


def upload(client: Client, tmp_path: Path, **values: Any) -> Any:
    sent = {"kind": "slack", "community": "welders", "file": export(tmp_path), **values}
    return client.post("/conversations/", sent)


def test_page_takes_an_export_and_asks_where_it_goes(
    client: Client, leader: Person, welders: Community, tmp_path: Path, posts_lake: Lake
):
    client.force_login(leader)
    guest = make.person("Gast Kanarie", unit=make.unit("Quality"))

    answer = upload(client, tmp_path)
    found = ConversationImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/conversations/{found.pk}/")
    assert "Counting what it holds" in client.get(answer["Location"]).content.decode()

    jobs.look_now(found.pk)
    page = client.get(answer["Location"]).content.decode()
    assert "Gast Kanarie, Quality" in page
    assert 'value="Welders"' in page

    started = client.post(
        f"/conversations/{found.pk}/start/",
        {"channel-0": "Welders", "channel-1": "", "channel-2": "", "person-0": str(guest.pk)},
    )
    assert started.status_code == 302
    jobs.bring_now(found.pk)
    page = client.get(answer["Location"]).content.decode()
    assert "4 posts from Slack came in" in " ".join(page.split())
    assert "Kanarie" not in page
    assert len(rows(posts_lake)) == 4


def test_page_says_why_an_export_cannot_be_read(
    client: Client, leader: Person, welders: Community, tmp_path: Path
):
    client.force_login(leader)
    upload(client, tmp_path, file=SimpleUploadedFile("x.zip", b"PK\3\4 no"))
    jobs.look_at_export.call(ConversationImport.objects.get().pk)

    page = client.get(f"/conversations/{ConversationImport.objects.get().pk}/").content.decode()
    assert "x.zip: It is no zip, or it is damaged or cut off." in page


def test_page_refuses_a_community_that_one_does_not_run(
    client: Client, leader: Person, welders: Community, tmp_path: Path
):
    client.force_login(leader)
    make.community("Board")

    answer = upload(client, tmp_path, community="Board")
    assert answer.status_code == 422
    assert "You run no community called “Board”." in answer.content.decode()

    found = sent(tmp_path, leader, welders)
    answer = client.post(f"/conversations/{found.pk}/start/", {"channel-0": "Board"})
    assert answer.status_code == 422
    found.refresh_from_db()
    assert found.state == "open"


def test_pages_are_closed_to_those_who_run_nothing(
    client: Client, leader: Person, welders: Community, tmp_path: Path
):
    found = sent(tmp_path, leader, welders)
    other = make.person()
    make.community("Other", leader=other)
    for person, status in ((make.person(), 404), (make.auditor(), 404), (other, 200)):
        client.force_login(person)
        assert client.get("/conversations/").status_code == status
        assert client.get(f"/conversations/{found.pk}/").status_code == 404
        assert client.post(f"/conversations/{found.pk}/removal/").status_code == 404
        assert client.post("/conversations/forgetting/").status_code == 404


def test_import_is_removed_only_by_those_who_run_all_of_its_communities(
    client: Client, leader: Person, welders: Community, posts_lake: Lake
):
    other = make.community("Other")
    made, _brought = bring(welders, channels={"general": other.pk})
    client.force_login(leader)
    assert client.get(f"/conversations/{made.pk}/").status_code == 200
    assert client.post(f"/conversations/{made.pk}/removal/").status_code == 404

    client.force_login(make.program_manager())
    assert client.post(f"/conversations/{made.pk}/removal/").status_code == 302
    assert rows(posts_lake) == []


def test_page_deletes_everything_when_a_program_manager_asks(client: Client, posts_lake: Lake):
    bring(make.community())
    client.force_login(make.program_manager())

    assert client.post("/conversations/forgetting/").status_code == 302
    assert rows(posts_lake) == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_imports_asks_a_fixed_number_of_queries(
    client: Client, leader: Person, welders: Community, count: int, django_assert_num_queries: Any
):
    for kind in ("slack", "yammer", "csv")[:count]:
        bring(welders, kind=kind)
    client.force_login(leader)
    client.get("/conversations/")

    with django_assert_num_queries(8):
        client.get("/conversations/")


def test_data_use_says_from_the_code_what_is_read_and_kept(client: Client, settings: Any):
    client.force_login(make.person())
    page = " ".join(client.get("/data-use/").content.decode().split())

    for words in ("message.thread_ts", "message.text", "zerver_message[].content", "reply_to"):
        assert f"<code>{words}</code>" in page
    assert "until somebody deletes them: no limit is set" in page
    assert "fewer than 5 people" in page
    settings.CONVERSATION_MONTHS = 24
    page = " ".join(client.get("/data-use/").content.decode().split())
    assert "for 24 full months before the running one" in page


def test_data_use_shows_the_rule_for_small_groups_at_work():
    """Who knows all together and three units would know the fourth, were it not counted with one."""
    assert [(row.unit, row.people, row.shown, row.why) for row in example()] == [
        ("Operations", 12, "12", "enough people"),
        ("Quality", 9, "9", "enough people"),
        ("Service", 6, "in other units: 9", "would give a smaller one away"),
        ("Legal", 3, "in other units: 9", "fewer than 5 people"),
    ]


# --- the API ---


def send(caller: Caller, tmp_path: Path, **values: Any) -> Any:
    body = {"kind": "slack", "community": "welders", "file": export(tmp_path), **values}
    return caller.client.post("/api/v1/conversations/imports", body)


def test_api_imports_an_export(
    leader: Person, welders: Community, tmp_path: Path, posts_lake: Lake
):
    caller, guest = Caller(leader), make.person("Gast Kanarie", unit=make.unit())

    answer = send(caller, tmp_path)
    assert (answer.status_code, answer.json()["state"]) == (201, "looking")
    address = f"/conversations/imports/{answer.json()['id']}"
    jobs.look_now(answer.json()["id"])
    looked = caller.get(address).json()
    assert (looked["state"], looked["counts"]["messages"]) == ("open", 16)
    names = caller.get(f"{address}/names").json()["items"]
    assert [(one["name"], len(one["offers"])) for one in names][-1] == ("Gast Kanarie", 1)

    body = {"channels": {"general": "welders"}, "people": {names[-1]["author"]: guest.pk}}
    assert caller.post(f"{address}/start", body).status_code == 202
    jobs.bring_now(looked["id"])

    done = caller.get(address).json()
    assert (done["state"], done["counts"]["new"], done["counts"]["matched"]) == ("done", 4, 1)
    assert [one["id"] for one in caller.get("/conversations/imports").json()["items"]] == [
        looked["id"]
    ]
    assert caller.get(f"{address}/names").json()["items"] == []
    assert caller.call("DELETE", address).status_code == 204
    assert rows(posts_lake) == []


def test_api_refuses_what_it_does_not_know(leader: Person, welders: Community, tmp_path: Path):
    caller = Caller(leader)

    assert send(caller, tmp_path, kind="pigeons").status_code == 422
    assert send(caller, tmp_path, community="board").status_code == 422
    found = sent(tmp_path, leader, welders)
    address = f"/conversations/imports/{found.pk}/start"
    assert caller.post(address, {"channels": {"general": "board"}}).status_code == 422
    assert caller.post(address, {"channels": {"no": "welders"}}).status_code == 409
    assert caller.post(address, {"channels": {}}).status_code == 409


def test_api_is_closed_to_those_who_run_nothing(leader: Person, welders: Community, tmp_path: Path):
    found = sent(tmp_path, leader, welders)
    caller, address = Caller(make.person()), f"/conversations/imports/{found.pk}"

    assert send(caller, tmp_path, community="").status_code == 403
    assert caller.get("/conversations/imports").status_code == 404
    assert caller.get(address).status_code == 404
    assert caller.get(f"{address}/names").status_code == 404
    assert caller.post(f"{address}/start", {"channels": {}}).status_code == 404
    assert caller.call("DELETE", address).status_code == 404
    assert caller.call("DELETE", "/conversations/posts").status_code == 403


def test_api_deletes_everything_when_a_program_manager_asks(posts_lake: Lake):
    bring(make.community())

    answer = Caller(make.program_manager()).call("DELETE", "/conversations/posts")

    assert (answer.status_code, rows(posts_lake)) == (204, [])


def test_names_in_an_export_show_no_figure_about_a_person(
    leader: Person, welders: Community, tmp_path: Path
):
    """Who wrote how much would be in the file, but is on no page."""
    found = sent(tmp_path, leader, welders)

    (one, *_others) = Caller(leader).get(f"/conversations/imports/{found.pk}/names").json()["items"]
    assert set(one) == {"author", "name", "offers"}
