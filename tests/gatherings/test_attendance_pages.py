"""The pages of who was there: tap, code, ticks, guests, and a file with its names confirmed."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.gatherings.code import show_code
from mandorla.gatherings.models import Attendance, Gathering
from tests import make
from tests.gatherings.reports import FILES

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return make.person("Ana Marković", email="ana.markovic@halden.example")


@pytest.fixture
def nora():
    return make.person("Nora Lie", email="nora.lie@halden.example")


@pytest.fixture
def gathering(ana, nora) -> Gathering:
    """It began ten minutes ago."""
    community = make.community("Atlas", leader=ana, members=(nora,))
    begun = timezone.now() - timedelta(minutes=10)
    return make.gathering(make.series(community), starts_at=begun)


@pytest.fixture
def address(gathering) -> str:
    return f"/communities/atlas/gatherings/{gathering.series_id}/2026-03-02/attendance/"


def here(gathering) -> list[str]:
    rows = Attendance.objects.filter(gathering=gathering)
    return sorted(rows.values_list("person__name", flat=True))


def test_member_taps_and_takes_it_back(client: Client, nora, gathering, address):
    client.force_login(nora)

    assert "I am here" in client.get(address).content.decode()
    answer = client.post(f"{address}me/")
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert "You are noted." in client.get(address).content.decode()
    assert here(gathering) == ["Nora Lie"]

    client.post(f"{address}me/", {"undo": "1"})
    assert here(gathering) == []


def test_tap_leads_back_to_the_page_it_came_from(client: Client, nora, address):
    client.force_login(nora)

    assert client.post(f"{address}me/", {"next": "/today/"})["Location"] == "/today/"
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "x"):
        assert client.post(f"{address}me/", {"next": elsewhere})["Location"] == address


def test_tap_keeps_a_gathering_that_was_only_computed(client: Client, nora, gathering):
    client.force_login(nora)
    now = timezone.now()
    day = now.date()
    series = make.series(
        gathering.community,
        name="Daily",
        rule="FREQ=DAILY",
        starts_on=day,
        timezone="UTC",
        starts_time=time(now.hour),
    )

    address = f"/communities/atlas/gatherings/{series.pk}/{day}/attendance/"
    assert client.get(address).status_code == 200
    assert not Gathering.objects.filter(series=series).exists()
    client.post(f"{address}me/")

    assert here(Gathering.objects.get(series=series)) == ["Nora Lie"]


def test_leader_ticks_others_and_counts_guests(client: Client, ana, nora, gathering, address):
    client.force_login(ana)

    assert "Is here" in client.get(address).content.decode()
    client.post(f"{address}people/{nora.pk}/")
    client.post(f"{address}guests/", {"guests": "2"})

    page = client.get(address).content.decode()
    assert here(gathering) == ["Nora Lie"]
    assert "ticked by the facilitator" in page
    assert "2 of them guests" in page
    client.post(f"{address}people/{nora.pk}/", {"undo": "1"})
    assert here(gathering) == []
    assert client.post(f"{address}guests/", {"guests": "many"}).status_code == 409


def test_leader_ticks_members_only(client: Client, ana, address):
    client.force_login(ana)

    assert client.post(f"{address}people/{make.person().pk}/").status_code == 404


def test_page_is_not_there_for_somebody_outside(client: Client, gathering, address):
    client.force_login(make.person())
    for path in ("", "me/", "guests/", "code/", "file/", "file/kept/", "people/1/"):
        assert client.post(address + path).status_code in {404, 405}
    assert client.get(address).status_code == 404


def test_page_is_not_there_on_a_day_without_a_gathering(client: Client, ana, address):
    client.force_login(ana)

    assert client.get(address.replace("03-02", "03-03")).status_code == 404


def test_code_on_the_screen_has_a_picture(client: Client, ana, gathering, address):
    client.force_login(ana)

    assert client.get(f"{address}code/").status_code == 404
    client.post(f"{address}code/")
    gathering.refresh_from_db()
    page = client.get(f"{address}code/").content.decode()

    assert f"<b>{gathering.code}</b>" in page
    assert '<path d="M4 4h1v1h-1z' in page


def test_code_that_is_typed_notes_the_person(client: Client, nora, gathering):
    code = show_code(gathering=gathering)
    client.force_login(nora)

    answer = client.post("/here/", {"code": f" {code.lower()} "})
    assert (answer.status_code, answer["Location"]) == (302, f"/here/{code}/")
    assert "You are noted." in client.get(f"/here/{code}/").content.decode()
    client.post(f"/here/{code}/", {"undo": "1"})

    assert here(gathering) == []


def test_address_of_a_code_notes_nobody_by_being_opened(client: Client, nora, gathering):
    code = show_code(gathering=gathering)
    client.force_login(nora)

    assert "I am here" in client.get(f"/here/{code}/").content.decode()
    assert here(gathering) == []
    client.post(f"/here/{code}/")
    assert Attendance.objects.get().way == "code"


def test_colleague_from_outside_comes_by_the_code(client: Client, gathering):
    guest = make.person("Tom Aas")
    client.force_login(guest)

    client.post(f"/here/{show_code(gathering=gathering)}/")

    assert here(gathering) == ["Tom Aas"]


def test_code_that_is_wrong_is_told(client: Client, nora, gathering):
    client.force_login(nora)

    typed = client.post("/here/", {"code": "ZZZZZ"})
    opened = client.get("/here/ZZZZZ/")

    assert (typed.status_code, opened.status_code) == (422, 404)
    for answer in (typed, opened):
        assert "has this code" in answer.content.decode()


def send(client: Client, address: str, *, name: str = "teams_english.csv", **also: str):
    file = SimpleUploadedFile(name, (FILES / name).read_bytes())
    return client.post(f"{address}file/", {"file": file, **also})


def test_file_is_shown_before_anything_is_kept(client: Client, ana, gathering, address):
    client.force_login(ana)

    page = send(client, address).content.decode()

    assert "Microsoft Teams attendance report, “Change Champions, Monday round”" in page
    assert "The file is about 22 July 2026" in page
    assert "Not one of us: a guest" in page
    assert "Somebody by telephone" in page
    assert "row 29" not in page
    assert "they are not used" in page
    assert here(gathering) == []


def test_file_is_kept_when_its_names_are_confirmed(client: Client, ana, nora, gathering, address):
    client.force_login(ana)
    shown = send(client, address)
    form = shown.context["form"]

    forgotten = client.post(f"{address}file/kept/", {"sealed": form["sealed"].value()})
    assert forgotten.status_code == 422
    assert "Say who this is." in forgotten.content.decode()
    assert here(gathering) == []

    (name,) = [field.name for field in form.name_fields()]
    sent = {"sealed": form["sealed"].value(), name: str(nora.pk)}
    assert client.post(f"{address}file/kept/", sent)["Location"] == address
    assert here(gathering) == ["Ana Marković", "Nora Lie"]
    gathering.refresh_from_db()
    assert gathering.guests == 4
    assert Event.objects.filter(verb="gathering.attended").count() == 1

    client.post(f"{address}file/kept/", sent)
    assert here(gathering) == ["Ana Marković", "Nora Lie"]


def test_file_that_cannot_be_read_is_told_beside_its_field(client: Client, ana, address):
    client.force_login(ana)

    wrong = client.post(f"{address}file/", {"file": SimpleUploadedFile("a.csv", b"Lunch\n")})
    nothing = client.post(f"{address}file/", {})

    assert (wrong.status_code, nothing.status_code) == (409, 422)
    assert "This is no attendance file" in wrong.content.decode()


def test_sealed_file_that_was_changed_is_refused(client: Client, ana, address):
    client.force_login(ana)

    assert client.post(f"{address}file/kept/", {"sealed": "changed"}).status_code == 409
    assert client.post(f"{address}file/kept/", {}).status_code == 409


def test_file_needs_the_token_of_its_form(ana, gathering, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    assert send(client, address).status_code == 403


def test_queries_do_not_grow_with_the_people(client: Client, ana, gathering, address):
    client.force_login(ana)

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    before = queries()
    for number in range(6):
        person = make.person(unit=make.unit())
        if number % 2:
            Attendance.note(gathering=gathering, person=person, way="tap", at=timezone.now())
        else:
            Membership.join(community=gathering.community, person=person, at=make.AT)

    assert queries() == before
