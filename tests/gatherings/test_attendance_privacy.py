"""Tries to find out who was at a gathering, as those who must not know."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from mandorla.base.models import Event
from mandorla.communities.models import Membership
from mandorla.gatherings.models import Attendance, Gathering
from mandorla.people.models import Person
from tests import make
from tests.api.caller import Caller
from tests.guards.pages import addresses

pytestmark = pytest.mark.django_db

HIDDEN = "Zacharias Quimby"


@pytest.fixture
def came():
    """Somebody from outside the community who came by the code: no other page names them here."""
    return make.person(HIDDEN, unit=make.unit("Plant North"))


@pytest.fixture
def gathering(came) -> Gathering:
    community = make.community("Atlas", leader=make.person("Ana Marković"))
    begun = timezone.now() - timedelta(minutes=10)
    gathering = make.gathering(make.series(community), starts_at=begun)
    Attendance.note(gathering=gathering, person=came, way="code", at=timezone.now())
    return gathering


def others(gathering: Gathering) -> dict[str, Person]:
    """Everybody who must not know."""
    atlas = gathering.community
    member, core, sponsor = make.person(), make.person(), make.person()
    for person, role in ((member, "member"), (core, "core"), (sponsor, "sponsor")):
        Membership.appoint(community=atlas, person=person, role=role, by=None, at=make.AT)
    leader_elsewhere = make.person()
    make.community("Other", leader=leader_elsewhere)
    return {
        "member": member,
        "core": core,
        "sponsor": sponsor,
        "leader elsewhere": leader_elsewhere,
        "program manager": make.program_manager(),
        "auditor": make.auditor(),
        "colleague": make.person(),
    }


def pages_of(gathering: Gathering) -> list[str]:
    """Every address of a gathering, of its series and of its community."""
    known = {
        "slug": "atlas",
        "series": str(gathering.series_id),
        "planned_on": "2026-03-02",
    }
    found = []
    for address in addresses():
        parts = [part.split(":")[-1] for part in _parts(address.route)]
        if parts and set(parts) <= known.keys() and "slug" in parts:
            path = address.route
            for part in _parts(address.route):
                path = path.replace(f"<{part}>", known[part.split(":")[-1]])
            found.append(f"/{path}")
    return sorted(set(found))


def _parts(route: str) -> list[str]:
    return [piece.split(">")[0] for piece in route.split("<")[1:]]


def test_no_page_of_the_community_names_who_came_to_others(client: Client, gathering):
    paths = [*pages_of(gathering), "/today/", "/communities/", "/events/"]
    assert f"/communities/atlas/gatherings/{gathering.series_id}/2026-03-02/attendance/" in paths
    assert len(paths) > 12
    found = []
    for who, person in others(gathering).items():
        client.force_login(person)
        for path in paths:
            answer = client.get(path)
            if not answer.streaming and HIDDEN in answer.content.decode(errors="replace"):
                found.append(f"{who}: {path}")

    assert found == []


def test_page_names_who_came_to_the_leader(client: Client, gathering):
    client.force_login(gathering.community.memberships.get(role="leader").person)

    page = client.get(f"/communities/atlas/gatherings/{gathering.series_id}/2026-03-02/attendance/")

    assert HIDDEN in page.content.decode()


def api(gathering: Gathering) -> str:
    return f"/communities/atlas/gatherings/{gathering.series_id}/2026-03-02/attendance"


def test_program_names_who_came_to_nobody_but_the_leader(gathering):
    for who, person in others(gathering).items():
        caller = Caller(person)
        answer = caller.get(api(gathering))
        inside = who in {"member", "core", "sponsor", "program manager"}
        assert answer.status_code == (200 if inside else 404), who
        assert HIDDEN not in answer.content.decode()
        assert not inside or (answer.json()["here"], answer.json()["people"]) == (None, 1)

    leader = gathering.community.memberships.get(role="leader").person
    (one,) = Caller(leader).get(api(gathering)).json()["here"]
    assert one["person"]["name"] == HIDDEN


def test_others_cannot_note_or_take_off(gathering, came):
    for who, person in others(gathering).items():
        caller = Caller(person)
        for path in (f"people/{came.pk}", "guests", "code"):
            body = {"guests": 1} if path == "guests" else None
            answer = caller.call("PUT", f"{api(gathering)}/{path}", body)
            assert answer.status_code in {403, 404}, (who, path)
        assert caller.call("DELETE", f"{api(gathering)}/people/{came.pk}").status_code in {403, 404}

    assert Attendance.objects.count() == 1


def test_program_refuses_after_thirty_days_before_anything_is_forgotten(gathering, came):
    gathering.starts_at = timezone.now() - timedelta(days=30)
    gathering.keep("starts_at")
    leader = gathering.community.memberships.get(role="leader").person
    Membership.appoint(
        community=gathering.community, person=came, role="member", by=None, at=make.AT
    )

    assert Attendance.objects.count() == 1
    for person in (leader, came):
        told = Caller(person).get(api(gathering)).json()
        assert (told["here"], told["mine"], told["people"], told["units"]) == (None, None, 1, [])


def test_leader_who_was_relieved_knows_it_no_more(client: Client, gathering):
    leader = gathering.community.memberships.get(role="leader")
    leader.stop(on=timezone.now().date())
    client.force_login(leader.person)

    page = client.get(f"/communities/atlas/gatherings/{gathering.series_id}/2026-03-02/attendance/")

    assert page.status_code == 404


def test_events_tell_nothing_of_who_came(gathering, came):
    assert not Event.objects.filter(own=came).exists()
    assert not Event.objects.filter(details__icontains=HIDDEN).exists()
    assert not Event.objects.filter(about_name__icontains=HIDDEN, verb__startswith="gath").exists()


def test_register_takes_nobody_along_who_came(gathering, tmp_path):
    call_command("export_register", str(tmp_path), stdout=StringIO())

    files = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "Atlas" in files
    assert HIDDEN not in files


def test_code_tells_nobody_who_else_is_there(client: Client, gathering):
    gathering.code = "AB2CD"
    gathering.keep("code")
    client.force_login(make.person())

    assert HIDDEN not in client.get("/here/AB2CD/").content.decode()
