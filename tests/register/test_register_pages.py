from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mandorla.communities.models import Community
from mandorla.people.models import Person
from mandorla.register import jobs
from mandorla.register.models import RegisterImport
from mandorla.register.uploads import read_upload
from tests import make

pytestmark = pytest.mark.django_db
FILES = Path(__file__).with_name("files")
GOOD = b"mandorla: 1\nname: Kettles\nslug: kettles\n"
BAD = b"mandorla: 1\nname: [x]\nslug: bad\n"


@pytest.fixture
def karin(client) -> Person:
    person = make.program_manager()
    client.force_login(person)
    return person


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_yaml", ".yaml"), data)
    return out.getvalue()


def folder_zip(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"top/{path.relative_to(folder)}")
    return out.getvalue()


def send(client, data: bytes, *, name: str = "register.zip", source: str = ""):
    return client.post(
        reverse("register:register"),
        {"file": SimpleUploadedFile(name, data), "source": source or "mandorla"},
    )


def shown(client, found: RegisterImport) -> str:
    return client.get(reverse("register:register_import", args=[found.pk])).content.decode()


@pytest.mark.parametrize("who", ["member", "auditor"])
def test_pages_do_not_exist_when_one_is_no_program_manager(client, who):
    found = RegisterImport.receive(
        data=GOOD, file_name="k.yaml", source="", by=make.program_manager(), at=make.AT
    )
    client.force_login(make.person() if who == "member" else make.auditor())
    pages = [reverse("register:register"), reverse("register:register_export")]
    pages += [reverse(f"register:register_{n}", args=[found.pk]) for n in ("import", "progress")]
    posts = [reverse(f"register:register_{n}", args=[found.pk]) for n in ("start", "removal")]
    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert [client.post(page).status_code for page in posts] == [404] * 2


def test_file_is_looked_at_and_then_imported_when_somebody_says_so(
    client, karin, django_capture_on_commit_callbacks
):
    response = send(client, packed(top__a_yaml=GOOD, top__b_yaml=BAD))
    found = RegisterImport.objects.get()
    assert response.url == reverse("register:register_import", args=[found.pk])
    assert "Waiting for its turn" in shown(client, found)

    jobs.work_on_register_now(found.pk)
    page = shown(client, found)
    assert "This is what it would change" in page
    assert "has to be text" in page
    assert Community.objects.count() == 0

    client.post(reverse("register:register_start", args=[found.pk]))
    jobs.work_on_register_now(found.pk)
    page = shown(client, found)
    found.refresh_from_db()
    assert "Imported on" in page
    assert (found.state, found.packed, found.outcome["written"]) == ("done", None, ["Kettles"])
    assert Community.objects.get().slug == "kettles"


def test_file_that_changes_nothing_has_no_import_button_when_it_was_looked_at(client, karin):
    make.community("Kettles", slug="kettles")
    data = client.get(reverse("register:register_export"))
    send(client, b"".join(data.streaming_content))
    found = RegisterImport.objects.get()
    jobs.work_on_register_now(found.pk)
    page = shown(client, found)
    assert "Nothing to change" in page
    assert "Import it" not in page


def test_export_is_the_same_zip_when_nothing_changed(client, karin):
    make.community("Kettles", slug="kettles", leader=karin)
    first, second = (
        b"".join(client.get(reverse("register:register_export")).streaming_content) for _ in "ab"
    )
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["kettles.yaml"]
        assert archive.read("kettles.yaml").startswith(b"mandorla: 1\nname: Kettles\n")


@pytest.mark.parametrize("source", ["kubernetes", "rust", "openstack"])
def test_foreign_register_is_read_when_it_comes_as_a_zip(source):
    found = read_upload(folder_zip(FILES / source), file_name="r.zip", source=source)
    assert len(found.communities) > 1


@pytest.mark.parametrize(
    ("data", "source", "sentence"),
    [
        (b"\xff\xfe", "", "is not text in UTF-8"),
        (b"PK\x03\x04 broken", "rust", "Send the folder of this register as a zip."),
        (packed(a=b"x"), "", "The zip holds no *.yaml file."),
        (packed(a_yaml=GOOD), "rust", "teams: is not a folder here: give the folder that holds it"),
    ],
)
def test_file_is_refused_above_the_form_when_it_is_no_register(
    client, karin, data, source, sentence
):
    response = send(client, data, source=source)
    assert response.status_code == 409
    assert sentence in response.content.decode()
    assert RegisterImport.objects.count() == 0


def test_zip_is_kept_inside_its_folder_when_a_path_leads_out(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../escape.yaml", GOOD)
        archive.writestr("/root.yaml", GOOD)
        archive.writestr("teams/../../escape.toml", "name = 'x'")
        archive.writestr("teams/a.toml", 'name = "a"\n[people]\nleads = []\nmembers = []\n')
    found = read_upload(out.getvalue(), file_name="r.zip", source="rust")
    assert [community.source_key for community in found.communities] == ["a"]


def test_zip_is_refused_when_it_holds_too_much(monkeypatch):
    monkeypatch.setattr("mandorla.register.uploads.LARGEST_INSIDE", 100)
    from mandorla.base.errors import Refused

    with pytest.raises(Refused, match="holds more than any register"):
        read_upload(packed(a_yaml=b"x" * 200), file_name="r.zip", source="")


def test_removal_forgets_the_file_when_it_was_not_imported(client, karin):
    send(client, GOOD, name="k.yaml")
    found = RegisterImport.objects.get()
    jobs.work_on_register_now(found.pk)
    client.post(reverse("register:register_removal", args=[found.pk]))
    found.refresh_from_db()
    assert (found.state, found.packed) == ("dropped", None)
    assert client.post(reverse("register:register_start", args=[found.pk])).status_code == 409


def test_page_says_why_when_an_import_failed(client, karin, monkeypatch):
    send(client, GOOD, name="k.yaml")
    found = RegisterImport.objects.get()
    RegisterImport.objects.update(packed=b"\xff")
    jobs.work_on_register.func(found.pk)
    assert "is not text in UTF-8" in shown(client, found)


def test_pages_need_the_same_queries_when_there_is_more(
    client, karin, django_assert_max_num_queries
):
    def queries(page: str) -> int:
        with django_assert_max_num_queries(40) as captured:
            b"".join(client.get(page))
        return len(captured)

    def grow(count: int) -> None:
        for _ in range(count):
            made = make.community(leader=make.person(), sponsor=make.person())
            make.charter(made, state="published")

    pages = [reverse("register:register"), reverse("register:register_export")]
    grow(1)
    few = [queries(page) for page in pages]
    grow(3)
    assert [queries(page) for page in pages] == few
