"""What is one's own: facts, tokens, proposals. Nobody else finds it."""

from __future__ import annotations

from mandorla.communities.models import Community, Proposal
from mandorla.people.models import AccessToken
from tests import make
from tests.api.caller import Caller


def test_person_changes_their_own_name_only_where_sent():
    ana = make.person("Ana", job_title="Welder")

    found = Caller(ana).call("PATCH", "/me", {"name": "Ana Marković"}).json()

    assert (found["name"], found["job_title"]) == ("Ana Marković", "Welder")


def test_tokens_are_listed_without_secrets_and_revoked_once():
    ana = make.person()
    caller, other = Caller(ana), Caller(ana)
    first, second = caller.get("/me/tokens").json()["items"]

    assert not [name for name in first if "secret" in name or "hash" in name]
    assert caller.call("DELETE", f"/me/tokens/{second['id']}").status_code == 204
    assert other.call("DELETE", f"/me/tokens/{second['id']}").status_code == 409
    assert caller.get("/me").status_code == 401
    assert other.get("/me").status_code == 200


def test_tokens_of_others_are_not_there():
    Caller(make.person())
    other = AccessToken.objects.get()

    response = Caller(make.person()).call("DELETE", f"/me/tokens/{other.pk}")

    assert response.status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_proposal_is_saved_step_by_step_and_becomes_a_community():
    ana, sven, tom = make.person("Ana"), make.person("Sven"), make.person("Tom")
    caller = Caller(ana)
    proposal = caller.post("/proposals", {"archetype": "change_champions"}).json()
    address = f"/proposals/{proposal['id']}"

    caller.call("PATCH", address, {"name": "Robot welders", "purpose": "To weld with robots"})
    caller.call("PATCH", address, {"forces": {"benefit": ["Fewer stops"]}})
    caller.call("PATCH", address, {"forces": {"payoff": ["Pride"]}, "sponsor": sven.pk})
    saved = caller.call("PUT", f"{address}/people/{tom.pk}").json()
    made = caller.post(f"{address}/submission")

    assert saved["forces"] == {"benefit": ["Fewer stops"], "concern": [], "payoff": ["Pride"]}
    assert saved["first_people"] == [{"id": tom.pk, "name": "Tom"}]
    assert made.status_code == 201
    assert (made.json()["slug"], made.json()["status"]) == ("robot-welders", "forming")
    community = Community.objects.get()
    assert community.roles_of(ana) == {"leader"}
    assert community.roles_of(sven) == {"sponsor"}
    assert community.roles_of(tom) == {"core"}
    assert caller.get(address).json()["community"] == "robot-welders"
    assert caller.post(f"{address}/submission").status_code == 409


def test_proposal_is_refused_when_it_has_no_name():
    caller = Caller(make.person())
    proposal = caller.post("/proposals", {}).json()

    response = caller.post(f"/proposals/{proposal['id']}/submission")

    assert response.status_code == 409
    assert response.json()["detail"] == "Give the community a name and say what it is for."
    assert not Community.objects.exists()


def test_proposal_is_refused_its_author_as_sponsor():
    ana = make.person()
    caller = Caller(ana)
    proposal = caller.post("/proposals", {}).json()

    response = caller.call("PATCH", f"/proposals/{proposal['id']}", {"sponsor": ana.pk})

    assert response.status_code == 409


def test_proposal_begins_with_no_archetype_that_is_unknown():
    response = Caller(make.person()).post("/proposals", {"archetype": "nonsense"})

    assert response.status_code == 422
    assert not Proposal.objects.exists()


def test_proposal_shows_what_exists_with_the_words_in_common():
    make.community("Welding circle", purpose="Welding robots share their joints")
    make.community("Cooks", purpose="Lunch for everybody")
    caller = Caller(make.person())
    proposal = caller.post("/proposals", {}).json()
    address = f"/proposals/{proposal['id']}"
    caller.call("PATCH", address, {"name": "Robots", "purpose": "For welding robots"})

    found = caller.get(f"{address}/similar").json()["items"]

    assert [row["name"] for row in found] == ["Welding circle"]
    assert "Welding" in found[0]["words"]


def test_proposal_of_somebody_else_is_not_there():
    proposal = Proposal.begin(archetype="", by=make.person(), at=make.AT)
    caller = Caller(make.program_manager())
    address = f"/proposals/{proposal.pk}"

    answers = [
        caller.get(address),
        caller.call("PATCH", address, {"name": "Mine"}),
        caller.call("DELETE", address),
        caller.post(f"{address}/submission"),
        caller.get(f"{address}/similar"),
        caller.call("PUT", f"{address}/people/1"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6


def test_proposal_is_dropped_for_good():
    caller = Caller(make.person())
    proposal = caller.post("/proposals", {}).json()

    assert caller.call("DELETE", f"/proposals/{proposal['id']}").status_code == 204
    assert not Proposal.objects.exists()


def test_person_is_left_out_after_all():
    tom = make.person()
    caller = Caller(make.person())
    address = f"/proposals/{caller.post('/proposals', {}).json()['id']}"
    caller.call("PUT", f"{address}/people/{tom.pk}")

    assert caller.call("DELETE", f"{address}/people/{tom.pk}").status_code == 204
    assert caller.get(address).json()["first_people"] == []
    assert caller.call("DELETE", f"{address}/people/{tom.pk}").status_code == 404
