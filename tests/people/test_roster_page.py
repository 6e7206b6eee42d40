"""The pages of the roster: who may see them, what they show, and an import from end to end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from mandorla.base import progress
from mandorla.people import jobs
from mandorla.people.models import Person, Placement, RosterImport
from mandorla.people.roster.read import LARGEST_BYTES
from tests import make

FILES = Path(__file__).parent / "files"
pytestmark = pytest.mark.django_db


@pytest.fixture
def karin(client) -> Person:
    person = make.program_manager()
    client.force_login(person)
    return person


def upload(client, name: str = "hris.csv", data: bytes | None = None):
    content = (FILES / name).read_bytes() if data is None else data
    return client.post(reverse("people:roster"), {"file": SimpleUploadedFile(name, content)})


def shown(client, roster: RosterImport) -> str:
    return client.get(reverse("people:roster_import", args=[roster.pk])).content.decode()


def choose(client, roster: RosterImport, *, start: bool = False, **changes: Any):
    page = shown(client, roster)
    data = {"scope": "whole", "shown": roster.digest, **({"start": "1"} if start else {})}
    for name, options in re.findall(
        r'<select name="(column-\d+)".*?>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        data[name] = chosen[1] if chosen else ""
    return client.post(reverse("people:roster_choices", args=[roster.pk]), {**data, **changes})


@pytest.mark.parametrize("who", ["a member", "an auditor"])
def test_pages_do_not_exist_when_one_is_no_program_manager(client, who):
    karin = make.program_manager()
    roster = RosterImport.receive(
        data=(FILES / "hris.csv").read_bytes(), file_name="hris.csv", by=karin, at=make.AT
    )
    client.force_login(make.auditor() if who == "an auditor" else make.person())
    names = ("roster_import", "roster_choices", "roster_progress", "roster_removal")
    pages = [reverse("people:roster"), *(reverse(f"people:{n}", args=[roster.pk]) for n in names)]
    pages.append(reverse("people:roster_list", args=[roster.pk, "refused"]))

    assert [client.post(page).status_code for page in pages if "removal" in page] == [404]
    assert {page: client.post(page).status_code for page in pages} == dict.fromkeys(pages, 404)
    assert client.get(reverse("people:roster")).status_code == 404


def test_person_is_asked_to_sign_in_when_they_are_not(client):
    make.organization()
    response = client.get(reverse("people:roster"))

    assert response.url.startswith("/accounts/login/")


def test_upload_needs_the_token_of_its_form(karin):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(karin)

    assert upload(strict).status_code == 403
    assert RosterImport.objects.count() == 0


def test_upload_shows_what_would_change_and_what_is_not_read(client, karin):
    response = upload(client)
    roster = RosterImport.objects.get()
    page = shown(client, roster)

    assert response.url == reverse("people:roster_import", args=[roster.pk])
    assert "It looks like an export of Workday / BambooHR" in page
    assert "Not read: Annual Salary (USD) (pay), Date of Birth (birth date or age)." in page
    assert "98765.43" not in page
    assert Person.objects.count() == 1


def test_upload_says_why_when_the_file_is_no_roster(client, karin):
    response = upload(client, "picture.png")

    assert response.status_code == 409
    assert "This is a PNG file." in response.content.decode()


def test_upload_never_touches_a_disk_when_it_is_large(client, karin, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "does not exist")
    row = b"ana%d@h.example,Ana,Sales,98765.43\n"
    data = b"email,name,department,Salary\n" + b"".join(row % n for n in range(90_000))
    assert len(data) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE

    upload(client, "large.csv", data)
    assert RosterImport.objects.get().counts["new"] == 90_000


def test_upload_is_refused_before_it_is_read_when_it_is_too_large(client, karin):
    response = client.post(
        reverse("people:roster"), {}, headers={"content-length": str(LARGEST_BYTES * 2)}
    )

    assert response.status_code == 409


def test_import_runs_as_a_job_and_the_page_says_what_came_of_it(
    client, karin, django_capture_on_commit_callbacks
):
    upload(client)
    roster = RosterImport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        choose(client, roster, start=True)
    roster.refresh_from_db()

    assert (roster.state, DBTaskResult.objects.count()) == ("queued", 1)
    assert 'hx-trigger="load delay:1s"' in shown(client, roster)
    jobs.apply_roster_now(roster.pk)
    page = shown(client, roster)
    assert "Imported " in page
    assert Placement.objects.count() == 3
    assert progress.told(roster) is None


def test_progress_is_told_while_running_and_ends_by_loading_the_page(client, karin):
    upload(client)
    roster = RosterImport.objects.get()
    roster.move("state", before="open", after="running", sentence="", begun_at=make.AT)
    url = reverse("people:roster_progress", args=[roster.pk])
    progress.tell(roster, 0.42)
    running = client.get(url)
    progress.end(roster)
    roster.move("state", before="running", after="done", sentence="")
    done = client.get(url)

    assert 'value="42" max="100"' in running.content.decode()
    assert (running.headers.get("HX-Refresh"), done.headers.get("HX-Refresh")) == (None, "true")
    assert not (Path(settings.DATA_DIR) / "progress" / f"roster-{roster.pk}").exists()


def test_import_is_shown_again_when_the_choices_change_what_it_does(client, karin):
    upload(client)
    roster = RosterImport.objects.get()
    merge = '["Operations / Dept of Plant North", "Operations / Department of Plant North"]'
    assert "(1) → Operations / Department of Plant North (2): the same words" in shown(
        client, roster
    )

    choose(client, roster, start=True, merges=[merge])
    roster.refresh_from_db()
    assert (roster.state, roster.counts["units"]) == ("open", 2)
    assert "This is what it changes now." in shown(client, roster)
    choose(client, roster, start=True, merges=[merge])
    roster.refresh_from_db()
    assert roster.state == "queued"


def test_columns_are_chosen_on_the_page_when_nobody_could_be_told(client, karin):
    upload(client, "own.csv", b"Kennung;Wo\n17;Lager\n")
    roster = RosterImport.objects.get()
    page = shown(client, roster)

    assert "Say which columns hold what" in page
    assert 'name="start"' not in page
    chosen: dict[str, Any] = {"column-0": "employee_number", "column-1": "unit"}
    choose(client, roster, **chosen)
    roster.refresh_from_db()
    assert (roster.counts["new"], roster.samples["new"][0][-1]) == (1, "Lager")


def test_choices_are_kept_and_explained_when_two_columns_are_for_one_field(client, karin):
    upload(client, "own.csv", b"Kennung;Wo\n17;Lager\n")
    twice: dict[str, Any] = {"column-0": "unit", "column-1": "unit"}
    response = choose(client, RosterImport.objects.get(), **twice)

    assert response.status_code == 422
    page = response.content.decode()
    assert "Only one column can be used as unit (department)." in page
    assert page.count('value="unit" selected') == 2


def test_page_asks_what_the_file_lists_when_many_would_be_gone(client, karin):
    rows = [b"p%d@h.example,Sales\n" % number for number in range(30)]
    upload(client, "full.csv", b"email,department\n" + b"".join(rows))
    full = RosterImport.objects.get()
    choose(client, full, start=True)
    jobs.apply_roster_now(full.pk)
    upload(client, "rest.csv", b"email,department\n" + rows[0])
    rest = RosterImport.objects.exclude(pk=full.pk).get()

    assert "29 people would leave the roster." in shown(client, rest)
    assert "checked" not in shown(client, rest)
    assert choose(client, rest, start=True, scope="").status_code == 422
    assert choose(client, rest, start=True, scope="whole").status_code == 302
    jobs.apply_roster_now(rest.pk)
    assert Placement.objects.current().count() == 1


def test_lists_are_files_without_formulas(client, karin):
    data = b'email,name,department\n=1+1,"=HYPERLINK(""x"")",Sales\nana@h.example,=2+2,Sales\n'
    upload(client, "own.csv", data)
    roster = RosterImport.objects.get()

    def rows(kind: str) -> list[str]:
        response = client.get(reverse("people:roster_list", args=[roster.pk, kind]))
        assert response["Content-Disposition"].startswith("attachment")
        return response.content.decode("utf-8-sig").splitlines()[1:]

    assert rows("refused") == [
        '2,“=1+1” is not an e-mail address.,\'=1+1,,"\'=HYPERLINK(""x"")",Sales'
    ]
    assert rows("new") == ["3,'=2+2,ana@h.example,,Sales"]
    assert client.get(reverse("people:roster_list", args=[roster.pk, "else"])).status_code == 404


def test_file_is_removed_when_asked(client, karin):
    upload(client)
    roster = RosterImport.objects.get()
    client.post(reverse("people:roster_removal", args=[roster.pk]))
    roster.refresh_from_db()

    assert (roster.state, roster.packed, roster.refused) == ("dropped", None, [])
    assert "nothing of it is kept" in shown(client, roster)


def test_page_says_that_nothing_changes_when_all_is_known(client, karin):
    upload(client)
    first = RosterImport.objects.get()
    choose(client, first, start=True)
    jobs.apply_roster_now(first.pk)
    upload(client)
    page = shown(client, RosterImport.objects.exclude(pk=first.pk).get())

    assert "Nothing to change: everything in this file is known." in page
    assert 'name="start"' not in page


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_imports_costs_as_many_queries_for_one_as_for_three(
    client, karin, django_assert_num_queries, count
):
    for number in range(count):
        RosterImport.unsaved(
            data=b"email\na@h.example\n", file_name=f"{number}.csv", by=karin, at=make.AT
        ).save()
    with django_assert_num_queries(5):
        client.get(reverse("people:roster"))
