"""The trail through the API: acts that somebody answers for, and nothing about anybody's habits."""

from __future__ import annotations

import base64

from mandorla.base.models import Event
from tests import make
from tests.api.caller import Caller, everything


def test_trail_is_narrowed_by_who_what_and_when():
    leader, auditor = make.person("Lena"), make.auditor()
    community = make.community(leader=leader)
    make.charter(community, state="published", by=leader)
    caller = Caller(auditor)

    def verbs(**query):
        return [row["verb"] for row in everything(caller, "/events", **query)]

    assert verbs(by=leader.pk) == ["charter.published", "charter.drafted"]
    assert verbs(verb="charter.published") == ["charter.published"]
    assert verbs(verb="charter.published", until="2026-03-01") == []
    assert verbs(verb="charter.published", since="2026-03-02", until="2026-03-02") == [
        "charter.published"
    ]
    assert caller.get("/events", since="0001-01-01", until="9999-12-31").status_code == 422


def test_what_somebody_did_for_themselves_is_not_found_by_their_name():
    mia, auditor = make.person("Mia"), make.auditor()
    community = make.community()
    Caller(mia).call("PUT", f"/communities/{community.slug}/membership")
    caller = Caller(auditor)

    assert caller.get("/events", by=mia.pk).json()["items"] == []
    refused = caller.get("/events", by=mia.pk, verb="member.joined")
    assert refused.status_code == 422
    joined = caller.get("/events", verb="member.joined").json()["items"]
    assert [(row["by"], row["at"]) for row in joined] == [(None, None)]
    assert "Mia" not in joined[0]["sentence"]


def test_cursor_holds_no_moment_of_what_somebody_did_for_themselves():
    auditor, community = make.auditor(), make.community()
    for _ in range(2):
        Caller(make.person()).call("PUT", f"/communities/{community.slug}/membership")

    following = Caller(auditor).get("/events", verb="member.joined", limit=1).json()["next"]

    held = following.split("cursor=")[1].split("%3A")[0]
    last = Event.objects.filter(verb="member.joined").order_by("-pk")[0]
    assert base64.urlsafe_b64decode(held + "==").decode() == f"[{last.pk}]"
