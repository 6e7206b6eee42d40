"""Applying in a few steps, and deciding on it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from mandorla.communities.models import Community
from mandorla.licenses.models import Decision, License
from tests import make
from tests.licenses.granting import applied, granted

PAGE = "/communities/atlas-change-champions/license/"
APPLY = f"{PAGE}application/"
DECIDE = f"{PAGE}decision/"
TODAY = timezone.localdate()
TERMS = {"scope": "To learn from each other", "seen": "0"}


def _text(answer):
    return " ".join(answer.content.decode().split())


def _hidden(answer, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return found[1].replace("&quot;", '"') if found else ""


@pytest.fixture
def draft(people):
    return License.draft(community=people.community, kind="trial", by=people.leader, at=make.AT)


def test_leader_applies_in_three_steps(client, people):
    client.force_login(people.leader)

    begun = client.post(APPLY, {"kind": "full"})
    terms = client.post(
        begun["Location"],
        {"scope": "Welding", "member_hours": "4", "budget": "1200", "currency": "EUR", "seen": "0"},
    )
    named = client.post(terms["Location"], {"person": people.sponsor.pk, "kind": "line"})
    page = client.get(f"{APPLY}check/")
    answer = client.post(f"{APPLY}check/", {"seen": _hidden(page, "seen")})

    license = License.objects.get()
    assert [one.status_code for one in (begun, terms, named, answer)] == [302, 302, 302, 302]
    assert (license.state, license.kind, license.scope) == ("applied", "full", "Welding")
    assert (license.member_hours, license.budget) == (Decimal(4), Decimal(1200))
    assert license.sponsors.get().person == people.sponsor
    assert answer["Location"] == PAGE


@pytest.mark.parametrize("who", ["member", "sponsor", "stranger", "auditor"])
@pytest.mark.parametrize("path", [APPLY, f"{APPLY}terms/", f"{APPLY}check/"])
def test_application_is_not_there_for_those_who_do_not_run_it(client, people, draft, who, path):
    client.force_login(getattr(people, who))

    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_step_that_does_not_exist_is_not_there(client, people, draft):
    client.force_login(people.leader)

    assert client.get(f"{APPLY}nothing/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"scope": ""}, "Say what the community is to work on."),
        ({"budget": "10"}, "Say in which currency the budget is"),
        ({"budget": "10", "currency": "XYZ"}, "no currency that ISO 4217 knows"),
        ({"member_hours": "-1"}, "greater than or equal to 0"),
        ({"member_hours": "NaN"}, "Enter a number"),
        ({"seen": "99"}, "Somebody else changed this"),
    ],
)
def test_terms_are_not_kept_when_they_cannot_be(client, people, draft, sent, sentence):
    client.force_login(people.leader)

    answer = client.post(f"{APPLY}terms/", {**TERMS, **sent})

    assert answer.status_code == 422
    assert sentence in _text(answer)
    assert License.objects.get().edits == 0


def test_somebody_found_by_name_becomes_sponsor(client, people, draft):
    paula = make.person("Paula Payer")
    client.force_login(people.leader)

    found = client.get(f"{APPLY}sponsors/", {"q": "Paula"})
    client.post(f"{APPLY}sponsors/", {"person": paula.pk, "kind": "payer"})
    client.post(f"{APPLY}sponsors/", {"person": paula.pk, "kind": "champion"})
    client.post(f"{APPLY}sponsors/", {"person": paula.pk, "kind": "payer", "remove": "1"})

    assert "Paula Payer" in _text(found)
    named = draft.sponsors.order_by("kind").values_list("kind", "person__name")
    assert list(named) == [("champion", "Paula Payer"), ("line", "Ben Okafor")]
    assert people.community.roles_of(paula) == {"sponsor"}


def test_core_is_told_that_a_leader_makes_sponsors(client, people, draft):
    client.force_login(people.core)

    answer = client.post(f"{APPLY}sponsors/", {"person": people.stranger.pk, "kind": "payer"})

    assert answer.status_code == 409
    assert "Ask a leader to make them one first." in _text(answer)


@pytest.mark.parametrize(
    "sent", [{}, {"person": "x", "kind": "line"}, {"person": "1", "kind": "?"}]
)
def test_sponsor_that_is_nobody_is_not_there(client, people, draft, sent):
    client.force_login(people.leader)

    assert client.post(f"{APPLY}sponsors/", sent).status_code == 404


def test_check_shows_similar_communities_and_asks_why_ours_differs(client, people, draft):
    Community.objects.filter(pk=people.community.pk).update(purpose="Welding robots and seams")
    make.community("Welding Circle", purpose="Welding robots and seams")
    client.force_login(people.leader)

    page = client.get(f"{APPLY}check/")
    silent = client.post(f"{APPLY}check/", {"seen": "0"})
    said = client.post(f"{APPLY}check/", {"seen": "0", "differs_because": "We do it by hand."})

    assert "Welding Circle" in _text(page)
    assert silent.status_code == 422
    assert "Say why yours is another one." in _text(silent)
    assert said.status_code == 302
    assert License.objects.get().similar == [{"slug": "welding-circle", "name": "Welding Circle"}]


def test_check_says_what_would_meet_a_gate_and_leads_there(client, people):
    License.draft(community=people.community, kind="full", by=people.leader, at=make.AT)
    client.force_login(people.leader)

    found = _text(client.get(f"{APPLY}check/"))

    assert "Have the newest version of the charter signed" in found
    assert "Not asked while there is no ledger of measures." in found
    assert 'href="/communities/atlas-change-champions/charter/"' in found


def test_leader_takes_the_application_back(client, people):
    applied(people.community, by=people.leader, sponsor=people.sponsor)
    client.force_login(people.leader)

    assert client.post(f"{APPLY}withdrawal/").status_code == 302
    assert License.objects.get().state == "withdrawn"
    assert client.post(f"{APPLY}withdrawal/").status_code == 404


def test_closed_community_does_not_apply(client, people):
    people.community.close(reason="Done", by=None, at=make.AT, on=TODAY)
    client.force_login(people.leader)

    assert "closing or has closed" in _text(client.get(APPLY))
    assert client.post(APPLY, {"kind": "full"}).status_code == 422
    assert not License.objects.exists()


# --- deciding ---


def _decision(client, **sent):
    page = client.get(DECIDE)
    known = {name: _hidden(page, name) for name in ("seen", "marks")}
    return client.post(DECIDE, {**known, "scope": "To learn from each other", **sent})


def test_sponsor_grants_a_trial_on_its_page(client, people):
    applied(people.community, by=people.leader, sponsor=people.sponsor, kind="trial")
    client.force_login(people.sponsor)

    answer = _decision(client, kind="grant", member_hours="3")

    license = License.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert (license.state, license.member_hours) == ("active", Decimal(3))
    assert license.until_on == TODAY + timedelta(days=89)
    assert Decision.objects.get().evidence["has_leader"] == {"value": True}


def test_grantor_passes_gates_with_a_reason_each(client, people):
    applied(people.community, by=people.leader, sponsor=people.sponsor)
    client.force_login(people.sponsor)
    why = {f"gate_{name}": "Next month." for name in ("charter", "overlap", "statement", "core")}

    silent = _decision(client, kind="grant", gate_charter="Next month.")
    said = _decision(client, kind="grant", **why)

    assert silent.status_code == 422
    assert "Say why you grant it all the same" in _text(silent)
    assert said.status_code == 302
    assert [one["gate"] for one in Decision.objects.get().overrides] == [
        "charter",
        "overlap",
        "statement",
        "core",
    ]


def test_grantor_sets_conditions(client, people):
    applied(people.community, by=people.leader, sponsor=people.sponsor, kind="trial")
    client.force_login(people.karin)
    due = TODAY + timedelta(days=30)

    silent = _decision(client, kind="grant_with_conditions")
    said = _decision(
        client, kind="grant_with_conditions", condition_1="Write a charter", condition_1_on=str(due)
    )

    assert (silent.status_code, said.status_code) == (422, 302)
    license = License.objects.get()
    assert (license.state, license.conditions.get().due_on) == ("conditional", due)


@pytest.mark.parametrize("kind", ["decline", "send_back"])
def test_answer_without_a_reason_is_not_kept(client, people, kind):
    applied(people.community, by=people.leader, sponsor=people.sponsor, kind="trial")
    client.force_login(people.sponsor)

    assert _decision(client, kind=kind).status_code == 422
    assert _decision(client, kind=kind, reason="There is one already.").status_code == 302


@pytest.mark.parametrize("who", ["leader", "core", "member", "stranger", "auditor"])
def test_decision_page_is_not_there_for_those_who_do_not_decide(client, people, who):
    applied(people.community, by=people.leader, sponsor=people.sponsor)
    client.force_login(getattr(people, who))

    assert client.get(DECIDE).status_code == 404
    assert client.post(DECIDE).status_code == 404


def test_whoever_applied_reads_that_somebody_else_decides(client, people):
    applied(people.community, by=people.karin, sponsor=people.sponsor, kind="trial")
    client.force_login(people.karin)

    page = client.get(DECIDE)
    answer = client.post(DECIDE, {"kind": "grant", "seen": "2", "scope": "A"})

    assert "You applied for it, so somebody else decides." in _text(page)
    assert answer.status_code in {403, 409}
    assert License.objects.get().state == "applied"


def test_second_of_two_reads_who_was_first_on_the_page(client, people):
    license = applied(people.community, by=people.leader, sponsor=people.sponsor, kind="trial")
    client.force_login(people.karin)
    page = client.get(DECIDE)
    license.decide(
        "send_back",
        reason="What will it cost?",
        evidence={},
        by=people.sponsor,
        at=timezone.now(),
        on=TODAY,
    )

    sent = {"seen": _hidden(page, "seen"), "marks": "", "kind": "grant", "scope": "A"}
    answer = client.post(DECIDE, {**sent, "reason": "They have begun well"})

    assert answer.status_code == 409
    assert "They have begun well" in _text(answer)
    assert "Ben Okafor was first, on" in _text(answer)
    assert ": sent back." in _text(answer)


def test_what_changed_since_the_page_was_drawn_is_shown_before_deciding(client, people):
    applied(people.community, by=people.leader, sponsor=people.sponsor, kind="trial")
    client.force_login(people.sponsor)
    page = client.get(DECIDE)
    sent = {name: _hidden(page, name) for name in ("seen", "marks")}
    sent |= {"kind": "grant", "scope": "A"}
    people.community.memberships.get(role="leader").end(by=people.karin, at=timezone.now())

    answer = client.post(DECIDE, sent)

    assert answer.status_code in {409, 422}
    assert "Nobody leads it." in _text(answer) or "Somebody who leads it" in _text(answer)
    assert License.objects.get().state == "applied"


def test_running_license_has_no_decision_page_of_an_application(client, people):
    granted(people.community, by=people.leader, sponsor=people.sponsor)
    client.force_login(people.sponsor)

    assert client.get(DECIDE)["Location"] == PAGE
