"""Who is at a gathering through the API: oneself, others, a code, guests, a file."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from mandorla.gatherings.models import Attendance, Gathering
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.gatherings.reports import FILES


@pytest.fixture
def ana() -> Person:
    return make.person("Ana Marković", email="ana.markovic@halden.example")


@pytest.fixture
def nora() -> Person:
    return make.person("Nora Lie")


@pytest.fixture
def gathering(ana, nora) -> Gathering:
    community = make.community("Atlas", leader=ana, members=(nora,))
    begun = timezone.now() - timedelta(minutes=10)
    return make.gathering(make.series(community), starts_at=begun)


def place(gathering: Gathering) -> str:
    return f"/communities/atlas/gatherings/{gathering.series_id}/2026-03-02/attendance"


def there() -> list[str]:
    return sorted(Attendance.objects.values_list("person__name", flat=True))


def test_member_is_there_and_not_after_all(nora, gathering):
    caller = Caller(nora)

    told = caller.call("PUT", f"{place(gathering)}/me").json()
    assert (told["mine"], told["people"], told["here"], told["is_open"]) == (True, 1, None, True)
    told = caller.call("DELETE", f"{place(gathering)}/me").json()
    assert (told["mine"], told["people"]) == (False, 0)


def test_program_manager_is_told_to_type_the_code(gathering):
    answer = Caller(make.program_manager()).call("PUT", f"{place(gathering)}/me")

    assert answer.status_code == 403
    assert "types the code" in answer.json()["detail"]


def test_leader_notes_members_and_guests(ana, nora, gathering):
    caller = Caller(ana)

    assert caller.call("PUT", f"{place(gathering)}/people/{nora.pk}").status_code == 200
    told = caller.call("PUT", f"{place(gathering)}/guests", {"guests": 2}).json()

    assert told["here"] == [
        {
            "person": {"id": nora.pk, "name": "Nora Lie"},
            "how": "ticked by the facilitator",
            "minutes": None,
        }
    ]
    assert (told["people"], told["guests"]) == (1, 2)
    stranger = make.person()
    assert caller.call("PUT", f"{place(gathering)}/people/{stranger.pk}").status_code == 404
    caller.call("DELETE", f"{place(gathering)}/people/{nora.pk}")
    assert there() == []


def test_code_notes_whoever_sends_it(ana, gathering):
    code = Caller(ana).call("PUT", f"{place(gathering)}/code").json()
    guest = Caller(make.person("Tom Aas"))

    assert code["path"] == f"/here/{code['code']}/"
    assert guest.post("/here", {"code": code["code"]}).json() == {
        "community": "atlas",
        "series": gathering.series_id,
        "planned_on": "2026-03-02",
    }
    assert there() == ["Tom Aas"]
    assert guest.post("/here", {"code": "ZZZZZ"}).status_code == 422


def test_gathering_that_is_not_there_is_not_found(ana, gathering):
    assert Caller(ana).get(place(gathering).replace("03-02", "03-03")).status_code == 404


def send(caller: Caller, path: str, **choices: str) -> Any:
    data = (FILES / "teams_english.csv").read_bytes()
    file = SimpleUploadedFile("report.csv", data, "text/csv")
    return caller.client.post(f"/api/v1{path}", {"file": file, **choices})


def test_file_says_what_is_understood_and_keeps_nothing(ana, nora, gathering):
    told = send(Caller(ana), f"{place(gathering)}/file/check").json()

    assert told == {
        "format": "Microsoft Teams attendance report",
        "title": "Change Champions, Monday round",
        "days": ["2026-07-22"],
        "is_of_this_day": False,
        "known": [{"id": ana.pk, "name": "Ana Marković"}],
        "unsure": [
            {"place": 3, "name": "Nora Lie", "offers": [{"id": nora.pk, "name": "Nora Lie"}]}
        ],
        "guests": 4,
        "gone": 0,
        "problems": [
            "report.csv, row 29: The rows from here on are not about being there; they are not used."
        ],
    }
    assert there() == []


def test_file_is_kept_when_its_names_are_decided(ana, nora, gathering):
    caller = Caller(ana)

    assert send(caller, f"{place(gathering)}/file").status_code == 409
    assert send(caller, f"{place(gathering)}/file", names="[1]").status_code == 422
    assert there() == []
    chosen = json.dumps({"3": nora.pk})
    assert send(caller, f"{place(gathering)}/file", names=chosen).json() == {"count": 6}
    assert there() == ["Ana Marković", "Nora Lie"]
    guests = send(caller, f"{place(gathering)}/file", others_are_guests="true")
    assert guests.json() == {"count": 6}
    assert there() == ["Ana Marković"]


def test_file_is_for_those_who_lead_or_facilitate(nora, gathering):
    assert send(Caller(nora), f"{place(gathering)}/file/check").status_code == 403
