"""Archetypes through the API: read by all, edited and restored by program managers."""

from __future__ import annotations

from mandorla.communities.models import Archetype
from tests import make
from tests.api.caller import Caller

KEPT = ("key", "founding", "credit", "source", "provenance", "minutes")


def test_archetypes_are_all_listed_the_founding_ones_first():
    found = Caller(make.person()).get("/archetypes").json()["items"]

    assert len(found) == 10
    assert [kind["founding"] for kind in found] == [True] * 3 + [False] * 7


def test_archetype_is_edited_and_restored():
    caller = Caller(make.program_manager())
    address = "/archetypes/change_champions"
    shipped = caller.get(address).json()
    given = {name: value for name, value in shipped.items() if name not in KEPT}
    given |= {"name": "Champions of ours", "agenda": [{"minutes": 20, "title": "All of it"}]}

    edited = caller.call("PUT", address, given)

    assert edited.status_code == 200
    assert edited.json()["name"] == "Champions of ours"
    assert edited.json()["minutes"] == 20
    assert edited.json()["credit"] == shipped["credit"]
    assert caller.call("DELETE", f"{address}/copy").status_code == 204
    assert caller.get(address).json() == shipped
    assert caller.call("DELETE", f"{address}/copy").status_code == 404


def test_archetype_is_refused_when_its_rule_is_no_rule_or_its_size_is_upside_down():
    caller = Caller(make.program_manager())
    address = "/archetypes/change_champions"
    shipped = caller.get(address).json()
    given = {name: value for name, value in shipped.items() if name not in KEPT}

    for wrong in ({"rule": "every monday"}, {"size_low": 9, "size_high": 3}):
        response = caller.call("PUT", address, given | wrong)
        assert response.status_code == 422
    assert not Archetype.objects.exists()


def test_archetype_is_not_edited_by_others():
    caller = Caller(make.person())
    shipped = caller.get("/archetypes/change_champions").json()
    given = {name: value for name, value in shipped.items() if name not in KEPT}

    response = caller.call("PUT", "/archetypes/change_champions", given)

    assert response.status_code == 403
    assert caller.get("/archetypes/nonsense").status_code == 404
