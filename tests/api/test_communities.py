"""Communities through the API: what becomes true, and what is refused as on the pages."""

from __future__ import annotations

from django.utils import timezone

from mandorla.base.models import Event
from mandorla.communities.models import Community
from tests import make
from tests.api.caller import Caller


def test_directory_is_narrowed_by_words_status_archetype_and_unit():
    place = make.unit("Operations")
    below = make.unit("Plant", parent=place)
    welder = make.person("Wanda Weld", unit=below)
    make.community("Welding circle", leader=welder, archetype="helping_network")
    closed = make.community("Welding history")
    closed.close(reason="Done.", by=None, at=make.AT, on=make.AT.date())
    make.community("Cooks")
    caller = Caller(make.person())

    def names(**query):
        return [row["name"] for row in caller.get("/communities", **query).json()["items"]]

    assert names(q="weld") == ["Welding circle"]
    assert names(q="wanda") == ["Welding circle"]
    assert names(q="weld", status="all") == ["Welding circle", "Welding history"]
    assert names(status="closed") == ["Welding history"]
    assert names(archetype="helping_network") == ["Welding circle"]
    assert names(unit=place.pk) == ["Welding circle"]
    assert names(q="nobody") == []


def test_community_tells_its_people_in_charge_and_how_many_belong():
    lena, sven = make.person("Lena"), make.person("Sven")
    community = make.community("Welders", leader=lena, sponsor=sven, members=(make.person(),))

    found = Caller(make.person()).get(f"/communities/{community.slug}").json()

    assert found["leaders"] == [{"id": lena.pk, "name": "Lena"}]
    assert found["sponsors"] == [{"id": sven.pk, "name": "Sven"}]
    assert found["people"] == 3


def test_facts_change_only_where_something_was_sent():
    leader = make.person()
    community = make.community("Welders", leader=leader, joining="ask")

    response = Caller(leader).call(
        "PATCH", f"/communities/{community.slug}", {"name": "Welders and robots"}
    )

    assert response.json()["name"] == "Welders and robots"
    assert response.json()["joining"] == "ask"
    assert response.json()["purpose"] == community.purpose
    described = Event.objects.get(verb="community.described")
    assert described.by == leader


def test_home_unit_is_taken_away_when_null_is_sent():
    leader, place = make.person(), make.unit()
    community = make.community(leader=leader, unit=place)
    caller = Caller(leader)
    address = f"/communities/{community.slug}"

    assert caller.call("PATCH", address, {"name": "Other"}).json()["unit"] == place.pk
    assert caller.call("PATCH", address, {"unit": None}).json()["unit"] is None


def test_community_goes_through_its_life():
    leader = make.person()
    community = make.community(leader=leader)
    caller = Caller(leader)
    address = f"/communities/{community.slug}"

    assert caller.post(f"{address}/start").json()["status"] == "active"
    closing = caller.post(f"{address}/winding-down", {"reason": "We are done."}).json()
    assert (closing["status"], closing["closing_reason"]) == ("closing", "We are done.")
    assert caller.post(f"{address}/resumption").json()["status"] == "active"
    caller.post(f"{address}/winding-down", {"reason": "Now we are."})
    closed = caller.post(f"{address}/closure", {"reason": "Now we are.", "on": "2026-11-01"}).json()
    assert (closed["status"], closed["closed_on"]) == ("closed", "2026-11-01")


def test_move_is_refused_when_the_community_is_not_in_a_state_for_it():
    leader = make.person()
    community = make.community("Welders", leader=leader)

    response = Caller(leader).post(f"/communities/{community.slug}/resumption")

    assert response.status_code == 409
    assert response.json()["detail"] == "Welders is forming, so this is not possible now."
    assert Community.objects.get().status == "forming"


def test_closing_needs_a_reason():
    leader = make.person()
    community = make.community(leader=leader)

    response = Caller(leader).post(f"/communities/{community.slug}/closure", {"reason": " "})

    assert response.status_code == 422
    assert Community.objects.get().status == "forming"


def test_history_tells_what_people_did_for_themselves_without_name_and_moment():
    mia = make.person("Mia Secret")
    community = make.community("Welders")
    Caller(mia).call("PUT", f"/communities/{community.slug}/membership")

    found = Caller(make.person()).get(f"/communities/{community.slug}/events").json()["items"]

    assert found[0]["sentence"] == "A member joined."
    assert (found[0]["by"], found[0]["at"]) == (None, None)
    assert found[0]["on"] == timezone.localdate().isoformat()
    assert found[0]["place"]["name"] == "Welders"
