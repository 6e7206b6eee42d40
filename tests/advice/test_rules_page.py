"""The rules behind advice: shown with what they rest on, set by program managers, with history."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mandorla.advice.catalog import shipped_rules
from mandorla.advice.guides import guides
from mandorla.advice.models import Tuning, Warning
from mandorla.base.errors import Refused, Stale
from mandorla.base.models import Event
from mandorla.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/advice/rules/W02/"
RULE = shipped_rules()["W02"]
OURS = {"overlap": 0.35, "upper": 0.45}


def set_to(karin: Person, *, edits: int = 0, is_off: bool = False, **figures: float) -> Tuning:
    return Tuning.change(
        rule=RULE, thresholds=OURS | figures, is_off=is_off, edits=edits, by=karin, at=make.AT
    )


def test_figures_that_are_set_are_kept_with_who_set_them(karin: Person):
    set_to(karin, overlap=0.4)

    tuning = Tuning.known()["W02"]
    assert (tuning.thresholds, tuning.is_off, tuning.edits) == ({"overlap": 0.4}, False, 1)
    assert (tuning.changed_by, tuning.changed_at) == (karin, make.AT)
    assert Event.objects.about(tuning).get().sentence == (
        "Karin Lindqvist changed the rule W02, The two sides want different things from "
        "“overlap 35%, upper 45%” to “overlap 40%, upper 45%”."
    )


def test_rule_goes_back_to_our_default_and_its_history_stays(karin: Person):
    set_to(karin, overlap=0.4)
    set_to(karin, overlap=0.4, is_off=True, edits=1)

    Tuning.restore(rule=RULE, edits=2, by=karin, at=make.AT)

    tuning = Tuning.known()["W02"]
    assert (tuning.thresholds, tuning.is_off, tuning.edits) == ({}, False, 3)
    assert Event.objects.about(tuning).count() == 3


def test_rule_that_somebody_else_changed_is_not_overwritten(karin: Person):
    set_to(karin, overlap=0.4)

    with pytest.raises(Stale, match="Somebody else changed this rule"):
        set_to(karin, overlap=0.3)
    assert Tuning.known()["W02"].thresholds == {"overlap": 0.4}


def test_rule_refuses_figures_that_are_not_its_own(karin: Person):
    with pytest.raises(Refused, match="each figure"):
        Tuning.change(
            rule=RULE, thresholds={"days": 3}, is_off=False, edits=0, by=karin, at=make.AT
        )
    with pytest.raises(Refused, match="Nothing is changed"):
        set_to(karin)
    assert Tuning.known() == {}


def test_everybody_reads_the_rules_and_what_they_rest_on(client: Client):
    client.force_login(make.person())

    shown = client.get("/advice/rules/").content.decode()

    assert shown.count("<tr id=") == 32
    assert "Bill Kaplan on shared value" in shown
    assert "No source is known to us: it is ours." in shown


def test_everybody_reads_a_rule_and_only_program_managers_set_it(client: Client, karin: Person):
    client.force_login(make.person())
    shown = client.get(PAGE).content.decode()
    assert "Overlap under which it is said" in shown
    assert "<form" not in shown.split("<main")[1]
    assert client.post(PAGE, {"overlap": 40, "upper": 45, "edits": 0}).status_code == 404
    assert client.post(f"{PAGE}restoration/", {"edits": 0}).status_code == 404

    client.force_login(karin)
    answer = client.post(PAGE, {"overlap": 40, "upper": 45, "is_on": "on", "edits": 0}, follow=True)

    assert "changed the rule W02" in answer.content.decode()
    assert Tuning.known()["W02"].thresholds == {"overlap": 0.4}
    client.post(f"{PAGE}restoration/", {"edits": 1})
    assert Tuning.known()["W02"].thresholds == {}


@pytest.mark.parametrize("overlap", ["", "x", "400", "nan", "inf"])
def test_figure_that_is_none_is_refused(client: Client, karin: Person, overlap: str):
    client.force_login(karin)

    answer = client.post(PAGE, {"overlap": overlap, "upper": 45, "is_on": "on", "edits": 0})

    assert answer.status_code == 422
    assert Tuning.known() == {}


@pytest.mark.parametrize("edits", ["", "x", "7", "9" * 20])
def test_restoration_of_what_was_not_seen_is_refused(client: Client, karin: Person, edits: str):
    set_to(karin, overlap=0.4)
    client.force_login(karin)

    assert client.post(f"{PAGE}restoration/", {"edits": edits}).status_code == 409


def test_rule_page_names_communities_to_those_whom_their_advice_is_for(
    slip: Warning, client: Client, karin: Person
):
    def shown(person: Person) -> str:
        client.force_login(person)
        return client.get("/advice/rules/W13/").content.decode()

    assert 'href="/communities/champions/advice/#W13"' in shown(karin)
    assert "Champions" not in shown(make.person())


def test_rules_page_counts_where_each_stands(slip: Warning, client: Client, karin: Person):
    client.force_login(karin)

    with CaptureQueriesContext(connection) as queries:
        shown = client.get("/advice/rules/").content.decode()

    assert '<a href="/advice/rules/W13/#stands">1</a>' in shown
    assert len(queries) < 12


@pytest.mark.parametrize("path", ["/advice/rules/W99/", "/advice/guides/none/"])
def test_what_does_not_ship_is_not_found(client: Client, path: str):
    client.force_login(make.person())

    assert client.get(path).status_code == 404


def test_guides_are_for_everybody(client: Client):
    client.force_login(make.person())

    listed = client.get("/advice/guides/").content.decode()

    for key, guide in guides().items():
        assert f'href="/advice/guides/{key}/"' in listed
        shown = client.get(f"/advice/guides/{key}/").content.decode()
        assert shown.count("<li>") >= len(guide.this_week)
        assert "Rules that lead here:" in shown
